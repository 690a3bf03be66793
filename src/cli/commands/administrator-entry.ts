/** What lets an administrator in, as SQL: the person and the entry in the audit log, chained as the Desk chains them. */

import { type AuditContent, type AuditEntry, nextEntry } from '../../evidence/audit-chain.ts';

/** What is there already. */
export interface Found {
  /** The last entry of the audit log. */
  readonly head: Pick<AuditEntry, 'seq' | 'hash' | 'at'> | undefined;
  readonly people: readonly {
    readonly id: string;
    readonly email: string;
    readonly name: string;
    /** JSON list. */
    readonly roles: string;
    readonly disabled_at: number | null;
  }[];
}

export interface Wanted {
  /** Of a new person. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  /** Whether there may be an administrator already. */
  readonly another: boolean;
}

/** `done`: it is so already. `refused`: why not, as a sentence. `change`: SQL, and what it does. */
export type Entering = { readonly done: string } | { readonly refused: string } | { readonly change: string; readonly words: string };

const ROLE = 'administrator';

/**
 * Decides, and writes the statements. The entry comes first: where anybody has written into the log meanwhile, its trigger refuses it, and
 * what follows.
 * @param now epoch milliseconds
 */
export async function entering({ head, people }: Found, { id, email, name, another }: Wanted, now: number): Promise<Entering> {
  const same = people.find(person => lowerCase(person.email) === lowerCase(email));
  const roles = rolesOf(same?.roles ?? '[]');
  const isIn = same?.disabled_at === null && roles.includes(ROLE);
  if (same !== undefined && isIn) return { done: `${same.name} (${same.email}) is an administrator already.` };
  const other = people.find(person => person.disabled_at === null && rolesOf(person.roles).includes(ROLE));
  if (other !== undefined && !another) {
    return {
      refused: `${other.name} (${other.email}) is an administrator already and can let others in, under People in the Desk; --another makes one more from here`,
    };
  }
  const at = Math.max(now, head?.at ?? 0);
  if (same === undefined) {
    const details = { email, name, roles: [ROLE] };
    const insert = `INSERT INTO people (id, email, name, roles, created_at) VALUES (${[id, email, name, JSON.stringify([ROLE])].map(text).join(', ')}, ${at});\n`;
    const entry = { at, actor: 'system', action: 'person.add', subject: `person:${id}`, details };
    return { change: (await chained(head, [entry])) + insert, words: `${name} (${email}) is let in as an administrator.` };
  }
  const next = [...roles, ROLE];
  const subject = `person:${same.id}`;
  const entries: AuditContent[] = [
    ...(roles.includes(ROLE) ? [] : [{ at, actor: 'system', action: 'person.roles', subject, details: { roles: next, before: roles } }]),
    ...(same.disabled_at === null ? [] : [{ at, actor: 'system', action: 'person.enable', subject, details: {} }]),
  ];
  const update = `UPDATE people SET roles = ${text(JSON.stringify(roles.includes(ROLE) ? roles : next))}, disabled_at = NULL WHERE id = ${text(same.id)};\n`;
  return { change: (await chained(head, entries)) + update, words: `${same.name} (${same.email}) is an administrator now.` };
}

async function chained(head: Found['head'], contents: readonly AuditContent[]): Promise<string> {
  let sql = '';
  let before: Pick<AuditEntry, 'seq' | 'hash'> | undefined = head;
  for (const content of contents) {
    const entry: AuditEntry = await nextEntry(before, content);
    const { seq, at, actor, action, subject, details, previous, hash } = entry;
    const texts = [actor, action, subject, JSON.stringify(details), previous, hash].map(text);
    sql += `INSERT INTO audit (seq, at, actor, action, subject, details, previous, hash) VALUES (${[seq, at, ...texts].join(', ')});\n`;
    before = entry;
  }
  return sql;
}

/** A text in SQL. In hexadecimal, so that no character of it means anything to whatever reads the file on its way to the database. */
function text(value: string): string {
  return `CAST(X'${Buffer.from(value, 'utf8').toString('hex')}' AS TEXT)`;
}

function rolesOf(json: string): string[] {
  try {
    const listed: unknown = JSON.parse(json);
    return Array.isArray(listed) ? listed.filter(role => typeof role === 'string') : [];
  } catch {
    return [];
  }
}

/** As the database compares addresses: A to Z alone. */
function lowerCase(email: string): string {
  return email.replace(/[A-Z]/g, letter => letter.toLowerCase());
}
