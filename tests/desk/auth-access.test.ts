/** With Cloudflare Access in front: nobody comes in but whom the identity provider names, and the Desk knows. */

import fc from 'fast-check';
import { Hono } from 'hono';
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AccessKeys, type Fetch } from '../../src/desk/auth/access.ts';
import { authenticateWith } from '../../src/desk/auth/authenticate.ts';
import { settingsOf } from '../../src/desk/config.ts';
import type { Desk, DeskEnv } from '../../src/desk/desk.ts';
import { createToken } from '../../src/desk/people/tokens.ts';
import { endSessions } from '../../src/desk/people/write.ts';
import { refusal } from '../../src/desk/respond.tsx';
import { rows } from '../../src/desk/store/database.ts';
import { type FreshDesk, freshDesk } from './support.ts';

const TEAM = 'https://newsroom.cloudflareaccess.com';
const AUDIENCE = 'a'.repeat(64);
const ORIGIN = 'https://desk.example.org';
const ACCESS = { AUTH_MODE: 'access', ACCESS_TEAM: TEAM, ACCESS_AUDIENCE: AUDIENCE, LOCAL_DESK: 'off' };

interface Signer {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly jwk: JWK;
}

let it: FreshDesk;
let desk: Desk;
let ours: Signer;
let next: Signer;
let stranger: Signer;

/** What the provider's address for keys answers, and how often it was asked. */
let published: () => Response | Promise<Response>;
let asked: string[];
/** An isolate: what it has learnt is kept from request to request. */
let keys: AccessKeys;

beforeAll(async () => {
  [ours, next, stranger] = (await Promise.all(['ours', 'next', 'stranger'].map(signer))) as [Signer, Signer, Signer];
});

beforeEach(async () => {
  it = await freshDesk();
  const checked = settingsOf({ ...it.env, ...ACCESS });
  if ('problems' in checked) throw new TypeError(JSON.stringify(checked.problems));
  desk = { ...it.desk, env: { ...it.env, ...ACCESS }, settings: checked.settings };
  published = () => Response.json({ keys: [ours.jwk] });
  asked = [];
  keys = isolate();
});

async function signer(kid: string): Promise<Signer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  return { privateKey, publicKey, jwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } };
}

function isolate(
  wait = (milliseconds: number, signal?: AbortSignal) => scheduler.wait(milliseconds, signal ? { signal } : {}),
): AccessKeys {
  const fetch: Fetch = async url => {
    asked.push(url);
    return await published();
  };
  return new AccessKeys(fetch, wait);
}

const second = () => Math.floor(desk.store.now() / 1000);

interface Wrong {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
  readonly by?: Signer;
}

/** A token of the provider, right unless told otherwise; `undefined` leaves a claim out. */
async function jwt({ claims = {}, header = {}, by = ours }: Wrong = {}): Promise<string> {
  const all = { iss: TEAM, aud: [AUDIENCE], iat: second(), exp: second() + 3600, email: 'vera@desk.example', sub: 'b3f1', ...claims };
  return await new SignJWT(all).setProtectedHeader({ alg: 'RS256', kid: by.jwk.kid!, ...header }).sign(by.privateKey);
}

/** Sends a request to a Desk that answers with who it lets in. */
async function ask(token: string | undefined, path = '/-/desk/who-am-i', headers: Record<string, string> = {}): Promise<Response> {
  const app = new Hono<DeskEnv>();
  app.onError((error, context) => refusal(error, context));
  app.use(async (context, then) => {
    context.set('desk', desk);
    await then();
  });
  app.use(authenticateWith(keys));
  app.get('*', context => context.json(context.get('principal')));
  const assertion = token === undefined ? {} : { 'cf-access-jwt-assertion': token };
  return await app.fetch(new Request(`${ORIGIN}${path}`, { headers: { accept: 'application/json', ...assertion, ...headers } }));
}

async function denials(): Promise<{ actor: string; details: Record<string, unknown> }[]> {
  const found = await rows<{ actor: string; details: string }>(
    desk.store,
    "SELECT actor, details FROM audit WHERE action = 'access.denied'",
  );
  return found.map(({ actor, details }) => ({ actor, details: JSON.parse(details) }));
}

describe('somebody whom the provider names and the Desk knows', () => {
  test('comes in, whatever the case of the address', async () => {
    for (const email of ['vera@desk.example', 'VERA@Desk.Example']) {
      const response = await ask(await jwt({ claims: { email } }));
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ person: it.people.vera });
    }
    expect(asked).toEqual([`${TEAM}/cdn-cgi/access/certs`]);
  });

  test('does not come in from before their sessions were ended', async () => {
    const before = await jwt();
    it.clock.ahead = 5000;
    await endSessions(desk.store, it.as('vera'), 'vera');
    const response = await ask(before);
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('Your session was ended.')]);
    it.clock.ahead = 10_000;
    expect((await ask(await jwt())).status).toBe(200);
    expect(await denials()).toMatchObject([{ actor: 'person:vera', details: { kind: 'ended' } }]);
  });
});

