/** Readers as the platform describes them (`request.cf`), in workerd, with the library in the real local KV. */

import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import library from '../../src/edge/generated/library.json' with { type: 'json' };

const ARTICLE = '/2026/11/grain-port-record';
const WITHHELD = '/2026/11/weighbridge-trial';
const kv = (env as unknown as { LIBRARY: KVNamespace }).LIBRARY;

interface Entry {
  key: string;
  value: string;
  base64?: boolean;
  metadata?: unknown;
}

beforeAll(async () => {
  for (const { key, value, base64, metadata } of library as Entry[]) {
    const data = base64 ? Uint8Array.from(atob(value), character => character.charCodeAt(0)) : value;
    await kv.put(key, data, metadata === undefined ? {} : { metadata });
  }
});

type Cf = Record<string, unknown>;

function visit(path: string, cf: Cf, headers: Record<string, string> = { 'accept-language': 'en' }): Promise<Response> {
  const edge = (exports as unknown as { default: Fetcher }).default;
  return edge.fetch(`https://news.example${path}`, { headers, cf } as RequestInit) as unknown as Promise<Response>;
}

const noticesIn = (html: string) => [...html.matchAll(/data-notice="([^"]+)"/g)].map(([, id]) => id);
const plain = async () => await (await visit(ARTICLE, { country: 'US', regionCode: 'NY' })).text();

describe('worked examples', () => {
  const safety = [
    ['1', { country: 'RU', regionCode: 'MOW' }],
    ['1', { country: 'RU' }],
    ['2', { country: 'UA', regionCode: '43' }],
    ['3', { country: 'RU', regionCode: 'CR' }],
    ['4', { country: 'UA', regionCode: '40' }],
  ] as const;

  test.each(safety)('%s: %j is warned, in Russian first, and can share nothing', async (_, cf) => {
    const response = await visit(ARTICLE, cf);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(noticesIn(html)).toHaveLength(1);
    expect([...html.matchAll(/class="standfirst-notice-part" lang="([^"]+)"/g)].map(([, language]) => language)).toEqual(['ru', 'en']);
    expect(html).not.toContain('data-share');
    expect(await plain()).toContain('data-share');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  });

  test('4: a reader of Ukrainian in Sevastopol gets it in Russian and Ukrainian', async () => {
    const html = await (await visit(ARTICLE, { country: 'UA', regionCode: '40' }, { 'accept-language': 'uk' })).text();
    expect([...html.matchAll(/class="standfirst-notice-part" lang="([^"]+)"/g)].map(([, language]) => language)).toEqual(['ru', 'uk']);
  });

  test.each([
    ['5', { country: 'UA', regionCode: '30' }],
    ['6', { country: 'UA' }],
  ])('%s: %j gets the page untouched', async (_, cf) => {
    expect(await (await visit(ARTICLE, cf)).text()).toBe(await plain());
  });

  test.each([
    ['7', { country: 'T1' }],
    ['8', {}],
    ['8', { country: 'XX' }],
  ])('%s: %j is warned, never withheld', async (_, cf) => {
    const warned = await visit(WITHHELD, cf);
    expect(warned.status).toBe(200);
    expect(noticesIn(await warned.text())).not.toEqual([]);
  });

  test('15: Belarus: the notice, nothing stored, nothing shared', async () => {
    const response = await visit(ARTICLE, { country: 'BY' });
    const html = await response.text();
    expect(noticesIn(html)).toHaveLength(1);
    expect(html).toContain('class="standfirst-notice-part" lang="be"');
    expect(html).not.toContain('data-share');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('29: a crawler is any reader', async () => {
    const crawler = { 'user-agent': 'Googlebot/2.1', 'accept-language': 'en' };
    expect((await visit(WITHHELD, { country: 'US' }, crawler)).status).toBe(200);
    const withheld = await visit(WITHHELD, { country: 'GB', regionCode: 'ENG' }, crawler);
    expect(withheld.status).toBe(451);
    expect(withheld.headers.get('link')).toBe('<https://news.example/>; rel="blocked-by"');
    expect(withheld.headers.get('cache-control')).toBe('no-store');
  });
});

test('geo headers from outside are not believed', async () => {
  const forged = { 'x-geo-country': 'RU', 'x-geo-region': 'MOW', 'cf-ipcountry': 'RU', 'x-geo-secret': '', 'accept-language': 'en' };
  expect(await (await visit(ARTICLE, { country: 'US' }, forged)).text()).toBe(await plain());
});

test('law 1: readers of many places, interleaved, each get their own page', async () => {
  const places: Cf[] = [
    { country: 'RU' },
    { country: 'US' },
    { country: 'BY' },
    { country: 'SG' },
    { country: 'UA', regionCode: '43' },
    { country: 'KZ' },
  ];
  const alone = new Map<Cf, string>();
  for (const cf of places) alone.set(cf, await (await visit(ARTICLE, cf)).text());
  expect(new Set(alone.values()).size).toBe(4); // RU and Crimea read alike, and so do US and KZ.
  const order = Array.from({ length: 60 }, (_, index) => places[(index * 7 + (index >> 2)) % places.length] as Cf);
  const pages = await Promise.all(order.map(async cf => await (await visit(ARTICLE, cf)).text()));
  expect(pages).toEqual(order.map(cf => alone.get(cf)));
});

test('law 5: what was read once is read on with the store gone, with its notice', async () => {
  await plain();
  await kv.delete(`article${ARTICLE}`);
  await kv.delete('index');
  try {
    expect((await visit(ARTICLE, { country: 'US' })).status).toBe(200);
    expect(noticesIn(await (await visit(ARTICLE, { country: 'RU' })).text())).toHaveLength(1);
  } finally {
    for (const { key, value } of library as Entry[]) if (key === 'index' || key === `article${ARTICLE}`) await kv.put(key, value);
  }
});

test('a page says the same in its headers to everyone who is not concerned', async () => {
  const [one, other] = [await visit(ARTICLE, { country: 'US' }), await visit(ARTICLE, { country: 'JP' })];
  expect([...one.headers].filter(([name]) => name !== 'age')).toEqual([...other.headers].filter(([name]) => name !== 'age'));
});

test('nothing on this machine but the local run lets a visitor imagine another place', async () => {
  const html = await (await visit(`${ARTICLE}?as-from-place=RU`, { country: 'US' })).text();
  expect(noticesIn(html)).toEqual([]);
  expect((await visit('/-/as-from', { country: 'US' })).status).toBe(404);
  expect(await (await visit('/', { country: 'US' })).text()).not.toContain('as-from');
});
