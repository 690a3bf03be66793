import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classesOf, placesOfInterest, readerFrom } from '../../src/analysis/audience.ts';
import { articleOfBoth, articlesOfInterest, distinctScopes } from '../../src/analysis/audience-articles.ts';
import { audienceNames } from '../../src/analysis/audience-words.ts';
import { pathExample } from '../../src/analysis/overlap-paths.ts';
import { pathMatcher } from '../../src/core/article-path.ts';
import type { Edition } from '../../src/core/edition.ts';
import { standing } from '../../src/core/region.ts';
import { conditionsOf } from '../../src/core/scope.ts';
import { placeName } from '../../src/rulebook/place-names.ts';
import { allCountries } from '../../src/rulebook/places.ts';
import { WORLD_GRID } from '../../templates/world-grid.ts';
import { arbitraryPlace, arbitraryRule, edition, FACTS, NOW, observed, rule, show } from './coverage-editions.ts';

const COUNTRIES = allCountries();
const ALL = edition(['england', 'not-scotland', 'crimea', 'russia'].map(region => rule(region, [show('a')], { region })));

describe('readers that can be told apart', () => {
  const classes = placesOfInterest([ALL], { thorough: true });
  const codes = classes.flatMap(({ readers }) => readers.map(({ code }) => code));

  test('every country, the parts that regions name, unknown, Tor and hints; each once', () => {
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes).toEqual(expect.arrayContaining([...COUNTRIES, 'XK', 'UA-43', 'UA-30', 'GB-SCT', 'unknown', 'tor', 'unknown AS201776']));
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

  test('a clock tells apart only readers whom a rule by the clock may be about', () => {
    const byClock = (regions?: Edition['regions']) => {
      const times = { from: { local: '2026-03-04T00:00' } };
      const clock = rule('clock', [show('a')], { times, ...(regions === undefined ? {} : { region: 'inner' }) });
      const book = edition([clock, rule('other', [show('b')], { region: 'england' })], { regions: { ...ALL.regions, ...regions } });
      const found = placesOfInterest([book], { thorough: true }).flatMap(({ readers }) => readers.map(({ code }) => code));
      return found.filter(code => code.endsWith(' Asia/Vladivostok'));
    };
    const inner = { ...ALL.regions.russia!, areas: [] };
    // Crimea belongs to the region, so Ukraine may; and the edition knows no zones of its own for them.
    expect(byClock({ inner })).toEqual(['RU', 'UA-43', 'UA', 'unknown'].map(code => `${code} Asia/Vladivostok`));
    // A network may bring in readers of any place.
    expect(byClock({ inner: { ...inner, networks: [7] } })).toContain('AD Asia/Vladivostok');
    expect(byClock()).toEqual(expect.arrayContaining(['AD Asia/Vladivostok', 'RU Asia/Vladivostok', 'unknown Asia/Vladivostok']));
  });

  test('whatever their clocks, readers of a class get the same at every moment', () => {
    let clocked = 0;
    fc.assert(
      fc.property(
        fc.array(arbitraryRule, { maxLength: 6 }),
        arbitraryPlace,
        fc.constantFrom('Europe/Moscow', 'Asia/Vladivostok', 'Europe/London', 'Pacific/Tahiti'),
        fc.nat({ max: 6 * 24 }),
        (rules, place, zone, hours) => {
          const book = edition(rules.map((entry, index) => ({ ...entry, id: `r${index}` })));
          const readers = [place, place.kind === 'tor' ? place : { ...place, zone }].map(at => ({ code: '', name: '', place: at }));
          if (classesOf([book], readers).length > 1) return;
          clocked += 1;
          const [one, other] = readers.map(reader => observed(book, reader.place, FACTS, ['en'], NOW + hours * 3_600_000));
          expect(one).toBe(other);
        },
      ),
      { numRuns: 300 },
    );
    expect(clocked).toBeGreaterThan(100);
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
    expect(words('UA-43', 'UA-40')).toBe('in Sevastopol and Crimea');
    expect(words('UA-43', 'FR')).toBe('in France and Crimea');
    expect(words('tor', 'unknown', 'BY')).toBe('in Belarus, in unknown places and on Tor');
    expect(words(...everyone.map(({ code }) => code))).toBe('everywhere');
    expect(words(...COUNTRIES)).toMatch(/^in /);
  });

  test('a region of few places by its places, one of many by its name, a group that everybody knows by its own', () => {
    const inRegion = (name: string, places: readonly string[]) => {
      const book = edition([rule('r', [show('a')], { region: name })], {
        regions: { ...ALL.regions, [name]: { places, except: [], networks: [], areas: [] } },
      });
      const all = placesOfInterest([book]).flatMap(({ readers }) => readers);
      return audienceNames([book], all)(all.filter(({ code }) => places.includes(code)));
    };
    for (const most of [2, 7, 8, 20]) {
      const places = COUNTRIES.filter(code => code !== 'GB' && code !== 'UA').slice(0, most);
      if (most > 7) expect(inRegion('far-away', places)).toBe('in the region far-away');
      else for (const code of places) expect(inRegion('far-away', places)).toContain(placeName(code));
    }
    expect(inRegion('places:EU27', ['FR', 'DE'])).toBe('in the EU27');
  });

  test('readers by a clock are anywhere only where a rule is about readers anywhere', () => {
    const words = (regions?: Edition['regions']) => {
      const times = { from: { local: '2026-03-04T00:00' } };
      const clock = rule('clock', [show('a')], { times, ...(regions === undefined ? {} : { region: 'inner' }) });
      const book = edition([clock], { regions: { ...ALL.regions, ...regions } });
      const all = placesOfInterest([book], { thorough: true }).flatMap(({ readers }) => readers);
      return audienceNames([book], all)(all.filter(({ code }) => code.endsWith(' Asia/Vladivostok')));
    };
    expect(words({ inner: { ...ALL.regions.russia!, areas: [] } })).toMatch(
      /^by the clock of Asia\/Vladivostok in .*Russia.* and in unknown places by the clock/,
    );
    expect(words()).toMatch(/^anywhere by the clock of Asia\/Vladivostok/);
  });

  test('parts of a country are not named beside it, and it is said where only the country is known', () => {
    expect(words('GB', 'GB-ENG', 'GB-SCT', 'GB-WLS', 'GB-NIR', 'FR')).toMatch(/^in France and the United Kingdom$/);
    expect(words('GB', 'GB-ENG', 'FR')).toMatch(/the United Kingdom \(part unknown\)/);
  });
});

describe('articles that rules can tell apart', () => {
  test.each(['/', '/a', '/live/*', '/:year(\\d{4})/:slug', '/{a,b}', '/*/sport', '/a{/b}?', '/caf%C3%A9', '/files/*.pdf'])(
    '%s has an example',
    pattern => {
      const path = pathExample(pattern);
      expect(pathMatcher([pattern])(path!)).toBe(true);
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

  test('the article of two is that of both in whichever order', () => {
    let made = 0;
    fc.assert(
      fc.property(fc.array(arbitraryRule, { maxLength: 6 }), rules => {
        const book = edition(rules);
        const { articles } = articlesOfInterest([book], { thorough: true });
        const scopes = distinctScopes([book]);
        for (const one of articles) {
          for (const other of articles) {
            const [there, back] = [articleOfBoth(one, other, scopes), articleOfBoth(other, one, scopes)];
            if (there !== undefined) made += 1;
            expect(there?.facts).toEqual(back?.facts);
            expect(there?.words).toBe(back?.words);
          }
        }
      }),
      { numRuns: 30 },
    );
    expect(made).toBeGreaterThan(100);
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
