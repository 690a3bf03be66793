/** The part of the audit log that evidence shows: without a gap, and with what concerns others sealed. */

import { type AuditEntry, type SealedEntry, seal } from '../../evidence/audit-chain.ts';
import type { AuditExcerpt, EvidenceAnswer } from '../../evidence/evidence-file.ts';
import { auditHead, entriesBetween } from '../audit/store.ts';
import { row, type Store } from '../store/database.ts';

/**
 * From the first entry about the proposals and editions of the answers to the last one, or the first after the moment, whichever is
 * later: so that it shows whether another edition came between. Publications are open, whoever they concern.
 * @param at the moment in question, epoch milliseconds
 */
export async function excerptFor(store: Store, answers: readonly EvidenceAnswer[], at: number): Promise<AuditExcerpt> {
  const subjects = new Set(answers.flatMap(subjectsOf));
  const bounds = await row<{ first: number | null; last: number | null; after: number | null }>(
    store,
    `SELECT min(seq) AS first, max(seq) AS last, (SELECT min(seq) FROM audit WHERE at > ?1) AS after
     FROM audit WHERE subject IN (SELECT value FROM json_each(?2)) AND action <> 'evidence.make'`,
    at,
    JSON.stringify([...subjects]),
  );
  const head = (await auditHead(store)) ?? { seq: 0, hash: '' };
  const last = Math.max(bounds?.last ?? head.seq, bounds?.after ?? head.seq);
  const entries: (AuditEntry | SealedEntry)[] = [];
  for await (const batch of entriesBetween(store, bounds?.first ?? 1, last)) {
    for (const entry of batch) entries.push(isShown(entry, subjects) ? entry : await seal(entry));
  }
  return { entries, head };
}

function isShown({ action, subject }: AuditEntry, subjects: ReadonlySet<string>): boolean {
  // Who asked for evidence before is nobody's business.
  if (action === 'evidence.make') return false;
  return subjects.has(subject) || /^edition\.(built-in|publish|roll-back|emergency)$/.test(action);
}

function subjectsOf({ edition, proposal, origin }: EvidenceAnswer): string[] {
  return [
    `edition:${edition.hash}`,
    ...(proposal === undefined ? [] : [`proposal:${proposal.id}`]),
    ...(origin === undefined ? [] : [`edition:${origin.hash}`]),
    ...(origin?.proposal === undefined ? [] : [`proposal:${origin.proposal.id}`]),
  ];
}
