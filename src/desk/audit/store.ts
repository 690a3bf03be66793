/** The audit log in the database: read in batches, and searched. */

import type { AuditEntry } from '../../evidence/audit-chain.ts';
import { row, rows, type Store } from '../store/database.ts';

interface EntryRow extends Omit<AuditEntry, 'details'> {
  readonly details: string;
}

const COLUMNS = 'seq, at, actor, action, subject, details, previous, hash';
const BATCH = 500;

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

/** The last entry of the log. */
export async function auditHead(store: Store): Promise<Head | undefined> {
  return await row<Head>(store, 'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
}

/** Entries in their order, a batch at a time. @param from sequence numbers, both inclusive */
export async function* entriesBetween(store: Store, from: number, to: number): AsyncGenerator<AuditEntry[]> {
  for (let next = from; next <= to; ) {
    const found = await rows<EntryRow>(
      store,
      `SELECT ${COLUMNS} FROM audit WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?`,
      next,
      to,
      BATCH,
    );
    if (found.length === 0) return;
    yield found.map(entryFrom);
    next = (found.at(-1)?.seq ?? to) + 1;
  }
}

/** What an entry is looked for by. Everything given must hold. */
export interface Search {
  /** A text in what the entry says, or a part of somebody's name. */
  readonly text?: string;
  /** `person:<id>`, `token:<id>` or `system`. */
  readonly actor?: string;
  /** `proposal.approve`, or the first part alone: `proposal`. */
  readonly action?: string;
  readonly subject?: string;
  /** Epoch milliseconds; `since` inclusive, `until` exclusive. */
  readonly since?: number;
  readonly until?: number;
  /** Only entries before this number: for the next page. */
  readonly before?: number;
}

/** Entries that are looked for, the newest first. @param people names by id, so that a name finds its entries */
export async function searchEntries(
  store: Store,
  search: Search,
  people: ReadonlyMap<string, string>,
  most: number,
): Promise<AuditEntry[]> {
  const conditions: string[] = [];
  const values: unknown[] = [];
  const add = (condition: string, ...given: unknown[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  const { text = '', actor, action, subject, since, until, before } = search;
  if (text !== '') addText(add, text, people);
  if (actor !== undefined) add('actor = ?', actor);
  if (action !== undefined) add("(action = ? OR substr(action, 1, length(?) + 1) = ? || '.')", action, action, action);
  if (subject !== undefined) add('subject = ?', subject);
  if (since !== undefined) add('at >= ?', since);
  if (until !== undefined) add('at < ?', until);
  if (before !== undefined) add('seq < ?', before);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const found = await rows<EntryRow>(store, `SELECT ${COLUMNS} FROM audit ${where} ORDER BY seq DESC LIMIT ?`, ...values, most);
  return found.map(entryFrom);
}

/** The database knows upper and lower case of A to Z alone, so other letters are looked for as typed, small and with a capital. */
function addText(add: (condition: string, ...given: unknown[]) => void, text: string, people: ReadonlyMap<string, string>): void {
  const small = text.toLocaleLowerCase();
  const spellings = new Set([text, small, small.replace(/^./u, first => first.toLocaleUpperCase())]);
  const inJson = [...spellings].map(spelling => JSON.stringify(spelling).slice(1, -1));
  const named = [...people].flatMap(([id, name]) => (name.toLocaleLowerCase().includes(small) ? [`person:${id}`] : []));
  const members =
    "(SELECT 1 FROM json_each(?) WHERE instr(lower(audit.details || ' ' || subject || ' ' || action || ' ' || hash), lower(value)) > 0)";
  add(
    `(EXISTS ${members} OR actor IN (SELECT value FROM json_each(?)) OR subject IN (SELECT value FROM json_each(?)))`,
    ...[JSON.stringify(inJson), JSON.stringify(named), JSON.stringify(named)],
  );
}

/** Details that are no longer what `transact` wrote come out as what nobody has hashed, so that the check finds them. */
function entryFrom({ details, ...entry }: EntryRow): AuditEntry {
  return { ...entry, details: detailsFrom(details) };
}

function detailsFrom(text: string): AuditEntry['details'] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && JSON.stringify(value) === text) return value as AuditEntry['details'];
  } catch {
    // Not JSON any more.
  }
  return { unreadable: text };
}
