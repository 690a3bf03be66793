import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readArticles } from '../../src/library/read-articles.ts';
import { article, libraryOf } from './library-folder.ts';

describe('an article', () => {
  it('comes out as the document that the edge serves', () => {
    const { articles, problems } = libraryOf({
      'a.md': article(
        { authors: '[ilse]', tags: '[river, port]', kicker: 'On the water', breaking: '{ text: Flood, href: /2026/11/barge }' },
        'It *floats*.\n',
      ),
      'authors.yaml': 'ilse: { text: { en: { name: Ilse, role: Reporter } } }\n',
    });
    expect(problems).toEqual([]);
    expect(articles).toEqual([
      {
        id: 'a-1',
        path: '/2026/11/barge',
        language: 'en',
        direction: 'ltr',
        section: 'River',
        breaking: { text: 'Flood', href: '/2026/11/barge' },
        kicker: 'On the water',
        headline: 'A barge',
        standfirst: 'It floats.',
        authors: [{ name: 'Ilse', role: 'Reporter' }],
        published: '2026-11-12T06:40:00Z',
        tags: ['river', 'port'],
        related: [],
        alternates: [],
        body: '<p>It <em>floats</em>.</p>',
      },
    ]);
  });

  it('is written from right to left where its language is', () => {
    const direction = (language: string) => libraryOf({ 'a.md': article({ language }) }).articles[0]?.direction;
    expect(['ar', 'fa', 'he', 'ru', 'az-Arab'].map(direction)).toEqual(['rtl', 'rtl', 'rtl', 'ltr', 'rtl']);
  });

  it('does not depend on the order of its facts', () => {
    const facts = {
      id: 'a-1',
      path: '/a',
      language: 'en',
      section: 'S',
      headline: 'H',
      standfirst: 'T',
      published: '2026-11-12T07:40Z',
      tags: '[b, a]',
    };
    const write = (entries: readonly (readonly [string, string])[]) =>
      `---\n${entries.map(([name, value]) => `${name}: ${value}\n`).join('')}---\n\nText.\n`;
    const usual = libraryOf({ 'a.md': write(Object.entries(facts)) });
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(facts), { minLength: Object.keys(facts).length }), entries => {
        expect(libraryOf({ 'a.md': write(entries) })).toEqual(usual);
      }),
      { numRuns: 25 },
    );
  });

  it('does not depend on line endings or a byte order mark', () => {
    const usual = libraryOf({ 'a.md': article() });
    expect(usual.articles).toHaveLength(1);
    expect(libraryOf({ 'a.md': `\ufeff${article().replaceAll('\n', '\r\n')}` })).toEqual(usual);
  });

  it('comes before older ones', () => {
    const { articles } = libraryOf({
      'a.md': article({ id: 'a-1', path: '/a', published: '2026-11-01T23:00-05:00' }),
      'b.md': article({ id: 'a-2', path: '/b', published: '2026-11-02T03:30Z' }),
      'c.md': article({ id: 'a-3', path: '/c', published: '2026-11-02T12:00Z' }),
    });
    expect(articles.map(({ path }) => path)).toEqual(['/c', '/a', '/b']);
  });
});

describe('the library of this site', () => {
  const { articles, media, problems } = readArticles('templates/articles');

  it('has no problems', () => {
    expect(problems).toEqual([]);
  });

  it('uses all that an article page can show', () => {
    const used = (shows: (article: (typeof articles)[number]) => boolean) => articles.some(shows);
    expect({
      languages: articles.map(({ language }) => language).sort(),
      breaking: used(({ breaking }) => breaking?.href !== undefined),
      kicker: used(({ kicker }) => kicker !== undefined),
      updated: used(({ updated }) => updated !== undefined),
      lead: articles.every(({ lead }) => lead?.caption && lead.credit),
      twoAuthors: used(({ authors }) => authors.length === 2),
      biography: used(({ authors }) => authors.some(({ biography, picture }) => biography && picture)),
      alternates: used(({ alternates }) => alternates.length > 0),
      related: articles.every(({ related }) => related.length > 0),
      markup: ['<h2>', '<h3>', '<ol>', '<ul>', '<figure class="picture">', '<figure class="quotation">'].filter(tag =>
        used(({ body }) => body.includes(tag)),
      ),
    }).toEqual({
      languages: ['ar', 'en', 'en', 'ru'],
      breaking: true,
      kicker: true,
      updated: true,
      lead: true,
      twoAuthors: true,
      biography: true,
      alternates: true,
      related: true,
      markup: ['<h2>', '<h3>', '<ol>', '<ul>', '<figure class="picture">', '<figure class="quotation">'],
    });
  });

  it('has small pictures', () => {
    expect(media.filter(({ bytes }) => bytes.length > 8_192)).toEqual([]);
  });
});
