/**
 * Reading who may come in. A person is one row of `people`:
 * `id` (a UUID, or any 1 to 64 of `[A-Za-z0-9_-]`), `email` (as typed; compared without regard to ASCII case), `name` (what of it could not
 * be seen is read as a sign),
 * `roles` (JSON list in the order of `ROLES`, such as `["approver","administrator"]`), `created_at`, `disabled_at` (NULL: enabled),
 * `sessions_from` (0; what was signed in before it has ended). Whoever writes one writes the audit entry with it:
 * actor `person:<id of the administrator>` or `system`, action `person.add`, subject `person:<id>`, details `{ email, name, roles }`.
 */

import { type Person, ROLES, type Role } from '../auth/permissions.ts';
import { visibleText } from '../proposals/typed.tsx';
import { row, rows, type Store } from '../store/database.ts';

/** Times in epoch milliseconds. */
export interface PersonRecord extends Person {
  readonly createdAt: number;
  readonly disabledAt: number | undefined;
  /** What was signed in before this has ended. */
  readonly sessionsFrom: number;
}

interface PersonRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: string;
  readonly created_at: number;
  readonly disabled_at: number | null;
  readonly sessions_from: number;
}

const COLUMNS = 'id, email, name, roles, created_at, disabled_at, sessions_from';

export async function personById(store: Store, id: string): Promise<PersonRecord | undefined> {
  return personOf(await row<PersonRow>(store, `SELECT ${COLUMNS} FROM people WHERE id = ?`, id));
}

/** Letters A to Z in either case are the same; nothing else is, so that no look-alike letter becomes somebody's address. */
export async function personByEmail(store: Store, email: string): Promise<PersonRecord | undefined> {
  return personOf(await row<PersonRow>(store, `SELECT ${COLUMNS} FROM people WHERE email = ?`, email));
}

/** Everybody, by name; those who may not come in any more too. */
export async function allPeople(store: Store): Promise<PersonRecord[]> {
  const found = await rows<PersonRow>(store, `SELECT ${COLUMNS} FROM people ORDER BY name COLLATE NOCASE, id`);
  return found.flatMap(person => personOf(person) ?? []);
}

/** Names by id, for whatever shows who did something. No addresses. */
export async function peopleNames(store: Store): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; name: string }>(store, 'SELECT id, name FROM people');
  return new Map(found.map(({ id, name }) => [id, visibleText(name)]));
}

/** Whether somebody may come in at all. */
export function isLetIn({ disabledAt, roles }: PersonRecord): boolean {
  return disabledAt === undefined && roles.length > 0;
}

function personOf(found: PersonRow | undefined): PersonRecord | undefined {
  if (found === undefined) return undefined;
  const { id, email, name, roles, created_at, disabled_at, sessions_from } = found;
  return {
    ...{ id, email, name: visibleText(name), roles: rolesFrom(roles) },
    ...{ createdAt: created_at, disabledAt: disabled_at ?? undefined, sessionsFrom: sessions_from },
  };
}

/** Fails towards no roles: what cannot be read lets nobody do anything. */
function rolesFrom(text: string): Role[] {
  try {
    const listed: unknown = JSON.parse(text);
    return Array.isArray(listed) ? ROLES.filter(role => listed.includes(role)) : [];
  } catch {
    return [];
  }
}
