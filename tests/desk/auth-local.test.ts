/** The sign-in of the local run exists there and nowhere else; and nobody sends anything in somebody's name. */

import { env as bindings } from 'cloudflare:test';
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { desk as app } from '../../src/desk/app.tsx';
import { isLocal } from '../../src/desk/auth/development.ts';
import { isSameOrigin } from '../../src/desk/auth/same-origin.ts';
import { liveEdition } from '../../src/desk/editions/store.ts';
import { endSessions } from '../../src/desk/people/write.ts';
import { row, rows } from '../../src/desk/store/database.ts';
import { type FreshDesk, freshDesk, ORIGIN } from './support.ts';

const ACCESS = {
  AUTH_MODE: 'access',
  ACCESS_TEAM: 'https://newsroom.cloudflareaccess.com',
  ACCESS_AUDIENCE: 'a'.repeat(64),
  LOCAL_DESK: undefined,
} as const;

let it: FreshDesk;

beforeAll(async () => {
  it = await freshDesk();
});

interface Sending {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly vars?: Readonly<Record<string, unknown>>;
}

/** A request with nothing added to it. */
async function send(url: string, { vars = {}, ...init }: Sending = {}): Promise<Response> {
  const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} } as unknown as ExecutionContext;
  return await app.fetch(new Request(url, { redirect: 'manual', ...init }), { ...it.env, ...vars }, context);
}

const cookie = (person: string, at = Date.now()) => ({ cookie: `desk-person=${person}.${at}` });

