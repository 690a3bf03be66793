import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concernsOf, covers, overlapOf } from '../../src/analysis/overlap.ts';
import type { ArticleFacts } from '../../src/core/article.ts';
import { decide } from '../../src/core/decide.ts';
import type { Edition, Region, Rule, Scope, Surface, Times, Unsure } from '../../src/core/edition.ts';
import type { Place } from '../../src/core/place.ts';

const HOUR = 3_600_000;
const SPRING = Date.parse('2026-03-28T00:00Z');

const SURE: Unsure = { unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip', area: 'skip', border: 'skip' };

/** A square of some degrees, with a border in which nothing is sure. */
function square(west: number): Region['areas'][number] {
  const ring = (by: number) => [
    [
      [west - by, 40 - by],
      [west + 4 + by, 40 - by],
      [west + 4 + by, 44 + by],
      [west - by, 44 + by],
      [west - by, 40 - by],
    ] as const,
  ];
  return { inner: [ring(-1)], outer: [ring(1)] };
}

function editionOf(rules: readonly Partial<Rule>[], regions: Readonly<Record<string, Region>> = {}): Edition {
  return {
    format: 1,
    number: 1,
    hash: 'none',
    site: {
      name: 'x',
      languages: ['en'],
      timeZone: 'UTC',
      cache: { fresh: 1, stale: 1, staleIfError: 1, ignoreQuery: [], ignoreCookies: [] },
    },
    preparation: { hash: 'none', slots: {}, used: [], removals: {}, replaced: [], mentions: {}, surfaces: [] },
    subdivisions: { UA: ['UA-30', 'UA-40', 'UA-43'], ES: ['ES-CN', 'ES-M'] },
    zones: { UA: ['Europe/Kyiv'], 'UA-43': ['Europe/Simferopol'], ES: ['Europe/Madrid', 'Atlantic/Canary'], 'ES-CN': ['Atlantic/Canary'] },
    regions,
    notices: {},
    rules: rules.map((rule, index) => ({
      id: `rule-${index}`,
      shadow: false,
      unsure: SURE,
      scope: {},
      times: {},
      actions: [{ type: 'headers', headers: { 'x-test': '1' } }],
      ifImpossible: 'acknowledge',
      basis: { kind: 'voluntary' },
      ...rule,
    })),
  };
}

const some = <T>(...values: T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });

/** Only the members that are there, as `exactOptionalPropertyTypes` wants it. */
const written = <T extends object>(value: { [K in keyof T]: T[K] | undefined }) =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Partial<T>;

const regions: fc.Arbitrary<Region> = fc.record({
  places: fc.uniqueArray(fc.constantFrom('RU', 'UA', 'UA-30', 'UA-40', 'UA-43', 'ES', 'ES-CN'), { maxLength: 3 }),
  except: fc.uniqueArray(fc.constantFrom('UA-43', 'ES-CN', 'ES', 'RU'), { maxLength: 1 }),
  networks: fc.uniqueArray(fc.constantFrom(7, 8), { maxLength: 1 }),
  areas: fc.uniqueArray(fc.constantFrom(square(0), square(10)), { maxLength: 1 }),
});
const answer = fc.constantFrom('apply' as const, 'skip' as const);
const answers: fc.Arbitrary<Unsure> = fc.record({
  unknown: answer,
  tor: answer,
  partial: answer,
  network: answer,
  area: answer,
  border: answer,
});
const unsure = fc.oneof(fc.constant(SURE), answers);

const upToTwo = <T extends object>(value: T) =>
  fc.shuffledSubarray(Object.entries(value)).map(members => Object.fromEntries(members.slice(0, 2)) as T);

