import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readerFrom } from '../../src/analysis/audience.ts';
import { coverage, coverageThrough, languagesOfInterest } from '../../src/analysis/coverage.ts';
import { groupsOf, wordsOf } from '../../src/analysis/coverage-groups.ts';
import { outcomeKey, outcomeOf } from '../../src/analysis/coverage-outcome.ts';
import { outcomeWords } from '../../src/analysis/outcome-words.ts';
import { decide } from '../../src/core/decide.ts';
import { arbitraryPair, DAY, edition, NOW, rule, show, withhold } from './coverage-editions.ts';

describe('the matrix', () => {
  test('every cell is what decide says, for every reader of its row', () => {
    fc.assert(
      fc.property(arbitraryPair, ([book]) => {
        for (const { readers, article, language, key, outcome, until } of coverage(book, { at: NOW }).rows) {
          for (const { place } of [readers[0]!, readers.at(-1)!]) {
            const decision = decide(book, place, article.facts, [language], NOW);
            expect(outcomeKey(outcomeOf(book, decision)) === outcomeKey(outcome)).toBe(true);
            expect(decision.validUntil).toBe(until);
          }
          expect(key === '' || key === outcomeKey(outcome)).toBe(true);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('groups say of every row what the row says: the one that names the article, else the one for the rest', () => {
    fc.assert(
      fc.property(arbitraryPair, fc.boolean(), ([book], all) => {
        const found = coverage(book, { at: NOW });
        const groups = groupsOf(book, found, { all });
        for (const { readers, article, language, outcome } of found.rows) {
          const own = groups.filter(group => group.readers.includes(readers[0]!) && group.languages.includes(language));
          const naming = own.filter(({ articles }) => articles.includes(article));
          expect(naming.length).toBeLessThan(2);
          const said = naming[0] ?? own.find(({ rest }) => rest);
          expect(said?.words ?? 'gets the page as it is').toBe(wordsOf(book, outcome));
          if (all) expect(said).toBeDefined();
        }
      }),
      { numRuns: 30 },
    );
  });

  test('only what is asked for is looked at, and every class is counted', () => {
    const steps: number[] = [];
    const readers = ['RU', 'UA-43', 'FR'].map(code => readerFrom(code)!);
    const book = edition([rule('r', [show('a')], { region: 'russia' })]);
    const found = coverage(book, { at: NOW, readers, languages: ['en'], onStep: done => steps.push(done) });
    expect(found.rows.map(row => [row.readers.map(({ code }) => code), row.outcome.notices.map(({ id }) => id)])).toEqual([
      [['RU', 'UA-43'], ['a']],
      [['FR'], []],
    ]);
    expect(steps).toEqual([1, 2]);
  });

  test('one language that no notice has is among those that are looked at', () => {
    const book = edition([]);
    const languages = languagesOfInterest([book]);
    const none = languages.filter(language => Object.values(book.notices).every(({ text }) => text[language] === undefined));
    expect(languages).toEqual(expect.arrayContaining(['en', 'ru']));
    expect(none).toHaveLength(1);
  });
});

describe('one place through time', () => {
  const daily = rule('d', [show('a')], { times: { daily: { from: '06:00', to: '22:00', zone: 'Europe/Berlin' } }, region: 'england' });
  const readers = [readerFrom('GB-ENG')!];

  test('rows are the times between changes, without gaps, and each moment is what decide says', () => {
    const book = edition([daily, rule('w', [withhold('x')], { times: { from: NOW + DAY } })]);
    const { rows } = coverageThrough(book, { at: NOW, until: NOW + 3 * DAY, readers, languages: ['en'] });
    expect(rows[0]!.from).toBe(NOW);
    expect(rows.at(-1)!.until).toBe(NOW + 3 * DAY);
    expect(rows.map(({ outcome }) => outcome.outcome)).toEqual(['serve', 'serve', 'serve', 'withhold']);
    for (const [index, { from, until, outcome, article }] of rows.entries()) {
      expect(until).toBe(rows[index + 1]?.from ?? NOW + 3 * DAY);
      for (const at of [from, (from + until) / 2, until - 1]) {
        expect(outcomeKey(outcomeOf(book, decide(book, readers[0]!.place, article.facts, ['en'], at)))).toBe(outcomeKey(outcome));
      }
    }
  });
});

test('what a reader gets, in words', () => {
  const all = [
    rule('1', [show('b', { slot: 'before-headline' }), { type: 'protect' }, { type: 'headers', headers: { 'x-robots-tag': 'noindex' } }]),
    rule('2', [{ type: 'remove', removal: 'photo' }]),
  ];
  const words = (rules: typeof all) => {
    const book = edition(rules);
    return outcomeWords(
      book,
      outcomeOf(
        book,
        decide(book, readerFrom('RU')!.place, { path: '/a', surface: 'html', tags: [], sections: [], authors: [] }, ['en'], NOW),
      ),
    );
  };
  expect(words(all)).toBe(
    'sees “b in English” above the headline, in ru and en; figure#photo-7 taken out; share buttons are gone; nothing is stored; gets the header x-robots-tag: noindex',
  );
  expect(words([])).toBe('gets the page as it is');
  expect(words([rule('w', [withhold('An order.')])])).toBe('cannot read it: “An order.”');
});