describe('the sign-in of the local run', () => {
  const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', 'LOCALHOST:8787', '127.1'];

  // Mostly right, so that each condition is often the only one that is missing.
  const mostly = <T>(right: readonly T[], wrong: readonly T[]) =>
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...right) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
  const FURTHER = ['127.0.0.1.example.org', 'localhost.', '0.0.0.0', '10.0.0.1', '[::2]', '127.0.0.2', 'desk.example.org:8787'];
  const conditions = fc.record({
    AUTH_MODE: mostly<string | undefined>(['development'], ['access', undefined, 'Development', '']),
    LOCAL_DESK: mostly<string | undefined>(['on'], ['off', undefined, 'true', 'ON']),
    host: mostly(LOOPBACK, ['desk.example.org', 'localhost.example.org', ...FURTHER]),
    ray: mostly<string | undefined>([undefined], ['8f1c2d-FRA', '']),
  });

  test('exists where all four conditions hold, and is nothing where any is missing', async () => {
    let local = 0;
    await fc.assert(
      fc.asyncProperty(conditions, async ({ AUTH_MODE, LOCAL_DESK, host, ray }) => {
        const isHere = AUTH_MODE === 'development' && LOCAL_DESK === 'on' && LOOPBACK.includes(host) && ray === undefined;
        local += isHere ? 1 : 0;
        const headers = { ...cookie('ada'), 'sec-fetch-site': 'same-origin', ...(ray === undefined ? {} : { 'cf-ray': ray }) };
        const vars = { ...ACCESS, AUTH_MODE, LOCAL_DESK };
        const url = `http://${host}/-/desk`;
        const set = Object.fromEntries(Object.entries(vars).filter(([, value]) => value !== undefined));
        expect(isLocal(new Request(url, { headers }), set)).toBe(isHere);
        const form = { method: 'POST', body: 'person=ada', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' } };
        const page = await send(`${url}/sign-in`, { headers, vars });
        const signedIn = await send(`${url}/sign-in`, { ...form, vars });
        const inside = await send(`${url}/me`, { headers, vars });
        if (isHere) {
          expect([page.status, signedIn.status, inside.status]).toEqual([200, 303, 200]);
        } else {
          expect([404, 503]).toContain(page.status);
          expect([404, 503]).toContain(signedIn.status);
          expect(signedIn.headers.get('set-cookie')).toBeNull();
          expect([403, 503]).toContain(inside.status);
          expect(await inside.text()).not.toContain('ada@desk.example');
        }
      }),
      { numRuns: 200 },
    );
    expect(local).toBeGreaterThan(0);
  });

  test('is refused by the configuration of a deployment', async () => {
    // What src/desk/wrangler.toml says, with what a deployment has to fill in.
    expect(bindings).not.toHaveProperty('LOCAL_DESK');
    expect(bindings).not.toHaveProperty('AUTH_MODE');
    for (const host of ['desk.example.org', '127.0.0.1:8787', 'localhost']) {
      const headers = { ...cookie('ada'), 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
      const sent = { headers, vars: ACCESS };
      expect((await send(`http://${host}/-/desk/sign-in`, sent)).status).toBe(404);
      const form = { method: 'POST', body: 'person=ada', ...sent };
      const signedIn = await send(`http://${host}/-/desk/sign-in`, form);
      expect([signedIn.status, signedIn.headers.get('set-cookie')]).toEqual([404, null]);
      expect((await send(`http://${host}/-/desk/demo`, form)).status).toBe(404);
      expect((await send(`http://${host}/-/desk/me`, sent)).status).toBe(403);
      expect((await send(`http://${host}/-/desk/api/proposals`, sent)).status).toBe(403);
    }
  });

  test('leads to itself whoever is not signed in, and back again, but never out of the Desk', async () => {
    const asked = await send(`${ORIGIN}/-/desk/proposals?state=draft`);
    expect(asked.status).toBe(303);
    expect(asked.headers.get('location')).toBe('/-/desk/sign-in?back=%2F-%2Fdesk%2Fproposals%3Fstate%3Ddraft');
    const backTo = async (back: string) => (await it.ask('/sign-in', { form: { person: 'edda', back } })).headers.get('location');
    expect(await backTo('/-/desk/proposals?state=draft')).toBe('/-/desk/proposals?state=draft');
    const elsewhere = [
      '//evil.example/-/desk/',
      'https://evil.example/-/desk/x',
      '/-/desk/../../x',
      '/-/desk/..%2f..',
      '/\\evil.example',
      '',
      '/',
      '/article',
    ];
    for (const back of [
      ...elsewhere,
      'javascript:alert(1)',
      '/-/deskx',
      '/-/desk/sign-in?back=/',
      '\t//evil.example',
      '/-/desk/\r\nx: y',
    ]) {
      const led = (await backTo(back)) ?? '';
      expect(new URL(led, ORIGIN).href).toMatch(/^http:\/\/127\.0\.0\.1:8787\/-\/desk\/(?!sign-)/);
      expect(led).toMatch(/^\/-\/desk\//);
    }
  });

  test('gives a cookie that no script reads and no other site sends, and takes it away', async () => {
    const signedIn = await it.ask('/sign-in', { form: { person: 'pavel' } });
    const given = signedIn.headers.get('set-cookie') ?? '';
    expect(given).toMatch(/^desk-person=pavel\.\d+; Path=\/-\/desk; HttpOnly; SameSite=Strict$/);
    const page = await it.ask('/me', { headers: { cookie: given.split(';')[0]! } });
    expect(await page.text()).toContain('Pavel Orsha');
    expect((await it.ask('/sign-out', { as: 'pavel', form: {} })).headers.get('set-cookie')).toMatch(
      /^desk-person=; Max-Age=0; Path=\/-\/desk/,
    );
    const nobody = await it.ask('/sign-in', { form: { person: 'mallory' } });
    expect([nobody.status, nobody.headers.get('set-cookie')]).toEqual([422, null]);
  });

  test('believes no cookie of nobody, of the future, or of a session that was ended', async () => {
    await endSessions(it.desk.store, it.as('oona'), 'oona');
    const now = Date.now();
    for (const sent of [cookie('mallory'), cookie('ada', now + 3_600_000), cookie('oona', now - 1000), { cookie: 'desk-person=ada' }]) {
      expect((await send(`${ORIGIN}/-/desk/me`, { headers: sent })).headers.get('location')).toContain('/-/desk/sign-in');
    }
    expect((await send(`${ORIGIN}/-/desk/me`, { headers: cookie('oona', now + 1000) })).status).toBe(200);
  });
});

describe('without AUTH_MODE', () => {
  test('nothing answers but that the settings are wrong', async () => {
    const paths = ['', '/', '/me', '/people', '/sign-in', '/proposals/new', '/api/proposals', '/health', '/preview/frame/x', '/nowhere'];
    for (const path of paths) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const headers = { ...cookie('ada'), 'sec-fetch-site': 'same-origin' };
        const response = await send(`${ORIGIN}/-/desk${path}`, { method, headers, vars: { AUTH_MODE: undefined } });
        expect([path, method, response.status]).toEqual([path, method, 503]);
      }
    }
  });
});

