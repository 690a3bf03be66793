/** Tokens with which programs use the API for a person: `sfd_<id>_<secret>`. Only the hash of the secret is kept. */

import type { Context } from 'hono';
import { toBase64Url } from '../../core/signature.ts';
import { BASE, type DeskEnv } from '../desk.ts';
import { isLetIn, personById } from '../people/store.ts';
import { unauthenticated } from '../respond.tsx';
import { row, run, type Store } from '../store/database.ts';
import { recordDenial } from './denials.ts';
import { type Principal, SCOPES, type Scope } from './permissions.ts';
import { take, tooMany } from './rate-limit.ts';

/** Failed attempts a minute with one token. Nobody is kept out by another's: a right secret is let in before this is looked at. */
const FAILURES = 20;
/** Milliseconds. */
const LAST_USED_STEP = 60_000;

const TOKEN = /^sfd_([0-9a-f]{16})_([\w-]{43})$/;

/** Whether an address is the API's, which alone takes tokens. */
export function isApi(asked: Context<DeskEnv>): boolean {
  return asked.req.path.startsWith(`${BASE}/api/`);
}

/** What stands behind `Bearer` (RFC 6750), on addresses of the API; whatever it is. */
export function bearerOf(asked: Context<DeskEnv>): string | undefined {
  if (!isApi(asked)) return undefined;
  return /^bearer(?: +(.*))?$/i
    .exec(asked.req.header('authorization')?.trim() ?? '')
    ?.slice(1)
    .map(given => given ?? '')[0];
}

/** A secret that nobody can guess: 256 bits in base64url. */
export function newSecret(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** What is kept of a secret. A fast hash is enough for 256 random bits. */
export async function secretHash(secret: string): Promise<string> {
  return hex(await digest(secret));
}

/** 16 lower-case hex digits. */
export function newTokenId(): string {
  return hex(crypto.getRandomValues(new Uint8Array(8)));
}

interface TokenRow {
  readonly id: string;
  readonly person: string;
  readonly name: string;
  readonly hash: string;
  readonly scopes: string;
  readonly expires_at: number;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
}

/** Who may use the API with this token; or the answer, 401, that says why nobody. Throws `Refused` after too many failures. */
export async function principalOfToken(asked: Context<DeskEnv>, bearer: string): Promise<Principal | Response> {
  const { store, waitUntil } = asked.get('desk');
  const [, id = '', secret = ''] = TOKEN.exec(bearer) ?? [];
  const token = id === '' ? undefined : await row<TokenRow>(store, 'SELECT * FROM tokens WHERE id = ?', id);
  // Compared even where there is no such token, so that the time of the answer does not tell.
  const isRight = (await isHashOf(secret, token?.hash ?? '0'.repeat(64))) && token !== undefined;
  if (!isRight) return await denied(asked, token?.id, 'This token does not exist, or not as it was sent.');
  const now = store.now();
  if (token.revoked_at !== null) return await denied(asked, id, 'This token was revoked.');
  if (token.expires_at <= now) return await denied(asked, id, 'This token has expired.');
  const person = await personById(store, token.person);
  if (person === undefined || !isLetIn(person)) return await denied(asked, id, 'The person whose token this is may not come in.');
  if (now - (token.last_used_at ?? 0) >= LAST_USED_STEP) waitUntil(noteUse(store, id, now));
  const { email, name, roles } = person;
  return { person: { id: person.id, email, name, roles }, token: { id, name: token.name, scopes: scopesFrom(token.scopes) } };
}

/** Fails towards no scopes. */
export function scopesFrom(text: string): Scope[] {
  try {
    const listed: unknown = JSON.parse(text);
    return Array.isArray(listed) ? SCOPES.filter(scope => listed.includes(scope)) : [];
  } catch {
    return [];
  }
}

/** The answer to a program that has no token, or none that holds (RFC 6750, section 3). @param problem with the token, where there is one */
export function unauthorised(problem?: string): Response {
  const mend = 'Make a token on your own page of the Desk and send it as Authorization: Bearer sfd_…';
  const response = unauthenticated(problem ?? 'The API wants a token.', mend);
  const error = problem === undefined ? '' : `, error="invalid_token", error_description="${problem}"`;
  response.headers.set('www-authenticate', `Bearer realm="standfirst-desk"${error}`);
  return response;
}

async function denied(asked: Context<DeskEnv>, id: string | undefined, problem: string): Promise<Response> {
  const { store } = asked.get('desk');
  // Ids that do not exist are counted together: nobody can fill the table by making some up.
  const who = id === undefined ? 'nobody' : `token:${id}`;
  const { count, since } = await take(store, who, 'failed-token');
  if (count > FAILURES) throw tooMany(store, since, FAILURES);
  const subject = id === undefined ? 'access' : `token:${id}`;
  await recordDenial(asked, { who, kind: 'token', actor: 'system', subject, details: { problem } });
  return unauthorised(problem);
}

async function noteUse(store: Store, id: string, now: number): Promise<void> {
  await run(store, 'UPDATE tokens SET last_used_at = max(coalesce(last_used_at, 0), ?) WHERE id = ?', now, id).catch(() => {});
}

async function isHashOf(secret: string, hash: string): Promise<boolean> {
  const kept = Uint8Array.from(hash.match(/../g) ?? [], pair => Number.parseInt(pair, 16));
  const given = await digest(secret);
  return kept.length === given.length && crypto.subtle.timingSafeEqual(kept, given);
}

async function digest(secret: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
