import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ArticleFacts } from '../../src/core/article.ts';
import { decide } from '../../src/core/decide.ts';
import type { Edition, Notice, Rule } from '../../src/core/edition.ts';
import { languagesOf } from '../../src/core/language.ts';
import { type Place, placeFrom } from '../../src/core/place.ts';
import { applies, standing } from '../../src/core/region.ts';

const SKIP = { unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip' } as const;
const text = (heading: string) => ({ heading, body: '<p>b</p>', direction: 'ltr' as const });

function notice(id: string, kind: Notice['kind'] = 'mandate'): Notice {
  return {
    id,
    publicId: `p-${id}`,
    version: '1',
    kind,
    first: [],
    thenReader: true,
    text: { en: text('en'), ru: text('ru') },
    more: false,
    size: 'body',
  };
}

function rule(id: string, actions: Rule['actions'], more: Partial<Rule> = {}): Rule {
  return {
    id,
    shadow: false,
    unsure: SKIP,
    scope: {},
    times: {},
    actions,
    ifImpossible: 'acknowledge',
    basis: { kind: 'mandate' },
    ...more,
  };
}

function edition(rules: Rule[], notices: Notice[] = [notice('a'), notice('b'), notice('s', 'safety')]): Edition {
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
    preparation: { hash: 'p', slots: {}, used: [], removals: {} },
    subdivisions: { GB: ['GB-ENG', 'GB-SCT', 'GB-WLS', 'GB-NIR'], UA: ['UA-43', 'UA-40', 'UA-30'] },
    regions: {
      england: { places: ['GB-ENG', 'GB-WLS'], except: [], networks: [] },
      'not-scotland': { places: ['GB'], except: ['GB-SCT'], networks: [] },
      crimea: { places: ['UA-43', 'UA-40'], except: [], networks: [201776] },
      russia: { places: ['RU', 'UA-43'], except: [], networks: [] },
    },
    notices: Object.fromEntries(notices.map(entry => [entry.id, entry])),
    rules,
  };
}

const show = (id: string, order = 0, exclusive = false) => ({ type: 'show', notice: id, slot: 'page-top', order, exclusive }) as const;
const withhold = { type: 'withhold', reason: { en: 'because' }, showUntil: false } as const;
const FACTS: ArticleFacts = { path: '/a', tags: [], sections: [], authors: [] };
const NOW = Date.parse('2026-03-01T12:00Z');
const RU = placeFrom('RU');

describe('a place and a region', () => {
  const { regions, subdivisions } = edition([]);
  test.each([
    ['england', 'GB', 'ENG', 'in'],
    ['england', 'GB', 'SCT', 'out'],
    ['england', 'GB', null, ['partial']],
    ['england', 'GB', '00', ['partial']], // No code of ISO 3166-2: the network does not know, so neither do we.
    ['england', 'FR', null, 'out'],
    ['not-scotland', 'GB', 'ENG', 'in'],
    ['not-scotland', 'GB', 'SCT', 'out'],
    ['not-scotland', 'GB', null, ['partial']],
    ['russia', 'RU', 'MOW', 'in'],
    ['russia', 'RU', null, 'in'],
    ['russia', 'UA', '30', 'out'],
    ['crimea', 'T1', null, ['tor']],
    ['crimea', null, null, ['unknown']],
  ])('%s and %s %s: %j', (name, country, region, expected) => {
    expect(standing(regions[name]!, placeFrom(country, region), subdivisions)).toEqual(expected);
  });

  test('a network is a hint beside everything that is not certain', () => {
    const at = (country: string | null, region: string | null) =>
      standing(regions.crimea!, placeFrom(country, region, 201776), subdivisions);
    expect(at('UA', '30')).toEqual(['network']);
    expect(at('UA', null)).toEqual(['partial', 'network']);
    expect(at('DE', null)).toEqual(['network']);
    expect(at(null, null)).toEqual(['unknown', 'network']);
    expect(at('UA', '43')).toBe('in');
    expect(applies(['partial', 'network'], { ...SKIP, network: 'apply' })).toBe(true);
    expect(applies(['partial', 'network'], SKIP)).toBe(false);
  });

  test('a network hint reaches a rule wherever the reader is said to be', () => {
    const hinted = edition([rule('r', [show('a')], { region: 'crimea', unsure: { ...SKIP, network: 'apply' } })]);
    for (const [country, region] of [
      ['DE', null],
      ['UA', '30'],
      ['UA', null],
      [null, null],
    ]) {
      expect(decide(hinted, placeFrom(country, region, 201776), FACTS, ['en'], NOW).matched).toEqual(['r']);
      expect(decide(hinted, placeFrom(country, region, 1), FACTS, ['en'], NOW).matched).toEqual([]);
    }
  });
});

