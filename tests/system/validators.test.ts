/** What readers' own caches are told of a page: tags, dates, ages, parts, heads. */

import { describe, expect, test } from 'vitest';
import { articlePage, noticesIn } from '../support/pages.ts';
import { pause, useSystem } from '../support/system.ts';

const system = useSystem();

const DATE = 'Wed, 21 Oct 2026 07:28:00 GMT';
const CREDENTIALS: [string, Record<string, string>][] = [
  ['', {}],
  [' asked for with a cookie', { cookie: 'session=1' }],
];

describe.each(CREDENTIALS)('a page%s', (_, credentials) => {
  const prefix = `/p${Object.keys(credentials).length}`;
  const read = (place: string, path: string, headers: Record<string, string> = {}, method = 'GET') =>
    system.read(place, `${prefix}${path}`, { method, headers: { ...credentials, ...headers } });
  const page = (path: string, headers: Record<string, string> = {}) => system.origin.page(`${prefix}${path}`, articlePage(), headers);

  test('has a weak tag of our own, which earns a 304 from the same place and nowhere else', async () => {
    page('/sg', { etag: '"origin-1"' });
    system.origin.page(`${prefix}/sg`, articlePage({ id: 'a-1001' }), { etag: '"origin-1"' });
    const [unconcerned, concerned] = [await read('FR', '/sg'), await read('SG', '/sg')];
    expect(noticesIn(concerned.text)).toEqual(['correction-sg']);
    const [plain, noticed] = [unconcerned.headers.etag ?? '', concerned.headers.etag ?? ''];
    expect(plain).toMatch(/^W\/"/);
    expect(noticed).toMatch(/^W\/"/);
    expect(plain).not.toBe(noticed);
    const known = async (place: string, tag: string) => (await read(place, '/sg', { 'if-none-match': tag })).status;
    expect(await known('FR', plain)).toBe(304);
    expect(await known('IT', plain)).toBe(304);
    expect(await known('SG', noticed)).toBe(304);
    expect(await known('SG', plain)).toBe(200);
    expect(await known('FR', noticed)).toBe(200);
    expect(await known('SG', `"x", ${noticed}`)).toBe(304);
  });

  test('is never "not modified" under protection, nor by the tag or date of the origin', async () => {
    const conditions = { etag: '"origin-1"', 'last-modified': DATE };
    system.origin.on(`${prefix}/protected`, ({ headers }, response) => {
      const known = headers['if-none-match'] === '"origin-1"' || headers['if-modified-since'] !== undefined;
      response.writeHead(known ? 304 : 200, { ...conditions, 'content-type': 'text/html' }).end(known ? undefined : articlePage());
    });
    for (const condition of [{ 'if-none-match': '"origin-1"' }, { 'if-none-match': '*' }, { 'if-modified-since': DATE }] as Record<
      string,
      string
    >[]) {
      for (const place of ['RU', 'FR']) {
        if (place === 'FR' && condition['if-none-match'] === '*') continue;
        const answer = await read(place, '/protected', condition);
        expect(answer.status).toBe(200);
        expect(noticesIn(answer.text)).toEqual(place === 'RU' ? ['undesirable-russia'] : []);
      }
    }
  });

  test('is sent whole to whoever asks for a part', async () => {
    const html = articlePage();
    system.origin.on(`${prefix}/range`, ({ headers }, response) => {
      if (headers.range === undefined)
        return void response.writeHead(200, { 'content-type': 'text/html', 'accept-ranges': 'bytes' }).end(html);
      const several = headers.range.includes(',');
      const type = several ? 'multipart/byteranges; boundary=x' : 'text/html';
      response.writeHead(206, { 'content-type': type, 'content-range': `bytes 0-9/${html.length}` });
      response.end(several ? `--x\r\ncontent-type: text/html\r\n\r\n${html}\r\n--x--` : html.slice(0, 10));
    });
    for (const range of ['bytes=0-9', 'bytes=0-9,20-29', 'bytes=-5']) {
      const answer = await read('RU', '/range', { range });
      expect(answer.status).toBe(200);
      expect(answer.headers).not.toHaveProperty('content-range');
      expect(answer.headers).not.toHaveProperty('accept-ranges');
      expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
      expect(answer.text).toContain('</html>');
    }
  });

  test.each(['FR', 'RU', 'SG'])('has the same head for HEAD as for GET (%s)', async place => {
    page('/head', { etag: '"origin-1"', 'last-modified': DATE, 'cache-control': 'max-age=60', 'x-own': 'kept' });
    const [get, head] = [await read(place, '/head'), await read(place, '/head', {}, 'HEAD')];
    expect(head.status).toBe(200);
    expect(head.body).toHaveLength(0);
    const kept = ({ headers }: typeof get) =>
      Object.fromEntries(
        Object.entries(headers).filter(
          ([name]) => !/^(date|connection|transfer-encoding|content-length|age|cache-status|keep-alive)$/.test(name),
        ),
      );
    expect(kept(head)).toEqual(kept(get));
    expect(head.headers['x-own']).toBe('kept');
  });

  test('says that browsers may not keep it unasked, whatever the origin allows', async () => {
    page('/control', {
      'cache-control': 'public, max-age=86400, immutable',
      expires: 'Wed, 21 Oct 2037 07:28:00 GMT',
      'cdn-cache-control': 'max-age=60',
    });
    const [plain, protect] = [await read('FR', '/control'), await read('RU', '/control')];
    expect(plain.headers['cache-control']).toBe('private, no-cache');
    expect(protect.headers['cache-control']).toBe('no-store');
    expect(protect.headers['referrer-policy']).toBe('no-referrer');
    for (const { headers } of [plain, protect]) {
      expect(headers.vary).toMatch(/accept-language/i);
      for (const name of ['expires', 'cdn-cache-control', 'surrogate-control']) expect(headers).not.toHaveProperty(name);
    }
    expect(protect.headers).not.toHaveProperty('etag');
    expect(protect.headers).not.toHaveProperty('last-modified');
  });

  test('keeps no-store where the origin says so', async () => {
    page('/no-store', { 'cache-control': 'no-store' });
    expect((await read('FR', '/no-store')).headers['cache-control']).toBe('no-store');
  });

  test('with a notice does not claim to be as old as the page without', async () => {
    system.origin.page(`${prefix}/dated`, articlePage({ id: 'a-1001' }), { 'last-modified': DATE });
    expect((await read('FR', '/dated')).headers['last-modified']).toBe(DATE);
    expect((await read('SG', '/dated')).headers).not.toHaveProperty('last-modified');
  });
});

describe('age', () => {
  test.each(['text/html', 'text/css'])('of %s is what the origin said and the time here since, once each', async type => {
    const path = `/age/${type}`;
    system.origin.on(path, (_, response) =>
      response.writeHead(200, { 'content-type': type, age: '30', 'cache-control': 'max-age=600' }).end(articlePage()),
    );
    const age = async () => Number((await system.read('FR', path)).headers.age);
    expect(await age()).toBe(30);
    expect(await age()).toBeLessThanOrEqual(31);
    await pause(1500);
    expect(await age()).toBeGreaterThanOrEqual(31);
    await pause(2500); // Past the few seconds in memory.
    const last = await age();
    expect(last).toBeGreaterThanOrEqual(33);
    expect(last).toBeLessThanOrEqual(36);
  });
});

describe('Cache-Status', () => {
  test('is there, and says the same to readers of all places', async () => {
    system.origin.page('/status', articlePage({ id: 'a-1001' }));
    expect((await system.read('FR', '/status')).headers['cache-status']).toMatch(/^standfirst; fwd=uri-miss; stored/);
    const said = new Set<string | undefined>();
    for (const place of ['RU', 'FR', 'SG', 'BY', '', 'T1', 'UA-43']) {
      said.add(String((await system.read(place, '/status')).headers['cache-status']).replace(/age-\d+/, 'age'));
    }
    expect([...said]).toEqual(['standfirst; hit; detail=age']);
  });
});
