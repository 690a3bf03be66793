import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsePage } from '../../src/page/document.ts';
import { factsOf } from '../../src/page/facts.ts';

function facts(html: string, headers: Record<string, string> = {}) {
  return factsOf(parsePage(html, 'html')!, name => headers[name] ?? null);
}

const jsonLd = (value: unknown) => `<script type="application/ld+json">${JSON.stringify(value)}</script>`;

describe('what a page says of its article', () => {
  test('in JSON-LD, in its many forms', () => {
    const article = {
      '@type': 'NewsArticle',
      identifier: { '@type': 'PropertyValue', value: 'a-42' },
      keywords: 'port, grain ,  ',
      articleSection: ['World', 'Trade'],
      author: [{ '@type': 'Person', name: 'A. B.' }, 'C. D.'],
      inLanguage: 'ru-RU',
      datePublished: '2026-03-01T12:00:00+03:00',
    };
    const expected = {
      id: 'a-42',
      tags: ['port', 'grain'],
      sections: ['World', 'Trade'],
      authors: ['A. B.', 'C. D.'],
      language: 'ru-RU',
      published: Date.parse('2026-03-01T09:00Z'),
    };
    for (const form of [
      article,
      [article],
      { '@graph': [{ '@type': 'WebSite', name: 'x' }, article] },
      { '@type': 'WebPage', mainEntity: article },
    ]) {
      expect(facts(jsonLd(form))).toEqual(expected);
    }
    expect(facts(jsonLd({ ...article, keywords: ['port', 'grain'] }))).toEqual(expected);
  });

  test('in meta elements', () => {
    const html =
      '<html lang="en-GB"><meta property="article:tag" content="A"><meta property="article:tag" content="B"><meta name="keywords" content="c, d">' +
      '<meta property="article:section" content="World"><meta name="author" content="N. N."><meta property="article:author" content="https://facebook.example/n">' +
      '<meta property="article:published_time" content="2026-03-01T12:00"><meta name="article-id" content="7">';
    expect(facts(html)).toEqual({
      id: '7',
      tags: ['A', 'B', 'c', 'd'],
      sections: ['World'],
      authors: ['N. N.'],
      language: 'en-GB',
      published: Date.parse('2026-03-01T12:00Z'),
    });
  });

  test('in response headers, which win where they are explicit', () => {
    const header = 'id="h-1", tags=("x" "y"), language="be", published=@1772366400';
    expect(facts('<html lang=en><meta name=article-id content=7>', { 'standfirst-article': header })).toMatchObject({
      id: 'h-1',
      tags: ['x', 'y'],
      language: 'be',
      published: 1772366400000,
    });
    expect(facts('<p>x', { 'content-language': 'uk, ru' }).language).toBe('uk');
  });
});

test('a page that says nonsense says nothing, and never breaks', () => {
  const nonsense = fc.oneof(
    fc.json().map(text => `<script type="application/ld+json">${text}</script>`),
    fc
      .jsonValue()
      .map(value =>
        jsonLd({ '@type': 'NewsArticle', author: value, keywords: value, identifier: value, datePublished: value, inLanguage: value }),
      ),
    fc.string().map(text => `<script type="application/ld+json">${text}</script>`),
    fc.string().map(text => `<meta name=keywords content="${text}"><html lang="${text}">`),
  );
  fc.assert(
    fc.property(nonsense, fc.string(), (html, header) => {
      const { tags, sections, authors, id, published } = facts(html, { 'standfirst-article': header });
      for (const list of [tags, sections, authors]) for (const entry of list) expect(typeof entry).toBe('string');
      expect(id === undefined || typeof id === 'string').toBe(true);
      expect(published === undefined || Number.isFinite(published)).toBe(true);
    }),
  );
});
