/** The compulsory look at what was published without approval. */

import { actorOf, demand, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { Refused } from '../errors.ts';
import { proposalOf } from '../proposals/store.ts';
import { textFrom } from '../proposals/write.ts';
import { row, rows, type Store } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { type EditionRecord, editionOf } from './store.ts';

export const REVIEW_VERDICTS = ['confirm', 'object'] as const;

export interface Review {
  /** Hash of the edition. */
  readonly edition: string;
  /** Id of whoever looked at it. */
  readonly person: string;
  readonly verdict: (typeof REVIEW_VERDICTS)[number];
  readonly comment: string;
  readonly at: number;
}

const COLUMNS = 'edition, person, verdict, comment, at';

export async function reviewOf(store: Store, edition: string): Promise<Review | undefined> {
  return await row<Review>(store, `SELECT ${COLUMNS} FROM reviews WHERE edition = ?`, edition);
}

/** All reviews, by the hash of their edition. */
export async function allReviews(store: Store): Promise<ReadonlyMap<string, Review>> {
  const found = await rows<Review>(store, `SELECT ${COLUMNS} FROM reviews`);
  return new Map(found.map(review => [review.edition, review]));
}

/**
 * Records what an approver says of an emergency edition, once. An objection changes nothing that readers get: it says that somebody has
 * to roll back or write a proposal. Refused for whoever published it or wrote a part of it. The same again changes nothing.
 */
export async function reviewEdition(
  desk: Desk,
  principal: Principal,
  hash: string,
  said: { readonly verdict: string; readonly comment: string },
): Promise<void> {
  const { store } = desk;
  const verdict = REVIEW_VERDICTS.find(known => known === said.verdict);
  if (verdict === undefined)
    throw new Refused('invalid', 'Nothing was chosen.', 'Choose whether you confirm it or object.', { field: 'verdict' });
  const comment = verdict === 'confirm' && said.comment.trim() === '' ? '' : textFrom(said.comment, 'comment');
  await transact(store, async at => {
    const record = await editionOf(store, hash);
    await demandReview(desk, principal, record);
    const existing = await reviewOf(store, hash);
    if (existing?.person === principal.person.id && existing.verdict === verdict && existing.comment === comment) return nothing;
    if (existing !== undefined) throw new Refused('conflict', 'This edition has been reviewed already.', 'Look at what was said of it.');
    const insert = store.db
      .prepare('INSERT INTO reviews (edition, person, verdict, comment, at) VALUES (?, ?, ?, ?, ?)')
      .bind(hash, principal.person.id, verdict, comment, at);
    const details = { verdict, comment, number: record.number };
    return {
      statements: [insert],
      audit: [{ actor: actorOf(principal), action: `edition.review`, subject: `edition:${hash}`, details }],
      result: undefined,
    };
  });
}

/** Throws `Refused` with why somebody cannot review an edition. */
export async function demandReview({ store }: Desk, principal: Principal, { kind, publishedBy, proposal }: EditionRecord): Promise<void> {
  demand(principal, 'review');
  if (kind !== 'emergency')
    throw new Refused('conflict', 'This edition was approved before it was published.', 'Only what was not needs a review.');
  const authors = proposal === undefined ? [] : (await proposalOf(store, proposal)).authors;
  const { id } = principal.person;
  if (publishedBy === `person:${id}` || authors.includes(id)) {
    const mend = 'Ask another approver: two people must have looked at what readers see.';
    throw new Refused('forbidden', 'You published this edition or wrote a part of it, so you cannot review it.', mend);
  }
}

const nothing = { statements: [], audit: [], result: undefined };
