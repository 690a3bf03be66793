import { test } from 'vitest';
import { type Case, expectFindings, of, rule, withhold } from './lint-rulebook.ts';

const GB = { places: ['GB'] };
const area = {
  type: 'Polygon',
  coordinates: [
    [
      [37, 47],
      [39, 47],
      [39, 49],
      [37, 49],
      [37, 47],
    ],
  ],
};

const WITHHOLD: readonly Case[] = [
  [
    'a withhold that leaves feeds open',
    of(rule('a', { ...GB, article: 'x', surfaces: ['html', 'amp'] }, withhold)),
    [/^warning rules\[0\]\.when\.surfaces: `a` withholds html and amp only: the same text stays open to readers in .* as feed and json/],
    of(rule('a', { ...GB, article: 'x' }, withhold)),
  ],
  [
    'an article whose text stands in a feed',
    {
      site: { feeds: ['/feed.xml', '/latest.json'] },
      rules: [rule('a', { ...GB, article: 'x' }, withhold), rule('b', { ...GB, paths: '/latest.json' }, withhold)],
    },
    [
      /^warning rules\[0\]\.do\[0\]: `a` withholds article x from readers in the United Kingdom, but its text stays open to them in \/feed\.xml$/,
      /^warning rules\[1\]\.do\[0\]: .*stays open to them in \/feed\.xml$/,
    ],
    {
      site: { feeds: ['/feed.xml', '/latest.json'] },
      rules: [rule('a', { ...GB, article: 'x' }, withhold), rule('b', { ...GB, paths: ['/latest.json', '/feed.xml'] }, withhold)],
    },
  ],
  [
    'articles by what they are, whose text stands in a feed',
    {
      site: { feeds: ['/feed.xml'] },
      rules: [
        rule('a', { ...GB, tags: ['x'] }, withhold),
        rule('b', { ...GB, sections: ['World', 'Trade'] }, withhold),
        rule('c', { ...GB, authors: ['Nora Esterhal'], languages: ['ru'] }, withhold),
        rule('d', { ...GB, published: { before: '2026-02-01T00:00Z' }, 'content-types': ['application/pdf'] }, withhold),
      ],
    },
    [
      /: `a` withholds articles with the tag x from readers in the United Kingdom, but/,
      /: `b` withholds articles in the section World or Trade from readers/,
      /: `c` withholds articles by Nora Esterhal in Russian from readers/,
      /: `d` withholds articles of the type application\/pdf published before 2026-02-01 from readers/,
    ],
    { rules: [rule('a', { ...GB, tags: ['x'] }, withhold)] },
  ],
  [
    'a feed that is withheld elsewhere',
    {
      site: { feeds: ['/feed.xml'] },
      rules: [rule('a', { ...GB, article: 'x' }, withhold), rule('b', { places: ['GB-SCT'], paths: '/feed.xml' }, withhold)],
    },
    [/^warning rules\[0\]\.do\[0\]: .*stays open to them in \/feed\.xml/],
    {
      site: { feeds: ['/feed.xml'] },
      rules: [rule('a', { places: ['GB-SCT'], article: 'x' }, withhold), rule('b', { ...GB, paths: '/feed.xml' }, withhold)],
    },
  ],
  [
    'a feed that several rules withhold, of which one is missing',
    {
      site: { feeds: ['/feed.xml'] },
      rules: [rule('a', { places: ['GB', 'IE'], article: 'x' }, withhold), rule('b', { ...GB, paths: '/feed.xml' }, withhold)],
    },
    [/^warning rules\[0\]\.do\[0\]: .*stays open to them in \/feed\.xml/],
    {
      site: { feeds: ['/feed.xml'] },
      rules: [
        rule('a', { places: ['GB', 'IE'], article: 'x' }, withhold),
        rule('b', { ...GB, paths: '/feed.xml' }, withhold),
        rule('c', { places: ['IE'], paths: '/feed.xml' }, withhold),
      ],
    },
  ],
  [
    'a withhold on a guess',
    {
      regions: { zone: { places: ['UA-14'], networks: [7], areas: [area] } },
      rules: [
        {
          ...rule('a', { region: 'zone', article: 'x' }, withhold),
          unknown: 'apply',
          tor: 'apply',
          partial: 'apply',
          network: 'apply',
          area: 'apply',
          border: 'apply',
        },
      ],
    },
    [
      /^warning rules\[0\]\.unknown: .*every reader on earth whose place nobody can tell/,
      /^warning rules\[0\]\.tor: .*every reader who comes through Tor/,
      /^warning rules\[0\]\.partial: .*every reader in Ukraine of whom only the country is known/,
      /^warning rules\[0\]\.network: .*every reader of AS7/,
      /^warning rules\[0\]\.area: .*elsewhere/,
      /^warning rules\[0\]\.border: .*up to 25 km outside the area/,
    ],
    {
      regions: { zone: { places: ['UA-14'], networks: [7], areas: [area] } },
      rules: [rule('a', { region: 'zone', article: 'x' }, withhold)],
    },
  ],
  [
    'a withhold on a guess that no test expects',
    { rules: [{ ...rule('a', { places: ['GB-ENG'], article: 'x' }, withhold), partial: 'apply' }] },
    [/^warning rules\[0\]\.partial: .*every reader in .* of whom only the country is known/],
    {
      rules: [{ ...rule('a', { places: ['GB-ENG'], article: 'x' }, withhold), partial: 'apply' }],
      tests: [{ name: 'a', given: { place: 'GB', at: '2026-11-22T12:00Z', article: 'x' }, expect: { outcome: 'withhold' } }],
    },
  ],
];

test.each(WITHHOLD)('%s', expectFindings);
