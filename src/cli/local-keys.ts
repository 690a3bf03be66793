/** The secrets of the local run: made at the first start, kept beside its store, used for nothing else. */

import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type KeyPair, newKeys } from './new-keys.ts';

export interface LocalKeys extends KeyPair {
  readonly linkSecret: string;
}

/** The secrets in a file, which is made if it is not there. Editions in the same store are signed with them. */
export function localKeys(file: string): LocalKeys {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const keys = { ...newKeys(), linkSecret: randomBytes(32).toString('base64url') };
  writeFileSync(file, `${JSON.stringify(keys)}\n`, { mode: 0o600 });
  return keys;
}
