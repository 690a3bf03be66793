/** Letting people in, giving them roles, ending their sessions. Each change is one transaction with its entry in the audit log. */

import { actorOf, demand, type Principal, ROLES, type Role } from '../auth/permissions.ts';
import { Refused } from '../errors.ts';
import type { Store } from '../store/database.ts';
import { type Change, transact } from '../store/transact.ts';
import { demandFreeName, nameFrom, OWN_IDS } from './names.ts';
import { allPeople, isLetIn, type PersonRecord, personByEmail, personById } from './store.ts';

/** Characters: RFC 5321, section 4.5.3.1. */
const LONGEST_EMAIL = 254;

export interface NewPerson {
  /** Made by whoever asks (a UUID), so that asking twice makes one. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** Lets somebody in. The same again changes nothing; the same id with anything else is refused (`conflict`). Throws `Refused` with `details.field` for what was typed wrong. */
export async function addPerson(store: Store, principal: Principal | 'system', asked: NewPerson): Promise<void> {
  if (principal !== 'system') demand(principal, 'people');
  if (!/^[\w-]{1,64}$/.test(asked.id) || OWN_IDS.includes(asked.id.toLowerCase()))
    throw new Refused('invalid', 'That is not the id of a person.', 'Send a UUID.');
  const [email, name, roles] = [emailFrom(asked.email), nameFrom(asked.name), rolesFrom(asked.roles)];
  await transact(store, async at => {
    const existing = await personById(store, asked.id);
    if (existing !== undefined) {
      if (existing.email === email && existing.name === name && isSame(existing.roles, roles)) return nothing;
      throw addedOtherwise(existing);
    }
    const other = await personByEmail(store, email);
    if (other !== undefined) throw knownAddress(other);
    demandFreeName(name, asked.id, await allPeople(store));
    const insert = store.db
      .prepare('INSERT INTO people (id, email, name, roles, created_at) VALUES (?, ?, ?, ?, ?)')
      .bind(asked.id, email, name, JSON.stringify(roles), at);
    return changed(insert, principal, 'person.add', asked.id, { email, name, roles });
  });
}

/**
 * Gives somebody other roles.
 * @param seen the roles that whoever asks saw; where somebody has changed them since, `Refused` of kind `stale`
 */
export async function setRoles(
  store: Store,
  principal: Principal,
  id: string,
  { roles: given, seen }: { readonly roles: readonly string[]; readonly seen: readonly string[] },
): Promise<void> {
  demand(principal, 'people');
  const roles = rolesFrom(given);
  await transact(store, async () => {
    const person = await personOr404(store, id);
    if (isSame(person.roles, roles)) return nothing;
    if (!isSame(person.roles, seen)) throw changedMeanwhile(person);
    if (!roles.includes('administrator')) await keepAnAdministrator(store, person);
    const update = store.db.prepare('UPDATE people SET roles = ? WHERE id = ?').bind(JSON.stringify(roles), id);
    return changed(update, principal, 'person.roles', id, { roles, before: person.roles });
  });
}

/** Keeps somebody out from now on, whatever their roles: their sessions have ended, and their tokens open nothing. */
export async function disablePerson(store: Store, principal: Principal, id: string): Promise<void> {
  demand(principal, 'people');
  await transact(store, async at => {
    const person = await personOr404(store, id);
    if (person.disabledAt !== undefined) return nothing;
    if (principal.person.id === id) {
      throw new Refused('conflict', 'You cannot keep yourself out.', 'Ask another administrator to do it.');
    }
    await keepAnAdministrator(store, person);
    const update = store.db.prepare('UPDATE people SET disabled_at = ?, sessions_from = ? WHERE id = ?').bind(at, at, id);
    return changed(update, principal, 'person.disable', id, {});
  });
}

/** Lets somebody in again, with the roles and the tokens that they had. They must sign in anew. */
export async function enablePerson(store: Store, principal: Principal, id: string): Promise<void> {
  demand(principal, 'people');
  await transact(store, async () => {
    const person = await personOr404(store, id);
    if (person.disabledAt === undefined) return nothing;
    const update = store.db.prepare('UPDATE people SET disabled_at = NULL WHERE id = ?').bind(id);
    return changed(update, principal, 'person.enable', id, {});
  });
}

/** Ends every session of somebody: of oneself, or as an administrator. Tokens go on; they are revoked one by one. */
export async function endSessions(store: Store, principal: Principal, id: string): Promise<void> {
  if (principal.token !== undefined || principal.person.id !== id) demand(principal, 'people');
  await transact(store, async at => {
    await personOr404(store, id);
    // One past the moment: what was signed in within the same millisecond has ended too.
    const update = store.db.prepare('UPDATE people SET sessions_from = max(sessions_from, ?) WHERE id = ?').bind(at + 1, id);
    return changed(update, principal, 'person.end-sessions', id, {});
  });
}

const nothing = { statements: [], audit: [], result: undefined } as const;

function changed(
  statement: D1PreparedStatement,
  principal: Principal | 'system',
  action: string,
  id: string,
  details: Readonly<Record<string, unknown>>,
): Change<undefined> {
  const actor = principal === 'system' ? principal : actorOf(principal);
  return { statements: [statement], audit: [{ actor, action, subject: `person:${id}`, details }], result: undefined };
}

/** Without one, nobody could let anybody in again. */
async function keepAnAdministrator(store: Store, person: PersonRecord): Promise<void> {
  if (!isAdministrator(person)) return;
  const others = (await allPeople(store)).filter(other => other.id !== person.id && isAdministrator(other));
  if (others.length > 0) return;
  throw new Refused('conflict', `${person.name} is the last administrator.`, 'Make somebody else an administrator first.');
}

function isAdministrator(person: PersonRecord): boolean {
  return isLetIn(person) && person.roles.includes('administrator');
}

/** The person, or `Refused` of kind `not-found`. */
export async function personOr404(store: Store, id: string): Promise<PersonRecord> {
  const person = await personById(store, id);
  if (person === undefined) throw new Refused('not-found', 'There is nobody with this id.', 'Choose somebody from the list of people.');
  return person;
}

function emailFrom(typed: string): string {
  const email = typed.trim();
  if (email.length <= LONGEST_EMAIL && /^[^\s@<>"',;:\\()[\]\p{C}]+@[^\s@<>"',;:\\()[\]\p{C}]+$/u.test(email)) return email;
  throw new Refused(
    'invalid',
    'That is not an e-mail address.',
    'Write the address with which the person signs in, such as jo@news.example.',
    {
      field: 'email',
    },
  );
}

function rolesFrom(given: readonly string[]): Role[] {
  const unknown = given.find(role => !ROLES.some(known => known === role));
  if (unknown !== undefined) throw wrongRoles('There is no such role.', `Choose among ${ROLES.join(', ')}.`);
  const roles = ROLES.filter(role => given.includes(role));
  if (roles.length === 0)
    throw wrongRoles('Nobody can come in without a role.', 'Tick at least one; or keep the person out, further below.');
  return roles;
}

function wrongRoles(message: string, mend: string): Refused {
  return new Refused('invalid', message, mend, { field: 'roles' });
}

function knownAddress({ id, name, disabledAt }: PersonRecord): Refused {
  const mend = disabledAt === undefined ? 'Change their roles instead.' : 'Let them in again on their own page.';
  return new Refused('conflict', `${name} has this address already.`, mend, { field: 'email', person: id });
}

function addedOtherwise({ id, name, email, roles }: PersonRecord): Refused {
  return new Refused(
    'conflict',
    `This form has let somebody in already: ${name}, ${email}, as ${roles.join(', ')}.`,
    'Nothing of that was changed. To let in somebody else, send the form once more; roles are changed on the page of the person.',
    { person: id },
  );
}

function changedMeanwhile({ name, roles }: PersonRecord): Refused {
  return new Refused(
    'stale',
    `Somebody has changed the roles of ${name} since you opened this page.`,
    `They are ${roles.join(', ')} now. Look at them and save again what is right.`,
    { roles },
  );
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every(role => others.includes(role));
}
