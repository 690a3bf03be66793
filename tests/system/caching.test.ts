/** What is kept, for how long, and what makes it go. */

import { describe, expect, test } from 'vitest';
import { articlePage, noticesIn } from '../support/pages.ts';
import { ORIGIN_TIMEOUT, pause, until, useSystem } from '../support/system.ts';

const system = useSystem();

/** A page whose headline counts how often it was made. */
function countedPage(path: string, headers: Record<string, string> = {}, type = 'text/html'): void {
  let made = 0;
  system.origin.on(path, (_, response) => {
    made++;
    response.writeHead(200, { 'content-type': type, ...headers }).end(articlePage({ title: `Version ${made}.` }));
  });
}

const versionIn = (text: string) => /Version (\d+)\./.exec(text)?.[1];

async function versions(path: string, places: readonly string[]): Promise<(string | undefined)[]> {
  const out: (string | undefined)[] = [];
  for (const place of places) out.push(versionIn((await system.read(place, path)).text));
  return out;
}

describe('what is kept', () => {
  test.each([
    ['nothing at all', {}, true],
    ['max-age', { 'cache-control': 'public, max-age=60' }, true],
    ['CDN-Cache-Control before Cache-Control', { 'cdn-cache-control': 'max-age=60', 'cache-control': 'private, no-store' }, true],
    ['CDN-Cache-Control: no-store before max-age', { 'cdn-cache-control': 'no-store', 'cache-control': 'max-age=60' }, false],
    ['private', { 'cache-control': 'private, max-age=60' }, false],
    ['no-store', { 'cache-control': 'no-store' }, false],
    ['no-cache', { 'cache-control': 'no-cache' }, false],
    ['max-age=0', { 'cache-control': 'max-age=0' }, false],
    ['s-maxage=0', { 'cache-control': 's-maxage=0, max-age=60' }, false],
    ['a date of expiry in the past', { expires: 'Wed, 21 Oct 2015 07:28:00 GMT' }, false],
    ['Set-Cookie', { 'cache-control': 'max-age=60', 'set-cookie': 'a=1' }, false],
    ['Vary: *', { 'cache-control': 'max-age=60', vary: '*' }, false],
    ['Vary: Cookie', { 'cache-control': 'max-age=60', vary: 'Cookie' }, false],
    ['an Age that uses up max-age', { 'cache-control': 'max-age=60', age: '61', expires: '0' }, false],
  ])('%s', async (name, headers, kept) => {
    for (const type of ['text/html', 'text/css']) {
      const path = `/kept/${encodeURIComponent(name)}/${type}`;
      countedPage(path, headers as Record<string, string>, type);
      expect(await versions(path, ['FR', 'FR', 'DE'])).toEqual(kept ? ['1', '1', '1'] : ['1', '2', '3']);
    }
  });

  test('what the origin says of caching reaches readers with what is no page, on a hit as on a miss', async () => {
    const said = { 'cache-control': 'max-age=77', expires: 'Wed, 21 Oct 2037 07:28:00 GMT', vary: 'Accept-Encoding' };
    for (const headers of [{}, said] as Record<string, string>[]) {
      const path = `/said-${Object.keys(headers).length}`;
      countedPage(path, headers, 'image/png');
      for (let turn = 0; turn < 2; turn++) {
        const answer = await system.read('FR', path);
        expect(answer.headers['cache-control']).toBe(headers['cache-control']);
        expect(answer.headers.expires).toBe(headers.expires);
        for (const name of Object.keys(answer.headers)) expect(name).not.toMatch(/^(standfirst|cf-|cdn-|cache-tag)/);
      }
      expect(system.origin.count(path)).toBe(1);
    }
  });

  test('variants by language are kept apart', async () => {
    system.origin.on('/variants', ({ headers }, response) => {
      response.writeHead(200, { 'content-type': 'text/html', vary: 'Accept-Language' });
      response.end(articlePage({ title: `In ${headers['accept-language']}` }));
    });
    for (const language of ['en', 'fr', 'en', 'de', 'fr', 'de']) {
      const answer = await system.read('RU', '/variants', { languages: language });
      expect(answer.text).toContain(`In ${language}`);
      expect(answer.headers.vary).toMatch(/accept-language/i);
      expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
    }
    expect(system.origin.count('/variants')).toBe(3);
  });

  test('the query counts, less the parameters that only track', async () => {
    countedPage('/query');
    const ask = async (query: string) => versionIn((await system.read('FR', `/query${query}`)).text);
    expect(await ask('')).toBe('1');
    for (const query of ['?utm_source=a', '?fbclid=x&utm_medium=b', '?gclid=1', '?']) expect(await ask(query)).toBe('1');
    expect(await ask('?page=2')).toBe('2');
    expect(await ask('?utm_source=a&page=2&fbclid=c')).toBe('2');
    expect(await ask('?page=3')).toBe('3');
    expect(system.origin.seen.filter(({ path }) => path.startsWith('/query')).map(({ path }) => path)).toEqual([
      '/query',
      '/query?page=2',
      '/query?page=3',
    ]);
  });

  test('fifty readers of many places who ask at once for a cold page cost the origin one request', async () => {
    system.origin.on('/cold', (_, response) => {
      setTimeout(() => response.writeHead(200, { 'content-type': 'text/html' }).end(articlePage()), 300);
    });
    const places = ['RU', 'BY', 'SG', 'FR', 'UA-43'];
    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => system.read(places[index % 5] ?? '', '/cold')));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(system.origin.count('/cold')).toBe(1);
  });
});

