/** The only way in which anything that matters changes: the change and its entry in the audit log together, or neither. */

import { type AuditContent, type AuditEntry, nextEntry } from '../../evidence/audit-chain.ts';
import { Refused } from '../errors.ts';
import { batch, row, type Store } from './database.ts';

export type AuditNote = Omit<AuditContent, 'at'>;

export interface Change<T> {
  readonly statements: readonly D1PreparedStatement[];
  /** At least one where there are statements: it is what makes two changes at once take turns. */
  readonly audit: readonly AuditNote[];
  readonly result: T;
}

const TRIES = 40;
/** Milliseconds: at most so long for each try before. Those who met once are not to meet again. */
const LONGEST_PAUSE = 10;

/**
 * Reads, decides and writes as if nobody else did. `decide` reads what it needs and says what is to be written; where somebody has
 * written anything in between, the chain's trigger refuses the batch and `decide` is asked again, about what is there then.
 * A change without statements and notes writes nothing. Whatever `decide` throws goes on; nothing has been written then.
 */
export async function transact<T>(store: Store, decide: (at: number) => Promise<Change<T>>): Promise<T> {
  for (let tried = 1; ; tried++) {
    const head = await row<{ seq: number; hash: string; at: number }>(store, 'SELECT seq, hash, at FROM audit ORDER BY seq DESC LIMIT 1');
    // The log never runs backwards, whatever the clocks of machines do.
    const at = Math.max(store.now(), head?.at ?? 0);
    const { statements, audit, result } = await decide(at);
    if (statements.length === 0 && audit.length === 0) return result;
    if (audit.length === 0) throw new TypeError('A change without an entry in the audit log.');
    const entries = await chained(head, audit, at);
    try {
      // Entries first: what would be refused anyhow writes nothing else.
      await batch(store, [...entries.map(entry => insertion(store, entry)), ...statements]);
      return result;
    } catch (error) {
      if (!hasMovedOn(error)) throw error;
      if (tried === TRIES) {
        throw new Refused('store', 'Too many people are changing things at this moment.', 'Nothing was changed. Try again.');
      }
      await scheduler.wait(Math.random() * LONGEST_PAUSE * tried);
    }
  }
}

async function chained(head: { seq: number; hash: string } | undefined, notes: readonly AuditNote[], at: number): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (const note of notes) entries.push(await nextEntry(entries.at(-1) ?? head, { at, ...note }));
  return entries;
}

function insertion({ db }: Store, { seq, at, actor, action, subject, details, previous, hash }: AuditEntry): D1PreparedStatement {
  return db
    .prepare('INSERT INTO audit (seq, at, actor, action, subject, details, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .bind(seq, at, actor, action, subject, JSON.stringify(details), previous, hash);
}

function hasMovedOn(error: unknown): boolean {
  const cause = error instanceof Refused ? error.cause : error;
  return cause instanceof Error && cause.message.includes('the audit chain has moved on');
}
