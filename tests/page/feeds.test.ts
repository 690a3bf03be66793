/** Feeds and JSON: an entry before all others and nothing else changed, or no place at all; whatever they are fed, nothing throws. */

import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { type Notice, SLOTS } from '../../src/core/edition.ts';
import { editBytes } from '../../src/page/edits.ts';
import { encodeMarkup } from '../../src/page/encoding.ts';
import { prepareFeed } from '../../src/page/feeds.ts';
import { PAGE_LIMIT, type PreparedPage } from '../../src/page/prepare.ts';
import { entriesFor } from '../../templates/notice.ts';
import { preparation } from './preparation.ts';

const ASKED = preparation({ used: SLOTS, surfaces: ['feed', 'json'] });
const NOTICE: Notice = {
  id: 'inner-name',
  publicId: 'n1',
  version: 'v1',
  kind: 'mandate',
  first: ['ru', 'en'],
  thenReader: false,
  text: {
    ru: { heading: 'Если «вы» <там> 😀', body: '<p>Текст &amp; <a href="/a">ещё</a></p>', plain: 'Текст & ещё [/a]', direction: 'ltr' },
    en: { heading: 'If you are there', body: '<p>Text ]]&gt;</p>', plain: 'Text ]]>', direction: 'ltr' },
  },
  more: true,
  size: 'body',
};
const SHOWN = [{ notice: NOTICE, languages: ['ru', 'en'] }];
const FRAME = { origin: 'https://courier.example', site: 'The Courier' };

const encode = (text: string) => new TextEncoder().encode(text);
const prepare = (body: string | Uint8Array, type: string) =>
  prepareFeed(typeof body === 'string' ? encode(body) : body, name => (name === 'content-type' ? type : null), ASKED);

/** Known for what it is, and no more. */
const nothingOn = (surface: 'feed' | 'json') => ({
  facts: { tags: [], sections: [], authors: [] },
  embedding: 'ascii',
  xhtml: false,
  surface,
  slots: {},
  removals: {},
  mentions: {},
  unsearched: true,
  puts: {},
});

/** The document as its readers get it. */
function composed(bytes: Uint8Array, page: PreparedPage, shown = SHOWN): Uint8Array {
  const offset = page.slots['page-top'] as number;
  const text = entriesFor(page.form as 'rss', shown, { ...FRAME, updated: page.updated });
  return editBytes(bytes, [{ offset, content: encodeMarkup(text, page.embedding) }], []);
}

/** Everything that a reader of XML sees, in order. */
function events(xml: string): string[] {
  const seen: string[] = [];
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', ({ uri, local, attributes }) =>
    seen.push(`<${uri} ${local} ${JSON.stringify(Object.values(attributes).map(({ name, uri, value }) => [name, uri, value]))}`),
  );
  parser.on('closetag', ({ local }) => seen.push(`/${local}`));
  const text = (data: string) => {
    if (seen.at(-1)?.startsWith('t')) seen.push(`${seen.pop()}${data}`);
    else seen.push(`t${data}`);
  };
  parser.on('text', text);
  parser.on('cdata', text);
  parser.on('comment', data => seen.push(`!${data}`));
  parser.on('processinginstruction', ({ target, body }) => seen.push(`?${target} ${body}`));
  parser.write(xml).close();
  return seen;
}

/** The events less the one entry that names our notice, and the entry. Text on both sides of it is joined. */
function without(all: string[], name: 'item' | 'entry'): { rest: string[]; entry: string[] } {
  const id = all.indexOf('turn:standfirst:n1:v1');
  expect(all.lastIndexOf('turn:standfirst:n1:v1')).toBe(id);
  const start = all.findLastIndex((event, index) => index < id && event.split(' ')[1] === name);
  const end = all.indexOf(`/${name}`, id) + 1;
  const [before, behind] = [all.slice(0, start), all.slice(end)];
  const joins = before.at(-1)?.startsWith('t') && behind[0]?.startsWith('t');
  const rest = joins ? [...before.slice(0, -1), `${before.at(-1)}${behind[0]?.slice(1)}`, ...behind.slice(1)] : [...before, ...behind];
  return { rest, entry: all.slice(start, end) };
}

