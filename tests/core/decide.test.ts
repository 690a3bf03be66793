import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, decideAt, decideWithoutRedirect } from '../../src/core/decide.ts';
import type { Rule } from '../../src/core/edition.ts';
import { asksOf } from '../../src/core/edition-index.ts';
import { explain } from '../../src/core/explain.ts';
import { languagesOf } from '../../src/core/language.ts';
import { placeFrom } from '../../src/core/place.ts';
import { applies, standing } from '../../src/core/region.ts';
import { conditionsOf } from '../../src/core/scope.ts';
import { momentOf } from '../../src/core/time.ts';
import { zonesOf } from '../../src/core/zones.ts';
import { arbitraryFacts, arbitraryPlace, arbitraryRule, edition, FACTS, NOW, redirect, rule, SKIP, show, withhold } from './editions.ts';

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
      standing(regions.crimea!, placeFrom(country, region, { network: 201776 }), subdivisions);
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
      expect(decide(hinted, placeFrom(country, region, { network: 201776 }), FACTS, ['en'], NOW).matched).toEqual(['r']);
      expect(decide(hinted, placeFrom(country, region, { network: 1 }), FACTS, ['en'], NOW).matched).toEqual([]);
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

  test('withhold beats redirect beats acknowledge', () => {
    const all = [rule('1', [show('s')]), rule('2', [{ type: 'acknowledge', notice: 'b' }]), rule('3', [redirect]), rule('4', [withhold])];
    expect(decide(edition(all), RU, FACTS, ['en'], NOW).outcome).toBe('withhold');
    const led = decide(edition(all.slice(0, 3)), RU, FACTS, ['en'], NOW);
    expect(led).toMatchObject({ outcome: 'redirect', notices: [], gates: [], redirect: { rule: '3', to: 'https://mirror.example{path}' } });
    expect(decideWithoutRedirect(edition(all.slice(0, 3)), RU, FACTS, ['en'], NOW).outcome).toBe('acknowledge');
  });

  test.each([
    [['ru-RU', 'en'], undefined, '/ru{path}'],
    [['en'], undefined, 'https://mirror.example{path}'],
    [['ru'], 'ru', undefined],
    [['uk', 'ru'], 'en', '/uk{path}'],
    [['en', 'ru'], 'en', undefined],
    [[], 'en', 'https://mirror.example{path}'],
  ])('a reader of %j is led from an article in %s to %s', (languages, language, to) => {
    const variants = { type: 'redirect', to: 'https://mirror.example{path}', byLanguage: { ru: '/ru{path}', uk: '/uk{path}' } } as const;
    const facts = language === undefined ? FACTS : { ...FACTS, language };
    expect(decide(edition([rule('r', [variants])]), RU, facts, languages, NOW).redirect?.to).toBe(to);
  });

  test('where two rules say different things of one thing, the first is heard; the rest adds up', () => {
    const headers = (value: string, more = {}) => ({ type: 'headers', headers: { 'x-robots-tag': value, ...more } }) as const;
    const all = [rule('1', [headers('none')]), rule('2', [headers('all', { 'x-more': '1' })])];
    expect(decide(edition(all), RU, FACTS, ['en'], NOW).headers).toEqual({ 'x-robots-tag': 'none', 'x-more': '1' });
    const removals = [rule('1', [{ type: 'remove', removal: 'x' }]), rule('2', [{ type: 'remove', removal: 'x', put: 'a' }])];
    const put = { id: 'a', languages: ['en'], ifImpossible: 'acknowledge' };
    expect(decide(edition(removals), RU, FACTS, ['en'], NOW).removals).toEqual([{ removal: 'x', put }]);
  });

  test('where a reader may live by several clocks, a rule holds while it holds by any, and says the last end', () => {
    const withheld = rule('r', [{ ...withhold, showUntil: true }], { times: { until: { local: '2026-03-01T14:00' } } });
    const ask = (place: typeof RU, time: string) => decide(edition([withheld]), place, FACTS, [], Date.parse(time));
    expect(ask(RU, '2026-03-01T11:59Z').withheld?.until).toBe(Date.parse('2026-03-01T12:00Z')); // Kaliningrad
    expect(ask(RU, '2026-03-01T12:00Z').outcome).toBe('serve');
    const moscow = placeFrom('RU', null, { zone: 'Europe/Moscow' });
    expect(ask(moscow, '2026-03-01T10:59Z').outcome).toBe('withhold');
    expect(ask(moscow, '2026-03-01T11:00Z').outcome).toBe('serve');
  });

  test('notices add up in a stable order, an exclusive first above all others, each once a slot', () => {
    const rules = [rule('1', [show('a', 1)]), rule('2', [show('s', 1), show('a', 0)]), rule('3', [show('b', 9, true)])];
    expect(decide(edition(rules), RU, FACTS, ['en'], NOW).notices.map(({ id }) => id)).toEqual(['b', 'a', 's']);
  });

  test('of one notice that two rules want in a slot, what either insists on holds', () => {
    const shows = [rule('1', [show('a', 1)]), rule('2', [show('b')]), rule('3', [show('a', 5, true)], { ifImpossible: 'withhold' })];
    const { notices } = decide(edition(shows), RU, FACTS, ['en'], NOW);
    expect(notices.map(({ id, ifImpossible }) => [id, ifImpossible])).toEqual([
      ['a', 'withhold'],
      ['b', 'acknowledge'],
    ]);
  });

  test('a rule that leads to the very address that was asked for leads nowhere', () => {
    const book = edition([rule('1', [show('s')]), rule('2', [{ type: 'redirect', to: '/closed', byLanguage: {} }])]);
    const at = (here: string) => decideAt(here, book, RU, FACTS, ['en'], NOW).outcome;
    expect([at('https://s.example/open'), at('https://s.example/closed'), at('https://s.example/closed?x=1')]).toEqual([
      'redirect',
      'serve',
      'redirect',
    ]);
  });

  test('a shadow rule is decided and not applied', () => {
    const decision = decide(edition([rule('1', [withhold], { shadow: true })]), RU, FACTS, ['en'], NOW);
    expect(decision).toMatchObject({ outcome: 'serve', matched: [], shadow: ['1'] });
  });

  test('a reason says which condition stopped a rule', () => {
    const scopes: [Rule['scope'], string][] = [
      [{ sites: ['other.example'] }, 'site'],
      [{ paths: ['/b'] }, 'path'],
      [{ articles: ['x'] }, 'article'],
      [{ tags: ['x'] }, 'tags'],
      [{ sections: ['x'] }, 'section'],
      [{ authors: ['x'] }, 'authors'],
      [{ languages: ['ru'] }, 'language'],
      [{ surfaces: ['html'] }, 'surface'],
      [{ contentTypes: ['image/*'] }, 'content-type'],
      [{ published: { after: 0 } }, 'published'],
    ];
    const because = (one: Rule, place = RU) => explain(edition([one]), place, FACTS, [], NOW).missed.map(miss => miss.because);
    for (const [scope, name] of scopes) expect(because(rule('r', [show('a')], { scope }))).toEqual([name]);
    expect(because(rule('r', [show('a')], { times: { until: NOW } }))).toEqual(['time']);
    expect(because(rule('r', [show('a')], { shadow: true }))).toEqual(['shadow']);
    expect(because(rule('r', [show('a')], { region: 'crimea' }))).toEqual(['place']);
    expect(because(rule('r', [show('a')], { region: 'crimea' }), placeFrom('UA'))).toEqual(['partial']);
    expect(because(rule('r', [show('a')], { region: 'crimea' }), placeFrom('T1'))).toEqual(['tor']);
    expect(because(rule('r', [show('a')], { region: 'map' }), placeFrom('DE', null, { latitude: 50.5, longitude: 12 }))).toEqual([
      'border',
    ]);
    expect(because(rule('r', [show('a')], { region: 'map', scope: { paths: ['/b'] } }))).toEqual([]);
  });
});

