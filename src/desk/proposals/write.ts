/** Writing proposals: begun, edited, brought up to date, commented on. Each takes what the writer saw, so that nobody overwrites what they have not seen. */

import { hashOf } from '../../core/canonical-json.ts';
import { actorOf, demand, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { contentOf, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { contentStatements, readContent } from '../store/contents.ts';
import { row } from '../store/database.ts';
import { type AuditNote, transact } from '../store/transact.ts';
import { mergeContents } from './merge.ts';
import type { Proposal } from './proposal.ts';
import { findProposal, proposalOf } from './store.ts';
import { demandAct, stateAfter } from './transitions.ts';

export const TITLE_LIMIT = 200;
export const TEXT_LIMIT = 10_000;

export interface NewProposal {
  /** Made by whoever asks (a UUID), so that asking twice makes one. */
  readonly id: string;
  readonly title: string;
  readonly reason: string;
  /** Hash of the edition that the writer began with; the live one if left out. Where it is no longer live, the proposal is refused. */
  readonly base?: string;
  /** The files; those of the live edition if left out. */
  readonly content?: RulebookContent;
}

/** Begins a proposal. The same id again gives what is there. */
export async function createProposal(desk: Desk, principal: Principal, asked: NewProposal): Promise<Proposal> {
  demand(principal, 'write');
  const { store } = desk;
  const title = lineFrom(asked.title, 'title');
  const reason = textFrom(asked.reason, 'reason');
  if (!/^[\w-]{8,64}$/.test(asked.id)) throw new Refused('invalid', 'That is not the id of a proposal.', 'Send a UUID.');
  await transact(store, async at => {
    const existing = await findProposal(store, asked.id);
    if (existing !== undefined) return await sameAgain(desk, principal, existing, { ...asked, title, reason });
    const base = await liveEdition(desk);
    if (asked.base !== undefined && asked.base !== base.hash) throw newerEdition(asked.base, base.hash);
    const content = asked.content === undefined ? { hash: base.content, statements: [] } : await contentStatements(store, asked.content);
    const insert = store.db
      .prepare(
        `INSERT INTO proposals (id, title, reason, kind, state, base, content, revision, created_by, created_at, changed_at)
         VALUES (?, ?, ?, 'change', 'draft', ?, ?, 1, ?, ?, ?)`,
      )
      .bind(asked.id, title, reason, base.hash, content.hash, principal.person.id, at, at);
    const revision = insertRevision(desk, asked.id, {
      ...{ number: 1, content: content.hash, base: base.hash, author: principal.person.id, at, note: 'Began the proposal' },
    });
    const details = { title, reason, base: base.hash, content: content.hash };
    return {
      statements: [...content.statements, insert, revision],
      audit: [note(principal, 'proposal.create', asked.id, details)],
      result: undefined,
    };
  });
  return await proposalOf(store, asked.id);
}

/** A second click, or a retry. Throws `Refused` where something else is asked for under the same id: nothing typed is to pass for saved. */
async function sameAgain({ store }: Desk, principal: Principal, existing: Proposal, asked: NewProposal) {
  if (existing.createdBy !== principal.person.id) {
    throw new Refused('conflict', 'There is another proposal with this id.', 'Begin again: a new id is made then.');
  }
  const first = await row<{ title: string; reason: string; base: string; content: string }>(
    store,
    `SELECT details ->> 'title' AS title, details ->> 'reason' AS reason, details ->> 'base' AS base, details ->> 'content' AS content
     FROM audit WHERE subject = ? AND action = 'proposal.create'`,
    `proposal:${existing.id}`,
  );
  const content = asked.content && (await hashOf(asked.content));
  const isSame =
    first?.title === asked.title &&
    first.reason === asked.reason &&
    (asked.base ?? first.base) === first.base &&
    (content ?? first.content) === first.content;
  if (isSame) return { statements: [], audit: [], result: undefined };
  throw new Reused('Another proposal was begun with the same form.', 'Look at your proposals, or send this one again.');
}

/** An id that was made for one thing was sent with another. */
export class Reused extends Refused {
  constructor(message: string, mend: string) {
    super('conflict', message, mend);
  }
}

/** What is to be changed of a proposal; what is left out stays. */
export interface Edit {
  readonly content?: RulebookContent;
  readonly title?: string;
  readonly reason?: string;
  /** Hash of the edition that the content was written on top of, where that is not the one before; refused where it is no longer live. */
  readonly base?: string;
  /** What was done, in a few words. */
  readonly note: string;
}

/**
 * Saves an edit as a new revision. Approvals are void from then on, and a schedule is cancelled.
 * @param revision the revision that the writer saw, as `If-Match` has it; where there is a newer one, `Refused` of kind `stale` with both
 */
export async function editProposal(desk: Desk, principal: Principal, id: string, revision: number, edit: Edit): Promise<Proposal> {
  return await save(desk, principal, id, revision, edit, edit.base);
}

/**
 * Puts what a proposal changes on top of the live edition. Throws `Refused` with the files where both have changed the same lines.
 */
export async function bringUpToDate(desk: Desk, principal: Principal, id: string, revision: number): Promise<Proposal> {
  demandAct(principal, 'edit');
  const { store } = desk;
  const [proposal, live] = [await proposalOf(store, id), await liveEdition(desk)];
  if (proposal.base === live.hash) return proposal;
  const base = await contentOf(store, await editionOf(store, proposal.base));
  const [mine, theirs] = [await readContent<RulebookContent>(store, proposal.content), await contentOf(store, live)];
  const merged = mergeContents(mine, base, theirs);
  if ('conflicts' in merged) {
    throw new Refused(
      'conflict',
      `This proposal and edition ${live.number} have changed the same lines.`,
      'Begin a new proposal from the live edition and make the change there; this one stays as it is.',
      { conflicts: merged.conflicts },
    );
  }
  const edit = { content: merged.content, note: `Brought up to date with edition ${live.number}` };
  return await save(desk, principal, id, revision, edit, live.hash);
}

async function save(desk: Desk, principal: Principal, id: string, revision: number, edit: Edit, base?: string): Promise<Proposal> {
  demandAct(principal, 'edit');
  const { store } = desk;
  const title = edit.title === undefined ? undefined : lineFrom(edit.title, 'title');
  const reason = edit.reason === undefined ? undefined : textFrom(edit.reason, 'reason');
  await transact(store, async at => {
    const proposal = await proposalOf(store, id);
    const live = await liveEdition(desk);
    const state = stateAfter(proposal, 'edit', principal, { live: live.hash });
    if (base !== undefined && base !== live.hash) throw newerEdition(base, live.hash);
    const content = edit.content === undefined ? { hash: proposal.content, statements: [] } : await contentStatements(store, edit.content);
    const next = { title: title ?? proposal.title, reason: reason ?? proposal.reason, base: base ?? proposal.base, content: content.hash };
    const isSame = (['title', 'reason', 'base', 'content'] as const).every(name => next[name] === proposal[name]);
    // A second click on "Save", or a retry: what is asked for is there already.
    if (isSame) return { statements: [], audit: [], result: undefined };
    if (proposal.revision !== revision) throw stale(proposal, revision);
    const number = proposal.revision + 1;
    const update = store.db
      .prepare(
        `UPDATE proposals SET title = ?, reason = ?, base = ?, content = ?, revision = ?, state = ?, changed_at = ?,
           scheduled_for = NULL, suspended = NULL WHERE id = ?`,
      )
      .bind(next.title, next.reason, next.base, next.content, number, state, at, id);
    const made = { number, content: next.content, base: next.base, author: principal.person.id, at, note: lineFrom(edit.note, 'note') };
    const details = { ...next, revision: number, note: made.note };
    return {
      statements: [...content.statements, update, insertRevision(desk, id, made), voidVerdicts(desk, id, at)],
      audit: [note(principal, 'proposal.edit', id, details)],
      result: undefined,
    };
  });
  return await proposalOf(store, id);
}

/** Adds a comment; the same id again adds none. */
export async function commentOn(desk: Desk, principal: Principal, id: string, comment: { readonly id: string; readonly text: string }) {
  demand(principal, 'comment');
  const text = textFrom(comment.text, 'comment');
  await transact(desk.store, async at => {
    const { revision } = await proposalOf(desk.store, id);
    const insert = desk.store.db
      .prepare('INSERT OR IGNORE INTO comments (id, proposal, revision, person, text, at) VALUES (?, ?, ?, ?, ?, ?)')
      .bind(comment.id, id, revision, principal.person.id, text, at);
    const sql = 'SELECT text, person, proposal FROM comments WHERE id = ?';
    const known = await row<{ text: string; person: string; proposal: string }>(desk.store, sql, comment.id);
    if (known !== undefined) {
      const isSame = known.text === text && known.person === principal.person.id && known.proposal === id;
      if (isSame) return { statements: [], audit: [], result: undefined };
      throw new Reused('Another comment was sent with the same form.', 'Send this one again.');
    }
    return { statements: [insert], audit: [note(principal, 'proposal.comment', id, { text })], result: undefined };
  });
}

/** An entry in the audit log about a proposal. */
export function note(principal: Principal, action: string, id: string, details: AuditNote['details']): AuditNote {
  return { actor: actorOf(principal), action, subject: `proposal:${id}`, details };
}

/** Somebody else saved before. */
export function stale(proposal: Proposal, seen: number): Refused {
  return new Refused(
    'stale',
    `Somebody has changed this proposal since you opened it: it is at revision ${proposal.revision}, and you saw ${seen}.`,
    'Look at both texts and save again what is right. Nothing of yours is lost.',
    { revision: proposal.revision, seen, content: proposal.content },
  );
}

/** A single line that a person typed, without what cannot be shown. Throws `Refused` where nothing is left, or too much. */
export function lineFrom(typed: string, what: string): string {
  const line = textFrom(typed, what, TITLE_LIMIT);
  return line.replace(/\s+/g, ' ');
}

/** What no text can show, apart from tabs and line ends. */
const NOT_SHOWN = /[^\P{Cc}\t\n]/gu;

/** A text that a person typed. */
export function textFrom(typed: string, what: string, limit = TEXT_LIMIT): string {
  const text = typed.toWellFormed().replaceAll('\r\n', '\n').replaceAll(NOT_SHOWN, '').trim();
  if (text === '') throw new Refused('invalid', `The ${what} is empty.`, `Write a ${what}.`, { field: what });
  if (text.length > limit) {
    throw new Refused('invalid', `The ${what} is longer than ${limit} characters.`, 'Shorten it.', { field: what });
  }
  return text;
}

function newerEdition(base: string, live: string): Refused {
  return new Refused('conflict', 'Somebody has published a newer edition.', 'Begin with that one: look at what it changes first.', {
    base,
    live,
  });
}

interface RevisionToInsert {
  readonly number: number;
  readonly content: string;
  readonly base: string;
  readonly author: string;
  readonly at: number;
  readonly note: string;
}

function insertRevision({ store }: Desk, id: string, { number, content, base, author, at, note }: RevisionToInsert): D1PreparedStatement {
  return store.db
    .prepare('INSERT INTO revisions (proposal, number, content, base, author, at, note) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .bind(id, number, content, base, author, at, note);
}

function voidVerdicts({ store }: Desk, id: string, at: number): D1PreparedStatement {
  return store.db.prepare('UPDATE verdicts SET void_at = ? WHERE proposal = ? AND void_at IS NULL').bind(at, id);
}