const PATTERNS = [
  '/a',
  '/a/b',
  '/live/*',
  '/live/2026/*',
  '/live',
  '/',
  '*',
  '/:section/b',
  '/live/:id?',
  '/a%62',
  '/l*',
  '/live{/x}?',
  '/a%62*',
  '/ab/:x?',
];
const PATHS = ['/', '/a', '/a/b', '/live', '/live/x', '/live/2026', '/live/2026/x', '/ab', '/l', '/c/b', '/ab/x'];
const scopes: fc.Arbitrary<Scope> = fc
  .record({
    sites: maybe(some('a.example', '*.a.example', 'b.a.example', '*.example')),
    paths: maybe(some(...PATTERNS)),
    articles: maybe(some('1', '2', '3')),
    tags: maybe(some('x', 'Y', 'z')),
    languages: maybe(some('en', 'en-GB', 'ru')),
    surfaces: maybe(some<Surface>('html', 'amp', 'feed')),
    contentTypes: maybe(some('text/html', 'text/*', 'image/*')),
    published: maybe(
      fc
        .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 5 }))
        .map(([after, length]) => ({ after, before: after + length })),
    ),
  })
  .map(scope => written<Scope>(scope));

/** Rules ask little, so that they often meet. */
const light = scopes.chain(scope => upToTwo(scope));

const hours = fc.constantFrom('00:00', '01:00', '01:30', '02:00', '02:30', '03:00', '03:15', '06:00', '12:00', '23:00');
const zone = fc.constantFrom('Europe/Kyiv', 'reader');
const bound = fc
  .integer({ min: 0, max: 60 })
  .chain(hour => fc.constantFrom(SPRING + hour * HOUR, { local: new Date(SPRING + hour * HOUR).toISOString().slice(0, 16) }));
const times: fc.Arbitrary<Times> = fc
  .record({ from: maybe(bound), until: maybe(bound), daily: maybe(fc.record({ from: hours, to: hours, zone })) })
  .map(value => written<Times>(value));
const lightTimes = times.chain(value => upToTwo(value));

const points = fc.constantFrom({ latitude: 42, longitude: 2 }, { latitude: 42, longitude: 4.5 }, { latitude: 42, longitude: 12 });
const hints = fc.record(
  { network: fc.constantFrom(7, 8), point: points, zone: fc.constantFrom('Atlantic/Canary', 'Europe/Kyiv') },
  { requiredKeys: [] },
);
const places: fc.Arbitrary<Place> = fc.oneof(
  fc.constant<Place>({ kind: 'tor' }),
  hints.map((said): Place => ({ kind: 'unknown', ...said })),
  fc.tuple(fc.constantFrom('RU', 'UA', 'UA-30', 'UA-40', 'UA-43', 'UA-99', 'ES', 'ES-CN', 'ES-M', 'FR'), hints).map(
    ([code, said]): Place => ({
      kind: 'known',
      country: code.slice(0, 2),
      ...(code.length > 2 ? { subdivision: code } : {}),
      ...said,
    }),
  ),
);
const facts: fc.Arbitrary<ArticleFacts> = fc
  .record({
    path: fc.constantFrom(...PATHS),
    site: maybe(fc.constantFrom('a.example', 'b.a.example', 'c.example')),
    id: maybe(fc.constantFrom('1', '2', '3')),
    tags: fc.uniqueArray(fc.constantFrom('x', 'y', 'Z'), { maxLength: 2 }),
    sections: fc.constant([]),
    authors: fc.constant([]),
    language: maybe(fc.constantFrom('en', 'en-GB', 'ru')),
    surface: maybe(fc.constantFrom<Surface>('html', 'amp', 'feed')),
    contentType: maybe(fc.constantFrom('text/html', 'text/plain', 'image/png')),
    published: maybe(fc.integer({ min: 0, max: 8 })),
  })
  .map(value => written(value) as unknown as ArticleFacts);
const moments = fc.integer({ min: -20 * 60, max: 80 * 60 }).map(minute => SPRING + minute * 60_000);

const inRegion = fc.record({ region: fc.constantFrom('one', 'other', undefined), unsure });
const rules = fc
  .tuple(inRegion, light, lightTimes)
  .map(([where, scope, time]): Partial<Rule> => ({ ...(written(where) as Partial<Rule>), scope, times: time }));

