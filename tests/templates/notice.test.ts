import fc from 'fast-check';
import { parseFragment } from 'parse5';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import type { Notice } from '../../src/core/edition.ts';
import { entriesFor, markMarkup, noticeMarkup } from '../../templates/notice.ts';

const text = (body: string) => ({ heading: '<b>&"', body, plain: 'x', direction: 'ltr' as const });

function markup(body: string, base: string, xhtml = false): string {
  const notice: Notice = {
    id: 'region-name',
    publicId: 'p',
    version: '1',
    kind: 'safety',
    first: [],
    thenReader: true,
    text: { en: text(body) },
    more: true,
    size: 'body',
  };
  return noticeMarkup(notice, { languages: ['en'], slot: 'page-top', style: '/-/style/notice.x.css', base, xhtml });
}

test('every link of the site leads to the site where a page has a <base>, and the text stays as it is', () => {
  const body = '<p>say href="/x" <a href="/a" rel="noopener noreferrer">a</a> <a rel="x" href="https://b.example/">b</a></p>';
  const hrefs = (html: string) => [...html.matchAll(/<(?:a|link)\b[^>]*href="([^"]*)"/g)].map(([, href]) => href);
  expect(hrefs(markup(body, ''))).toEqual(['/-/style/notice.x.css', '/a', 'https://b.example/', '/-/notices/p']);
  const rebased = markup(body, 'https://site.example');
  expect(hrefs(rebased)).toEqual([
    'https://site.example/-/style/notice.x.css',
    'https://site.example/a',
    'https://b.example/',
    'https://site.example/-/notices/p',
  ]);
  expect(rebased).toContain('say href="/x"');
});

test('a heading is text, and the name in the rulebook is nowhere', () => {
  const html = markup('<p>x</p>', '');
  expect(html).toContain('&lt;b&gt;&amp;&quot;');
  expect(html).not.toContain('region-name');
});

test('XHTML says its namespace', () => {
  expect(markup('<p>x</p>', '', true)).toMatch(/^<section xmlns="http:\/\/www\.w3\.org\/1999\/xhtml" class=/);
  expect(markup('<p>x</p>', '')).not.toContain('xmlns');
});

test('on AMP there is no stylesheet, and what is styled is styled as AMP allows', () => {
  for (const size of ['body', 'double'] as const) {
    const notice: Notice = { ...NOTICE, size };
    const html = noticeMarkup(notice, { languages: ['en'], slot: 's', style: '/x.css', base: '', xhtml: false, amp: true });
    expect(html).not.toMatch(/<link|<style|!important|x\.css/);
    expect(html).toContain('<p>Body</p>');
    const style = / style="([^"]*)"/.exec(html)?.[1] as string;
    expect(style.length).toBeLessThan(1000);
    expect(Number(/font-size:([\d.]+)em/.exec(style)?.[1] ?? 1)).toBeGreaterThanOrEqual(size === 'double' ? 2 : 1);
  }
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: no XML holds these
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

const NOTICE: Notice = {
  id: 'region-name',
  publicId: 'p',
  version: '1',
  kind: 'mandate',
  first: [],
  thenReader: true,
  text: { en: { heading: 'Heading', body: '<p>Body</p>', plain: 'Body', direction: 'ltr' } },
  more: false,
  size: 'body',
};

test('a mark is text, the same in HTML and XML', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('*', '<', '&', '"', "'", '†', ']', '>'), minLength: 1, maxLength: 8 }), mark => {
      const markup = markMarkup(mark);
      const [element, ...others] = parseFragment(markup).childNodes;
      expect(others).toEqual([]);
      expect(element).toMatchObject({ tagName: 'sup', attrs: [{ name: 'data-notice-mark' }], childNodes: [{ value: mark }] });
      expect(textInXml(markup)).toBe(mark);
    }),
  );
});

test('what anyone types into a notice is text in a feed, and never another entry or member', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(']]></title><item>', '"},{"id":"x"', '\ud800', '\u2028', '</script>', '\0', '\ufffe', '&amp;'),
  );
  fc.assert(
    fc.property(typed, typed, (heading, plain) => {
      const notice: Notice = { ...NOTICE, text: { en: { heading, body: '<p>x</p>', plain, direction: 'ltr' } } };
      const written = (form: Parameters<typeof entriesFor>[0]) =>
        entriesFor(form, [{ notice, languages: ['en', 'absent'] }], { origin: 'https://courier.example' });
      const [item, ...more] = JSON.parse(`[${written('json-feed')}0]`);
      expect(more).toEqual([0]);
      expect(item).toMatchObject({ id: 'urn:standfirst:p:1', title: heading, content_text: plain, language: 'en' });
      expect(item).not.toHaveProperty('url');
      const { _standfirst, end } = JSON.parse(`{${written('json-object')}"end":1}`);
      expect([_standfirst.notices, end]).toEqual([[{ language: 'en', heading, html: '<p>x</p>', text: plain }], 1]);
      expect(`${written('json-feed')}${written('json-object')}`).toMatch(/^[ -;=?-~]*$/);
      const kept = heading.toWellFormed().replace(NOT_XML, '').replace(/\r\n?/g, '\n');
      expect(textInXml(written('rss'), 'title')).toBe(kept);
      expect(textInXml(written('atom'), 'title')).toBe(kept);
      expect(textInXml(written('rss'), 'item', 'count')).toBe('1');
    }),
    { numRuns: 300 },
  );
});

test('nothing to say is nothing', () => {
  for (const form of ['rss', 'atom', 'json-feed', 'json-object'] as const) {
    expect(entriesFor(form, [{ notice: NOTICE, languages: ['absent'] }], { origin: 'https://courier.example' })).toBe('');
  }
});

/** The text in the elements of that name (or all), or how many there are; throws where `xml` is not well-formed. */
function textInXml(xml: string, name?: string, what: 'text' | 'count' = 'text'): string {
  const parser = new SaxesParser({ xmlns: true });
  let [text, inside, count] = ['', 0, 0];
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', tag => {
    if (name === undefined || tag.local === name) {
      inside++;
      count++;
    }
  });
  parser.on('text', data => {
    if (inside > 0) text += data;
  });
  parser.on('closetag', tag => {
    if (name === undefined || tag.local === name) inside--;
  });
  parser.write(xml).close();
  return what === 'text' ? text : String(count);
}
