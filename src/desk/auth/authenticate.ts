/** Who asks: nobody comes further than this without being somebody whom an administrator has let in. */

import type { Context, MiddlewareHandler } from 'hono';
import { createMiddleware } from 'hono/factory';
import { BASE, type DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { isLetIn, type PersonRecord, personByEmail, personById } from '../people/store.ts';
import { AccessKeys, ASSERTION, assertionOf } from './access.ts';
import { recordDenial, recordForbidden } from './denials.ts';
import { isLocal, pretendedSession } from './development.ts';
import type { Principal } from './permissions.ts';
import { limit } from './rate-limit.ts';
import { isUnsafe } from './same-origin.ts';
import { bearerOf, isApi, principalOfToken, unauthorised } from './tokens.ts';

/** Whom the way in vouches for. `person` is looked up already and may be nobody. */
interface Session {
  readonly person: PersonRecord | undefined;
  readonly email?: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
}

/** Sets `principal`, or answers that nobody is let in. Counts what may change something, and records whatever was forbidden. */
export function authenticateWith(keys: AccessKeys): MiddlewareHandler<DeskEnv> {
  return createMiddleware<DeskEnv>(async (asked, next) => {
    const found = await identified(asked, keys);
    if (found instanceof Response) return found;
    asked.set('principal', found);
    if (isUnsafe(asked.req.method)) await limit(asked, asked.req.path.endsWith('/preview') ? 'typing' : 'write');
    await next();
    if (asked.res.status === 403) await recordForbidden(asked);
  });
}

/** With the identity provider's keys kept for the isolate. */
export const authenticate = authenticateWith(
  new AccessKeys(
    (url, init) => fetch(url, init),
    (milliseconds, signal) => scheduler.wait(milliseconds, signal === undefined ? {} : { signal }),
  ),
);

async function identified(asked: Context<DeskEnv>, keys: AccessKeys): Promise<Principal | Response> {
  const { mode } = asked.get('desk').settings.auth;
  // Before any token: with Access in front, a program has to come through it too.
  const session = mode === 'access' ? await accessSession(asked, keys) : await localSession(asked);
  const bearer = bearerOf(asked);
  if (bearer !== undefined) return await principalOfToken(asked, bearer);
  if (session === undefined) return nobody(asked);
  const { id, email, name, roles } = await letIn(asked, session);
  return { person: { id, email, name, roles } };
}

/** Somebody whom Access names; `undefined` for a program with nothing but a service token of Access, on the API. */
async function accessSession(asked: Context<DeskEnv>, keys: AccessKeys): Promise<Session | undefined> {
  const { settings, store } = asked.get('desk');
  if (settings.auth.mode !== 'access') throw new TypeError('not with Access');
  const token = asked.req.header(ASSERTION);
  const assertion = token === undefined ? undefined : await assertionOf(token, settings.auth, keys, store.now());
  if (assertion === undefined) {
    await recordDenial(asked, { who: 'nobody', kind: 'assertion', actor: 'system', subject: 'access' });
    throw notSignedIn('Sign in through the identity provider: open the Desk in a new window.');
  }
  const { email, issuedAt } = assertion;
  if (email !== undefined) return { person: await personByEmail(store, email), email, issuedAt };
  if (isApi(asked)) return undefined;
  await recordDenial(asked, { who: 'nobody', kind: 'service', actor: 'system', subject: 'access' });
  throw notSignedIn('The service token of a program opens the API only. Sign in as a person.');
}

async function localSession(asked: Context<DeskEnv>): Promise<Session | undefined> {
  const { env, store } = asked.get('desk');
  if (!isLocal(asked.req.raw, env)) {
    throw new Refused('setup', 'The sign-in of the local run works on this machine only.', 'Set AUTH_MODE to access.');
  }
  const pretended = pretendedSession(asked);
  if (pretended === undefined) return undefined;
  const person = await personById(store, pretended.person);
  // A cookie from before the database was made anew, or a session that was ended: signing in again mends both.
  if (person === undefined || pretended.issuedAt < person.sessionsFrom) return undefined;
  return { person, issuedAt: pretended.issuedAt };
}

/** The person, if they may come in; else records and throws why not. */
async function letIn(asked: Context<DeskEnv>, { person, email = '', issuedAt }: Session): Promise<PersonRecord> {
  if (person === undefined) {
    const details = { email: email.slice(0, 320) };
    await recordDenial(asked, { who: await addressKey(email), kind: 'unknown', actor: 'system', subject: 'access', details });
    const mend = `Ask an administrator to let you in: your address is ${email}.`;
    throw new Refused('unknown-person', 'The Desk does not know you.', mend);
  }
  const actor = `person:${person.id}`;
  const denied = { who: actor, actor, subject: actor };
  if (!isLetIn(person)) {
    await recordDenial(asked, { ...denied, kind: 'disabled' });
    throw new Refused('unknown-person', 'You may not come in any more.', `Ask an administrator: your address is ${person.email}.`);
  }
  if (issuedAt < person.sessionsFrom) {
    await recordDenial(asked, { ...denied, kind: 'ended' });
    const mend = 'Sign out at /cdn-cgi/access/logout on this host, and sign in again.';
    throw new Refused('unknown-person', 'Your session was ended.', mend);
  }
  return person;
}

function nobody(asked: Context<DeskEnv>): Response {
  if (isApi(asked)) return unauthorised();
  if (isUnsafe(asked.req.method)) throw notSignedIn('Sign in in another window, come back here and send it again.');
  const { pathname, search } = new URL(asked.req.url);
  return asked.redirect(`${BASE}/sign-in?back=${encodeURIComponent(pathname + search)}`, 303);
}

function notSignedIn(mend: string): Refused {
  return new Refused('unknown-person', 'You are not signed in.', mend);
}

/** No address in the table of counters. */
async function addressKey(email: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(email));
  return `address:${Array.from(new Uint8Array(digest).slice(0, 8), byte => byte.toString(16).padStart(2, '0')).join('')}`;
}
