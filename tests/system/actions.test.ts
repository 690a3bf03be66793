/** What rules do to pages beside showing notices: lead elsewhere, set headers, put something in place of something, mark names. */

import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Answer } from '../support/ask.ts';
import { articlePage, noticesIn, publicIdOf, withoutNotices } from '../support/pages.ts';
import { GEO_VARS } from '../support/readers.ts';
import { useSystem } from '../support/system.ts';

const system = useSystem(GEO_VARS, join(import.meta.dirname, 'fixtures', 'pages.yaml'));

const NOBODY = 'JP';
const FIGURE = '<figure class="agency"><img src="/p.jpg" alt=""><figcaption>By Radio Example</figcaption></figure>';

describe('a redirect', () => {
  beforeAll(() => {
    for (const path of ['/news/a', '/closed', '/away']) system.origin.page(path, articlePage());
  });

  test.each([
    ['de', '/de/news/a?x=1&y'],
    ['fr-CH, de;q=0.5', '/fr/news/a?x=1&y'],
    ['it', 'https://mirror.example/news/a?x=1&y'],
    ['', 'https://mirror.example/news/a?x=1&y'],
  ])('leads readers of "%s" to %s, and says nothing else of them', async (languages, location) => {
    for (const method of ['GET', 'HEAD']) {
      const { status, headers, body } = await system.read('CH', '/news/a?x=1&y', { languages, method });
      expect([status, headers.location, body.length]).toEqual([302, location, 0]);
      expect(headers['cache-control']).toBe('private, no-cache');
      const said = Object.keys(headers).filter(name => !/^(date|connection|keep-alive|content-length|transfer-encoding)$/.test(name));
      expect(said.sort()).toEqual(['cache-control', 'location', 'vary']);
      expect(headers.vary).toMatch(/accept-language/i);
    }
  });

  test('leads nobody away from an article that is in their language already, nor from anywhere else', async () => {
    expect((await system.read('CH', '/news/a', { languages: 'en' })).text).toBe(articlePage());
    expect((await system.read(NOBODY, '/news/a', { languages: 'de' })).text).toBe(articlePage());
    expect((await system.read('CH', '/closed', { languages: 'de' })).status).toBe(200);
  });

  test('keeps what was typed as it was, less what only the viewer on this machine means', async () => {
    system.origin.page('/news/$&', articlePage());
    const { headers } = await system.read('CH', '/news/$&?q=$$%20%C3%A9&utm_source=x', { languages: 'it' });
    expect(headers.location).toBe('https://mirror.example/news/$&?q=$$%20%C3%A9&utm_source=x');
    const viewed = await system.read('', '/news/a?page=2&as-from-place=CH&as-from-languages=de&as-from-time=2026-03-01T12:00Z');
    expect(viewed.headers.location).toBe('/de/news/a?page=2');
  });

  test('to where a reader is already is none, and the rest of the rules are heard', async () => {
    expect((await system.read('LI', '/away')).headers.location).toBe('/closed');
    const here = await system.read('LI', '/closed');
    expect(here.status).toBe(200);
    expect(noticesIn(here.text)).toEqual(['not-here']);
    expect(here.headers['x-robots-tag']).toBe('noindex');
  });

  test('comes before a gate, and under protection nothing of it is kept', async () => {
    const { status, headers } = await system.read('LU', '/away');
    expect([status, headers.location]).toEqual([302, 'https://mirror.example/away']);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  });

  test('is for pages that are read, and for nothing else', async () => {
    system.origin.on('/news/photo', (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('png'));
    expect((await system.read('CH', '/news/photo')).text).toBe('png');
    const posted = await system.read('CH', '/news/a', { method: 'POST', body: 'a=1', languages: 'de' });
    expect([posted.status, posted.text]).toEqual([200, articlePage()]);
  });
});

describe('headers', () => {
  test('are set on the page, which has a tag of its own by them and is the same otherwise', async () => {
    system.origin.page('/listed', articlePage(), { 'referrer-policy': 'same-origin' });
    const [plain, told] = [await system.read(NOBODY, '/listed'), await system.read('AT', '/listed')];
    expect(told.headers).toMatchObject({ 'x-robots-tag': 'noindex', 'referrer-policy': 'origin' });
    expect(plain.headers).not.toHaveProperty('x-robots-tag');
    expect(plain.headers['referrer-policy']).toBe('same-origin');
    expect(told.body.equals(plain.body)).toBe(true);
    expect(told.headers.etag).not.toBe(plain.headers.etag);
    const known = async (place: string, { headers }: Answer) =>
      (await system.read(place, '/listed', { headers: { 'if-none-match': headers.etag ?? '' } })).status;
    expect([await known('AT', told), await known(NOBODY, plain)]).toEqual([304, 304]);
    expect([await known('AT', plain), await known(NOBODY, told)]).toEqual([200, 200]);
  });

  test('are set on a gate and on a withheld page, whose own protection is stronger', async () => {
    system.origin.page('/listed-adult', articlePage({ tags: ['adult'] }));
    const gate = await system.read('AT', '/listed-adult');
    expect(noticesIn(gate.text)).toEqual(['grown-up']);
    expect(gate.headers).toMatchObject({ 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    const withheld = await system.read('BG', '/listed-adult');
    expect(withheld.status).toBe(451);
    expect(withheld.headers).toMatchObject({ 'x-robots-tag': 'noindex', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
    expect(withheld.headers['content-security-policy']).toMatch(/^default-src 'none'/);
  });

  test('are weaker than what protects a reader', async () => {
    system.origin.page('/listed-protected', articlePage());
    const { headers } = await system.read('BY', '/listed-protected');
    expect(headers).toMatchObject({ 'x-robots-tag': 'noarchive', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' });
  });
});

describe('something in place of an element', () => {
  const html = articlePage({ body: `<p>One.</p>${FIGURE}<p>Two.</p>\n${FIGURE}<p>Three.</p>` });

  test.each(['GB', 'IE'])('stands where each was, in %s alone', async place => {
    system.origin.page('/photos', html);
    const { status, text } = await system.read(place, '/photos');
    expect(status).toBe(200);
    expect(noticesIn(text)).toEqual(['not-here', 'not-here']);
    expect(text).toMatch(/<p>One\.<\/p><section[^>]*>(?:(?!<p>Two).)*<\/section><p>Two\.<\/p>\n<section/s);
    expect(withoutNotices(text)).toBe(html.replaceAll(FIGURE, ''));
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect((await system.read(NOBODY, '/photos')).text).toBe(html);
  });

  test('stands once in one place, whichever rules put it there', async () => {
    system.origin.page('/photos-twice', html);
    const { text } = await system.read('IS', '/photos-twice');
    expect(noticesIn(text)).toEqual(['not-here', 'not-here']);
    expect(withoutNotices(text)).toBe(html.replaceAll(FIGURE, ''));
  });

  test('stands where its own rule says, in a page and with a tag that are no other reader’s', async () => {
    const page = articlePage({ body: `<p>One.</p>${FIGURE}<p>Two.</p><div class="banned">x</div><p>Three.</p>` });
    system.origin.page('/each-its-own', page);
    const [photo, banned, photoAgain] = [
      await system.read('DK', '/each-its-own'),
      await system.read('SE', '/each-its-own'),
      await system.read('DK', '/each-its-own'),
    ];
    expect(photo.text).toMatch(/One\.<\/p><section/);
    expect(banned.text).toMatch(/Two\.<\/p><section/);
    expect(photoAgain.text).toBe(photo.text);
    expect(photo.headers.etag).not.toBe(banned.headers.etag);
  });

  test('stands before the article where an element cannot be taken out, and what its rule says happens where it cannot', async () => {
    const torn = '<p>x<b class="banned">BANNED<p>mid</b>y';
    system.origin.page('/torn', torn);
    for (const place of ['PT', 'ES']) {
      const { status, text } = await system.read(place, '/torn');
      expect([status, noticesIn(text)]).toEqual([200, ['not-here']]);
      expect(withoutNotices(text)).toBe(torn);
    }
    const large = `<p class="banned">BANNED</p>${'<p>word</p>'.repeat(200_000)}`;
    system.origin.page('/large-without-body', large);
    expect((await system.read('ES', '/large-without-body')).status).toBe(451);
    // Nobody could look for it, and the rule does not insist: nothing is said of what may not be there.
    expect((await system.read('PT', '/large-without-body')).text === large).toBe(true);
    system.origin.page('/large', `<!doctype html><head></head><body>${large}`);
    expect(noticesIn((await system.read('ES', '/large')).text)).toEqual(['not-here']);
  });

  test('is not there where nothing is taken out', async () => {
    system.origin.page('/no-photos', articlePage());
    for (const place of ['GB', 'IE', 'PT', 'ES', 'IS']) expect((await system.read(place, '/no-photos')).text).toBe(articlePage());
  });
});

describe('marks', () => {
  const html = articlePage({ body: '<p>So says Radio Example. Radio Example again.</p><p>Радио Пример тоже.</p><p>Jan Novak.</p>' });
  const marksIn = (text: string) =>
    [...text.matchAll(/(\p{L}+ \p{L}+)<sup[^>]*>([^<]*)<\/sup>/gu)].map(([, word, mark]) => `${word} ${mark}`);
  const unmarked = (text: string) => withoutNotices(text).replace(/<sup data-notice-mark[^>]*>[^<]*<\/sup>/g, '');

  test.each([
    ['KZ', ['Radio Example *'], ['label']],
    ['KG', ['Radio Example [†]', 'Radio Example [†]'], ['label']],
    ['UZ', ['Radio Example ¹', 'Jan Novak ²'], ['label', 'other-label']],
    ['MN', ['Radio Example *', 'Radio Example *', 'Jan Novak *'], ['label']],
    [NOBODY, [], []],
  ])('in %s: %j, explained by %j, once', async (place, marks, notes) => {
    system.origin.page('/names', html);
    const { text } = await system.read(place, '/names');
    expect(marksIn(text)).toEqual(marks);
    expect(noticesIn(text)).toEqual(notes);
    expect(unmarked(text)).toBe(html);
    for (const note of notes) expect(text.indexOf('<sup')).toBeLessThan(text.indexOf(`data-notice="${publicIdOf(note)}"`));
  });

  test('are not there, nor is what explains them, where nobody is named', async () => {
    system.origin.page('/no-names', articlePage());
    for (const place of ['KZ', 'KG', 'TJ']) expect((await system.read(place, '/no-names')).text).toBe(articlePage());
    expect(noticesIn((await system.read('UZ', '/no-names')).text)).toEqual(['label']);
  });

  test('are not left behind by what is taken out', async () => {
    const named = articlePage({ body: `<p>One.</p>${FIGURE}<p>Two.</p>` });
    system.origin.page('/named-in-photo', named);
    expect((await system.read('TJ', '/named-in-photo')).text).toBe(named.replace(FIGURE, ''));
    system.origin.page('/named-behind-photo', named.replace('Two.', 'Radio Example.'));
    expect(marksIn((await system.read('TJ', '/named-behind-photo')).text)).toEqual(['Radio Example *']);
  });

  test('read the same in a page of another encoding', async () => {
    system.origin.page('/latin', Buffer.from(html.replace('<meta charset="utf-8">', ''), 'latin1'), {
      'content-type': 'text/html; charset=iso-8859-1',
    });
    const { body } = await system.read('KG', '/latin');
    const text = body.toString('latin1');
    expect(text.match(/<sup[^>]*>\[&#8224;\]<\/sup>/g)).toHaveLength(2);
  });
});

test('AMP gets a notice without a stylesheet of ours', async () => {
  const amp = articlePage().replace('<html lang="en">', '<html amp lang="en">');
  system.origin.page('/amp', amp);
  const { text } = await system.read('RU', '/amp');
  expect(noticesIn(text)).toEqual(['careful']);
  expect(text).not.toContain('rel="stylesheet"');
  system.origin.page('/not-amp', articlePage());
  expect((await system.read('RU', '/not-amp')).text).toContain('rel="stylesheet"');
});

test('a rule about one site is not about the others that are served here', async () => {
  system.origin.page('/site', articlePage());
  const at = async (host: string) => noticesIn((await system.read('NO', '/site', { headers: { host } })).text);
  expect(await at('www.mirror.example')).toEqual(['careful']);
  expect(await at('www.mirror.example.')).toEqual(['careful']);
  expect(await at('mirror.example')).toEqual([]);
  expect(await at('courier.example')).toEqual([]);
  expect(await at('www.mirror.example')).toEqual(['careful']);
});

test('a page that is handed over as a file is a page to rules, though nothing can be put into it', async () => {
  const file = (path: string, type: string) =>
    system.origin.on(path, (_, response) =>
      response
        .writeHead(200, { 'content-type': type, 'content-disposition': 'attachment', 'standfirst-article': 'tags=("adult")' })
        .end('<p class="banned">BANNED'),
    );
  for (const [path, type] of [
    ['/file.html', 'text/html'],
    ['/file.xhtml', 'application/xhtml+xml'],
  ] as const) {
    file(path, type);
    // Withheld; a gate, which cannot stand before it; and what would stand for an element, if anybody could look.
    for (const place of ['BG', 'AT', 'ES']) expect((await system.read(place, path)).status).toBe(451);
    const { status, headers } = await system.read('RU', path);
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(headers.link).toContain(publicIdOf('careful'));
    expect((await system.read(NOBODY, path)).headers['cache-control']).toBe('private, no-cache');
  }
  system.origin.on('/moved-page', (_, response) => response.writeHead(301, { location: '/listed', 'content-type': 'text/html' }).end());
  expect((await system.read('BG', '/moved-page')).status).toBe(301);
});

describe('each reader’s own clock', () => {
  test.each([
    ['US-NY', 'America/New_York', '2026-11-03T04:59Z', '2026-11-03T05:00Z'],
    ['US-CA', 'America/Los_Angeles', '2026-11-03T07:59Z', '2026-11-03T08:00Z'],
    ['US-CA', '', '2026-11-03T07:59Z', '2026-11-03T08:00Z'],
    ['CA-NL', 'America/St_Johns', '2026-11-03T03:29Z', '2026-11-03T03:30Z'],
  ])('in %s (%s): silent from %s on', async (place, zone, before, from) => {
    system.origin.page('/silence', articlePage());
    const headers: Record<string, string> = zone === '' ? {} : { 'x-geo-timezone': zone };
    const at = async (time: string) => noticesIn((await system.read(place, `/silence?as-from-time=${time}`, { headers })).text);
    expect([await at(before), await at(from)]).toEqual([[], ['careful']]);
  });

  test('may be imagined on this machine', async () => {
    const at = async (zone: string) => {
      const path = `/silence?as-from-place=US&as-from-zone=${zone}&as-from-time=2026-11-03T06:00Z`;
      return noticesIn((await system.read('', path)).text);
    };
    expect([await at('America/New_York'), await at('America/Los_Angeles')]).toEqual([['careful'], []]);
  });
});

test('a point on the map is a hint', async () => {
  system.origin.page('/map', articlePage());
  const at = async (latitude: string, longitude: string) =>
    noticesIn((await system.read('UA', '/map', { headers: { 'x-geo-latitude': latitude, 'x-geo-longitude': longitude } })).text);
  expect(await at('45.2', '34.1')).toEqual(['careful']);
  expect(await at('44.01', '34.1')).toEqual(['careful']);
  expect(await at('50.45', '30.52')).toEqual([]);
  expect(await at('nonsense', '34.1')).toEqual([]);
  expect(noticesIn((await system.read('', '/map?as-from-place=UA&as-from-point=45.2,34.1')).text)).toEqual(['careful']);
  for (const { headers } of system.origin.seen.filter(({ path }) => path === '/map')) {
    expect(Object.keys(headers).filter(name => name.startsWith('x-geo'))).toEqual([]);
  }
});

test('a rule on trial changes nothing', async () => {
  system.origin.page('/trial', articlePage());
  const [tried, plain] = [await system.read('FR', '/trial'), await system.read(NOBODY, '/trial')];
  expect(tried.body.equals(plain.body)).toBe(true);
  expect(tried.headers.etag).toBe(plain.headers.etag);
});

test('law 1: whatever was asked for before, every reader gets what they would get alone', async () => {
  const html = articlePage({ body: `<p>Radio Example, Jan Novak.</p>${FIGURE}<p>End.</p>`, tags: ['adult'] });
  const places = ['RU', 'CH', 'LI', 'LU', 'AT', 'BY', 'BG', 'GB', 'KZ', 'KG', 'UZ', 'TJ', 'FR', NOBODY, ''];
  const seen = ({ status, headers, text }: Answer) => {
    const { location, etag, 'x-robots-tag': robots, 'cache-control': control, 'referrer-policy': referrer, vary } = headers;
    return {
      status,
      location: location?.replace(/alone-\d+|together/, ''),
      etag,
      robots,
      control,
      referrer,
      vary,
      text: text.replaceAll(/alone-\d+|together/g, ''),
    };
  };
  const alone = new Map<string, ReturnType<typeof seen>>();
  for (const [index, place] of places.entries()) {
    system.origin.page(`/news/alone-${index}`, html);
    alone.set(place, seen(await system.read(place, `/news/alone-${index}`, { languages: 'de' })));
  }
  expect(new Set([...alone.values()].map(answer => JSON.stringify(answer))).size).toBeGreaterThan(10);
  system.origin.page('/news/together', html);
  const order = fc.sample(fc.constantFrom(...places), { numRuns: 150, seed: 3 });
  for (let at = 0; at < order.length; at += 10) {
    const group = order.slice(at, at + 10);
    const answers = await Promise.all(group.map(place => system.read(place, '/news/together', { languages: 'de' })));
    expect(answers.map(seen)).toEqual(group.map(place => alone.get(place)));
  }
  expect(system.origin.count('/news/together')).toBe(1);
});
