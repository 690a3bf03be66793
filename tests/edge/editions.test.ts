/** Editions on their way to readers, through the whole edge Worker with the real local key-value store. */

import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { hashOf } from '../../src/core/canonical-json.ts';
import type { Edition } from '../../src/core/edition.ts';
import { preparationKey } from '../../src/core/edition-store.ts';
import { settingsOf } from '../../src/edge/config.ts';
import { heldEdition } from '../../src/edge/editions.ts';
import type { Env } from '../../src/edge/env.ts';
import library from '../../src/edge/generated/library.json' with { type: 'json' };
import type { Context } from '../../src/edge/page-source.ts';
import { addressOf, answerPage, pageUrl, siteTerms } from '../../src/edge/pages.ts';
import { serveWith } from '../../src/edge/serve-article.ts';
import worker from '../../src/edge/worker.ts';
import { BASELINE, editionSaying, Publisher, sealed, WRONG } from './publisher.ts';

const ARTICLE = '/2026/11/grain-port-record';
const bindings = env as unknown as Env & { EDITIONS: KVNamespace };
const pages = (exports as unknown as Context['exports']).Pages;

let publisher: Publisher;
/** Numbers only rise, in the one isolate that all these tests run in. */
let number = 10;

beforeAll(async () => {
  publisher = await Publisher.create();
  for (const { key, value, base64 } of library as { key: string; value: string; base64?: boolean }[]) {
    if (!base64) await bindings.LIBRARY.put(key, value);
  }
});
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-20T12:00Z') + number * 3_600_000 }));
afterEach(() => void vi.useRealTimers());

interface Visit {
  readonly country?: string;
  readonly env?: Partial<Env>;
  readonly pages?: Context['exports']['Pages'];
}

/** A visit, with what it began come to its end. */
async function visit(path: string, { country = 'RU', env: more = {}, pages: source = pages }: Visit = {}): Promise<Response> {
  const work: Promise<unknown>[] = [];
  const context = { waitUntil: (promise: Promise<unknown>) => work.push(promise), exports: { Pages: source } };
  const request = new Request(`https://news.example${path}`, { headers: { 'accept-language': 'en' }, cf: { country } } as RequestInit);
  const all = { ...bindings, EDITION_KEYS: publisher.key, EDITION_POLL: '1', ...more };
  const response = await worker.fetch(request, all, context as unknown as ExecutionContext);
  const body = await response.arrayBuffer();
  while (work.length > 0) await work.pop();
  return new Response([204, 304].includes(response.status) ? null : body, response);
}

/** Two visits with a poll time between them: the first begins the look, the second shows what came of it. */
async function lookAgain(more: Visit = {}): Promise<Response> {
  vi.setSystemTime(Date.now() + 2000);
  await visit('/-/health', more);
  return await visit(ARTICLE, more);
}

async function publish(heading: string, change?: (content: Edition) => Edition): Promise<Edition> {
  const edition = await editionSaying(heading, ++number, change);
  await publisher.publish(bindings.EDITIONS, edition);
  return edition;
}

const health = async () =>
  (await (await visit('/-/health')).json()) as { edition: object; editions: { confirmed: string; problems: object } };

describe('without keys', () => {
  test('the edition compiled in is served, whatever the store holds', async () => {
    await publish('Unasked');
    const html = await (await visit(ARTICLE, { env: { EDITION_KEYS: '' } })).text();
    expect(html).not.toContain('Unasked');
    const { edition, editions } = await (await visit('/-/health', { env: { EDITION_KEYS: '' } })).json<
      Awaited<ReturnType<typeof health>>
    >();
    expect(edition).toEqual({ number: BASELINE.number, hash: BASELINE.hash, source: 'built-in' });
    expect(editions).toEqual({ confirmed: null, problems: {} });
  });
});

describe('what is published', () => {
  test('is what readers read, and what health says', async () => {
    const edition = await publish('Published');
    expect(await (await lookAgain()).text()).toContain('Published');
    expect(await health()).toMatchObject({
      status: 'ok',
      edition: { number: edition.number, hash: edition.hash, source: 'store' },
      editions: { confirmed: new Date().toISOString(), problems: {} },
    });
    expect((await visit(`/-/notices/${Object.values(edition.notices)[0]?.publicId}`)).status).toBe(200);
  });

  test('leaves readers whom it does not concern their page, byte for byte', async () => {
    await publish('Before');
    const before = await (await lookAgain({ country: 'JP' })).text();
    await publish('After');
    expect(await (await lookAgain({ country: 'JP' })).text()).toBe(before);
  });

  test('shows another name of the site at once, though pages are stored under the preparation, which is the same', async () => {
    await publish('Name', content => ({ ...content, site: { ...content.site, name: 'The Old Name' } }));
    await lookAgain();
    expect(await (await visit('/')).text()).toContain('The Old Name');
    const { preparation } = await publish('Name', content => ({ ...content, site: { ...content.site, name: 'The New Name' } }));
    expect(preparation.hash).toBe(BASELINE.preparation.hash);
    await lookAgain();
    const front = await (await visit('/')).text();
    expect(front).toContain('The New Name');
    expect(front).not.toContain('The Old Name');
  });
});

