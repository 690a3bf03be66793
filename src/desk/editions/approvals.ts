/** Who approved what became an edition. */

import type { Verdict } from '../proposals/proposal.ts';
import { verdictsOf } from '../proposals/store.ts';
import { rows, type Store } from '../store/database.ts';
import type { EditionRecord } from './store.ts';

/** Approvals of the very content that was published. None for an edition without a proposal. */
export async function approvalsOf(store: Store, { proposal, content }: EditionRecord): Promise<Verdict[]> {
  if (proposal === undefined) return [];
  const verdicts = await verdictsOf(store, proposal);
  return verdicts.filter(verdict => verdict.verdict === 'approve' && verdict.voidAt === undefined && verdict.content === content);
}

/** Ids of those who approved each edition, by its hash. */
export async function approversByEdition(store: Store): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await rows<{ hash: string; person: string }>(
    store,
    `SELECT DISTINCT editions.hash, verdicts.person FROM editions
     JOIN verdicts ON verdicts.proposal = editions.proposal AND verdicts.content = editions.content
     WHERE verdicts.verdict = 'approve' AND verdicts.void_at IS NULL`,
  );
  return new Map(
    Array.from(
      Map.groupBy(found, ({ hash }) => hash),
      ([hash, list]) => [hash, list.map(({ person }) => person)],
    ),
  );
}
