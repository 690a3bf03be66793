/** Tokens of people for programs: the API takes them, whole and in time, and nothing else does. */

import fc from 'fast-check';
import { Hono } from 'hono';
import { beforeEach, describe, expect, test } from 'vitest';
import { authenticate } from '../../src/desk/auth/authenticate.ts';
import { requireSameOrigin } from '../../src/desk/auth/same-origin.ts';
import type { DeskEnv } from '../../src/desk/desk.ts';
import { Refused } from '../../src/desk/errors.ts';
import { createToken, revokeToken, tokensOf } from '../../src/desk/people/tokens.ts';
import { disablePerson, setRoles } from '../../src/desk/people/write.ts';
import { refusal } from '../../src/desk/respond.tsx';
import { rows } from '../../src/desk/store/database.ts';
import { formTo, pageOf } from './forms.ts';
import { type FreshDesk, freshDesk, ORIGIN } from './support.ts';

const DAY = 24 * 60 * 60_000;
const ID = '0123456789abcdef';

let it: FreshDesk;
let token: string;

beforeEach(async () => {
  it = await freshDesk();
  token = await make({});
});

function make(changes: Partial<Parameters<typeof createToken>[2]>, by: 'edda' | 'nia' = 'edda'): Promise<string> {
  return createToken(it.desk.store, it.as(by), { id: ID, name: 'Deployment', scopes: ['propose'], days: '90', ...changes });
}

/** Sends a request to a Desk that answers with who it lets in. */
async function ask(given: string | undefined, path = '/api/x', init: RequestInit = {}): Promise<Response> {
  const app = new Hono<DeskEnv>();
  app.onError((error, context) => refusal(error, context));
  const later: Promise<unknown>[] = [];
  app.use(async (context, then) => {
    context.set('desk', { ...it.desk, waitUntil: work => void later.push(work) });
    await then();
  });
  app.use(requireSameOrigin, authenticate);
  app.all('*', context => context.json(context.get('principal')));
  const headers = { ...(given === undefined ? {} : { authorization: `Bearer ${given}` }), ...(init.headers as Record<string, string>) };
  const response = await app.fetch(new Request(`${ORIGIN}/-/desk${path}`, { ...init, headers }));
  await Promise.all(later);
  return response;
}

async function actions(): Promise<string[]> {
  return (await rows<{ action: string }>(it.desk.store, 'SELECT action FROM audit ORDER BY seq')).map(({ action }) => action);
}

