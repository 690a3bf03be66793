import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readerFrom } from '../../src/analysis/audience.ts';
import { MOST_ARTICLES } from '../../src/analysis/audience-articles.ts';
import { difference } from '../../src/analysis/difference.ts';
import type { Action, Edition } from '../../src/core/edition.ts';
import {
  arbitraryFacts,
  arbitraryPair,
  arbitraryPlace,
  DAY,
  edition,
  NOW,
  notice,
  observed,
  rule,
  show,
  withhold,
} from './coverage-editions.ts';

const changes = (old: Edition, next: Edition) => difference(old, next, { now: NOW }).changes;
const words = (old: Edition, next: Edition) => changes(old, next).map(change => change.words);

const APPLY = { unknown: 'apply', tor: 'apply', partial: 'skip', network: 'skip', area: 'skip', border: 'skip' } as const;

describe('what changes for whom, in words', () => {
  const base = rule('r', [show('b')], { region: 'crimea' });

  test('a notice that is new', () => {
    expect(words(edition([]), edition([base]))).toEqual([
      "Readers in Sevastopol and Crimea will now see “b in English” above the headline (ru, then the reader's language), on every article",
    ]);
    expect(changes(edition([]), edition([base]))[0]?.places).toEqual(['UA-40', 'UA-43']);
  });

  test('places are called by their names where no region is just these', () => {
    const regions = { here: { places: ['UA-43', 'FR'], except: [], networks: [], areas: [] } };
    const old = edition([rule('r', [show('a')], { region: 'here' })], { regions: { here: { ...regions.here, places: ['UA-43'] } } });
    const next = edition([rule('r', [show('a')], { region: 'here' })], { regions });
    expect(words(old, next)).toEqual([
      "Readers in France will now see “a in English” above the headline (the reader's language), on every article",
    ]);
  });

  test('another slot, a changed text, a moment to come, an end', () => {
    expect(words(edition([base]), edition([{ ...base, actions: [show('b', { slot: 'page-end' })] }]))).toEqual([
      "Readers in Sevastopol and Crimea will now see “b in English” at the end of the page, not above the headline (ru, then the reader's language), on every article",
    ]);
    const changed = notice('b', { first: ['ru'], text: { ...notice('b').text, ru: { ...notice('b').text.ru!, body: '<p>other</p>' } } });
    expect(words(edition([base]), edition([base], { notices: { b: changed } }))).toEqual([
      'Readers in Sevastopol and Crimea will see a changed text of “b in English” (ru), on every article',
    ]);
    expect(words(edition([base]), edition([{ ...base, times: { until: NOW + DAY } }]))).toEqual([
      'Readers in Sevastopol and Crimea will no longer see “b in English” above the headline, on every article, from 2026-03-02 12:00 UTC',
    ]);
    expect(words(edition([]), edition([{ ...base, times: { from: NOW + DAY, until: NOW + 2 * DAY } }]))[0]).toMatch(
      /from 2026-03-02 12:00 UTC until 2026-03-03 12:00 UTC$/,
    );
  });

  test('withholding, for readers of whom nothing is known as well', () => {
    const old = edition([]);
    const next = edition([
      rule('r', [withhold('An order.')], { region: 'crimea', unsure: APPLY, scope: { tags: ['port'], surfaces: ['html'] } }),
    ]);
    expect(words(old, next)).toEqual([
      'Readers in Sevastopol and Crimea, in unknown places and on Tor will no longer be able to read it: “An order.”, on articles tagged port',
    ]);
    expect(words(next, old)[0]).toContain('will be able to read what was withheld: “An order.”');
  });

  test('the order of rules, where two meet on one article', () => {
    const [one, two] = [
      rule('1', [withhold('One.')], { scope: { tags: ['port'] } }),
      rule('2', [withhold('Two.')], { scope: { paths: ['/b/*'] } }),
    ];
    expect(words(edition([one, two]), edition([two, one]))).toEqual([
      expect.stringMatching(/^Readers everywhere will be given another reason why it is withheld: “Two.”, on .*\/b\/example tagged port/),
    ]);
  });

  test('a rule about one article among five thousand', () => {
    const many = Array.from({ length: 5000 }, (_, index) => rule(`r${index}`, [show('a')], { scope: { articles: [`a-${index}`] } }));
    const last = { ...many.at(-1)!, actions: [show('b')] };
    expect(words(edition(many), edition([...many.slice(0, -1), last])).join()).toContain('on the article a-4999');
  });

  test('only the readers of a language, where only they see another text', () => {
    const more = notice('a', { text: { ...notice('a').text, uk: { ...notice('a').text.en!, heading: 'in Ukrainian' } } });
    const everyone = rule('r', [show('a')]);
    expect(words(edition([everyone]), edition([everyone], { notices: { a: more } }))).toEqual([
      'Readers everywhere who read Ukrainian will find “a in English” in Ukrainian too, on every article',
    ]);
  });

  test('what protection takes out goes without saying, however short the list; what a rule names is named, however long', () => {
    const removals = { share: ['.share', 'meta[name="referrer" i]'], own: ['.a', '.b', '.c', '.d'] };
    const preparation = { ...edition([]).preparation, removals };
    const book = (...actions: readonly Action[]) => edition([rule('r', actions, { region: 'crimea' })], { preparation });
    const [protect, remove] = [{ type: 'protect' }, { type: 'remove', removal: 'own' }] as const;
    const gone = 'will be protected: share buttons are gone, nothing is stored';
    const back = 'will no longer be protected: share buttons are back, pages may be stored';
    const what = (old: Edition, next: Edition) => changes(old, next).map(change => change.what);
    expect(what(edition([]), book(protect))).toEqual([[gone]]);
    expect(what(book(protect), edition([]))).toEqual([[back]]);
    expect(what(edition([]), book(protect, remove))).toEqual([['will no longer get the elements .a, .b, .c, .d', gone]]);
    expect(what(book(protect), book(protect, remove))).toEqual([['will no longer get the elements .a, .b, .c, .d']]);
    const other = { ...book(protect), preparation: { ...preparation, removals: { share: ['.share', '.like'] } } };
    expect(what(book(protect), other)).toEqual([['will have other elements taken out for their protection']]);
  });

  test('names of rules and regions, basis and trial rules are nothing that a reader sees', () => {
    const old = edition([base, rule('t', [withhold('x')], { shadow: true })]);
    const renamed = edition([{ ...base, id: 'other', region: 'krym', basis: { kind: 'safety', law: 'Another' } }], {
      regions: { krym: old.regions.crimea! },
    });
    expect(changes(old, renamed)).toEqual([]);
  });
});

