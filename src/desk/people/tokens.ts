/** People's tokens: made by themselves, shown once, revoked by themselves or by an administrator. */

import { actorOf, demand, type Principal, SCOPES, type Scope } from '../auth/permissions.ts';
import { newSecret, newTokenId, scopesFrom, secretHash } from '../auth/tokens.ts';
import { Refused } from '../errors.ts';
import { visibleText } from '../proposals/typed.tsx';
import { lineFrom } from '../proposals/write.ts';
import { row, rows, type Store } from '../store/database.ts';
import { transact } from '../store/transact.ts';

export const DEFAULT_DAYS = 90;
export const MOST_DAYS = 366;
/** A person and at a time, those that still open something. */
const MOST_TOKENS = 20;
const DAY = 24 * 60 * 60_000;
/** Milliseconds in which the same form sent again gives the same token another secret, since nobody may have seen the first. */
const SENT_AGAIN = 60_000;

/** Times in epoch milliseconds. Nothing of the secret. */
export interface TokenRecord {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | undefined;
  readonly lastUsedAt: number | undefined;
}

interface TokenRow {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly scopes: string;
  readonly created_at: number;
  readonly expires_at: number;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
}

const COLUMNS = 'id, person, name, scopes, created_at, expires_at, revoked_at, last_used_at';

/** Newest first. */
export async function tokensOf(store: Store, person: string): Promise<TokenRecord[]> {
  const found = await rows<TokenRow>(store, `SELECT ${COLUMNS} FROM tokens WHERE person = ? ORDER BY created_at DESC, id`, person);
  return found.map(recordOf);
}

export interface NewToken {
  /** 16 lower-case hex digits, made when the form is shown, so that sending it twice makes one token. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Until it expires: a whole number from 1 to 366. */
  readonly days: string;
}

/** For a form: the id of the token that it makes. */
export { newTokenId };

/**
 * Makes a token of one's own, and gives back all of it: the only time that anybody sees it. Reading is always among its scopes.
 * Throws `Refused` with `details.field` for what was typed wrong.
 */
export async function createToken(store: Store, principal: Principal, asked: NewToken): Promise<string> {
  demand(principal, 'read');
  const { id } = asked;
  if (principal.token !== undefined) throw new Refused('forbidden', 'A token cannot make a token.', 'Sign in at the Desk as a person.');
  if (!/^[0-9a-f]{16}$/.test(id))
    throw new Refused('invalid', 'That is not the id of a token.', 'Load the page again and send it once more.');
  const [name, scopes, days] = [lineFrom(asked.name, 'name'), scopesOf(asked.scopes), daysOf(asked.days)];
  const secret = newSecret();
  const hash = await secretHash(secret);
  const person = principal.person.id;
  await transact(store, async at => {
    const existing = await row<TokenRow>(store, `SELECT ${COLUMNS} FROM tokens WHERE id = ?`, id);
    const note = { actor: actorOf(principal), subject: `token:${id}`, details: { name, scopes, days, person } };
    if (existing !== undefined) {
      if (!isSentAgain(existing, person, at)) throw madeAlready();
      if (!isSame(existing, name, scopes, days)) throw madeOtherwise();
      const update = store.db.prepare('UPDATE tokens SET hash = ? WHERE id = ?').bind(hash, id);
      return { statements: [update], audit: [{ ...note, action: 'token.renew' }], result: undefined };
    }
    await keepFew(store, person, at);
    const insert = store.db
      .prepare('INSERT INTO tokens (id, person, name, hash, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .bind(id, person, name, hash, JSON.stringify(scopes), at, at + days * DAY);
    return { statements: [insert], audit: [{ ...note, action: 'token.create' }], result: undefined };
  });
  return `sfd_${id}_${secret}`;
}

/** Ends a token: one's own, or as an administrator anybody's. Again: changes nothing. Gives back whose it is. */
export async function revokeToken(store: Store, principal: Principal, id: string): Promise<string> {
  return await transact(store, async at => {
    const token = await row<TokenRow>(store, `SELECT ${COLUMNS} FROM tokens WHERE id = ?`, id);
    if (token?.person !== principal.person.id || principal.token !== undefined) demand(principal, 'people');
    if (token === undefined) throw new Refused('not-found', 'There is no such token.', 'Choose one from the list.');
    if (token.revoked_at !== null) return { statements: [], audit: [], result: token.person };
    const update = store.db.prepare('UPDATE tokens SET revoked_at = ? WHERE id = ?').bind(at, id);
    const details = { name: token.name, person: token.person };
    const note = { actor: actorOf(principal), action: 'token.revoke', subject: `token:${id}`, details };
    return { statements: [update], audit: [note], result: token.person };
  });
}

/** What became of a token, as a word for people. */
export function tokenState({ revokedAt, expiresAt }: TokenRecord, now: number): 'in use' | 'revoked' | 'expired' {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt <= now ? 'expired' : 'in use';
}

function isSentAgain(token: TokenRow, person: string, at: number): boolean {
  const isUnused = token.revoked_at === null && token.last_used_at === null;
  return token.person === person && isUnused && at - token.created_at < SENT_AGAIN;
}

function isSame(token: TokenRow, name: string, scopes: readonly Scope[], days: number): boolean {
  return token.name === name && token.scopes === JSON.stringify(scopes) && token.expires_at - token.created_at === days * DAY;
}

async function keepFew(store: Store, person: string, at: number): Promise<void> {
  const open = (await tokensOf(store, person)).filter(token => tokenState(token, at) === 'in use');
  if (open.length < MOST_TOKENS) return;
  throw new Refused('conflict', `You have ${MOST_TOKENS} tokens already.`, 'Revoke one that nothing uses any more.');
}

function scopesOf(given: readonly string[]): Scope[] {
  if (given.every(scope => SCOPES.some(known => known === scope))) return SCOPES.filter(scope => scope === 'read' || given.includes(scope));
  throw new Refused('invalid', 'There is no such scope.', `Choose among ${SCOPES.join(', ')}.`, { field: 'scopes' });
}

function daysOf(typed: string): number {
  const days = Number(typed.trim() || DEFAULT_DAYS);
  if (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS) return days;
  throw new Refused('invalid', `A token lasts from 1 to ${MOST_DAYS} days.`, `Write a whole number, such as ${DEFAULT_DAYS}.`, {
    field: 'days',
  });
}

function madeAlready(): Refused {
  return new Refused(
    'conflict',
    'This token was made already, and shown then.',
    'Where nobody has kept it, revoke it below and make another one.',
  );
}

function madeOtherwise(): Refused {
  return new Refused(
    'conflict',
    'A token was made from this form already, with another name, other scopes or other days.',
    'Nothing of it was changed. Revoke it in the list if it is not wanted, and send the form once more for this one.',
  );
}

function recordOf({ id, person, name, scopes, created_at, expires_at, revoked_at, last_used_at }: TokenRow): TokenRecord {
  return {
    ...{ id, person, name: visibleText(name), scopes: scopesFrom(scopes), createdAt: created_at, expiresAt: expires_at },
    ...{ revokedAt: revoked_at ?? undefined, lastUsedAt: last_used_at ?? undefined },
  };
}