describe('a token', () => {
  test('is its person, with its scopes, and no trace of it is kept that could be used', async () => {
    const response = await ask(token);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ person: it.people.edda, token: { id: ID, name: 'Deployment', scopes: ['read', 'propose'] } });
    const secret = token.split('_').slice(2).join('_');
    const kept = JSON.stringify([
      await rows(it.desk.store, 'SELECT * FROM tokens'),
      await rows(it.desk.store, 'SELECT * FROM audit'),
      await rows(it.desk.store, 'SELECT * FROM rates'),
    ]);
    expect(kept).toContain(ID);
    expect(kept).not.toContain(secret);
  });

  test('needs no proof of origin, unlike a cookie', async () => {
    expect((await ask(token, '/api/x', { method: 'POST', body: '{}' })).status).toBe(200);
    const cookie = `desk-person=edda.${Date.now()}`;
    expect((await ask(undefined, '/api/x', { method: 'POST', body: '{}', headers: { cookie } })).status).toBe(403);
    // Never the person of the cookie where the token does not hold.
    expect((await ask('sfd_wrong', '/api/x', { method: 'POST', body: '{}', headers: { cookie } })).status).toBe(401);
  });

  test('is nothing outside of the API', async () => {
    for (const path of ['/', '/proposals', '/api', '/apis/x', '/x/api/y']) expect((await ask(token, path)).status).toBe(303);
    expect((await ask(token, '/proposals', { method: 'POST', body: '' })).status).toBe(403);
  });

  test('is refused with a challenge where anything about it is changed', async () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const change = fc.record({
      at: fc.nat(token.length - 1),
      to: fc.constantFrom(...alphabet),
      how: fc.constantFrom('replace', 'cut', 'insert'),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, to, how }) => {
        const changed = token.slice(0, at) + (how === 'cut' ? '' : to) + token.slice(how === 'insert' ? at : at + 1);
        fc.pre(changed !== token);
        it.clock.ahead += 61_000;
        const response = await ask(changed);
        expect(response.status).toBe(401);
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer realm="standfirst-desk", error="invalid_token"/);
      }),
      { numRuns: 100 },
    );
    expect((await ask(token)).status).toBe(200);
  });

  test.each(['', ' ', 'Bearer', 'sfd_', `sfd_${ID}_`, `sfd__${'a'.repeat(43)}`, `${'x'.repeat(10_000)}`, `' OR 1=1 --`])(
    '%j is none',
    async given => {
      expect((await ask(given)).status).toBe(401);
    },
  );

  test('of a secret of another token is none', async () => {
    const other = await make({ id: 'fedcba9876543210' }, 'nia');
    const secret = other.slice(`sfd_${ID}_`.length);
    expect((await ask(`sfd_${ID}_${secret}`)).status).toBe(401);
  });

  test('ends when it expires, is revoked, or its person may not come in', async () => {
    const { store } = it.desk;
    const problem = async () => {
      const response = await ask(token);
      return [response.status, ((await response.json()) as { message: string }).message];
    };
    it.clock.ahead = 90 * DAY + 1000;
    expect(await problem()).toEqual([401, 'This token has expired.']);
    it.clock.ahead = 0;
    await disablePerson(store, it.as('ada'), 'edda');
    expect(await problem()).toEqual([401, 'The person whose token this is may not come in.']);
    await it.env.DB.prepare("UPDATE people SET disabled_at = NULL, roles = '[]' WHERE id = 'edda'").run();
    expect(await problem()).toEqual([401, 'The person whose token this is may not come in.']);
    await it.env.DB.prepare(`UPDATE people SET roles = '["editor"]' WHERE id = 'edda'`).run();
    expect((await ask(token)).status).toBe(200);
    await revokeToken(store, it.as('edda'), ID);
    expect(await problem()).toEqual([401, 'This token was revoked.']);
  });

  test('may do at each moment no more than its person', async () => {
    await setRoles(it.desk.store, it.as('ada'), 'edda', { roles: ['viewer'], seen: ['editor'] });
    expect(await (await ask(token)).json()).toMatchObject({ person: { roles: ['viewer'] } });
  });

  test('tells when it was last used, to the minute, and writes no more often', async () => {
    const used = async () => (await tokensOf(it.desk.store, 'edda'))[0]?.lastUsedAt;
    expect(await used()).toBeUndefined();
    await ask(token);
    const first = await used();
    expect(first).toBeGreaterThan(Date.now() - 10_000);
    it.clock.ahead = 20_000;
    await ask(token);
    expect(await used()).toBe(first);
    it.clock.ahead = 90_000;
    await ask(token);
    expect(await used()).toBeGreaterThan(first! + 60_000);
  });
});

test('whatever a token is used for, its person goes on writing', async () => {
  const narrow = await make({ id: 'f'.repeat(16), scopes: ['read'] });
  const headers = { authorization: `Bearer ${narrow}` };
  await it.env.DB.prepare("INSERT INTO rates (who, kind, since, count) VALUES (?, 'write', ?, 120)")
    .bind(`token:${'f'.repeat(16)}`, Date.now())
    .run();
  expect((await it.ask('/api/proposals', { json: {}, headers })).status).toBe(429);
  expect((await it.ask('/people/edda/end-sessions', { as: 'edda', form: {} })).status).toBe(303);
  const { count } = (
    await rows<{ count: number }>(it.desk.store, "SELECT count FROM rates WHERE who = 'person:edda' AND kind = 'write'")
  )[0]!;
  expect(count).toBe(1);
});

describe('failures', () => {
  test('are counted by token and answered with a time to wait, but keep nobody out who has the right one', async () => {
    const wrong = `sfd_${ID}_${'a'.repeat(43)}`;
    const statuses = [];
    for (let tries = 0; tries < 25; tries++) statuses.push((await ask(wrong)).status);
    expect(statuses).toEqual([...Array(20).fill(401), ...Array(5).fill(429)]);
    expect(Number((await ask(wrong)).headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(token)).status).toBe(200);
    it.clock.ahead = 61_000;
    expect((await ask(wrong)).status).toBe(401);
  });

  test('are in the log once a minute, with how many there were, and made-up names fill no table', async () => {
    for (let tries = 0; tries < 15; tries++) await ask(`sfd_${String(tries).padStart(16, '0')}_${'a'.repeat(43)}`);
    it.clock.ahead = 61_000;
    await ask('sfd_x');
    const found = await rows<{ details: string }>(it.desk.store, "SELECT details FROM audit WHERE action = 'access.denied' ORDER BY seq");
    expect(found.map(({ details }) => JSON.parse(details).repeated)).toEqual([undefined, 14]);
    expect((await rows(it.desk.store, 'SELECT 1 FROM rates')).length).toBeLessThan(5);
  });
});

