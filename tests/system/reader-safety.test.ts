/** Laws 1 and 6: readers of many places never see each other's page, and nothing tells where one is. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { articlePage, noticesIn } from '../support/pages.ts';
import { useSystem } from '../support/system.ts';

const system = useSystem();

const EXPECTED: Record<string, readonly string[]> = {
  RU: ['undesirable-russia'],
  'RU-SEV': ['undesirable-russia'],
  'UA-43': ['undesirable-russia'],
  'UA-30': [],
  UA: [],
  BY: ['extremist-belarus'],
  SG: ['correction-sg'],
  FR: [],
  US: [],
  '': ['undesirable-russia', 'extremist-belarus'],
  T1: ['undesirable-russia', 'extremist-belarus'],
};

describe('law 1', () => {
  test('whatever the order, each of three hundred readers sees their own notices, and the origin is asked once a page', async () => {
    const pages = ['/law-1/a', '/law-1/b', '/law-1/c'];
    for (const path of pages) system.origin.page(path, articlePage({ id: 'a-1001', title: path }));
    const reader = fc.record({
      place: fc.constantFrom(...Object.keys(EXPECTED)),
      path: fc.constantFrom(...pages),
      languages: fc.constantFrom('en', 'ru', 'uk', 'be'),
      method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD'),
    });
    const readers = fc.sample(reader, { numRuns: 300, seed: 20_261_122 });
    const tags = new Map<string, string>();
    for (let at = 0; at < readers.length; at += 10) {
      const group = readers.slice(at, at + 10);
      await Promise.all(
        group.map(async ({ place, path, languages, method }) => {
          const known = tags.get(path);
          const answer = await system.read(place, path, { languages, method, headers: known ? { 'if-none-match': known } : {} });
          if (answer.status === 304) return expect(EXPECTED[place]).toEqual([]);
          expect(answer.status).toBe(200);
          if (method === 'HEAD') return;
          expect(noticesIn(answer.text)).toEqual(EXPECTED[place]);
          expect(answer.text).toContain(`<h1>${path}</h1>`);
          if (place === 'FR') tags.set(path, answer.headers.etag ?? '');
        }),
      );
    }
    for (const path of pages) expect(system.origin.count(path)).toBe(1);
  });

  test('nor do withheld and open readers, or those who have acknowledged, show each other anything', async () => {
    system.origin.page('/law-1/trial', articlePage({ id: 'a-1003' }));
    for (const place of ['GB', 'FR', 'GB', 'RU', 'GB-SCT', '', 'IE', 'GB']) {
      // Scotland has courts of its own.
      expect((await system.read(place, '/law-1/trial')).status).toBe(place === 'GB' ? 451 : 200);
    }
    expect(system.origin.count('/law-1/trial')).toBe(1);
  });
});

describe('law 6', () => {
  test('readers who are not concerned get the same headers and bytes in every place', async () => {
    system.origin.page('/law-6/same', articlePage(), { etag: '"v1"', 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' });
    await system.read('FR', '/law-6/same');
    const seen = new Set<string>();
    for (const place of ['FR', 'US', 'UA-30', 'DE-BE', 'GB', 'SG']) {
      const { headers, body } = await system.read(place, '/law-6/same');
      const { date: _, ...rest } = headers;
      seen.add(JSON.stringify({ ...rest, age: '', 'cache-status': String(rest['cache-status']).replace(/age-\d+/, '') }) + body);
    }
    expect(seen.size).toBe(1);
  });

  test('nothing in headers, addresses, classes or ids of a composed page names a region, and no cookie is set', async () => {
    system.origin.page('/law-6/names', articlePage({ id: 'a-1001' }));
    for (const [place, expected] of Object.entries(EXPECTED)) {
      const { headers, text } = await system.read(place, '/law-6/names');
      const notices = (text.match(/<section[^>]* data-notice[\s\S]*?<\/section>/g) ?? []).join('');
      const attributes = [...notices.matchAll(/ (?!lang=|xml:lang=|dir=)[\w:-]+="([^"]*)"/g)].map(([, value = '']) => value);
      expect(attributes.length > 0).toBe(expected.length > 0);
      const told = `${JSON.stringify(headers)} ${attributes.join(' ')}`;
      expect(told).not.toMatch(/russia|belarus|singapore|ukraine|crimea|undesirable|extremist|correction-sg/i);
      expect(told).not.toMatch(/\b(RU|BY|SG|UA)\b/);
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });

  test('protected readers are told to keep nothing and to tell nobody whence they come, with a cookie or without', async () => {
    for (const headers of [{}, { cookie: 'session=1' }] as Record<string, string>[]) {
      system.origin.page('/law-6/protected', articlePage(), { 'referrer-policy': 'unsafe-url', 'cache-control': 'public, max-age=600' });
      for (const place of ['RU', 'BY', 'UA-43', '', 'T1']) {
        const answer = await system.read(place, '/law-6/protected', { headers });
        expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
        expect(answer.text).not.toMatch(/class="(share|subscribe)"/);
      }
      expect((await system.read('FR', '/law-6/protected', { headers })).headers['referrer-policy']).toBe('unsafe-url');
    }
  });

  test('pages of ours set nothing, call nobody and forbid scripts', async () => {
    system.origin.page('/law-6/trial', articlePage({ id: 'a-1003' }));
    system.origin.page('/law-6/frames', '<frameset><frame src=a></frameset>');
    system.origin.page('/law-6/page', articlePage());
    const more = /href="(\/-\/notices\/[^"]+)"/.exec((await system.read('RU', '/law-6/page')).text)?.[1] ?? '';
    const answers = [
      await system.read('GB', '/law-6/trial'),
      await system.read('RU', '/law-6/frames'),
      await system.read('RU', more),
      await system.read('RU', '/-/nothing'),
    ];
    for (const { headers, text } of answers) {
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers).not.toHaveProperty('set-cookie');
      expect(text).not.toMatch(/<script|<img[^>]+src="http|<link[^>]+href="http|\sstyle=/);
    }
  });
});