describe.each(Object.entries(WRONG))('%s', (_, { problem, write }) => {
  test('costs no reader an error nor the notice that was there', async () => {
    const held = await publish(`Held ${number}`);
    expect(await (await lookAgain()).text()).toContain(`Held ${held.number - 1}`);
    const times = ((await health()).editions.problems as Record<string, number>)[problem] ?? 0;
    await write(bindings.EDITIONS, publisher, await editionSaying('Bad', ++number), held);
    const response = await lookAgain();
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`Held ${held.number - 1}`);
    expect((await health()).editions.problems).toHaveProperty(problem, times + 1);
  });
});

test.each([
  ['fails', () => Promise.reject(new Error('store'))],
  ['hangs', () => new Promise<never>(() => undefined)],
])('law 5: a store that %s changes nothing for readers', async (_, get) => {
  await publish('Lasting');
  await lookAgain();
  vi.setSystemTime(Date.now() + 2000);
  // What it begins may hang: nobody is to wait for it.
  const request = new Request(`https://news.example${ARTICLE}`, { cf: { country: 'RU' } } as RequestInit);
  const broken = { ...bindings, EDITIONS: { get } as unknown as KVNamespace, EDITION_KEYS: publisher.key, EDITION_POLL: '1' };
  const context = { waitUntil: (work: Promise<unknown>) => void work.catch(() => undefined), exports: { Pages: pages } };
  const response = await worker.fetch(request, broken, context as unknown as ExecutionContext);
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Lasting');
});