describe('making one', () => {
  const kindOf = async (work: Promise<unknown>) =>
    await work.then(
      () => 'made',
      error => (error instanceof Refused ? error.kind : error),
    );

  test('shows it once, on the page that answers, in no address and no cookie', async () => {
    const form = { id: 'aaaaaaaaaaaaaaaa', name: 'Rulebook', scopes: ['propose', 'publish'], days: '30' };
    const response = await it.ask('/tokens', { as: 'edda', form });
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const made = /sfd_[0-9a-f]{16}_[\w-]{43}/.exec(await response.text())?.[0] ?? '';
    expect((await ask(made)).status).toBe(200);
    expect(JSON.stringify([...response.headers])).not.toContain(made);
    expect(await (await it.ask('/me', { as: 'edda' })).text()).not.toContain(made);
  });

  test('twice by a double click makes one, and the answer that came last holds it', async () => {
    const [first, second] = [await make({ id: 'bbbbbbbbbbbbbbbb' }), await make({ id: 'bbbbbbbbbbbbbbbb' })];
    expect([(await ask(first)).status, (await ask(second)).status]).toEqual([401, 200]);
    expect(await tokensOf(it.desk.store, 'edda')).toHaveLength(2);
  });

  test('again with anything else in the form changes nothing, and the form is shown under an id that lets it be sent', async () => {
    const form = { id: 'eeeeeeeeeeeeeeee', name: 'Rulebook', scopes: ['read', 'publish', 'roll-back'], days: '366' };
    expect((await it.ask('/tokens', { as: 'edda', form })).status).toBe(201);
    for (const change of [{ scopes: ['read'] }, { days: '1' }, { name: 'Other' }]) {
      const refused = await it.ask('/tokens', { as: 'edda', form: { ...form, ...change } });
      expect(refused.status).toBe(409);
      expect(formTo(await pageOf(refused), '/tokens').fields.id).toMatch(/^(?!e{16})[0-9a-f]{16}$/);
    }
    const [made] = await rows<{ name: string; scopes: string; days: number }>(
      it.desk.store,
      `SELECT name, scopes, (expires_at - created_at) / ${DAY} AS days FROM tokens WHERE id = ?`,
      form.id,
    );
    expect(made).toEqual({ name: 'Rulebook', scopes: '["read","publish","roll-back"]', days: 366 });
    expect(await actions()).toEqual(['token.create', 'token.create']);
  });

  test('again after it was used, later, or by somebody else, changes nothing', async () => {
    await ask(token);
    expect(await kindOf(make({}))).toBe('conflict');
    expect(await kindOf(make({}, 'nia'))).toBe('conflict');
    await make({ id: 'cccccccccccccccc' });
    it.clock.ahead = 61_000;
    expect(await kindOf(make({ id: 'cccccccccccccccc' }))).toBe('conflict');
    expect((await ask(token)).status).toBe(200);
  });

  test('is refused beyond what a token may be', async () => {
    for (const days of ['0', '367', '-1', '1.5', 'soon', '1e9', 'NaN'])
      expect(await kindOf(make({ id: 'd'.repeat(16), days }))).toBe('invalid');
    expect(await kindOf(make({ id: 'd'.repeat(16), scopes: ['approve'] }))).toBe('invalid');
    expect(await kindOf(make({ id: 'd'.repeat(16), name: ' ' }))).toBe('invalid');
    expect(await kindOf(make({ id: 'D'.repeat(16) }))).toBe('invalid');
    const program = { ...it.as('edda'), token: { id: ID, name: 'x', scopes: ['read'] as const } };
    const asked = { id: 'd'.repeat(16), name: 'x', scopes: [], days: '1' };
    expect(await kindOf(createToken(it.desk.store, program, asked))).toBe('forbidden');
    for (let made = 1; made < 20; made++) await make({ id: String(made).padStart(16, '0') });
    expect(await kindOf(make({ id: 'd'.repeat(16) }))).toBe('conflict');
  });
});

describe('revoking one', () => {
  test('is for its person and for administrators, once', async () => {
    for (const name of ['nia', 'pavel', 'oona'] as const) {
      expect((await it.ask(`/tokens/${ID}/revoke`, { as: name, form: {} })).status).toBe(403);
      expect((await ask(token)).status).toBe(200);
    }
    const own = await it.ask(`/tokens/${ID}/revoke`, { as: 'edda', form: {} });
    expect(own.headers.get('location')).toBe('/-/desk/me?done=token-revoked');
    const other = await it.ask(`/tokens/${ID}/revoke`, { as: 'ada', form: {} });
    expect(other.headers.get('location')).toBe('/-/desk/people/edda?done=token-revoked');
    expect((await actions()).filter(action => action === 'token.revoke')).toHaveLength(1);
    expect((await it.ask('/tokens/ffffffffffffffff/revoke', { as: 'ada', form: {} })).status).toBe(404);
  });
});
