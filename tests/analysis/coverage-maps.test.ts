import fc from 'fast-check';
import { expect, test } from 'vitest';
import { audienceNames } from '../../src/analysis/audience-words.ts';
import { coverage } from '../../src/analysis/coverage.ts';
import { coveragePage } from '../../src/analysis/coverage-maps.ts';
import type { Edition } from '../../src/core/edition.ts';
import { renderCoveragePage } from '../../templates/coverage-page.ts';
import { arbitraryPair, edition, NOW, rule } from './coverage-editions.ts';

function pageOf(book: Edition) {
  const found = coverage(book, { at: NOW });
  return coveragePage(
    book,
    found,
    audienceNames(
      [book],
      found.classes.flatMap(({ readers }) => readers),
    ),
  );
}

test('letters begin with A on the first map and leave none out, each stands for one thing, and the table has no others', () => {
  let several = 0;
  fc.assert(
    fc.property(arbitraryPair, ([book]) => {
      const { maps, marks, lines } = pageOf(book);
      const seen: string[] = [];
      for (const { tiles, partly, beside } of maps) {
        const own = [...tiles, ...partly, ...beside].flatMap(({ mark }) => mark?.letters ?? []);
        const fresh = [...new Set(own)].filter(letters => !seen.includes(letters)).sort();
        seen.push(...fresh);
      }
      expect(seen).toEqual(Array.from(seen, (_, index) => String.fromCharCode(65 + index)));
      expect(new Set(marks.map(({ letters }) => letters))).toEqual(new Set(seen));
      for (const { mark } of lines) for (const letters of mark.split(', ')) if (letters !== '') expect(seen).toContain(letters);
      if (seen.length > 2) several += 1;
    }),
    { numRuns: 40 },
  );
  expect(several).toBeGreaterThan(3);
});

test('a map speaks of elements, and keeps the selectors for whoever asks', () => {
  const page = pageOf(edition([rule('r', [{ type: 'remove', removal: 'photo' }], { region: 'russia' })]));
  expect(page.marks).toMatchObject([{ words: 'an element of the page taken out', exact: 'figure#photo-7 taken out' }]);
  expect(page.lines.map(({ what }) => what)).toEqual(['figure#photo-7 taken out']);
  expect(renderCoveragePage(page, '')).toContain('<span title="figure#photo-7 taken out">An element of the page taken out</span>');
});