const RSS = `<?xml version="1.0" encoding="utf-8"?>
<?xml-stylesheet type="text/xsl" href="/feed.xsl"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
  <!-- <channel><item>no</item></channel> -->
  <channel>
    <title>The Courier</title>
    <atom:link href="https://courier.example/feed.xml" rel="self"/>
    <description><![CDATA[News <item> from the port]]></description>
    <item><title>Grain ships leave</title><guid>a-1</guid><content:encoded><![CDATA[<p>They left.</p>]]></content:encoded></item>
    <item><title>Второе</title></item>
  </channel>
</rss>`;
const ATOM = `<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://elsewhere.example/">
  <title>The Courier</title><id>urn:x</id><updated>2026-03-01T09:00:00Z</updated>
  <entry><id>urn:a</id><title>Grain ships leave</title><updated>2026-02-01T09:00:00Z</updated></entry>
</feed>`;

describe('RSS and Atom', () => {
  test.each([
    ['RSS', RSS, 'application/rss+xml', 'rss'],
    ['RSS by its root', RSS, 'text/xml; charset=utf-8', 'rss'],
    ['RSS without items', RSS.replace(/<item><title>.*<\/item>/s, ''), 'application/rss+xml', 'rss'],
    ['RSS in a namespace', RSS.replace('<rss ', '<rss xmlns="http://backend.example/rss2" '), 'application/xml', 'rss'],
    ['Atom', ATOM, 'application/atom+xml', 'atom'],
    ['Atom without entries', ATOM.replace(/<entry>.*<\/entry>/s, ''), 'application/xml', 'atom'],
    ['Atom with a prefix', ATOM.replaceAll(/<(\/?)(\w)/g, '<$1a:$2').replace('xmlns=', 'xmlns:a='), 'text/xml', 'atom'],
    [
      'Atom with something else called an entry inside',
      ATOM.replace('<entry>', '<x xmlns="urn:x"><entry/></x><entry>'),
      'text/xml',
      'atom',
    ],
  ] as const)('%s: one entry before the others, whole, and nothing else', (_, source, type, form) => {
    const page = prepare(source, type) as PreparedPage;
    expect(page).toMatchObject({ surface: 'feed', form });
    expect(Object.keys(page.slots)).toEqual([...SLOTS]);
    expect(new Set(Object.values(page.slots)).size).toBe(1);
    const name = form === 'rss' ? 'item' : 'entry';
    const all = events(new TextDecoder().decode(composed(encode(source), page)));
    const { rest, entry } = without(all, name);
    expect(rest).toEqual(events(source));
    const uri = form === 'atom' ? 'http://www.w3.org/2005/Atom' : source.includes('backend') ? 'http://backend.example/rss2' : '';
    for (const event of entry.filter(event => event.startsWith('<'))) expect(event.split(' ')[0]).toBe(`<${uri}`);
    expect(entry).toContain('tЕсли «вы» <там> 😀');
    expect(entry.join()).toContain('<div lang="ru" dir="ltr"><p>Текст &amp; <a href="https://courier.example/a">ещё</a></p>');
    expect(entry.join()).toContain('<h2>If you are there</h2><p>Text ]]&gt;</p>');
    expect(all.join().split('https://courier.example/-/notices/n1')).toHaveLength(4);
    expect(all.join()).not.toContain('inner-name');
    expect(all.findIndex(event => event.split(' ')[1] === name && event.startsWith(`<${uri}`))).toBe(all.indexOf(entry[0] as string));
  });

  test('an entry of Atom has all that it must have; its moment is the one of the feed', () => {
    const at = (source: string) => {
      const page = prepare(source, 'application/atom+xml') as PreparedPage;
      return without(events(new TextDecoder().decode(composed(encode(source), page))), 'entry').entry.join('');
    };
    for (const name of ['id', 'title', 'updated', 'author', 'name', 'content']) expect(at(ATOM)).toContain(`Atom ${name} `);
    expect(at(ATOM)).toContain('t2026-03-01T09:00:00Z');
    expect(at(ATOM)).toContain('tThe Courier');
    const odd = ATOM.replace('2026-03-01T09:00:00Z', '<![CDATA[</updated>]]>');
    expect(at(odd)).toContain('updated []t2000-01-01T00:00:00Z');
  });

  test.each(['utf-16le', 'utf-16be', 'windows-1251', 'shift_jis', 'utf-8'] as const)('in %s, every letter comes through', label => {
    const source = RSS.replace('encoding="utf-8"', `encoding="${label}"`).replace('Второе', '\u0001');
    const letter = { 'windows-1251': [0xc2], shift_jis: [0x93, 0xfa], 'utf-8': [0xd0, 0x96] }[label as string] ?? [];
    const wide = label.startsWith('utf-16');
    const [before, behind] = source.split('\u0001') as [string, string];
    const bytes = wide
      ? encodeMarkup(`\ufeff${source.replace('\u0001', 'Ж')}`, label as 'utf-16le')
      : Uint8Array.from([...encode(before), ...letter, ...encode(behind)]);
    const page = prepare(bytes, 'application/rss+xml') as PreparedPage;
    const decode = (all: Uint8Array) => new TextDecoder(label).decode(all);
    const { rest, entry } = without(events(decode(composed(bytes, page))), 'item');
    expect(rest).toEqual(events(decode(bytes)));
    expect(entry).toContain('tЕсли «вы» <там> 😀');
    if (!wide) expect(composed(bytes, page).filter(byte => byte > 0x7f)).toEqual(bytes.filter(byte => byte > 0x7f));
  });

  test.each([
    ['cut off', RSS.slice(0, -20)],
    ['not well-formed', RSS.replace('</title>', '')],
    ['two channels', RSS.replace('</rss>', '<channel/></rss>')],
    ['an empty channel', '<rss><channel/></rss>'],
    ['a channel with a prefix', '<rss xmlns:c="urn:c"><c:channel><c:item/></c:channel></rss>'],
    ['all with a prefix', '<c:rss xmlns:c="urn:c"><c:channel><c:item/></c:channel></c:rss>'],
    ['RSS 1.0', '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/><item/></r:RDF>'],
    ['another document', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['nothing', ''],
    ['deep', `<rss><channel>${'<a>'.repeat(5000)}`],
    ['too large', RSS.replace('</rss>', `</rss>${' '.repeat(PAGE_LIMIT)}`)],
  ])('%s: a feed by its type, without any place', (_, source) => {
    expect(prepare(source, 'application/rss+xml')).toEqual(nothingOn('feed'));
  });

  test('XML of a general type is a feed by its root, however it is written, and nothing otherwise', () => {
    for (const source of [
      '<svg/>',
      '<sitemap><rss/></sitemap>',
      '<feed/>',
      '<rssx/>',
      '',
      'rss',
      '<!-- <rss> -->',
      '<html/>',
      '<a:RDF xmlns:a="x"/>',
    ]) {
      expect(prepare(source, 'application/xml')).toBeUndefined();
    }
    const rdf = '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>';
    expect(prepare('<rss', 'text/xml')).toBeUndefined();
    for (const source of ['<rss>', '<!-- <a> --><?x <a>?><!DOCTYPE rss><rss version="0.91"><channel>', rdf]) {
      expect(prepare(source, 'text/xml')).toEqual(nothingOn('feed'));
    }
  });
});

const JSON_FEED = `{
  "version": "https://jsonfeed.org/version/1.1", "title": "The Courier \\u0022items\\u0022: [",
  "authors": [{"name": "A. B.", "items": [1]}],
  "items" : [ {"id": "a-1", "content_text": "Grain ships leave \\"items\\":[", "items": []}, {"id": "a-2", "content_html": "<p>Второе</p>"} ]
}`;

describe('JSON', () => {
  test('JSON Feed: an item before the others', () => {
    for (const type of ['application/feed+json', 'application/json; charset=utf-8']) {
      const page = prepare(JSON_FEED, type) as PreparedPage;
      expect(page).toMatchObject({ surface: 'feed', form: 'json-feed' });
      const { items, ...rest } = JSON.parse(new TextDecoder().decode(composed(encode(JSON_FEED), page)));
      const { items: before, ...restBefore } = JSON.parse(JSON_FEED);
      expect(rest).toEqual(restBefore);
      expect(items.slice(1)).toEqual(before);
      expect(items[0]).toMatchObject({
        id: 'urn:standfirst:n1:v1',
        title: 'Если «вы» <там> 😀',
        content_text: 'Текст & ещё [/a]\n\nIf you are there\n\nText ]]>',
        url: 'https://courier.example/-/notices/n1',
      });
      expect(items[0].content_html).toContain('<a href="https://courier.example/a">ещё</a>');
      expect(items[0]).not.toHaveProperty('language');
    }
  });

  test('a JSON Feed without items carries the notice as any object does', () => {
    const source = '{"version":"https://jsonfeed.org/version/1","items":[ ]}';
    const page = prepare(source, 'application/feed+json') as PreparedPage;
    expect(page).toMatchObject({ surface: 'feed', form: 'json-object' });
    const { _standfirst, ...rest } = JSON.parse(new TextDecoder().decode(composed(encode(source), page)));
    expect(rest).toEqual(JSON.parse(source));
    expect(_standfirst.notices).toHaveLength(2);
  });

  test('any object with members: one more before them, in ASCII, and the rest as it was', () => {
    const value = fc.dictionary(
      fc.oneof(fc.string(), fc.constantFrom('items', 'version', '__proto__', '1', '_standfirst')),
      fc.jsonValue(),
    );
    const shape = fc.record({ bom: fc.boolean(), space: fc.constantFrom(undefined, 2), before: fc.constantFrom('', ' \n\t') });
    fc.assert(
      fc.property(value, shape, (object, { bom, space, before }) => {
        const source = `${bom ? '\ufeff' : ''}${before}${JSON.stringify(object, undefined, space)}`;
        const page = prepare(source, 'application/ld+json') as PreparedPage;
        const carries = Object.keys(JSON.parse(JSON.stringify(object))).length > 0 && !Object.hasOwn(object, '_standfirst');
        expect(page).toMatchObject({ surface: 'json' });
        expect('page-top' in page.slots).toBe(carries);
        if (!carries) return;
        const bytes = composed(encode(source), page);
        expect(bytes.filter(byte => byte > 0x7f)).toEqual(encode(source).filter(byte => byte > 0x7f));
        const { _standfirst, ...rest } = JSON.parse(new TextDecoder().decode(bytes));
        expect(JSON.stringify(rest)).toBe(JSON.stringify(JSON.parse(JSON.stringify(object))));
        expect(_standfirst.notices[0]).toEqual({
          language: 'ru',
          heading: 'Если «вы» <там> 😀',
          html: '<p>Текст &amp; <a href="https://courier.example/a">ещё</a></p>',
          text: 'Текст & ещё [/a]',
          more: 'https://courier.example/-/notices/n1',
        });
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['a list', '[{"a":1}]'],
    ['an empty object', '{ }'],
    ['a text', '"{}"'],
    ['no JSON', '{"a":1,}'],
    ['several', '{"a":1}\n{"a":2}'],
    ['one that says so already, in whatever spelling', '{"\\u005fstandfirst":1}'],
    ['deep', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['too large', `{"a":"${'x'.repeat(PAGE_LIMIT)}"}`],
    ['too large for the space behind it', `{"a":1}${' '.repeat(PAGE_LIMIT)}`],
    ['UTF-16', new TextDecoder().decode(encodeMarkup('{"a":1}', 'utf-16be'))],
  ])('%s: no place', (_, source) => {
    expect(prepare(source, 'application/json')).toEqual(nothingOn('json'));
  });

  test('a JSON Feed whose items are named twice, or that is none for all its type says: no place', () => {
    const twice = JSON_FEED.replace('"items" :', '"items": [{"id":"x"}], "\\u0069tems" :');
    for (const source of [twice, '{"items":[{"id":"a"}]}', '{"version":"https://jsonfeed.org/version/1","items":{}}']) {
      expect(prepare(source, 'application/feed+json')).toEqual(nothingOn('feed'));
    }
  });
});

const SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>';
test.each([
  ['application/rss+xml', RSS, 'feed'],
  ['Application/Atom+XML; charset=utf-8', SITEMAP, 'feed'],
  ['text/xml', RSS, 'feed'],
  ['application/xml', ATOM, 'feed'],
  ['application/rdf+xml', '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="x"/>', 'feed'],
  ['text/xml', SITEMAP, undefined],
  ['application/rdf+xml', SITEMAP, undefined],
  ['application/feed+json', '[]', 'feed'],
  ['application/json', JSON_FEED, 'feed'],
  ['application/json', '{"version":"https://jsonfeed.org/version/1.1","title":"cut o', 'feed'],
  ['application/json', '{"title":"cut o', 'json'],
  ['application/ld+json', '[]', 'json'],
  ['application/vnd.api+json', '[]', 'json'],
  ['text/html', '[]', undefined],
  ['image/svg+xml', RSS, undefined],
  ['application/json-seq', '{}', undefined],
  ['text/plain', '{}', undefined],
  ['', '{}', undefined],
])('%s with %j is %s', (type, body, surface) => {
  expect(prepare(body, type)?.surface).toBe(surface);
});

test('facts come from headers', () => {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'standfirst-article': 'id="a", tags=("x")',
    'content-language': 'uk',
  };
  const page = prepareFeed(encode('{"a":1}'), name => headers[name] ?? null, ASKED);
  expect(page?.facts).toEqual({ id: 'a', tags: ['x'], sections: [], authors: [], language: 'uk' });
});

test('broken feeds of any kind never throw, and carry an entry only where it can be read back', () => {
  const samples = [RSS, ATOM, JSON_FEED, '{"a":[1,"{"]}'].map(encode);
  const types = ['application/rss+xml', 'application/atom+xml', 'application/feed+json', 'application/json', 'text/xml'];
  const broken = fc
    .tuple(fc.constantFrom(...samples), fc.nat(), fc.nat(12), fc.uint8Array({ maxLength: 6 }))
    .map(([source, at, cut, put]) => {
      const start = at % source.length;
      return Uint8Array.from([...source.subarray(0, start), ...put, ...source.subarray(start + cut)]);
    });
  let carried = 0;
  fc.assert(
    fc.property(fc.oneof(broken, fc.uint8Array({ maxLength: 100 })), fc.constantFrom(...types), (bytes, type) => {
      const page = prepare(bytes, type);
      if (page?.form === undefined || Object.keys(page.slots).length === 0) return;
      carried++;
      const text = new TextDecoder().decode(composed(bytes, page));
      if (page.form.startsWith('json'))
        expect(JSON.stringify(JSON.parse(text)).split('https://courier.example/-/notices/n1')).not.toHaveLength(1);
      else without(events(text.replaceAll('&nbsp;', ' ')), page.form === 'rss' ? 'item' : 'entry');
    }),
    { numRuns: 1500 },
  );
  expect(carried).toBeGreaterThan(20);
});
