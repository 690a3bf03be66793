/** Origins that are slow, break off, lie, or talk nonsense: an error in the reader's language, and nothing of it kept. */

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../support/ask.ts';
import { articlePage, noticesIn } from '../support/pages.ts';
import { ORIGIN_TIMEOUT, useSystem } from '../support/system.ts';

const system = useSystem();

const HTML = articlePage({ body: '<p>All of it is here.</p>' });

function expectErrorPage({ status, headers, text }: Answer, expected: number, language = 'en'): void {
  expect(status).toBe(expected);
  expect(headers['content-type']).toBe('text/html; charset=utf-8');
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-security-policy']).toMatch(/default-src 'none'/);
  expect(headers).not.toHaveProperty('set-cookie');
  expect(text).toContain(`<html lang="${language}"`);
  expect(text).not.toContain(new URL(system.origin.url).port);
  expect(text).not.toMatch(/\bat .*\.(ts|js):\d+|Error:|127\.0\.0\.1/);
}

/** Asks twice as any reader and once with a cookie: every time an error, the origin asked each time; then the origin is well again. */
async function expectFailure(path: string, status: number): Promise<void> {
  for (const headers of [{}, {}, { cookie: 'session=1' }] as Record<string, string>[]) {
    expectErrorPage(await system.read('RU', path, { headers, languages: 'ru' }), status, 'ru');
  }
  expect(system.origin.count(path)).toBeGreaterThanOrEqual(3);
  system.origin.page(path, HTML);
  const answer = await system.read('RU', path);
  expect(answer.status).toBe(200);
  expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
}

describe('slow', () => {
  test('no answer in time', async () => {
    system.origin.on('/slow-head', () => undefined);
    const began = Date.now();
    await expectFailure('/slow-head', 504);
    expect(Date.now() - began).toBeLessThan(3 * ORIGIN_TIMEOUT + 3000);
  });

  test('no end in time', async () => {
    system.origin.on('/slow-body', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write(HTML.slice(0, 500));
    });
    await expectFailure('/slow-body', 504);
  });

  test('but in time', async () => {
    system.origin.on('/slowish', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write(HTML.slice(0, 100));
      setTimeout(() => response.write(HTML.slice(100, 400)), 200);
      setTimeout(() => response.end(HTML.slice(400)), 400);
    });
    expect((await system.read('FR', '/slowish')).text).toBe(HTML);
  });
});

describe('cut off in the middle', () => {
  const half = HTML.slice(0, HTML.length >> 1);
  const type = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n';

  test.each([
    ['with Content-Length', `${type}Content-Length: ${HTML.length}\r\n\r\n${half}`],
    ['chunked', `${type}Transfer-Encoding: chunked\r\n\r\n${half.length.toString(16)}\r\n${half}\r\n`],
    ['in a chunk', `${type}Transfer-Encoding: chunked\r\n\r\n${HTML.length.toString(16)}\r\n${half}`],
    ['right behind the head', `${type}Content-Length: ${HTML.length}\r\n\r\n`],
  ])('a page %s', async (name, bytes) => {
    for (const end of ['close', 'reset'] as const) {
      const path = `/cut/${name.replaceAll(' ', '-')}-${end}`;
      system.origin.raw(path, bytes, end);
      await expectFailure(path, 502);
    }
  });

  test.each([
    ['with Content-Length', 'Content-Length: 100000\r\n\r\n'],
    ['chunked', 'Transfer-Encoding: chunked\r\n\r\n186a0\r\n'],
  ])('a film %s: what has come is passed on, its reader learns that it is not all, and it is not kept', async (name, head) => {
    const path = `/cut/film-${name.replaceAll(' ', '-')}`;
    const film = `HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nCache-Control: max-age=60\r\n${head}${'x'.repeat(50_000)}`;
    system.origin.raw(path, film);
    await expect(system.read('FR', path)).rejects.toThrow();
    system.origin.on(path, (_, response) => response.writeHead(200, { 'content-type': 'video/mp4' }).end('whole'));
    expect((await system.read('FR', path)).text.slice(0, 20)).toBe('whole');
  });
});

