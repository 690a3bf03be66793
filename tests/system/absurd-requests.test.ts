/** Requests that no browser would send: a clear answer, never an exception. */

import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { sendRaw } from '../support/ask.ts';
import { articlePage, noticesIn } from '../support/pages.ts';
import { GEO_SECRET } from '../support/readers.ts';
import { useSystem } from '../support/system.ts';

const system = useSystem();

const SINGAPORE = `X-Geo-Secret: ${GEO_SECRET}\r\nX-Geo-Country: SG\r\nConnection: close`;

describe('addresses', () => {
  test.each([
    ['a path of 10 kB', `/${'a'.repeat(10_000)}`, 414],
    ['a query of 10 kB', `/a?${'q'.repeat(10_000)}`, 414],
    ['a lone percent sign', '/100%', 400],
    ['a broken escape', '/a%zz', 400],
    ['half an escape', '/a%4', 400],
    ['a zero byte', '/a%00.html', 400],
  ])('%s', async (_, path, expected) => {
    for (const headers of [{}, { cookie: 'session=1' }] as Record<string, string>[]) {
      const { status, headers: said, text } = await system.read('RU', path, { headers, languages: 'ru' });
      expect(status).toBe(expected);
      expect(said['cache-control']).toBe('no-store');
      expect(text).toContain('<html lang="ru"');
      expect(text).not.toContain('qqqq');
    }
    expect(system.origin.seen.filter(({ path: asked }) => asked === path)).toEqual([]);
  });

  test('a line break in an address is handed on as it came, and makes no header', async () => {
    const path = '/a%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0a%3Cscript%3E';
    system.origin.on('/a%0d%0aSet-Cookie:%20x=1%0d%0a%0d%0a%3Cscript%3E', (_, response) => {
      response.writeHead(302, { location: `${system.origin.url}${path}?next=%0d%0aX-Injected:%201` }).end();
    });
    const answer = await system.read('RU', path);
    expect(answer.status).toBe(302);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers).not.toHaveProperty('x-injected');
    expect(answer.headers.location).toBe(`${system.standfirst.url}${path}?next=%0d%0aX-Injected:%201`);
  });

  test.each(['//', '///', '/./', '/.//', '/%2e/', '/a/../'])('%s cannot walk around the rule about the front page', async path => {
    for (const name of ['/', '//', '///']) system.origin.page(name, articlePage({ title: 'Front' }));
    const raw = await sendRaw(system.standfirst.url, `GET ${path} HTTP/1.1\r\nHost: site.example\r\n${SINGAPORE}\r\n\r\n`);
    expect(raw).toMatch(/^HTTP\/1\.1 200 /);
    expect(noticesIn(raw)).toEqual(['correction-sg']);
  });

  test('a way out of the own paths leads nowhere', async () => {
    for (const path of ['/-/nothing', '/-/', '/-/style/none.css', '/-/notices/none', '/-/media/x', '/-/desk', '/-/../-/nothing']) {
      expect((await system.read('RU', path)).status).toBe(404);
    }
    expect(system.origin.seen.filter(({ path }) => path.startsWith('/-/'))).toEqual([]);
  });
});

describe('methods', () => {
  test('TRACE is refused', async () => {
    const { status, text } = await system.read('RU', '/trace', { method: 'TRACE', headers: { cookie: 'secret=1' } });
    expect(status).toBe(405);
    expect(text).not.toContain('secret=1');
  });

  test('a method that nobody knows is no exception', async () => {
    const raw = await sendRaw(system.standfirst.url, 'BREW /pot HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n\r\n');
    expect(raw).toMatch(/^HTTP\/1\.1 (405|501|400) /);
  });
});

describe('hosts', () => {
  test.each(['site.example', 'SITE.example:80', '[::1]:8080', 'xn--e1afmkfd.example'])('%s is the name of the site', async host => {
    system.origin.page('/host', articlePage());
    const raw = await sendRaw(system.standfirst.url, `GET /host HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(raw).toMatch(/^HTTP\/1\.1 200 /);
  });

  // What is no address at all (`a b`, `%`, `a:99999`) the local server refuses before the Worker.
  test.each(['a/b', 'a@b', 'ü.example', '..'])('%s is no name: a 4xx, or the page as ever', async host => {
    system.origin.page('/odd-host', articlePage());
    const raw = await sendRaw(system.standfirst.url, `GET /odd-host HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(raw).toMatch(/^HTTP\/1\.1 (200|4\d\d) /);
    expect(raw).not.toMatch(/<script>(?!\{)|\bat .*:\d+:\d+/);
  });

  test('one site under two names keeps two stores of pages', async () => {
    system.origin.on('/named', (_, response) => response.writeHead(301, { location: `${system.origin.url}/new` }).end());
    const locationAt = async (host: string) => {
      const raw = await sendRaw(system.standfirst.url, `GET /named HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      return /\r\nlocation: ([^\r]*)/i.exec(raw)?.[1];
    };
    expect([await locationAt('one.example'), await locationAt('two.example')]).toEqual([
      'http://one.example/new',
      'http://two.example/new',
    ]);
  });

  test('the target may be a whole address', async () => {
    system.origin.page('/absolute', articlePage());
    const { host } = new URL(system.standfirst.url);
    const raw = await sendRaw(system.standfirst.url, `GET http://${host}/absolute HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(raw).toMatch(/^HTTP\/1\.1 (200|400) /);
    if (raw.startsWith('HTTP/1.1 200')) expect(noticesIn(raw)).toEqual(['undesirable-russia', 'extremist-belarus']);
  });
});

describe('loops', () => {
  test('an origin that leads back here is found out', async () => {
    system.origin.on('/loop', (asked, response) => {
      const { hostname, port } = new URL(system.standfirst.url);
      request({ hostname, port, path: '/loop', headers: asked.headers, agent: false }, answer => {
        response.writeHead(answer.statusCode ?? 0, answer.headers);
        answer.pipe(response);
      }).end();
    });
    const answer = await system.read('FR', '/loop');
    expect(answer.status).toBe(508);
    expect(system.origin.count('/loop')).toBe(1);
  });

  test('another proxy of the same kind is none', async () => {
    system.origin.page('/chain', articlePage());
    expect((await system.read('FR', '/chain', { headers: { 'cdn-loop': 'cloudflare; a=1, standfirst-0123456789abcdef' } })).status).toBe(
      200,
    );
  });
});

describe('headers', () => {
  test.each([
    ['a language of a kilobyte', { 'accept-language': 'x'.repeat(1000) }],
    ['a language that is none', { 'accept-language': ';;;q=,,*;q=x' }],
    ['a thousand cookies', { cookie: Array.from({ length: 400 }, (_, index) => `c${index}=1`).join('; ') }],
    ['a broken range', { range: 'bytes=what-ever' }],
    ['a broken date', { 'if-modified-since': 'yesterday' }],
    ['a broken tag', { 'if-none-match': 'W/"unclosed' }],
    ['a coding that nobody knows', { 'accept-encoding': 'gzip;q=0, klingon, identity;q=0.1' }],
  ])('%s', async (_, headers) => {
    system.origin.page('/odd-headers', articlePage());
    const answer = await system.read('RU', '/odd-headers', { headers: headers as Record<string, string> });
    expect(answer.status).toBe(200);
    expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
  });
});