describe('a preparation that only the store knows', () => {
  const site = siteTerms(BASELINE.site, { ...settings() });
  const asked = (hash: string) =>
    pages.fetch(new Request(pageUrl({ preparation: hash, site, publicOrigin: 'https://news.example', path: ARTICLE })));

  async function another(selector: string) {
    const { hash: _, ...content } = { ...BASELINE.preparation, removals: { share: [selector] } };
    return { hash: (await hashOf(content)).slice(0, 16), ...content };
  }

  test('is found there by pages', async () => {
    const preparation = await another('.found');
    expect((await asked(preparation.hash)).headers.get('standfirst-failure')).toBe('unready');
    const later = await another('.found-later');
    await bindings.EDITIONS.put(preparationKey(later.hash), JSON.stringify(later));
    expect((await asked(later.hash)).status).toBe(200);
  });

  test.each([
    ['with other content', (text: string) => text.replace('.bad', '.sad')],
    ['under another name', (text: string) => text.replace(/"hash":"../, '"hash":"00')],
    ['cut off', (text: string) => text.slice(0, -1)],
    ['of another shape', () => '[]'],
  ])('is not believed %s', async (name, change) => {
    const preparation = await another(`.bad-${name}`.replaceAll(' ', '-'));
    await bindings.EDITIONS.put(preparationKey(preparation.hash), change(JSON.stringify(preparation)));
    expect((await asked(preparation.hash)).headers.get('standfirst-failure')).toBe('unready');
  });
});

test('where pages know nothing of an edition, the gateway prepares the page itself', async () => {
  await publish('Own preparation', ({ preparation, ...content }) => ({
    ...content,
    preparation: { ...preparation, hash: '00000000000000aa', slots: { 'before-headline': ['main'] } },
  }));
  const unready = new Response(null, { status: 503, headers: { 'standfirst-failure': 'unready' } });
  const source = { fetch: async () => unready.clone(), invalidate: async () => undefined };
  const response = await lookAgain({ pages: source as unknown as Context['exports']['Pages'] });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Own preparation');
});

test('where the origin or the library is down, the gateway says so', async () => {
  const gone = { LIBRARY: { get: () => Promise.reject(new Error('store')) } as unknown as KVNamespace };
  const unready = async () => new Response(null, { status: 503, headers: { 'standfirst-failure': 'unready' } });
  const source = { fetch: unready, invalidate: async () => undefined } as unknown as Context['exports']['Pages'];
  expect((await visit('/?never-stored', { env: gone, pages: source })).status).toBe(502);
});

describe('law 8: any edition can be served by the same code', () => {
  test('with an imagined reader, and leaves the one in force alone', async () => {
    const held = heldEdition();
    const draft = await sealed({ ...(await editionSaying('Draft', 99_999)), site: { ...BASELINE.site, name: 'Draft Site' } });
    const context: Context = {
      waitUntil: work => void work.catch(() => undefined),
      exports: {
        Pages: {
          fetch: async (request: Request) =>
            await answerPage(request, addressOf(request.url), draft.preparation, draft.site, settings(), bindings),
          invalidate: async () => undefined,
        },
      },
      cache: {},
    };
    const serve = async (imagined: Parameters<typeof serveWith>[0]['imagined']) => {
      const request = new Request(`https://news.example${ARTICLE}`);
      return await (await serveWith({ edition: draft, imagined }, request, settings(), bindings, context)).text();
    };
    const concerned = await serve({ place: { kind: 'known', country: 'RU' }, languages: 'en', now: Date.now() });
    expect(concerned).toContain('Draft');
    expect(concerned).toContain('Draft Site');
    expect(await serve({ place: { kind: 'known', country: 'JP' }, languages: 'en' })).not.toContain('data-notice');
    expect(heldEdition()).toBe(held);
    expect(await (await visit(ARTICLE)).text()).not.toContain('Draft');
  });
});

test('addresses of pages tell apart all that a stored page depends on of the site, and nothing else', () => {
  const { site } = BASELINE;
  const [own, origin] = [settings(), settings({ ORIGIN_URL: 'https://cms.example' })];
  const renamed = { ...site, name: 'Other/Näme?#%' };
  const faster = { ...site, cache: { ...site.cache, fresh: site.cache.fresh + 1 } };
  const pickier = { ...site, cache: { ...site.cache, ignoreQuery: ['x'] } };
  for (const [given, differs] of [
    [own, [renamed, faster]],
    [origin, [faster]],
  ] as const) {
    for (const other of [renamed, faster, pickier]) {
      const isOther = siteTerms(other, given) !== siteTerms(site, given);
      expect(isOther).toBe((differs as readonly unknown[]).includes(other));
    }
  }
  const address = {
    preparation: 'a'.repeat(16),
    site: siteTerms(renamed, own),
    publicOrigin: 'https://news.example:8443',
    path: '//a/b?c=/d',
  };
  expect(addressOf(new Request(pageUrl(address)).url)).toEqual(address);
});

describe('the Desk', () => {
  const DESK = { fetch: async (request: Request) => new Response(`desk ${new URL(request.url).pathname}`) } as unknown as Fetcher;

  test.each(['/-/desk', '/-/desk?a', '/-/desk/', '/-/desk/people?x=/'])(
    'gets %s where it is bound, and nobody does where it is not',
    async path => {
      expect(await (await visit(path, { env: { DESK } })).text()).toBe(`desk ${path.split('?')[0]}`);
      expect((await visit(path)).status).toBe(404);
    },
  );

  test.each(['/-/desks', '/-/deskx/', '/-/health', '/desk', '/x/-/desk', '/-/desk%2Fx'])('does not get %s', async path => {
    expect(await (await visit(path, { env: { DESK } })).text()).not.toMatch(/^desk /);
  });
});

describe('settings', () => {
  test.each([
    [{}, { keys: [], poll: 20_000 }],
    [
      { EDITION_KEYS: ` ${'A'.repeat(43)} , ${'b'.repeat(43)}`, EDITION_POLL: '1' },
      { keys: ['A'.repeat(43), 'b'.repeat(43)], poll: 1000 },
    ],
    [
      { EDITION_KEYS: ' ', EDITION_POLL: '300' },
      { keys: [], poll: 300_000 },
    ],
  ])('%j are right', (vars, editions) => {
    expect(settings(vars).editions).toEqual(editions);
  });

  test('that are wrong are named', () => {
    for (const key of [
      'x',
      'A'.repeat(42),
      'A'.repeat(44),
      `${'A'.repeat(42)}=`,
      `${'A'.repeat(43)},`,
      'A'.repeat(43).concat(' ', 'A'.repeat(43)),
    ]) {
      expect(settingsOf({ EDITION_KEYS: key })).toMatchObject({ problems: [{ setting: 'EDITION_KEYS' }] });
    }
    for (const poll of ['0', '301', '1.5', '-1', 'x', '1e2']) {
      expect(settingsOf({ EDITION_POLL: poll })).toMatchObject({ problems: [{ setting: 'EDITION_POLL' }] });
    }
  });
});

function settings(vars: Record<string, string> = {}) {
  const checked = settingsOf(vars);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return checked.settings;
}