describe('areas on the map', () => {
  const at = (latitude: number, longitude: number, country: string | null = 'DE') => placeFrom(country, null, { latitude, longitude });
  const { regions, subdivisions } = edition([]);
  test.each([
    [at(52, 12), ['area']],
    [at(50.5, 12), ['border']],
    [at(49, 12), 'out'],
    [at(52, 12, null), ['unknown', 'area']],
    [at(52, 12, 'SG'), 'in'],
    [placeFrom('DE'), 'out'],
  ])('%j: %j', (place, expected) => expect(standing(regions.map!, place, subdivisions)).toEqual(expected));

  test('a rule that skips them withholds nothing there', () => {
    const one = rule('r', [withhold], { region: 'map' });
    expect(decide(edition([one]), at(52, 12), FACTS, [], NOW).outcome).toBe('serve');
    const bold = rule('r', [withhold], { region: 'map', unsure: { ...SKIP, area: 'apply' } });
    expect(decide(edition([bold]), at(52, 12), FACTS, [], NOW).outcome).toBe('withhold');
    expect(decide(edition([bold]), at(50.5, 12), FACTS, [], NOW).outcome).toBe('serve');
  });
});

describe('properties of decisions', () => {
  test('a rule that does not match changes nothing but the reasons', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryRule, { maxLength: 5 }),
        arbitraryRule,
        arbitraryPlace,
        arbitraryFacts,
        (rules, extra, place, facts) => {
          const [without, alone] = [decide(edition(rules), place, facts, ['en'], NOW), decide(edition([extra]), place, facts, ['en'], NOW)];
          fc.pre(alone.matched.length === 0 && alone.shadow.length === 0);
          const { validUntil: _, ...rest } = decide(edition([...rules, extra]), place, facts, ['en'], NOW);
          expect(without).toMatchObject(rest);
        },
      ),
    );
  });

  test('nothing changes before validUntil', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryRule, { maxLength: 4 }),
        arbitraryPlace,
        arbitraryFacts,
        fc.nat({ max: 36 * 3600 * 1000 }),
        (rules, place, facts, later) => {
          const [book, again] = [edition(rules), edition(rules)];
          const now = decide(book, place, facts, ['en'], NOW);
          fc.pre(NOW + later < now.validUntil);
          const { validUntil: _, ...then } = decide(again, place, facts, ['en'], NOW + later);
          expect(now).toMatchObject(then);
        },
      ),
    );
  });

  test('the rules that fire are those that every condition of theirs allows, one by one', () => {
    fc.assert(
      fc.property(
        fc.array(arbitraryRule, { maxLength: 8 }),
        arbitraryPlace,
        fc.array(fc.tuple(arbitraryFacts, fc.integer({ min: -4_000_000, max: 40_000_000 })), { minLength: 1, maxLength: 4 }),
        (rules, place, asked) => {
          const book = edition(rules);
          for (const [facts, later] of asked) {
            const now = NOW + later;
            const allows = ({ region, unsure, scope, times }: Rule) =>
              (region === undefined || applies(standing(book.regions[region]!, place, book.subdivisions), unsure)) &&
              conditionsOf(scope).every(([, holds]) => holds(facts)) &&
              momentOf(times, now, zonesOf(book, place)).active;
            const expected = rules.filter(allows);
            const decision = decide(book, place, facts, ['en'], now);
            expect(decision.matched).toEqual(expected.filter(({ shadow }) => !shadow).map(({ id }) => id));
            expect(decision.shadow).toEqual(expected.filter(({ shadow }) => shadow).map(({ id }) => id));
          }
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('the reasons are of rules that did not fire, one for each that a single condition stopped', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRule, { maxLength: 6 }), arbitraryPlace, arbitraryFacts, (rules, place, facts) => {
        const { decision, missed, distant } = explain(edition(rules), place, facts, ['en'], NOW);
        expect(decision).toEqual(decide(edition(rules), place, facts, ['en'], NOW));
        expect(decision.matched.length + missed.length + distant).toBe(rules.length);
        for (const { rule: id } of missed) expect(decision.matched).not.toContain(id);
        const trial = missed.filter(({ because }) => because === 'shadow').map(miss => miss.rule);
        expect(trial).toEqual(decision.shadow);
      }),
    );
  });

  test('what no rule asks of a place decides nothing', () => {
    fc.assert(
      fc.property(fc.array(arbitraryRule, { maxLength: 5 }), arbitraryPlace, arbitraryFacts, (rules, place, facts) => {
        const whole = edition(rules);
        const { map: _, ...unmapped } = whole.regions;
        const book = rules.some(({ region }) => region === 'map') ? whole : { ...whole, regions: unmapped };
        fc.pre(place.kind !== 'tor');
        const { point, zone, ...told } = place;
        const asks = asksOf(book);
        const asked = { ...told, ...(asks.point && point ? { point } : {}), ...(asks.zone && zone !== undefined ? { zone } : {}) };
        expect(decide(book, asked, facts, ['en'], NOW)).toEqual(decide(book, place, facts, ['en'], NOW));
      }),
    );
  });

  test('the order of rules matters only to what the first of them decides', () => {
    const additive = arbitraryRule.filter(({ actions }) => !actions.some(({ type }) => type === 'withhold' || type === 'redirect'));
    fc.assert(
      fc.property(fc.array(additive, { maxLength: 6 }), arbitraryPlace, arbitraryFacts, (rules, place, facts) => {
        const sorted = (one: ReturnType<typeof decide>) => ({
          ...one,
          ...{ notices: one.notices.map(({ id }) => id).sort(), gates: one.gates.map(({ id }) => id).sort() },
          ...{ matched: [...one.matched].sort(), shadow: [...one.shadow].sort(), removals: one.removals.map(one => one.removal).sort() },
        });
        const reversed = edition([...rules].reverse());
        expect(sorted(decide(reversed, place, facts, ['en'], NOW))).toEqual(sorted(decide(edition(rules), place, facts, ['en'], NOW)));
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
