/**
 * The head of the audit log, signed and kept outside of the database: entries cut off at the end of a chain of hashes leave a chain
 * that is whole, and only what lies elsewhere tells that there were more.
 */

import * as v from 'valibot';
import { hashOf } from '../../core/canonical-json.ts';
import { isSealOver, sealOver } from '../../evidence/seal.ts';
import type { Desk } from '../desk.ts';
import { publicKeyOf } from '../editions/sign.ts';
import { row } from './database.ts';
import { inTime } from './in-time.ts';

/** Beside the editions; the edge never looks at it. */
const KEY = 'audit/head';

/** Milliseconds. */
const STORE_TIMEOUT = 5000;

export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

const keptSchema = v.object({ seq: v.number(), hash: v.string(), seal: v.object({ publicKey: v.string(), signature: v.string() }) });

/** The head that was kept last, or `undefined` where none was kept with this Desk's key. Rejects where the store fails or hangs. */
export async function keptHead({ env, settings }: Desk): Promise<AuditHead | undefined> {
  const text = await inTime(env.EDITIONS.get(KEY, 'text'), STORE_TIMEOUT);
  try {
    const { seq, hash, seal } = v.parse(keptSchema, JSON.parse(text ?? ''));
    const isOurs = seal.publicKey === publicKeyOf(settings.signingKey) && (await isSealOver('head', await hashOf({ seq, hash }), seal));
    return isOurs ? { seq, hash } : undefined;
  } catch {
    return undefined; // Nothing was kept, or nothing of ours.
  }
}

/** Whether the database still has the entry that was the head once. */
export async function stillHas({ store }: Desk, { seq, hash }: AuditHead): Promise<boolean> {
  return (await row(store, 'SELECT 1 FROM audit WHERE seq = ? AND hash = ?', seq, hash)) !== undefined;
}

/**
 * Keeps the head as it is now, where the log has grown; never where what was kept before is gone from the log: that has to be looked at
 * first. Fails towards keeping what is kept: a store that does not answer is asked again at the next round.
 */
export async function keepHead(desk: Desk): Promise<void> {
  try {
    const [kept, head] = [await keptHead(desk), await row<AuditHead>(desk.store, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')];
    if (head === undefined || (kept !== undefined && (head.seq <= kept.seq || !(await stillHas(desk, kept))))) return;
    await putHead(desk, head);
  } catch {
    // The next round.
  }
}

/** Keeps a head whatever was kept before. Rejects where the store fails or hangs. */
export async function putHead({ env, settings }: Desk, { seq, hash }: AuditHead): Promise<void> {
  const seal = await sealOver(settings.signingKey, 'head', await hashOf({ seq, hash }));
  await inTime(env.EDITIONS.put(KEY, JSON.stringify({ seq, hash, seal })), STORE_TIMEOUT);
}
