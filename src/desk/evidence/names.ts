/** The names of those whom evidence names, and of nobody else. */

import type { AuditEntry, SealedEntry } from '../../evidence/audit-chain.ts';
import type { EvidenceAnswer, EvidenceProposal, EvidenceRecord } from '../../evidence/evidence-file.ts';
import { actorNames } from '../audit/actor-names.ts';
import type { Store } from '../store/database.ts';

/** Names by id of a person, and by `token:<id>`. @param actors further ones, as the audit log names them */
export async function namesFor(
  store: Store,
  answers: readonly EvidenceAnswer[],
  entries: readonly (AuditEntry | SealedEntry)[],
  actors: readonly string[] = [],
): Promise<Record<string, string>> {
  const asked = new Set([
    ...actors,
    ...entries.flatMap(entry => ('sealed' in entry ? [] : [entry.actor])),
    ...answers.flatMap(({ record, proposal, origin }) => [
      ...inRecord(record),
      ...inProposal(proposal),
      ...(origin === undefined ? [] : [...inRecord(origin.record), ...inProposal(origin.proposal)]),
    ]),
  ]);
  const names = await actorNames(store);
  const ids = [...asked].map(actor => actor.replace(/^person:/, '')).sort();
  return Object.fromEntries(ids.flatMap(id => (names.has(id) ? [[id, names.get(id)!] as const] : [])));
}

function inRecord({ publishedBy, review }: EvidenceRecord): string[] {
  return [publishedBy, ...(review === undefined ? [] : [review.person])];
}

function inProposal(proposal: EvidenceProposal | undefined): string[] {
  if (proposal === undefined) return [];
  return [
    proposal.createdBy,
    ...proposal.authors,
    ...proposal.revisions.map(({ author }) => author),
    ...proposal.verdicts.map(({ person }) => person),
  ];
}