describe('untrue', () => {
  test('a Content-Length that is too small', async () => {
    const bytes = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 60\r\n\r\n${HTML}`;
    system.origin.raw('/small-length', bytes);
    const answer = await system.read('RU', '/small-length');
    // What is beyond belongs to no message (RFC 9112, section 6.3): the notice stands on the rest, or the page is refused.
    if (answer.status === 200) expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
    else expectErrorPage(answer, 502);
    expect(answer.text).not.toContain('All of it is here.');
  });

  test.each([
    ['gzip that is broken', 'gzip', gzipSync(HTML).fill(0x55, 40, 80)],
    ['gzip that is cut off', 'gzip', gzipSync(HTML).subarray(0, 200)],
    ['gzip that is none', 'gzip', Buffer.from(HTML)],
    ['zstd that is none', 'zstd', Buffer.from(HTML)],
  ])('%s', async (name, coding, bytes) => {
    const path = `/untrue/${name.replaceAll(' ', '-')}`;
    system.origin.page(path, bytes, { 'content-encoding': coding });
    await expectFailure(path, 502);
  });

  test('what is no coding at all is passed over, as browsers do', async () => {
    system.origin.page('/untrue/charset', HTML, { 'content-encoding': 'utf-8' });
    const answer = await system.read('RU', '/untrue/charset');
    expect([answer.status, noticesIn(answer.text)]).toEqual([200, ['undesirable-russia']]);
  });

  test('a little that unpacks to very much', async () => {
    system.origin.page('/bomb', gzipSync(gzipSync(Buffer.alloc(300_000_000))), { 'content-encoding': 'gzip, gzip' });
    expectErrorPage(await system.read('RU', '/bomb'), 502);
    expect((await fetch(`${system.standfirst.url}/-/health`)).status).toBe(200);
  });
});

describe('nonsense', () => {
  test.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['nothing', ''],
    ['a broken status line', 'HTTP/1.1 what?\r\n\r\n'],
    ['a broken header', 'HTTP/1.1 200 OK\r\nno colon here\r\n\r\nx'],
  ])('%s', async (name, bytes) => {
    const path = `/nonsense/${name.replaceAll(' ', '-')}`;
    system.origin.raw(path, bytes);
    await expectFailure(path, 502);
  });

  test('headers without end', async () => {
    const lines = Array.from({ length: 3000 }, (_, index) => `X-Header-${index}: ${'v'.repeat(200)}`).join('\r\n');
    system.origin.raw('/huge-headers', `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n${lines}\r\n\r\n${HTML}`);
    const answer = await system.read('RU', '/huge-headers');
    if (answer.status !== 200) expectErrorPage(answer, 502);
    else expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
  });
});

describe('words of ours in its mouth', () => {
  test.each(['standfirst-failure', 'standfirst-stored-at', 'standfirst-source-age', 'standfirst-variants', 'cf-cache-status', 'cache-tag'])(
    '%s means nothing',
    async name => {
      for (const type of ['text/html', 'text/css']) {
        const path = `/ours/${name}/${type}`;
        system.origin.page(path, HTML, { 'content-type': type, [name]: '7' });
        for (const headers of [{}, {}, { cookie: 'session=1' }] as Record<string, string>[]) {
          const answer = await system.read('RU', path, { headers });
          expect(answer.status).toBe(200);
          expect(noticesIn(answer.text)).toEqual(type === 'text/html' ? ['undesirable-russia'] : []);
          expect(answer.headers).not.toHaveProperty(name);
          expect(Number(answer.headers.age ?? 0)).toBeLessThan(3);
        }
      }
    },
  );

  test('a body that claims to be a page as we store one is passed on as bytes', async () => {
    for (const body of ['\0\0\0\x02{}<h1>x', '\xff\xff\xff\xff', '']) {
      const path = `/ours/page-${body.length}`;
      system.origin.page(path, Buffer.from(body, 'latin1'), { 'content-type': 'application/vnd.standfirst.page' });
      for (const headers of [{}, { cookie: 'session=1' }] as Record<string, string>[]) {
        const answer = await system.read('RU', path, { headers });
        expect(answer.status).toBe(200);
        expect(answer.body.toString('latin1')).toBe(body);
      }
    }
  });
});

describe('errors of its own', () => {
  test.each([400, 403, 404, 410, 500, 503, 521, 599])('a page with status %i passes with the notice', async status => {
    const path = `/error-${status}`;
    system.origin.on(path, (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(HTML));
    for (const headers of [{}, { cookie: 'session=1' }] as Record<string, string>[]) {
      const answer = await system.read('RU', path, { headers });
      expect(answer.status).toBe(status);
      expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
      expect((await system.read('FR', path, { headers })).text).toBe(HTML);
    }
  });
});

describe('gone', () => {
  test('a connection refused is an error page in the language of the reader, and health stays', async () => {
    await system.origin.stop();
    for (const [languages, language] of [
      ['ru', 'ru'],
      ['en', 'en'],
      ['xx', 'en'],
    ] as const) {
      expectErrorPage(await system.read('RU', '/gone', { languages }), 502, language);
    }
    for (const method of ['HEAD', 'POST', 'PUT']) expect((await system.read('RU', '/gone', { method })).status).toBe(502);
    expect((await fetch(`${system.standfirst.url}/-/health`)).status).toBe(200);
  });
});