describe('properties of differences', () => {
  test('equal editions have none', () => {
    fc.assert(
      fc.property(arbitraryPair, ([one]) => {
        expect(changes(one, structuredClone(one))).toEqual([]);
      }),
    );
  });

  test('every place, article, language and time that is named really differs, as decide has it', () => {
    let compared = 0;
    fc.assert(
      fc.property(arbitraryPair, ([old, next]) => {
        for (const { places, articles, languages, times } of changes(old, next)) {
          expect(places.length * articles.length * languages.length * times.length).toBeGreaterThan(0);
          for (const code of places) {
            const { place } = readerFrom(code)!;
            for (const facts of articles.slice(0, 5)) {
              for (const language of languages) {
                for (const { from, until } of times.slice(0, 3)) {
                  for (const at of [from, Math.min(until, NOW + 300 * DAY) - 1].filter(moment => moment >= from)) {
                    compared += 1;
                    expect(observed(old, place, facts, [language], at)).not.toBe(observed(next, place, facts, [language], at));
                  }
                }
              }
            }
          }
        }
      }),
      { numRuns: 20 },
    );
    // Without these the test would hold of nothing.
    expect(compared).toBeGreaterThan(100);
  });

  test('a rule about later articles shows on those that an earlier rule is not about', () => {
    const before = rule('before', [withhold('early')], { scope: { published: { before: NOW } } });
    const after = rule('after', [show('a')], { scope: { published: { after: NOW - DAY } } });
    const found = changes(edition([before]), edition([before, after]));
    expect(found.map(({ articles }) => articles.map(({ published }) => published))).toEqual([[NOW]]);
  });

  test('none is missed: where any reader gets something else of any article at any time, there is a change', () => {
    let differing = 0;
    fc.assert(
      fc.property(
        arbitraryPair,
        fc.array(fc.tuple(arbitraryPlace, arbitraryFacts, fc.constantFrom('en', 'ru', 'eo'), fc.nat({ max: 20 * DAY })), {
          minLength: 30,
          maxLength: 30,
        }),
        ([old, next], readers) => {
          const differs = readers.find(
            ([place, facts, language, later]) =>
              observed(old, place, facts, [language], NOW + later) !== observed(next, place, facts, [language], NOW + later),
          );
          if (differs === undefined) return;
          differing += 1;
          expect(changes(old, next), JSON.stringify(differs)).not.toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
    expect(differing).toBeGreaterThan(50);
  });

  test('whoever is in a place that is named nowhere gets what they got, on the articles that were looked at', () => {
    let compared = 0;
    fc.assert(
      fc.property(arbitraryPair, ([old, next]) => {
        const found = changes(old, next);
        const named = new Set(found.flatMap(({ places }) => places));
        const looked = found.flatMap(({ articles }) => articles).slice(0, 20);
        for (const code of ['RU', 'UA', 'UA-43', 'UA-30', 'GB-ENG', 'SG', 'tor', 'unknown'].filter(name => !named.has(name))) {
          const { place } = readerFrom(code)!;
          for (const facts of looked) {
            for (const language of ['en', 'ru', 'eo']) {
              compared += 1;
              expect(observed(old, place, facts, [language], NOW)).toBe(observed(next, place, facts, [language], NOW));
            }
          }
        }
      }),
      { numRuns: 30 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

test('among ten thousand rules only what a changed one is about is decided', () => {
  const many = Array.from({ length: 10_000 }, (_, index) =>
    rule(`r${index}`, [show('a')], { region: ['england', 'crimea', 'russia'][index % 3]!, scope: { articles: [`a-${index}`] } }),
  );
  const [old, next] = [edition(many), edition([...many, rule('new', [show('b')], { region: 'russia' })])];
  const found = difference(old, next, { now: NOW });
  // Once for each article and language in either edition, for all readers together.
  expect(found.decisions).toBeLessThanOrEqual(2 * 3 * MOST_ARTICLES);
  expect(found.changes[0]?.words).toContain('Readers in Russia and Crimea will now see “b in English”');
  expect(found.limits).not.toEqual([]);
});
