import { describe, expect, it, test } from 'vitest';
import { article, libraryOf, PICTURE } from './library-folder.ts';

/** What is wrong, the article that has it, and what is said of it. Line 11 is the first line of the text, unless facts were added. */
const CASES: readonly (readonly [what: string, source: string, problem: string])[] = [
  [
    'no front matter',
    '# A barge\n',
    'a.md:1:1: the file does not start with front matter\n    to mend it: put `---`, the facts of the article and `---` above the text',
  ],
  ['an unknown name', article({ hedline: 'A barge' }), 'a.md:9:1: there is no `hedline` here\n    to mend it: did you mean `headline`?'],
  ['a missing fact', article({ headline: '' }), 'a.md:2:1: `headline` is missing\n    to mend it: add `headline:`'],
  [
    'a list where a text belongs',
    article({ headline: '[A, barge]' }),
    'a.md:6:11: must be text, not a list\n    to mend it: write one text in its place',
  ],
  [
    'a day that does not exist',
    article({ published: '2026-02-30T07:40Z' }),
    'a.md:8:12: `2026-02-30T07:40Z` is not a moment\n    to mend it: write date, time and zone, such as `2026-11-12T07:40+01:00`',
  ],
  [
    'a moment without a zone',
    article({ published: '2026-11-12T07:40' }),
    'a.md:8:12: `2026-11-12T07:40` is not a moment\n    to mend it: write date, time and zone, such as `2026-11-12T07:40+01:00`',
  ],
  [
    'an update before publication',
    article({ updated: '2026-11-12T07:40+02:00' }),
    'a.md:9:1: `updated` is not later than `published`\n    to mend it: correct one of the two, or take `updated` away',
  ],
  [
    'a path outside the site',
    article({ path: '//elsewhere.example' }),
    'a.md:3:7: `//elsewhere.example` is not the path of an article\n    to mend it: write it as `/2026/11/river-port`: small letters, digits and hyphens',
  ],
  [
    'no language',
    article({ language: 'en_GB' }),
    'a.md:4:11: `en_GB` is not a language tag\n    to mend it: write a BCP 47 tag: `en`, `ru`, `pt-BR`',
  ],
  [
    'a picture that is not there',
    article({ lead: '{ file: bagre.svg, alt: A barge }' }),
    'a.md:9:9: there is no picture `bagre.svg`\n    to mend it: did you mean `barge.svg`?',
  ],
  ['a picture that nobody can hear', article({ lead: '{ file: barge.svg }' }), 'a.md:9:7: `alt` is missing\n    to mend it: add `alt:`'],
  ['an author nobody knows', article({ authors: '[ilsa]' }), 'a.md:9:11: there is no author `ilsa`\n    to mend it: did you mean `ilse`?'],
  [
    'an author without words in this language',
    article({ language: 'ru', authors: '[ilse]' }),
    'a.md:9:11: the author `ilse` is not described in `ru`\n    to mend it: add `ru:` to `ilse` in authors.yaml',
  ],
  [
    'a related article that does not exist',
    article({ related: '[/2026/11/tug]' }),
    'a.md:9:11: there is no article `/2026/11/tug`\n    to mend it: did you mean `/2026/11/barge`?',
  ],
  [
    'an article related to itself',
    article({ related: '[/2026/11/barge]' }),
    'a.md:9:11: the article is related to itself\n    to mend it: take it away',
  ],
  [
    'a breaking line that leads away',
    article({ breaking: '{ text: Flood, href: "https://elsewhere.example/" }' }),
    'a.md:9:26: `https://elsewhere.example/` is not the path of an article\n    to mend it: let the line lead to an article of this site',
  ],
  ['no text', article({}, ''), 'a.md:1:1: the article has no text\n    to mend it: write the text below the front matter'],
  [
    'raw HTML',
    article({}, 'It floats<br>.\n'),
    'a.md:11:10: raw HTML is not supported\n    to mend it: write it in Markdown; put a backslash before a `<` that is meant as such',
  ],
  [
    'a second headline',
    article({}, '# A barge\n\nText.\n'),
    'a.md:11:1: a heading in the text is as high as the headline\n    to mend it: start headings with `##`',
  ],
  [
    'a level left out',
    article({}, '## A\n\n#### B\n\nText.\n'),
    'a.md:13:1: a heading of level 4 follows one of level 2\n    to mend it: do not skip a level',
  ],
  [
    'a link that runs a script',
    article({}, 'It [floats](javascript:alert(1)).\n'),
    'a.md:11:4: a link may not lead to `javascript:`\n    to mend it: use https:, mailto: or tel:',
  ],
  [
    'a link that leads to whoever owns the next name',
    article({}, 'It [floats](//elsewhere.example/).\n'),
    'a.md:11:4: `//elsewhere.example/` is not an address\n    to mend it: write it in full, or as the path of an article',
  ],
  [
    'a link to an article that does not exist',
    article({}, 'It [floats](/2026/11/brage#deck).\n'),
    'a.md:11:4: there is no article `/2026/11/brage`\n    to mend it: did you mean `/2026/11/barge`?',
  ],
  [
    'a picture in the middle of a line',
    article({}, 'See ![a barge](barge.svg) here.\n'),
    'a.md:11:5: a picture stands within a paragraph\n    to mend it: put it on a line of its own with empty lines around it',
  ],
  [
    'a picture from elsewhere',
    article({}, '![a barge](https://elsewhere.example/barge.svg)\n'),
    'a.md:11:1: `https://elsewhere.example/barge.svg` is not the name of a picture\n    to mend it: use the name of a file in pictures/, ending in .svg, .png or .jpg',
  ],
];