describe('when actions meet', () => {
  test('withhold beats acknowledge beats serve, and safety notices are on the withheld page too', () => {
    const gate = { type: 'acknowledge', notice: 'b' } as const;
    const all = [rule('1', [show('s'), { type: 'protect' }]), rule('2', [gate]), rule('3', [withhold]), rule('4', [show('a')])];
    const withheld = decide(edition(all), RU, FACTS, ['en'], NOW);
    expect(withheld).toMatchObject({ outcome: 'withhold', protect: true, removals: [], gates: [] });
    expect(withheld.notices.map(({ id }) => id)).toEqual(['s']);
    expect(decide(edition(all.slice(0, 2)), RU, FACTS, ['en'], NOW)).toMatchObject({ outcome: 'acknowledge', gates: [{ id: 'b' }] });
  });

  test('notices add up in a stable order, an exclusive first above all others, each once a slot', () => {
    const rules = [rule('1', [show('a', 1)]), rule('2', [show('s', 1), show('a', 0)]), rule('3', [show('b', 9, true)])];
    expect(decide(edition(rules), RU, FACTS, ['en'], NOW).notices.map(({ id }) => id)).toEqual(['b', 'a', 's']);
  });

  test('a shadow rule is decided and not applied', () => {
    const decision = decide(edition([rule('1', [withhold], { shadow: true })]), RU, FACTS, ['en'], NOW);
    expect(decision).toMatchObject({ outcome: 'serve', matched: [], shadow: ['1'] });
  });

  test('a reason says which condition stopped a rule', () => {
    const scopes: [Rule['scope'], string][] = [
      [{ paths: ['/b'] }, 'path'],
      [{ articles: ['x'] }, 'article'],
      [{ tags: ['x'] }, 'tags'],
      [{ sections: ['x'] }, 'section'],
      [{ authors: ['x'] }, 'authors'],
      [{ languages: ['ru'] }, 'language'],
      [{ published: { after: 0 } }, 'published'],
    ];
    for (const [scope, because] of scopes) {
      expect(decide(edition([rule('r', [show('a')], { scope })]), RU, FACTS, [], NOW).missed).toEqual([{ rule: 'r', because }]);
    }
  });
});

const arbitraryPlace: fc.Arbitrary<Place> = fc
  .tuple(
    fc.constantFrom('RU', 'UA', 'GB', 'SG', 'T1', null),
    fc.constantFrom('43', '40', '30', 'ENG', 'SCT', null),
    fc.constantFrom(null, 201776),
  )
  .map(([country, region, network]) => placeFrom(country, region, network));

const arbitraryRule: fc.Arbitrary<Rule> = fc
  .record({
    id: fc.uuid(),
    region: fc.constantFrom('england', 'crimea', 'russia', 'not-scotland'),
    unsure: fc.record({ unknown: answer(), tor: answer(), partial: answer(), network: answer() }),
    scope: fc.constantFrom({}, { paths: ['/a'] }, { paths: ['/b/*'] }, { tags: ['Port'] }),
    times: fc.constantFrom(
      {},
      { from: NOW + 1000 },
      { until: NOW + 2000 },
      { until: NOW - 1 },
      { daily: { from: '06:00', to: '22:00', zone: 'Europe/Berlin' } },
    ),
    actions: fc.constantFrom([show('a')], [show('s')], [withhold], [{ type: 'acknowledge', notice: 'b' } as const]),
  })
  .map(({ id, actions, ...more }) => rule(id, actions, more));

