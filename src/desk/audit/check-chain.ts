/** Whether the audit log is what was written: the whole chain of hashes, and its head as it was kept outside of the database. */

import { type AuditEntry, brokenLink } from '../../evidence/audit-chain.ts';
import type { Desk } from '../desk.ts';
import { type AuditHead, keptHead } from '../store/audit-head.ts';
import { auditHead, entriesBetween } from './store.ts';

export type ChainReport =
  | {
      readonly whole: true;
      readonly entries: number;
      readonly head: AuditHead | undefined;
      /** What was compared with; `undefined` where nothing was kept yet, or the store with it does not answer. */
      readonly kept: AuditHead | undefined;
    }
  | {
      readonly whole: false;
      /** The entry at which it is broken. */
      readonly seq: number;
      readonly problem: string;
      /** Whether the log is whole but ends before what was kept: entries were cut off, or the database is an older one. */
      readonly shortened?: AuditHead;
    };

/** Reads the whole log, a batch at a time. Throws `Refused` where the database fails. */
export async function checkChain(desk: Desk): Promise<ChainReport> {
  const { store } = desk;
  const kept = await keptHead(desk).catch(() => undefined);
  const head = await auditHead(store);
  let before: AuditEntry | undefined;
  let found: AuditEntry | undefined;
  for await (const batch of entriesBetween(store, Number.MIN_SAFE_INTEGER, head?.seq ?? 0)) {
    if (before === undefined && batch[0]?.seq !== 1)
      return { whole: false, seq: batch[0]?.seq ?? 1, problem: 'the entries before it are missing' };
    const broken = await brokenLink(before === undefined ? batch : [before, ...batch]);
    if (broken !== undefined) return { whole: false, ...broken };
    before = batch.at(-1);
    found = batch.find(({ seq }) => seq === kept?.seq) ?? found;
  }
  if (kept !== undefined && found?.hash !== kept.hash) {
    if (found !== undefined)
      return { whole: false, seq: kept.seq, problem: 'it is another entry than the one that the Desk has seen there' };
    const problem = `the log ends with entry ${before?.seq ?? 0}, and the Desk has seen entry ${kept.seq}`;
    return { whole: false, seq: (before?.seq ?? 0) + 1, problem, shortened: kept };
  }
  return { whole: true, entries: before?.seq ?? 0, head, kept };
}