/** Two rules, and readers who come to articles of any kind at any time. */
const cases = fc.record({
  one: regions,
  other: regions,
  pair: fc.tuple(rules, rules),
  requests: fc.array(fc.tuple(places, facts, moments), { minLength: 30, maxLength: 30 }),
});
const RUNS = { numRuns: 2500 };

describe('what is said of two rules', () => {
  test('rules that are said never to meet never fire together', () => {
    let apart = 0;
    let met = 0;
    fc.assert(
      fc.property(cases, ({ one, other, pair, requests }) => {
        const edition = editionOf(pair, { one, other });
        const [a, b] = concernsOf(edition);
        const said = overlapOf(a!, b!);
        if (said.chance === 'no') apart += 1;
        for (const [place, article, now] of requests) {
          const both = decide(edition, place, article, [], now).matched.length === 2;
          if (both) met += 1;
          if (both) expect(said).not.toMatchObject({ chance: 'no' });
        }
      }),
      RUNS,
    );
    // Without these the test would hold of nothing.
    expect(apart).toBeGreaterThan(100);
    expect(met).toBeGreaterThan(100);
  });

  test('a rule that is said to cover another fires whenever the other does', () => {
    let fired = 0;
    const similar = fc.record({
      one: regions,
      other: regions,
      narrow: rules,
      wide: rules,
      kept: fc.subarray(['scope', 'times', 'region', 'unsure'] as const),
      requests: fc.array(fc.tuple(places, facts, moments), { minLength: 30, maxLength: 30 }),
    });
    fc.assert(
      fc.property(similar, ({ one, other, narrow, wide, kept, requests }) => {
        // The wider rule has some parts of the narrower, so that it often does cover it.
        const shared = Object.fromEntries(kept.flatMap(part => (narrow[part] === undefined ? [] : [[part, narrow[part]]])));
        const { region: _, ...anywhere } = wide;
        const edition = editionOf([{ ...(narrow.region === undefined ? anywhere : wide), ...shared }, narrow], { one, other });
        const [a, b] = concernsOf(edition);
        if (!covers(a!, b!)) return;
        for (const [place, article, now] of requests) {
          const { matched } = decide(edition, place, article, [], now);
          if (!matched.includes('rule-1')) continue;
          fired += 1;
          expect(matched).toContain('rule-0');
        }
      }),
      { numRuns: 6000 },
    );
    expect(fired).toBeGreaterThan(100);
  });

  test('a rule covers itself, and meets itself wherever it fires at all', () => {
    fc.assert(
      fc.property(cases, ({ one, other, pair, requests }) => {
        const edition = editionOf([pair[0], pair[0]], { one, other });
        const [a, b] = concernsOf(edition);
        expect(covers(a!, b!)).toBe(true);
        const fires = requests.some(([place, article, now]) => decide(edition, place, article, [], now).matched.length === 2);
        if (fires) expect(overlapOf(a!, b!).chance).not.toBe('no');
      }),
      RUNS,
    );
  });
});