describe('proof of the same origin', () => {
  const foreign = fc.record({
    site: fc.constantFrom(undefined, 'cross-site', 'same-site', 'none', 'same-origin', 'Same-Origin', ''),
    origin: fc.constantFrom(
      undefined,
      ORIGIN,
      'http://127.0.0.1:8788',
      'https://127.0.0.1:8787',
      'http://localhost:8787',
      'null',
      'https://evil.example',
      '',
    ),
    type: fc.constantFrom('application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain', 'application/json', undefined),
    method: fc.constantFrom('POST', 'PUT', 'PATCH', 'DELETE'),
    path: fc.constantFrom('/people/vera/end-sessions', '/sign-in', '/demo', '/api/proposals', '/tokens', '/nowhere'),
    authorization: fc.constantFrom(undefined, 'Basic eDp5', 'bearer-like x'),
  });

  test('is needed for whatever may change something, of whatever type and wherever, or nothing happens', async () => {
    const before = await state();
    await fc.assert(
      fc.asyncProperty(foreign, async ({ site, origin, type, method, path, authorization }) => {
        const isProven = site === undefined ? origin === ORIGIN : site === 'same-origin';
        const given = { 'sec-fetch-site': site, origin, 'content-type': type, authorization };
        const headers = Object.fromEntries(Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
        const request = new Request(`${ORIGIN}/-/desk${path}`, { method, headers, body: 'person=ada' });
        expect(isSameOrigin(request)).toBe(isProven);
        if (isProven) return;
        const response = await send(request.url, { method, headers: { ...headers, ...cookie('ada') }, body: 'person=ada' });
        expect([response.status, response.headers.get('set-cookie')]).toEqual([403, null]);
        expect(await response.text()).toMatch(/does not come from a page of the Desk/);
      }),
      { numRuns: 200 },
    );
    expect(await state()).toEqual(before);
    const found = await row<{ n: number }>(it.desk.store, `SELECT count(*) AS n FROM audit WHERE details LIKE '%"kind":"foreign"%'`);
    expect(found?.n).toBeGreaterThan(0);
    expect(found?.n).toBeLessThan(4);
  });

  async function state() {
    return [await rows(it.desk.store, 'SELECT * FROM people ORDER BY id'), await rows(it.desk.store, 'SELECT * FROM tokens')];
  }
});

describe('a page that another site asks for', () => {
  const PAGES = ['/', '/audit', '/proposals', '/me', '/editions'];
  const EXPORTS = ['/audit/export?format=jsonl', '/audit/export/', '/%61udit/export'];
  let writing: readonly string[];
  const fetched = (site: string, mode: string, destination: string) => ({
    ...{ 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': destination },
  });
  const get = async (path: string, headers: Record<string, string>, method = 'GET') =>
    await send(`${ORIGIN}/-/desk${path}`, { method, headers: { ...cookie('pavel'), ...headers } });

  beforeAll(async () => {
    it = await freshDesk();
    const { publishedAt } = await liveEdition(it.desk);
    const reader = { place: 'SG', at: new Date(publishedAt).toISOString().slice(0, 23), zone: 'UTC', languages: 'en' };
    writing = [`/evidence/file?${new URLSearchParams({ ...reader, path: '/2026/11/grain-port-record' })}`, ...EXPORTS];
  });

  test('is there for whoever follows a link, and for nothing else', async () => {
    for (const path of PAGES) {
      expect([path, (await get(path, fetched('cross-site', 'navigate', 'document'))).status]).toEqual([path, 200]);
    }
    const embedded = fc.record({
      path: fc.constantFrom(...PAGES, ...writing),
      site: fc.constantFrom('cross-site', 'same-site'),
      method: fc.constantFrom('GET', 'HEAD'),
      as: fc.constantFrom(
        ['no-cors', 'image'],
        ['cors', 'empty'],
        ['navigate', 'iframe'],
        ['navigate', 'object'],
        ['no-cors', 'script'],
        ['', ''],
      ),
    });
    await fc.assert(
      fc.asyncProperty(embedded, async ({ path, site, method, as: [mode = '', destination = ''] }) => {
        const response = await get(path, fetched(site, mode, destination), method);
        expect([path, response.status]).toEqual([path, 403]);
      }),
      { numRuns: 60 },
    );
  });

  test('writes nothing in anybody’s name and takes nothing of their limits, not even by a link', async () => {
    for (const path of writing) {
      for (const site of ['cross-site', 'same-site']) {
        for (const [mode, destination] of [
          ['navigate', 'document'],
          ['no-cors', 'image'],
        ] as const) {
          expect([path, (await get(path, fetched(site, mode, destination))).status]).toEqual([path, 403]);
        }
      }
    }
    expect(await rows(it.desk.store, "SELECT * FROM audit WHERE actor <> 'system'")).toEqual([]);
    expect(await rows(it.desk.store, "SELECT * FROM rates WHERE who LIKE 'person:%'")).toEqual([]);
  });

  test('is there for the Desk’s own pages, for an address that was typed, and for browsers that do not say', async () => {
    for (const path of writing.slice(0, 2)) {
      for (const headers of [fetched('same-origin', 'navigate', 'document'), fetched('none', 'navigate', 'document'), {}]) {
        const response = await get(path, headers);
        await response.body?.cancel();
        expect([path, response.status, response.headers.get('content-disposition') === null]).toEqual([path, 200, false]);
      }
    }
  });
});

describe('limits', () => {
  beforeEach(async () => {
    it = await freshDesk();
  });

  test('of what one person writes in a minute: more is answered with how long to wait, and others go on', async () => {
    await it.env.DB.prepare("INSERT INTO rates (who, kind, since, count) VALUES ('person:vera', 'write', ?, 119)").bind(Date.now()).run();
    const end = () => it.ask('/people/vera/end-sessions', { as: 'vera', form: {}, headers: cookie('vera', Date.now() + 30_000) });
    expect((await end()).status).toBe(303);
    const refused = await end();
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect((await it.ask('/people/edda/end-sessions', { as: 'ada', form: {} })).status).toBe(303);
    expect((await it.ask('/me', { as: 'vera', headers: cookie('vera', Date.now() + 30_000) })).status).toBe(200);
    await it.env.DB.prepare('UPDATE rates SET since = ?')
      .bind(Date.now() - 61_000)
      .run();
    expect((await end()).status).toBe(303);
  });

  test('of denials in the log: one a minute for the same person and kind, and the next says how many there were', async () => {
    for (let tries = 0; tries < 6; tries++) expect((await it.ask('/people', { as: 'edda' })).status).toBe(403);
    expect((await it.ask('/people', { as: 'pavel' })).status).toBe(403);
    await it.env.DB.prepare('UPDATE rates SET since = ?')
      .bind(Date.now() - 61_000)
      .run();
    await it.ask('/people', { as: 'edda' });
    const found = await rows<{ actor: string; details: string }>(it.desk.store, 'SELECT actor, details FROM audit ORDER BY seq');
    expect(found.map(({ actor, details }) => [actor, JSON.parse(details).repeated])).toEqual([
      ['person:edda', undefined],
      ['person:pavel', undefined],
      ['person:edda', 5],
    ]);
  });

  test('a denial stays one when the log cannot be written', async () => {
    await it.env.DB.prepare('DROP TABLE rates').run();
    expect((await it.ask('/people', { as: 'edda' })).status).toBe(403);
  });
});
