/** Proposals in the database. */

import { Refused } from '../errors.ts';
import { row, rows, type Store } from '../store/database.ts';
import type { Comment, Proposal, ProposalKind, Revision, State, Verdict } from './proposal.ts';

interface ProposalRow {
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  readonly kind: ProposalKind;
  readonly state: State;
  readonly base: string;
  readonly content: string;
  readonly revision: number;
  readonly created_by: string;
  readonly created_at: number;
  readonly changed_at: number;
  readonly scheduled_for: number | null;
  readonly suspended: string | null;
  readonly edition: string | null;
  readonly superseded_by: string | null;
  /** JSON list of ids. */
  readonly authors: string;
}

/** A roll-back has revisions of nobody who wrote it: whoever asked for it counts. */
const SELECT = `SELECT proposals.*, (SELECT json_group_array(DISTINCT author) FROM revisions WHERE proposal = proposals.id) AS authors FROM proposals`;

/** A proposal. Throws `Refused` where there is none of that id. */
export async function proposalOf(store: Store, id: string): Promise<Proposal> {
  const found = await findProposal(store, id);
  if (found === undefined) throw new Refused('not-found', 'There is no such proposal.', 'Look for it in the list of proposals.');
  return found;
}

export async function findProposal(store: Store, id: string): Promise<Proposal | undefined> {
  const found = await row<ProposalRow>(store, `${SELECT} WHERE id = ?`, id);
  return found && asProposal(found);
}

/** Proposals in some states, those changed last first. */
export async function proposalsIn(store: Store, states: readonly State[], most = 200): Promise<Proposal[]> {
  const found = await rows<ProposalRow>(
    store,
    `${SELECT} WHERE state IN (SELECT value FROM json_each(?)) ORDER BY changed_at DESC, id LIMIT ?`,
    JSON.stringify(states),
    most,
  );
  return found.map(asProposal);
}

/** Scheduled proposals whose moment has come and that nothing keeps, the earliest first. @param now epoch milliseconds */
export async function dueProposals(store: Store, now: number): Promise<Proposal[]> {
  const sql = `${SELECT} WHERE state = 'scheduled' AND suspended IS NULL AND scheduled_for <= ? ORDER BY scheduled_for, id LIMIT 50`;
  return (await rows<ProposalRow>(store, sql, now)).map(asProposal);
}

/** The revisions of a proposal, the first one first. */
export async function revisionsOf(store: Store, id: string): Promise<Revision[]> {
  return await rows<Revision>(
    store,
    'SELECT number, content, base, author, at, note FROM revisions WHERE proposal = ? ORDER BY number',
    id,
  );
}

/** What approvers said of a proposal, the first one first. */
export async function verdictsOf(store: Store, id: string): Promise<Verdict[]> {
  const found = await rows<Omit<Verdict, 'minor' | 'voidAt'> & { minor: string; void_at: number | null }>(
    store,
    'SELECT id, content, base, person, verdict, comment, minor, at, void_at FROM verdicts WHERE proposal = ? ORDER BY at, id',
    id,
  );
  return found.map(({ minor, void_at, ...verdict }) => ({
    ...verdict,
    minor: JSON.parse(minor),
    ...(void_at === null ? {} : { voidAt: void_at }),
  }));
}

export async function commentsOf(store: Store, id: string): Promise<Comment[]> {
  return await rows<Comment>(store, 'SELECT id, revision, person, text, at FROM comments WHERE proposal = ? ORDER BY at, id', id);
}

function asProposal(found: ProposalRow): Proposal {
  const { id, title, reason, kind, state, base, content, revision, scheduled_for, suspended, edition, superseded_by } = found;
  return {
    ...{ id, title, reason, kind, state, base, content, revision },
    createdBy: found.created_by,
    authors: [...new Set<string>([found.created_by, ...JSON.parse(found.authors)])],
    createdAt: found.created_at,
    changedAt: found.changed_at,
    ...(scheduled_for === null ? {} : { scheduledFor: scheduled_for }),
    ...(suspended === null ? {} : { suspended }),
    ...(edition === null ? {} : { edition }),
    ...(superseded_by === null ? {} : { supersededBy: superseded_by }),
  };
}
