import { expect, test } from 'vitest';
import type { Notice } from '../../src/core/edition.ts';
import { noticeMarkup } from '../../templates/notice.ts';

const text = (body: string) => ({ heading: '<b>&"', body, direction: 'ltr' as const });

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