function answer() {
  return fc.constantFrom('apply' as const, 'skip' as const);
}

describe('properties of decisions', () => {
  const facts: ArticleFacts = { ...FACTS, tags: ['port'] };

  test('a rule that does not match changes nothing but the reasons', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRule, { maxLength: 5 }), arbitraryRule, arbitraryPlace, (rules, extra, place) => {
        const [without, alone] = [decide(edition(rules), place, facts, ['en'], NOW), decide(edition([extra]), place, facts, ['en'], NOW)];
        fc.pre(alone.matched.length === 0);
        const { missed: _, validUntil: __, ...rest } = decide(edition([...rules, extra]), place, facts, ['en'], NOW);
        expect(without).toMatchObject(rest);
      }),
    );
  });

  test('nothing changes before validUntil', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRule, { maxLength: 4 }), arbitraryPlace, fc.nat({ max: 36 * 3600 * 1000 }), (rules, place, later) => {
        const [book, again] = [edition(rules), edition(rules)];
        const now = decide(book, place, facts, ['en'], NOW);
        fc.pre(NOW + later < now.validUntil);
        const { validUntil: _, ...then } = decide(again, place, facts, ['en'], NOW + later);
        expect(now).toMatchObject(then);
      }),
    );
  });

  test('every rule matched applies by its own answers; every rule that should have is matched (against all rules, one by one)', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRule, { maxLength: 6 }), arbitraryPlace, (rules, place) => {
        const book = edition(rules);
        const one = (single: Rule) => decide(edition([single]), place, facts, ['en'], NOW).matched.length > 0;
        const expected = rules.filter(one).map(({ id }) => id);
        expect(decide(book, place, facts, ['en'], NOW).matched).toEqual(expected);
        for (const { region, unsure } of rules.filter(one)) {
          expect(applies(standing(book.regions[region!]!, place, book.subdivisions), unsure)).toBe(true);
        }
      }),
    );
  });

  test('remembered hours do not depend on the order in which moments are asked for', () => {
    const daily = rule('d', [show('a')], { times: { daily: { from: '06:00', to: '22:00', zone: 'Europe/Berlin' } } });
    const book = edition([daily]);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 400 * 86_400_000 }), { maxLength: 20 }), moments => {
        for (const moment of moments) {
          const fresh = decide(edition([daily]), RU, FACTS, ['en'], moment);
          expect(decide(book, RU, FACTS, ['en'], moment)).toEqual(fresh);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('languages of a notice', () => {
  const texts = { en: {}, ru: {}, uk: {}, 'pt-BR': {} };
  const said = { first: ['ru'], thenReader: true, text: texts };
  test.each([
    [['en'], ['ru', 'en']],
    [
      ['uk-UA', 'en'],
      ['ru', 'uk'],
    ],
    [['ru'], ['ru']],
    [
      ['de', 'uk'],
      ['ru', 'uk'],
    ],
    [['de'], ['ru', 'en']],
    [[], ['ru', 'en']],
    [['pt-BR-x-y'], ['ru', 'pt-BR']],
    [
      ['*', 'not a tag', '', 'en'],
      ['ru', 'en'],
    ],
  ])('a reader of %j gets %j', (reader, expected) => {
    expect(languagesOf(said, reader, ['en'])).toEqual(expected);
  });

  test('only the required ones where the rulebook says so, and always one at least', () => {
    expect(languagesOf({ ...said, thenReader: false }, ['en'], ['en'])).toEqual(['ru']);
    expect(languagesOf({ first: ['fr'], thenReader: false, text: texts }, ['de'], ['de'])).toHaveLength(1);
  });
});