describe('what has become stale', () => {
  const SHORT = { 'cache-control': 'max-age=1, stale-while-revalidate=60, stale-if-error=60' };
  const PAST = 1200;

  test('is served at once and refreshed behind the answer', async () => {
    countedPage('/stale', SHORT);
    expect(await versions('/stale', ['FR'])).toEqual(['1']);
    await pause(PAST);
    expect(await versions('/stale', ['RU'])).toEqual(['1']);
    await until(async () => versionIn((await system.read('FR', '/stale')).text) === '2');
    expect(system.origin.count('/stale')).toBe(2);
  });

  test.each([
    ['refuses', (path: string) => system.origin.raw(path, '', 'reset')],
    [
      'answers 503 with a page',
      (path: string) =>
        system.origin.on(path, (_, response) => response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Sorry</h1>')),
    ],
    [
      'answers 500 with a text',
      (path: string) => system.origin.on(path, (_, response) => response.writeHead(500, { 'content-type': 'text/plain' }).end('Sorry')),
    ],
    ['does not answer in time', (path: string) => system.origin.on(path, () => undefined)],
    [
      'breaks off',
      (path: string) => system.origin.raw(path, 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999\r\n\r\n<h1>Half'),
    ],
  ])("is served with today's notice when the origin %s", async (name, fail) => {
    const path = `/fails/${name.replace(/\W/g, '-')}`;
    countedPage(path, { 'cache-control': 'max-age=1, stale-while-revalidate=0, stale-if-error=60' });
    expect(await versions(path, ['FR'])).toEqual(['1']);
    fail(path);
    await pause(PAST);
    const answer = await system.read('RU', path);
    expect(answer.status).toBe(200);
    expect(versionIn(answer.text)).toBe('1');
    expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
    expect(answer.headers['cache-status']).toMatch(/fwd=stale/);
  });

  test('and may not be served is asked for once, however many readers ask at once', async () => {
    let made = 0;
    system.origin.on('/expired', (_, response) => {
      const html = articlePage({ title: `Version ${++made}.` });
      const headers = { 'content-type': 'text/html', 'cache-control': 'max-age=1, stale-while-revalidate=0' };
      setTimeout(() => response.writeHead(200, headers).end(html), 300);
    });
    expect(await versions('/expired', ['FR'])).toEqual(['1']);
    await pause(PAST);
    const answers = await Promise.all(Array.from({ length: 30 }, () => system.read('RU', '/expired')));
    expect(new Set(answers.map(({ text }) => versionIn(text)))).toEqual(new Set(['2']));
    expect(system.origin.count('/expired')).toBe(2);
  });

  test('is not served on an error where the origin forbids it', async () => {
    countedPage('/must', { 'cache-control': 'max-age=1, must-revalidate' });
    expect(await versions('/must', ['FR'])).toEqual(['1']);
    system.origin.raw('/must', '', 'reset');
    await pause(PAST);
    expect((await system.read('FR', '/must')).status).toBe(502);
  });

  test.each([
    ['its tag', { etag: '"v1"' }, 'if-none-match', '"v1"'],
    ['its date', { 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' }, 'if-modified-since', 'Wed, 21 Oct 2026 07:28:00 GMT'],
  ])('is asked for with %s, and a 304 renews it', async (name, validator, conditional, value) => {
    const path = `/renewed/${name.replace(/\W/g, '-')}`;
    const headers = { 'cache-control': 'max-age=1, stale-while-revalidate=0', ...validator } as Record<string, string>;
    system.origin.on(path, (request, response) => {
      const known = request.headers[conditional] === value;
      // Some origins repeat in a 304 what describes the page that they do not send.
      const same = { ...headers, 'content-type': 'text/html', vary: 'Accept-Encoding' };
      response.writeHead(known ? 304 : 200, known ? { ...same, 'cache-control': 'max-age=60' } : same);
      response.end(known ? undefined : articlePage());
    });
    const first = await system.read('FR', path);
    await pause(PAST);
    for (let turn = 0; turn < 3; turn++) {
      const answer = await system.read('FR', path);
      expect(answer.body.equals(first.body)).toBe(true);
      expect(answer.headers.etag).toBe(first.headers.etag);
    }
    expect(system.origin.count(path)).toBe(2);
    await pause(PAST);
    expect(noticesIn((await system.read('RU', path)).text)).toEqual(['undesirable-russia']);
    expect(system.origin.count(path)).toBe(2);
  });

  test('the time limit is the one of the settings', async () => {
    system.origin.on('/slow', () => undefined);
    const began = Date.now();
    expect((await system.read('FR', '/slow')).status).toBe(504);
    expect(Date.now() - began).toBeLessThan(ORIGIN_TIMEOUT + 1500);
  });
});

describe('what changes at the origin', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s makes a path forgotten', async method => {
    const path = `/changed-${method}`;
    countedPage(path);
    expect(await versions(path, ['FR', 'FR'])).toEqual(['1', '1']);
    await system.read('FR', path, { method, body: 'x' });
    await until(async () => versionIn((await system.read('FR', path)).text) === '3');
  });

  test('in every language', async () => {
    let made = 0;
    system.origin.on('/all-languages', (_, response) => {
      made++;
      response.writeHead(200, { 'content-type': 'text/html', vary: 'Accept-Language' }).end(articlePage({ title: `Version ${made}.` }));
    });
    const ask = async (languages: string) => versionIn((await system.read('FR', '/all-languages', { languages })).text);
    expect([await ask('en'), await ask('fr'), await ask('en'), await ask('fr')]).toEqual(['1', '2', '1', '2']);
    await system.read('FR', '/all-languages', { method: 'POST', body: 'x' });
    await until(async () => Number(await ask('en')) > 3);
    expect(Number(await ask('fr'))).toBeGreaterThan(3);
  });

  test('a request that the origin refuses changes nothing', async () => {
    let made = 0;
    system.origin.on('/refused', ({ method }, response) => {
      if (method !== 'GET') return void response.writeHead(405).end();
      made++;
      response.writeHead(200, { 'content-type': 'text/html' }).end(articlePage({ title: `Version ${made}.` }));
    });
    expect(await versions('/refused', ['FR'])).toEqual(['1']);
    for (const method of ['POST', 'DELETE']) expect((await system.read('FR', '/refused', { method })).status).toBe(405);
    await pause(200);
    expect(await versions('/refused', ['FR'])).toEqual(['1']);
  });
});
