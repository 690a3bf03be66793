/** The stand-in for the platform's cache, over the real Cache API, with a clock and a source of the test's own. */

import { beforeEach, describe, expect, test } from 'vitest';
import { fetchThrough, forget } from '../../src/edge/stand-in-cache.ts';

let now: number;
let asked: Request[];
let pending: Promise<unknown>[];
let answer: (request: Request) => Response | Promise<Response>;
let url: string;
let store: Cache;

beforeEach(async () => {
  now = 1_800_000_000_000;
  asked = [];
  pending = [];
  url = `https://pages.internal/${crypto.randomUUID()}`;
  store = await caches.open('contract');
  answer = () => page('one');
});

function page(body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, {
    headers: { 'cdn-cache-control': 'max-age=60, stale-while-revalidate=600, stale-if-error=86400', ...headers },
  });
}

async function get(headers: Record<string, string> = {}): Promise<[status: string | null, body: string, age: string | null]> {
  const response = await ask(headers);
  const said: [string | null, string, string | null] = [
    response.headers.get('cf-cache-status'),
    await response.text(),
    response.headers.get('age'),
  ];
  await settled();
  return said;
}

function ask(headers: Record<string, string> = {}): Promise<Response> {
  return fetchThrough(new Request(url, { headers }), {
    store,
    fetch: async request => {
      asked.push(request);
      return await answer(request);
    },
    waitUntil: work => pending.push(work),
    now: () => now,
  });
}

async function settled(): Promise<void> {
  while (pending.length > 0) await Promise.all(pending.splice(0));
}

test('fresh: one request to the source, then answers from the store with their age', async () => {
  expect(await get()).toEqual(['MISS', 'one', null]);
  now += 59_000;
  expect(await get()).toEqual(['HIT', 'one', '59']);
  expect(asked).toHaveLength(1);
});

test('stale while revalidating: the old answer at once, the new one behind it', async () => {
  await get();
  now += 61_000;
  answer = () => page('two');
  expect((await get()).slice(0, 2)).toEqual(['UPDATING', 'one']);
  expect((await get()).slice(0, 2)).toEqual(['HIT', 'two']);
  expect(asked).toHaveLength(2);
});

test('past that, the source is waited for', async () => {
  await get();
  now += 661_000;
  answer = () => page('two');
  expect((await get()).slice(0, 2)).toEqual(['EXPIRED', 'two']);
});

describe('stale if error', () => {
  test.each([
    ['a 502', () => new Response(null, { status: 502 })],
    ['an exception', () => Promise.reject(new Error('down'))],
  ])('%s: the old answer for as long as allowed, then the failure', async (_, failing) => {
    await get();
    answer = failing;
    now += 700_000;
    expect((await get()).slice(0, 2)).toEqual(['STALE', 'one']);
    now += 86_400_000;
    expect((await ask()).status).toBe(502);
  });
});

test('revalidation sends the source’s own validators, and a 304 renews what is stored', async () => {
  answer = () =>
    page('one', { etag: '"v1"', 'last-modified': 'Sun, 01 Mar 2026 00:00:00 GMT', 'x-kept': 'yes', 'cache-control': 'max-age=60' });
  await get();
  now += 700_000;
  answer = request => new Response(null, { status: request.headers.get('if-none-match') === '"v1"' ? 304 : 500 });
  expect((await get()).slice(0, 2)).toEqual(['REVALIDATED', 'one']);
  expect(asked[1]?.headers.get('if-modified-since')).toBe('Sun, 01 Mar 2026 00:00:00 GMT');
  const renewed = await ask();
  expect(Object.fromEntries(renewed.headers)).toMatchObject({
    'x-kept': 'yes',
    'cache-control': 'max-age=60',
    'cf-cache-status': 'HIT',
    etag: '"v1"',
  });
});

test('what may not be stored is not, and nobody waits for it', async () => {
  answer = () => new Response('private', { headers: { 'cdn-cache-control': 'no-store' } });
  for (let time = 0; time < 3; time++) expect((await get())[0]).toBe('BYPASS');
  expect(asked).toHaveLength(3);
});

test('variants are kept apart, and what they depend on is in no key in the clear', async () => {
  answer = request => page(`for ${request.headers.get('accept-language')}`, { vary: 'Accept-Language' });
  for (const language of ['ru', 'en', 'ru', 'en']) expect((await get({ 'accept-language': language }))[1]).toBe(`for ${language}`);
  expect(asked).toHaveLength(2);
  expect((await ask({ 'accept-language': 'ru' })).headers.get('vary')).toBe('Accept-Language');
});

test('concurrent requests for one cold entry ask the source once', async () => {
  answer = async () => {
    await scheduler.wait(50);
    return page('one');
  };
  const bodies = await Promise.all(Array.from({ length: 20 }, async () => (await ask()).text()));
  await settled();
  expect(new Set(bodies)).toEqual(new Set(['one']));
  expect(asked).toHaveLength(1);
});

test('a failed fill frees those who wait for it', async () => {
  answer = async () => {
    await scheduler.wait(20);
    return new Response(null, { status: 504 });
  };
  const statuses = await Promise.all(Array.from({ length: 3 }, async () => (await ask()).status));
  expect(statuses).toEqual([504, 504, 504]);
});

test('what is forgotten is asked for again', async () => {
  await get();
  await forget(url, store);
  expect((await get())[0]).toBe('MISS');
});

test('a source that breaks off leaves nothing in the store', async () => {
  answer = () => {
    let sent = false;
    const body = new ReadableStream({
      pull(controller) {
        if (sent) controller.error(new Error('cut off'));
        else controller.enqueue(new TextEncoder().encode('half'));
        sent = true;
      },
    });
    return new Response(body, { headers: { 'cdn-cache-control': 'max-age=60' } });
  };
  await expect((await ask()).text()).rejects.toThrow();
  await settled();
  answer = () => page('whole');
  expect((await get()).slice(0, 2)).toEqual(['MISS', 'whole']);
});
