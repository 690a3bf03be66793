import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COUNTRIES, classesOf, placesOfInterest, readerFrom } from '../../src/analysis/audience.ts';
import { articleOfBoth, articlesOfInterest, distinctScopes, pathExample } from '../../src/analysis/audience-articles.ts';
import { audienceNames } from '../../src/analysis/audience-words.ts';
import { pathMatcher } from '../../src/core/article-path.ts';
import { standing } from '../../src/core/region.ts';
import { conditionsOf } from '../../src/core/scope.ts';
import { WORLD_GRID } from '../../templates/world-grid.ts';
import { arbitraryPlace, arbitraryRule, edition, FACTS, NOW, observed, rule, show } from './coverage-editions.ts';

const ALL = edition(['england', 'not-scotland', 'crimea', 'russia'].map(region => rule(region, [show('a')], { region })));

describe('readers that can be told apart', () => {
  const classes = placesOfInterest([ALL], { thorough: true });
  const codes = classes.flatMap(({ readers }) => readers.map(({ code }) => code));

  test('every country, the parts that regions name, unknown, Tor and hints; each once', () => {
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(
      expect.arrayContaining([...COUNTRIES, 'XK', 'UA-43', 'UA-30', 'GB-SCT', 'unknown', 'tor', 'SG'.replace('SG', 'unknown AS201776')]),
    );
    expect(codes.filter(code => / AS201776$/.test(code)).length).toBeGreaterThan(2);
  });

  test('points in an area and on its border', () => {
    const guesses = classes.map(({ place }) => standing(ALL.regions.russia!, place, ALL.subdivisions));
    for (const guess of ['area', 'border'] as const)
      expect(guesses.some(answer => typeof answer !== 'string' && answer.includes(guess))).toBe(true);
  });

  test('readers of a class are told apart by nothing', () => {
    for (const { readers } of classes) {
      const answers = readers.map(({ place }) => observed(ALL, place, FACTS, ['en'], NOW));
      expect(new Set(answers).size).toBe(1);
    }
  });

  test('every reader is in the class of one that is looked at', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRule, { maxLength: 6 }), arbitraryPlace, (rules, place) => {
        const book = edition(rules.map((entry, index) => ({ ...entry, id: `r${index}` })));
        const looked = placesOfInterest([book], { thorough: true }).flatMap(({ readers }) => readers);
        // A network that no region hints at, or a point in no area, is no hint at all.
        const found = classesOf([book], [...looked, { code: 'asked', name: 'asked', place }]).find(
          ({ readers }) => readers.at(-1)?.code === 'asked',
        );
        expect(found?.readers.length).toBeGreaterThan(1);
      }),
      { numRuns: 100 },
    );
  });

  test('a code leads back to its reader', () => {
    for (const { readers } of classes) for (const { code, place } of readers) expect(readerFrom(code)).toMatchObject({ code, place });
    for (const wrong of ['', 'Narnia', 'RU 12', 'tor AS1', 'RU 100,200']) expect(readerFrom(wrong)).toBeUndefined();
  });
});

describe('readers in words', () => {
  const everyone = placesOfInterest([ALL]).flatMap(({ readers }) => readers);
  const words = (...codes: string[]) => audienceNames([ALL], everyone)(everyone.filter(({ code }) => codes.includes(code)));

  test('places, regions, and what is no place', () => {
    expect(words('UA-43', 'UA-40')).toBe('in the region crimea');
    expect(words('UA-43', 'FR')).toBe('in France and Crimea');
    expect(words('tor', 'unknown', 'BY')).toBe('in Belarus, in unknown places and on Tor');
    expect(words(...everyone.map(({ code }) => code))).toBe('everywhere');
    expect(words(...COUNTRIES)).toMatch(/^in /);
  });

  test('parts of a country are not named beside it, and it is said where only the country is known', () => {
    expect(words('GB', 'GB-ENG', 'GB-SCT', 'GB-WLS', 'GB-NIR', 'FR')).toMatch(/^in France and United Kingdom$/);
    expect(words('GB', 'GB-ENG', 'FR')).toMatch(/United Kingdom \(part unknown\)/);
  });
});

describe('articles that rules can tell apart', () => {
  test.each(['/', '/a', '/live/*', '/:year(\\d{4})/:slug', '/{a,b}', '/*/sport', '/a{/b}?', '/caf%C3%A9', '/files/*.pdf'])(
    '%s has an example',
    pattern => {
      const path = pathExample(pattern);
      expect(path === undefined || pathMatcher([pattern])(path)).toBe(true);
      if (!pattern.includes('{a')) expect(path).toBeDefined();
    },
  );

  test('every scope is met by one of them, and one article meets none', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRule, { maxLength: 6 }), rules => {
        const book = edition(rules);
        const { articles, left } = articlesOfInterest([book], { thorough: true });
        expect(left).toBe(0);
        for (const scope of distinctScopes([book])) {
          expect(articles.some(({ facts }) => conditionsOf(scope).every(([, holds]) => holds(facts)))).toBe(true);
        }
        const blank = articles.find(entry => entry.blank)!;
        for (const scope of distinctScopes([book]).filter(({ surfaces: _, ...rest }) => Object.keys(rest).length > 0)) {
          expect(conditionsOf(scope).every(([, holds]) => holds(blank.facts))).toBe(false);
        }
        expect(new Set(articles.map(({ facts }) => JSON.stringify(facts))).size).toBe(articles.length);
      }),
    );
  });

  test('two scopes are met by an article of both, or there is none', () => {
    const book = edition([
      rule('1', [], { scope: { tags: ['port'] } }),
      rule('2', [], { scope: { paths: ['/b/*'] } }),
      rule('3', [], { scope: { paths: ['/c'] } }),
    ]);
    const { articles } = articlesOfInterest([book]);
    const [, port, live, other] = articles;
    const scopes = distinctScopes([book]);
    expect(articleOfBoth(port!, live!, scopes)?.facts).toMatchObject({ path: '/b/example', tags: ['port'] });
    expect(articleOfBoth(live!, other!, scopes)).toBeUndefined();
  });

  test('of very many scopes some are left out, and counted', () => {
    const book = edition(Array.from({ length: 3000 }, (_, index) => rule(`r${index}`, [], { scope: { articles: [`a-${index}`] } })));
    const { articles, left } = articlesOfInterest([book]);
    expect(articles).toHaveLength(2000);
    expect(left).toBe(1001);
  });
});

test('the map has every country once, and no two on one square', () => {
  expect(Object.keys(WORLD_GRID).sort()).toEqual([...COUNTRIES]);
  expect(new Set(Object.values(WORLD_GRID).map(String)).size).toBe(COUNTRIES.length);
  for (const [column, row] of Object.values(WORLD_GRID)) expect([column < 32, row < 19]).toEqual([true, true]);
});