describe('nobody else', () => {
  test.each<[string, () => Promise<string | undefined>]>([
    ['without a token', async () => undefined],
    ['with an empty token', async () => ''],
    ['with something else', async () => 'not.a.token'],
    ['with another issuer', () => jwt({ claims: { iss: 'https://others.cloudflareaccess.com' } })],
    ['with a token for another application', () => jwt({ claims: { aud: ['b'.repeat(64)] } })],
    ['with a token for nothing', () => jwt({ claims: { aud: undefined } })],
    ['with an expired token', () => jwt({ claims: { iat: second() - 7200, exp: second() - 60 } })],
    ['with a token that never expires', () => jwt({ claims: { exp: undefined } })],
    ['with a token from the future', () => jwt({ claims: { iat: second() + 600 } })],
    ['with a token of no time', () => jwt({ claims: { iat: undefined } })],
    ['with a token that does not hold yet', () => jwt({ claims: { nbf: second() + 600 } })],
    ['with a token signed by somebody else under the name of a known key', () => jwt({ by: stranger, header: { kid: 'ours' } })],
    ['without an address, on a page', () => jwt({ claims: { email: undefined, common_name: 'deploy.access' } })],
    ['with an empty address', () => jwt({ claims: { email: '' } })],
    ['with something else for an address', () => jwt({ claims: { email: ['vera@desk.example'] } })],
    ['with an address that the Desk does not know', () => jwt({ claims: { email: 'mallory@desk.example' } })],
    ['with an address that only looks like a known one', () => jwt({ claims: { email: 'pav\u0435l@desk.example' } })],
    ['without a role', () => jwt({ claims: { email: 'nobody@desk.example' } })],
    ['with a pattern for an address', () => jwt({ claims: { email: '%@desk.example' } })],
  ])('%s', async (_, token) => {
    expect((await ask(await token())).status).toBe(403);
    expect(await denials()).toHaveLength(1);
  });

  test('with a token without a signature (alg none)', async () => {
    const [, payload] = (await jwt()).split('.');
    const header = btoa(JSON.stringify({ alg: 'none', kid: 'ours' })).replaceAll('=', '');
    for (const signature of ['', (await jwt()).split('.')[2]]) expect((await ask(`${header}.${payload}.${signature}`)).status).toBe(403);
  });

  test('with a token signed with the public key as a shared secret (HS256)', async () => {
    const secrets = [await exportSPKI(ours.publicKey), JSON.stringify(ours.jwk), ours.jwk.n!];
    for (const secret of secrets) {
      const claims = { iss: TEAM, aud: AUDIENCE, iat: second(), exp: second() + 60, email: 'ada@desk.example' };
      const signed = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'ours' }).sign(new TextEncoder().encode(secret));
      expect((await ask(signed)).status).toBe(403);
    }
  });

  test('with the provider’s own key, but another algorithm than was agreed', async () => {
    const { alg: _, ...open } = ours.jwk;
    published = () => Response.json({ keys: [open] });
    expect((await ask(await jwt())).status).toBe(200);
    const privateJwk = await exportJWK(ours.privateKey);
    for (const alg of ['RS384', 'RS512', 'PS256']) {
      const by = { ...ours, privateKey: (await importJWK(privateJwk, alg)) as CryptoKey };
      expect((await ask(await jwt({ by, header: { alg } }))).status).toBe(403);
    }
  });

  test('with a key that the token brings along', async () => {
    for (const header of [{ jwk: stranger.jwk }, { jku: 'https://evil.example/keys' }, { x5u: 'https://evil.example/x' }]) {
      expect((await ask(await jwt({ by: stranger, header: { ...header, kid: 'ours' } }))).status).toBe(403);
    }
    expect(new Set(asked)).toEqual(new Set([`${TEAM}/cdn-cgi/access/certs`]));
  });

  test('with a token of which anything was changed', async () => {
    const token = await jwt();
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    const change = fc.record({ at: fc.nat(token.length - 1), to: fc.constantFrom(...alphabet), cut: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, to, cut }) => {
        const changed = token.slice(0, at) + (cut ? '' : to) + token.slice(at + 1);
        // The last digit of base64url holds bits that mean nothing: another digit there may be the same signature.
        fc.pre(changed !== token && at < token.length - 1);
        expect((await ask(changed)).status).not.toBe(200);
      }),
      { numRuns: 150 },
    );
  });

  test('and a cookie of the local run is nothing', async () => {
    const cookie = `desk-person=ada.${Date.now()}`;
    expect((await ask(undefined, '/-/desk/', { cookie })).status).toBe(403);
  });

  test('the Desk says whom to ask, with the address by which it was told', async () => {
    const response = await ask(await jwt({ claims: { email: 'mallory@desk.example' } }));
    expect(await response.text()).toContain('Ask an administrator to let you in: your address is mallory@desk.example.');
    expect(await denials()).toMatchObject([{ actor: 'system', details: { kind: 'unknown', email: 'mallory@desk.example' } }]);
  });
});

