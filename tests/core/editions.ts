/** Small editions, written out. */

import fc from 'fast-check';
import type { ArticleFacts } from '../../src/core/article.ts';
import type { Edition, Notice, Region, Rule, Unsure } from '../../src/core/edition.ts';
import { type Place, placeFrom } from '../../src/core/place.ts';

export const SKIP: Unsure = { unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip', area: 'skip', border: 'skip' };
export const NOW = Date.parse('2026-03-01T12:00Z');
export const FACTS: ArticleFacts = { path: '/a', tags: [], sections: [], authors: [] };

const text = (heading: string) => ({ heading, body: '<p>b</p>', plain: 'b', direction: 'ltr' as const });

export function notice(id: string, kind: Notice['kind'] = 'mandate'): Notice {
  const texts = { en: text('en'), ru: text('ru') };
  return { id, publicId: `p-${id}`, version: '1', kind, first: [], thenReader: true, text: texts, more: false, size: 'body' };
}

export function rule(id: string, actions: Rule['actions'], more: Partial<Rule> = {}): Rule {
  const plain = { shadow: false, unsure: SKIP, scope: {}, times: {}, ifImpossible: 'acknowledge', basis: { kind: 'mandate' } } as const;
  return { id, actions, ...plain, ...more };
}

function region(places: string[], more: Partial<Region> = {}): Region {
  return { places, except: [], networks: [], areas: [], ...more };
}

const square = (west: number, south: number, east: number, north: number) => [
  [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ] as [number, number][][],
];

export function edition(rules: Rule[], notices: Notice[] = [notice('a'), notice('b'), notice('s', 'safety')]): Edition {
  return {
    format: 1,
    number: 1,
    hash: 'h',
    site: {
      name: 'Site',
      languages: ['en'],
      timeZone: 'UTC',
      cache: { fresh: 60, stale: 0, staleIfError: 0, ignoreQuery: [], ignoreCookies: [] },
    },
    preparation: { hash: 'p', slots: {}, used: [], removals: { share: ['.s'], x: ['.x'] }, replaced: [], mentions: {}, surfaces: [] },
    subdivisions: { GB: ['GB-ENG', 'GB-SCT', 'GB-WLS', 'GB-NIR'], UA: ['UA-43', 'UA-40', 'UA-30'] },
    zones: {
      RU: ['Europe/Kaliningrad', 'Europe/Moscow', 'Asia/Kamchatka'],
      UA: ['Europe/Kyiv'],
      'UA-43': ['Europe/Simferopol'],
      GB: ['Europe/London'],
    },
    regions: {
      england: region(['GB-ENG', 'GB-WLS']),
      'not-scotland': region(['GB'], { except: ['GB-SCT'] }),
      crimea: region(['UA-43', 'UA-40'], { networks: [201776] }),
      russia: region(['RU', 'UA-43']),
      map: region(['SG'], { areas: [{ inner: square(11, 51, 13, 53), outer: square(10, 50, 14, 54) }] }),
    },
    notices: Object.fromEntries(notices.map(entry => [entry.id, entry])),
    rules,
  };
}

export const show = (id: string, order = 0, exclusive = false) =>
  ({ type: 'show', notice: id, slot: 'page-top', order, exclusive }) as const;
export const withhold = { type: 'withhold', reason: { en: 'because' }, showUntil: false } as const;
export const redirect = { type: 'redirect', to: 'https://mirror.example{path}', byLanguage: {} } as const;

export const arbitraryPlace: fc.Arbitrary<Place> = fc
  .record({
    country: fc.constantFrom('RU', 'UA', 'GB', 'SG', 'DE', 'T1', null),
    subdivision: fc.constantFrom('43', '40', '30', 'ENG', 'SCT', '00', null),
    network: fc.constantFrom(null, 201776),
    latitude: fc.constantFrom(null, 52, 50.5, 10),
    zone: fc.constantFrom(null, 'Europe/Moscow', 'Asia/Kamchatka', 'Mars/Base'),
  })
  .map(({ country, subdivision, ...said }) => placeFrom(country, subdivision, { ...said, longitude: 12 }));

const answer = fc.constantFrom('apply' as const, 'skip' as const);

export const arbitraryScope: fc.Arbitrary<Rule['scope']> = fc.record(
  {
    sites: fc.constantFrom(['courier.example'], ['*.courier.example'], ['other.example']),
    paths: fc.constantFrom(['/a'], ['/b/*'], ['/:lang(en|ru)/a'], ['/'], ['/a', '/b/c'], ['/a{/b}?'], ['*'], ['/b/:x', '/b']),
    articles: fc.constantFrom(['1'], ['1', '2'], ['3']),
    tags: fc.constantFrom(['Port'], ['ship', 'port'], ['grain']),
    sections: fc.constantFrom(['World'], ['home']),
    authors: fc.constantFrom(['A. Writer'], ['B. Writer']),
    languages: fc.constantFrom(['ru'], ['en']),
    surfaces: fc.constantFrom(['html' as const], ['feed' as const, 'json' as const]),
    contentTypes: fc.constantFrom(['text/html'], ['image/*']),
    published: fc.constantFrom({ after: NOW - 1000 }, { before: NOW }),
  },
  { requiredKeys: [] },
);

const arbitraryTimes: fc.Arbitrary<Rule['times']> = fc.constantFrom<Rule['times']>(
  {},
  { from: NOW + 1000 },
  { until: NOW + 2000 },
  { until: NOW - 1 },
  { from: NOW + 500, until: NOW + 3_600_000 },
  { daily: { from: '06:00', to: '22:00', zone: 'Europe/Berlin' } },
  { daily: { from: '13:00', to: '15:00', zone: 'reader' } },
  { from: { local: '2026-03-01T15:00' }, until: { local: '2026-03-01T17:30' } },
  { from: NOW - 5000, until: { local: '2026-03-01T23:00' } },
);

export const arbitraryRule: fc.Arbitrary<Rule> = fc
  .record({
    id: fc.uuid(),
    region: fc.constantFrom('england', 'crimea', 'russia', 'not-scotland', 'map', undefined),
    unsure: fc.record({ unknown: answer, tor: answer, partial: answer, network: answer, area: answer, border: answer }),
    scope: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, arbitraryScope),
    times: arbitraryTimes,
    shadow: fc.constantFrom(false, false, true),
    actions: fc.constantFrom<Rule['actions']>(
      [show('a')],
      [show('s'), { type: 'protect' }],
      [withhold],
      [redirect],
      [{ type: 'acknowledge', notice: 'b' }],
      [{ type: 'headers', headers: { 'x-robots-tag': 'noindex' } }],
      [{ type: 'remove', removal: 'x', put: 'a' }],
    ),
  })
  .map(({ id, actions, region: where, ...more }) => rule(id, actions, where === undefined ? more : { ...more, region: where }));

export const arbitraryFacts: fc.Arbitrary<ArticleFacts> = fc
  .record({
    path: fc.constantFrom('/a', '/', '/b', '/b/c', '/b/c/d', '/en/a', '/a/b', '/zz'),
    site: fc.constantFrom('courier.example', 'www.courier.example', undefined),
    id: fc.constantFrom('1', '2', undefined),
    tags: fc.constantFrom(['port'], ['Grain', 'SHIP'], []),
    sections: fc.constantFrom(['world'], []),
    authors: fc.constantFrom(['a. writer'], []),
    language: fc.constantFrom('ru', 'en-GB', undefined),
    surface: fc.constantFrom('html' as const, 'feed' as const, undefined),
    contentType: fc.constantFrom('text/html', 'image/png', undefined),
    published: fc.constantFrom(NOW, NOW - 2000, undefined),
  })
  .map(facts => Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as unknown as ArticleFacts);
