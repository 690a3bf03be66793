/** Whether what is signed is signed by a key that somebody trusts. */

import { keyId, type PublicKey } from '../core/signature.ts';
import { type Check, checkOf, note } from './check.ts';

export interface SignedThing {
  /** `The seal`, `Edition 7`. */
  readonly what: string;
  readonly key: PublicKey;
}

/** @param keys those that are trusted; with none, a note says what to compare */
export async function keyCheck(signed: readonly SignedThing[], keys: readonly PublicKey[]): Promise<Check> {
  if (keys.length === 0) {
    const names = await Promise.all([...new Set(signed.map(({ key }) => key))].map(async key => `${await nameOf(key)} (${key})`));
    const words = `No key was given to compare with. Signed by ${names.join(' and by ')}: compare with EDITION_KEYS of the edge, or give --key.`;
    return note('Key', words);
  }
  const strangers = signed.filter(({ key }) => !keys.includes(key));
  const named = await Promise.all(
    strangers.map(async ({ what, key }) => `${what} is signed by ${await nameOf(key)}, not by a key that was given.`),
  );
  return checkOf('Key', keys.length === 1 ? 'Signed by the key that was given.' : 'Signed by keys that were given.', named);
}

async function nameOf(key: PublicKey): Promise<string> {
  return `key ${await keyId(key).catch(() => 'that is none')}`;
}