describe('strangers', () => {
  test('cannot flood the log, whatever addresses they have', async () => {
    for (let number = 0; number < 30; number++) await ask(await jwt({ claims: { email: `stranger-${number}@elsewhere.example` } }));
    for (let number = 0; number < 5; number++) await ask(await jwt({ claims: { email: 'stranger-0@elsewhere.example' } }));
    expect(await denials()).toHaveLength(20);
    // Nor the table of counters: it holds no address, and forgets after an hour.
    const counters = async () => JSON.stringify(await rows(desk.store, 'SELECT * FROM rates'));
    expect(await counters()).not.toContain('elsewhere.example');
    it.clock.ahead = 2 * 60 * 60_000;
    await ask(undefined);
    expect(await counters()).not.toContain('address:');
  });
});

describe('the provider’s keys', () => {
  const MINUTE = 60_000;

  test.each<[string, () => Response | Promise<Response>]>([
    ['fails', () => new Response('no', { status: 500 })],
    ['cannot be reached', () => Promise.reject(new TypeError('unreachable'))],
    ['hangs', () => new Promise<Response>(() => {})],
    ['hangs in the middle', () => new Response(new ReadableStream({ start: controller => controller.enqueue(new Uint8Array([0x7b])) }))],
    ['answers with a page', () => new Response('<!doctype html>')],
    ['answers with something else', () => Response.json(null)],
    ['answers without keys', () => Response.json({ keys: [] })],
    ['answers with rubbish for keys', () => Response.json({ keys: [null, 1, { kty: 'oct', k: 'c2VjcmV0' }] })],
    ['leads elsewhere', () => Response.redirect('https://evil.example/', 302)],
  ])('where their address %s, nobody is let in who was not before, and whoever knows the keys goes on', async (_, answer) => {
    // Who waits for what hangs waits less long here.
    const briefly = () => scheduler.wait(300);
    keys = isolate(briefly);
    published = answer;
    const cold = await ask(await jwt());
    expect([cold.status, await cold.text()]).toEqual([503, expect.stringContaining('The identity provider does not answer')]);
    expect((await ask(undefined)).status).toBe(403);
    published = () => Response.json({ keys: [ours.jwk] });
    // The same isolate recovers by itself.
    expect((await ask(await jwt())).status).toBe(200);
    published = answer;
    it.clock.ahead = 60 * MINUTE;
    const before = asked.length;
    for (let tries = 0; tries < 3; tries++) expect((await ask(await jwt())).status).toBe(200);
    // Asked again once, not at every request.
    expect(asked.length - before).toBe(1);
    it.clock.ahead = 25 * 60 * MINUTE;
    expect((await ask(await jwt())).status).toBe(503);
  });

  test('that are new are fetched when a token names one', async () => {
    expect((await ask(await jwt())).status).toBe(200);
    published = () => Response.json({ keys: [next.jwk, ours.jwk] });
    it.clock.ahead = MINUTE;
    expect((await ask(await jwt({ by: next }))).status).toBe(200);
    expect((await ask(await jwt())).status).toBe(200);
    expect(asked).toHaveLength(2);
  });

  test('that are old (the new one is not published) let nobody in, and made-up names do not make the Desk ask each time', async () => {
    const old = await ask(await jwt({ by: next }));
    expect(old.status).toBe(503);
    for (let tries = 0; tries < 5; tries++) expect((await ask(await jwt({ by: stranger, header: { kid: `k${tries}` } }))).status).toBe(503);
    expect(asked).toHaveLength(1);
  });

  test('that were taken away let nobody in any more', async () => {
    expect((await ask(await jwt())).status).toBe(200);
    published = () => Response.json({ keys: [next.jwk] });
    it.clock.ahead = 11 * MINUTE;
    expect((await ask(await jwt())).status).toBe(503);
    expect((await ask(await jwt({ by: next }))).status).toBe(200);
  });
});

describe('programs', () => {
  const API = '/-/desk/api/proposals';
  const service = () => jwt({ claims: { email: undefined, common_name: 'deploy.access', sub: '' } });
  const bearer = async () => {
    const asked = { id: '0123456789abcdef', name: 'deploy', scopes: ['propose'], days: '90' };
    return { authorization: `Bearer ${await createToken(desk.store, it.as('edda'), asked)}` };
  };

  test('come in with a service token and a token of a person, on the API', async () => {
    const response = await ask(await service(), API, await bearer());
    expect(await response.json()).toMatchObject({ person: { id: 'edda' }, token: { id: '0123456789abcdef', scopes: ['read', 'propose'] } });
  });

  test('do not with one of the two alone, nor anywhere else', async () => {
    const headers = await bearer();
    const alone = await ask(await service(), API);
    expect([alone.status, alone.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="standfirst-desk"']);
    expect((await ask(undefined, API, headers)).status).toBe(403);
    expect((await ask('x.y.z', API, headers)).status).toBe(403);
    expect((await ask(await service(), '/-/desk/proposals', headers)).status).toBe(403);
    expect((await ask(await service(), '/-/desk/apis', headers)).status).toBe(403);
    // A person is who they are, whatever token they send along, on a page.
    expect(await (await ask(await jwt(), '/-/desk/proposals', headers)).json()).toEqual({ person: it.people.vera });
  });
});