describe('an article that cannot be published is told apart', () => {
  test.each(CASES)('%s', (_, source, problem) => {
    const files = { 'a.md': source, 'pictures/barge.svg': PICTURE, 'authors.yaml': 'ilse: { text: { en: { name: Ilse } } }\n' };
    expect(libraryOf(files).problems).toEqual([problem]);
  });

  it('by everything that is wrong with it at once, in the order of the files', () => {
    const { problems } = libraryOf({
      'b.md': article({ id: 'A 1', colour: 'red' }),
      'a.md': article({ published: 'yesterday', language: '"?"' }, '# Hello\n'),
    });
    expect(problems.map(problem => problem.split('\n', 1)[0])).toEqual([
      'a.md:4:11: `?` is not a language tag',
      'a.md:8:12: `yesterday` is not a moment',
      'b.md:2:5: `A 1` cannot be a name',
      'b.md:9:1: there is no `colour` here',
    ]);
  });

  it('by a path and an id that another has', () => {
    expect(libraryOf({ 'a.md': article(), 'b.md': article() }).problems).toEqual([
      'b.md:2:1: `a-1` is already the id of a.md\n    to mend it: choose another',
      'b.md:3:1: `/2026/11/barge` is already the path of a.md\n    to mend it: choose another',
    ]);
  });
});

describe('alternates', () => {
  const pair = (back: string) => ({
    'a.md': article({ alternates: '{ ru: /2026/11/barzha }' }),
    'b.md': article({ id: 'a-2', path: '/2026/11/barzha', language: 'ru', alternates: back }),
  });

  it('name each other', () => {
    expect(libraryOf(pair('{ en: /2026/11/barge }')).problems).toEqual([]);
  });

  it('are told when only one names the other', () => {
    expect(libraryOf(pair('')).problems).toEqual([
      'a.md:9:15: `/2026/11/barzha` does not name this article in turn\n    to mend it: add `en: /2026/11/barge` to its alternates',
    ]);
  });

  it('are told when they are in another language than is said', () => {
    expect(libraryOf(pair('{ de: /2026/11/barge }')).problems[0]).toBe(
      'b.md:9:15: `/2026/11/barge` is in `en`, not in `de`\n    to mend it: correct the language or the path',
    );
  });
});
