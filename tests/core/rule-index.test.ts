import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalPath, pathMatcher } from '../../src/core/article-path.ts';
import { decide } from '../../src/core/decide.ts';
import { placeFrom } from '../../src/core/place.ts';
import { edition, FACTS, NOW, rule, show } from './editions.ts';

const piece = fc.constantFrom(
  ...[
    '/',
    '/a',
    '/b',
    'a',
    '*',
    ':x',
    ':x?',
    '(a|b)',
    '{/a}?',
    '{b}*',
    '.',
    '..',
    '/.',
    '%2e',
    '%41',
    '%2F',
    '\\a',
    '?',
    '+',
    'é',
    '~',
    '@',
    ';',
    '-',
  ],
);
const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map(pieces => `/${pieces.join('')}`);
const path = fc
  .array(fc.constantFrom('/', 'a', 'b', 'A', '.', '%C3%A9', '%2F', '~', '@', ';', '-', '/a', '/b'), { maxLength: 6 })
  .map(pieces => normalPath(new URL(`https://s.example/${pieces.join('')}`).pathname));

test('a rule is found by the index wherever its patterns match', () => {
  let matched = 0;
  fc.assert(
    fc.property(pattern, fc.array(path, { minLength: 1, maxLength: 8 }), (written, paths) => {
      let matches: (tried: string) => boolean;
      try {
        matches = pathMatcher([written]);
      } catch {
        return; // No pattern at all.
      }
      const book = edition([rule('r', [show('a')], { scope: { paths: [written] } })]);
      for (const tried of paths) {
        const expected = matches(tried);
        if (expected) matched += 1;
        expect([tried, decide(book, placeFrom('RU'), { ...FACTS, path: tried }, [], NOW).matched]).toEqual([tried, expected ? ['r'] : []]);
      }
    }),
    { numRuns: 3000 },
  );
  expect(matched).toBeGreaterThan(100);
});