describe('by dimension', () => {
  const chance = (a: Partial<Rule>, b: Partial<Rule>, regionsOf: Readonly<Record<string, Region>> = {}) => {
    const [one, two] = concernsOf(editionOf([a, b], regionsOf));
    return [overlapOf(one!, two!).chance, overlapOf(two!, one!).chance, covers(one!, two!), covers(two!, one!)];
  };
  const region = (places: string[], except: string[] = []): Region => ({ places, except, networks: [], areas: [] });

  test.each<[string, Scope, Scope, unknown[]]>([
    ['one article of two', { articles: ['1', '2'] }, { articles: ['1'] }, ['always', 'always', true, false]],
    ['other articles', { articles: ['1'] }, { articles: ['2'] }, ['no', 'no', false, false]],
    ['a path in a pattern', { paths: ['/live/*'] }, { paths: ['/live/a'] }, ['always', 'always', true, false]],
    ['the head of a folder', { paths: ['/live/*'] }, { paths: ['/live'] }, ['always', 'always', true, false]],
    ['patterns apart', { paths: ['/live/*'] }, { paths: ['/news/*'] }, ['no', 'no', false, false]],
    ['a folder in a folder', { paths: ['/live/*'] }, { paths: ['/live/2026/*'] }, ['always', 'always', true, false]],
    ['patterns of which nobody can tell', { paths: ['/:a/x'] }, { paths: ['/*/y'] }, ['perhaps', 'perhaps', false, false]],
    ['patterns that spell one letter in two ways', { paths: ['/a%62*'] }, { paths: ['/ab/*'] }, ['perhaps', 'perhaps', false, false]],
    ['tags that one article may both have', { tags: ['a'] }, { tags: ['b'] }, ['perhaps', 'perhaps', false, false]],
    ['a tag in other letters', { tags: ['Adult'] }, { tags: [' adult'] }, ['always', 'always', true, true]],
    ['a tag and a path', { tags: ['a'] }, { paths: ['/b'] }, ['perhaps', 'perhaps', false, false]],
    ['a language in a range', { languages: ['en'] }, { languages: ['en-GB'] }, ['always', 'always', true, false]],
    ['a host under another', { sites: ['*.a.example'] }, { sites: ['b.a.example'] }, ['always', 'always', true, false]],
    ['a host and those under it', { sites: ['*.a.example'] }, { sites: ['a.example'] }, ['no', 'no', false, false]],
    ['types in a range', { contentTypes: ['image/*'] }, { contentTypes: ['image/png'] }, ['always', 'always', true, false]],
    ['every form', {}, { surfaces: ['html'] }, ['always', 'always', true, false]],
    ['days of publication', { published: { after: 5 } }, { published: { before: 5 } }, ['no', 'no', false, false]],
  ])('%s', (_, a, b, expected) => expect(chance({ scope: a }, { scope: b })).toEqual(expected));

  test.each<[string, Region, Region, unknown[]]>([
    ['a part of a country', region(['UA']), region(['UA-43']), ['always', 'always', true, false]],
    ['the rest of a country', region(['UA'], ['UA-43']), region(['UA-43']), ['no', 'no', false, false]],
    ['other countries', region(['RU']), region(['FR']), ['no', 'no', false, false]],
    ['everywhere against somewhere', region(['RU', 'FR']), region(['FR']), ['always', 'always', true, false]],
  ])('%s', (_, one, other, expected) => expect(chance({ region: 'one' }, { region: 'other' }, { one, other })).toEqual(expected));

  test('hours that touch do not meet, hours that end in what summer time skips may', () => {
    const daily = (from: string, to: string): Partial<Rule> => ({ times: { daily: { from, to, zone: 'Europe/Kyiv' } } });
    expect(chance(daily('06:00', '12:00'), daily('12:00', '18:00'))[0]).toBe('no');
    expect(chance(daily('06:00', '12:00'), daily('11:00', '18:00'))[0]).toBe('always');
    expect(chance(daily('22:00', '06:00'), daily('23:00', '05:00'))).toEqual(['always', 'always', true, false]);
    expect(chance(daily('01:00', '02:30'), daily('03:00', '04:00'))[0]).toBe('perhaps');
  });

  test('a time by the reader’s clock comes earlier to some than to others', () => {
    const noon = Date.parse('2026-03-28T12:00Z');
    const local = { local: '2026-03-28T12:00' };
    expect(chance({ times: { until: noon } }, { times: { from: local } })).toEqual(['perhaps', 'perhaps', false, false]);
    expect(chance({ times: { until: noon - 16 * HOUR } }, { times: { from: local } })[0]).toBe('no');
    expect(chance({ times: { from: noon } }, { times: { from: local } })).toEqual(['always', 'always', false, false]);
    expect(chance({ times: { from: noon - 16 * HOUR } }, { times: { from: local } })).toEqual(['always', 'always', true, false]);
    expect(chance({ times: { from: local } }, { times: { from: local } })).toEqual(['always', 'always', true, true]);
  });
});
