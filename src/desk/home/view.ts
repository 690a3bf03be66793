/** Everything that the home page tells, read from the stores. */

import type { Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { type Review, reviewOf } from '../editions/review.ts';
import type { EditionRecord } from '../editions/store.ts';
import { peopleNames } from '../people/store.ts';
import { OPEN_STATES, type Proposal } from '../proposals/proposal.ts';
import { proposalsIn, verdictsOf } from '../proposals/store.ts';
import { translationsOf } from '../publishing/translations.ts';
import { subjectFrom } from '../rulebook/subject.ts';
import { row, rows } from '../store/database.ts';
import { type Expiry, expiringIn } from './expiring.ts';
import { type Confirmation, type Served, servedWords } from './served.ts';
import { type Waiting, waitingFor } from './waiting.ts';

export interface HomeView {
  readonly live: EditionRecord;
  /** Ids of those who approved it. */
  readonly approvedBy: readonly string[];
  readonly served: Served;
  readonly waiting: Waiting;
  readonly scheduled: readonly Proposal[];
  /** Published without approval, and nobody has looked at them since. */
  readonly unreviewed: readonly Unreviewed[];
  /** What an approver says against the live edition, where it was published without approval. */
  readonly objection?: Review;
  readonly expiring: readonly Expiry[];
  readonly translations: Translations;
  readonly people: ReadonlyMap<string, string>;
  readonly now: number;
}

export interface Unreviewed {
  readonly hash: string;
  readonly number: number;
  readonly title: string;
  readonly published_by: string;
  readonly published_at: number;
}

interface Translations {
  /** Texts whose first language says something else by now. */
  readonly outdated: number;
  /** Notices that are not in every language of the publication. */
  readonly missing: number;
}

export async function homeView(desk: Desk, principal: Principal): Promise<HomeView> {
  const { store } = desk;
  const { record, edition, rulebook } = await subjectFrom(desk, 'live');
  if (record === undefined) throw new TypeError('The live edition is in no history.');
  const [confirmation, proposals, unreviewed, translations, people, approvedBy, review] = await Promise.all([
    row<Confirmation>(store, 'SELECT at, number, hash, problem FROM confirmations WHERE id = 1'),
    proposalsIn(store, OPEN_STATES),
    rows<Unreviewed>(store, UNREVIEWED),
    translationsOf(store, edition),
    peopleNames(store),
    approversOf(desk, record),
    reviewOf(store, record.hash),
  ]);
  const states = [...translations.values()];
  const now = store.now();
  return {
    ...{ live: record, approvedBy, unreviewed, people, now },
    ...(review?.verdict === 'object' ? { objection: review } : {}),
    served: servedWords(record, confirmation, now),
    waiting: waitingFor(principal, proposals),
    scheduled: proposals.filter(({ state }) => state === 'scheduled'),
    expiring: expiringIn(rulebook, edition, now),
    translations: {
      outdated: states.flatMap(own => Object.values(own)).filter(state => state === 'outdated').length,
      missing: states.filter(own => edition.site.languages.some(language => own[language] === 'missing')).length,
    },
  };
}

const UNREVIEWED = `SELECT hash, number, title, published_by, published_at FROM editions
  WHERE kind = 'emergency' AND hash NOT IN (SELECT edition FROM reviews) ORDER BY number`;

async function approversOf({ store }: Desk, { proposal, content }: EditionRecord): Promise<string[]> {
  if (proposal === undefined) return [];
  const verdicts = await verdictsOf(store, proposal);
  const valid = verdicts.filter(
    ({ verdict, voidAt, content: judged }) => verdict === 'approve' && voidAt === undefined && judged === content,
  );
  return [...new Set(valid.map(({ person }) => person))];
}
