import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { placeFromCode } from '../../src/core/place.ts';
import { standing } from '../../src/core/region.ts';
import { compileRegions, subdivisionsOf } from '../../src/rulebook/compile-regions.ts';
import { GROUP_NAMES, groupPlaces, readGroup } from '../../src/rulebook/groups.ts';
import { nameAlone, placeName, placeNames } from '../../src/rulebook/place-names.ts';
import { allCountries, readPlace, subdivisionsOfCountry } from '../../src/rulebook/places.ts';
import { Wrong } from '../../src/rulebook/problems.ts';
import { readPlaceEntry, regionSchema } from '../../src/rulebook/region-schema.ts';
import type { Rulebook } from '../../src/rulebook/schema.ts';

const rulebook = (regions: Record<string, object>, site = {}) =>
  ({
    site,
    notices: {},
    rules: [],
    tests: [],
    regions: Object.fromEntries(Object.entries(regions).map(([name, region]) => [name, regionSchema.parse(region)])),
  }) as unknown as Rulebook;

const compile = (regions: Record<string, object>) => compileRegions(rulebook(regions));

/** Where places stand to the region called `it`. */
function asker(regions: Record<string, object>): (code: string) => ReturnType<typeof standing> {
  const compiled = compile(regions);
  const subdivisions = subdivisionsOf(compiled);
  return code => standing(compiled.it!, placeFromCode(code)!, subdivisions);
}

/** How often a region may be read: when it is looked at, again once those that it names are settled, and when it is compiled. */
const MOST_READS = 4;

/** The regions, and how often the places of all of them were read. */
function compileCounting(regions: Record<string, object>): [ReturnType<typeof compile>, number] {
  let reads = 0;
  const document = rulebook(regions);
  const counted = Object.entries(document.regions).map(([name, region]) => [
    name,
    new Proxy(region, {
      get(target, key) {
        if (key === 'places') reads += 1;
        return Reflect.get(target, key);
      },
    }),
  ]);
  return [compileRegions({ ...document, regions: Object.fromEntries(counted) }), reads];
}

const members = (group: string) => [...groupPlaces(group, false)!.places].sort();

const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [30, 50],
      [32, 50],
      [32, 52],
      [30, 50],
    ],
  ],
};

describe('a group on a day', () => {
  test.each([
    ['EU@1993-11-01', 13],
    ['EU@1995-01-01', 17],
    ['EU@2004-04-30', 17],
    ['EU@2004-05-01', 27],
    ['EU@2007-01-01', 29],
    ['EU@2013-06-30', 29],
    ['EU@2013-07-01', 30],
    ['EU@2020-01-31', 30],
    ['EU@2020-02-01', 28],
    ['EEA@2020-01-31', 33],
    ['EFTA@1972-12-31', 8],
    ['EFTA', 4],
    ['CIS', 9],
    ['EAEU@2015-01-01', 3],
    ['EAEU', 5],
    ['SCHENGEN', 30],
    ['COE@2022-03-15', 47],
    ['COE', 46],
    ['GCC', 6],
    ['ASEAN@2025-10-25', 10],
    ['ASEAN', 11],
  ])('%s has %d members, Åland and Gibraltar counted', (group, count) => expect(members(group)).toHaveLength(count));

  it('has the last day of a member that left, and the first of one that came', () => {
    const inside = (code: string, ...groups: string[]) => groups.map(group => members(group).includes(code));
    expect(inside('GB', 'EU@2020-01-31', 'EU@2020-02-01', 'EEA@2020-01-31', 'EEA@2020-02-01')).toEqual([true, false, true, false]);
    expect(inside('RU', 'COE@2022-03-15', 'COE@2022-03-16', 'COE', 'CIS')).toEqual([true, false, false, true]);
    expect(inside('HR', 'EU@2013-06-30', 'EU@2013-07-01', 'SCHENGEN@2022-12-31', 'SCHENGEN')).toEqual([false, true, false, true]);
    expect(inside('GR', 'COE@1960-01-01', 'COE@1972-01-01', 'COE')).toEqual([true, false, true]);
  });

  it('without a day is today’s, which is also that of any day since its last change', () => {
    for (const group of GROUP_NAMES.filter(name => name !== 'EU27')) expect(members(`${group}@2025-12-31`)).toEqual(members(group));
    expect(members('EU27')).toEqual(members('EU'));
  });

  it('has places of ISO 3166 only, each once, and what it says outermost regions are', () => {
    for (const group of GROUP_NAMES) {
      for (const outermost of [true, false]) {
        const { places, except } = groupPlaces(group, outermost)!;
        expect([...places, ...except].filter(code => readPlace(code) !== code)).toEqual([]);
        expect(new Set(places).size).toBe(places.length);
      }
    }
    expect(groupPlaces('EU@2011-12-31', true)!.places).toContain('BL');
    expect(groupPlaces('EU@2012-01-01', true)!.places).not.toContain('BL');
    expect([groupPlaces('EU@2013-12-31', true)!.places.includes('YT'), groupPlaces('EU', true)!.places.includes('YT')]).toEqual([
      false,
      true,
    ]);
    expect(groupPlaces('SCHENGEN', false)).toEqual(groupPlaces('SCHENGEN', true));
  });

  it('only loses or gains on the days of its table', () => {
    const day = fc.date({ min: new Date('1994-01-02Z'), max: new Date('2026-01-01Z'), noInvalidDate: true });
    fc.assert(
      fc.property(day, date => {
        const [today, before] = [date, new Date(date.getTime() - 86_400_000)].map(
          at => members(`EU@${at.toISOString().slice(0, 10)}`).length,
        );
        const change = today! - before!;
        expect([0, 4, 10, 2, 1, -2]).toContain(change);
      }),
    );
  });

  test.each([
    ['EU27@2019-12-31', '`EU27` is the EU of today, whatever the day', 'write `EU@2019-12-31`'],
    ['EU@2019-02-30', '`2019-02-30` is not in the calendar', 'write `EU@2019-12-31`'],
    ['EU@2019', '`2019` is not a date', 'write `EU@2019-12-31`'],
    ['EU@', '`` is not a date', 'write `EU@2019-12-31`'],
    ['EU@1993-10-31', 'there was no EU on 1993-10-31', 'give a date from 1993-11-01 on, or take the date away'],
    ['RU@2019-12-31', '`RU` is a place; only groups have members on a day', 'write `RU`'],
    [
      'germany@2019-12-31',
      'there is no group `GERMANY`',
      'use one of `EU`, `EU27`, `EEA`, `EFTA`, `CIS`, `EAEU`, `SCHENGEN`, `COE`, `GCC`, `ASEAN`',
    ],
  ])('%s is refused', (text, message, mend) => expect(readGroup(text)).toMatchObject({ message, mend }));
});

describe('an entry of a list of places', () => {
  test.each([
    ['ua-43', 'UA-43'],
    ['RU-CRI', 'UA-43'],
    ['uk', 'GB'],
    ['eea', 'EEA'],
    [' eu @ 2019-12-31 ', 'EU@2019-12-31'],
    ['the-north', 'the-north'],
    ['ru-zzz', 'ru-zzz'],
  ])('%j is %s', (text, entry) => expect(readPlaceEntry(text)).toBe(entry));
  test.each(['Russia', 'the north', 'tor', 'unknown', '', 'RUS', 'UA-99', 'x'.repeat(65)])('%j is none', text =>
    expect(readPlaceEntry(text)).toBeInstanceOf(Wrong),
  );
});

describe('a region of regions', () => {
  it('holds what they hold, with their networks and areas', () => {
    const { it: outer, inner } = compile({
      it: { places: ['inner', 'BY'], networks: [2, 3] },
      inner: { places: ['RU', 'UA-43'], networks: [1, 2], areas: [SQUARE] },
    });
    expect(outer).toMatchObject({ places: ['BY', 'RU', 'UA-43'], networks: [1, 2, 3] });
    expect(outer!.areas).toEqual(inner!.areas);
    expect(outer!.areas).toHaveLength(1);
  });

  it('keeps what one of them leaves out, where another names it', () => {
    const regions = { mainland: { places: 'ES', except: 'ES-CN' }, islands: { places: 'ES-CN' } };
    const all = asker({ ...regions, it: { places: ['mainland', 'islands'] } });
    expect(['ES-MD', 'ES-CN', 'ES-GC', 'ES'].map(all)).toEqual(['in', 'in', 'in', 'in']);
    const with_ = asker({ ...regions, it: { places: ['mainland', 'PT'] } });
    expect(['ES-MD', 'ES-GC', 'PT'].map(with_)).toEqual(['in', 'out', 'in']);
  });

  it('leaves out the places of another, not its hints', () => {
    const { it: rest } = compile({
      it: { places: ['EEA', 'CH'], except: ['inner', 'EFTA'], networks: [1] },
      inner: { places: ['FR', 'DE'], networks: [1, 2] },
    });
    expect(rest!.networks).toEqual([1]);
    for (const code of ['FR', 'DE', 'CH', 'NO', 'IS', 'LI']) expect(rest!.places).not.toContain(code);
    expect(rest!.places).toContain('IT');
    expect(asker({ it: { places: 'ES', except: 'mainland' }, mainland: { places: 'ES', except: 'ES-CN' } })('ES-GC')).toBe('in');
  });

  it('goes by the outermost regions of each by itself', () => {
    const inner = { places: 'EU', outermost: false };
    expect(asker({ it: { places: 'inner' }, inner })('GF')).toBe('out');
    expect(asker({ it: { places: ['inner', 'EU'] }, inner })('GF')).toBe('in');
  });

  it('ends where names lead back, or nowhere', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'it', 'nowhere');
    const region = fc.record({
      places: fc.array(fc.oneof(names, fc.constantFrom('RU', 'GB-ENG')), { minLength: 1, maxLength: 4 }),
      except: fc.array(names, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.record({ a: region, b: region, c: region, it: region }), regions => {
        const documents = Object.entries(regions).map(([name, { places, except }]) => [
          name,
          except.length > 0 ? { places, except } : { places },
        ]);
        expect(Object.keys(compile(Object.fromEntries(documents)))).toEqual(['a', 'b', 'c', 'it']);
      }),
    );
  });

  it('of a long chain, or of doublings of doublings, is as quick', () => {
    const link = (index: number, times: number) =>
      [`r${index}`, { places: index === 0 ? ['RU'] : Array(times).fill(`r${index - 1}`), networks: [index + 1] }] as const;
    const [chain, chainReads] = compileCounting(Object.fromEntries(Array.from({ length: 500 }, (_, index) => link(499 - index, 1))));
    expect(chain.r499!.places).toEqual(['RU']);
    const [bomb, bombReads] = compileCounting(Object.fromEntries(Array.from({ length: 40 }, (_, index) => link(index, 2))));
    expect(bomb.r39!.networks).toHaveLength(40);
    // A few times for each region, however often others name it.
    expect(Math.max(chainReads / 500, bombReads / 40)).toBeLessThanOrEqual(MOST_READS);
  });

  it('is what one gets by writing out what they hold', () => {
    const codes = fc.constantFrom('RU', 'GB', 'GB-ENG', 'GB-EAW', 'GB-SCT', 'ES', 'ES-CN', 'ES-GC', 'FR', 'UA-43');
    const set = fc.record({
      places: fc.uniqueArray(codes, { minLength: 1, maxLength: 4 }),
      except: fc.uniqueArray(codes, { maxLength: 3 }),
    });
    const probes = ['RU', 'RU-MOW', 'FR', 'UA-43', 'UA-30', ...['GB', 'ES'].flatMap(country => subdivisionsOfCountry(country))];
    const written = ({ places, except }: { places: string[]; except: string[] }) => (except.length > 0 ? { places, except } : { places });
    fc.assert(
      fc.property(set, set, (a, b) => {
        const [inA, inB] = [a, b].map(it => asker({ it: written(it) }));
        const regions = { a: written(a), b: written(b) };
        const both = asker({ ...regions, it: { places: ['a', 'b'] } });
        const less = asker({ ...regions, it: { places: 'a', except: 'b' } });
        // Only codes with nothing inside them: what holds parts on either side is no certainty.
        for (const code of probes.filter(
          probe => !/^GB-(UKM|GBN|EAW|ENG|WLS|SCT|NIR)$|^ES-(AN|AR|CL|CM|CN|CT|EX|GA|PV|VC|AS|CB|IB|MC|MD|NC|RI)$/.test(probe),
        )) {
          const [here, there] = [inA!(code) === 'in', inB!(code) === 'in'];
          expect([code, both(code) === 'in', less(code) === 'in']).toEqual([code, here || there, here && !there]);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('says of a part that lies on either side that it cannot tell', () => {
    const rest = asker({ it: { places: 'GB-EAW', except: 'GB-WLS' } });
    expect(['GB-LND', 'GB-CRF', 'GB-EAW'].map(rest)).toEqual(['in', 'out', ['partial']]);
  });

  it('lets no hint bring back what it leaves out by name', () => {
    expect(compile({ it: { places: 'UA-14', except: ['RU', 'UA-46'], networks: [7] } }).it).toMatchObject({
      places: ['UA-14'],
      except: ['RU', 'UA-46'],
    });
    expect(compile({ it: { places: ['ES-CN', 'ES'], except: 'ES-CE' } }).it).toMatchObject({ places: ['ES'], except: ['ES-CE'] });
  });

  it('has areas as uncertain as the site says', () => {
    const [exact, usual, rough] = [{ geolocation: { uncertainty: 0 } }, {}, { geolocation: { uncertainty: 400 } }].map(
      site => compileRegions(rulebook({ it: { areas: [SQUARE] } }, site)).it!.areas[0]!,
    );
    expect(exact!.inner).toEqual([SQUARE.coordinates]);
    expect(usual!.inner).toHaveLength(1);
    expect(usual).not.toEqual(exact);
    expect(rough!.inner).toEqual([]);
  });
});

describe('the name of a place', () => {
  test.each([
    ['RU', 'Russia'],
    ['UA-43', 'Crimea'],
    ['RU-CRI', 'Crimea'],
    ['UA-40', 'Sevastopol'],
    ['UA-14', 'Donetsk'],
    ['UA-30', 'Kyiv'],
    ['UA-46', 'Lviv (Ukraine)'],
    ['GF', 'French Guiana'],
    ['FR-973', 'French Guiana'],
    ['DE-BY', 'Bavaria (Germany)'],
    ['DE-BE', 'Berlin (Germany)'],
    ['GB-SCT', 'Scotland'],
    ['GB-LND', 'London, City of (United Kingdom)'],
    ['US-CA', 'California'],
    ['XK', 'Kosovo'],
    ['GB', 'the United Kingdom'],
    ['US', 'the United States'],
    ['NL', 'the Netherlands'],
    ['PH', 'the Philippines'],
    ['AE', 'the United Arab Emirates'],
    ['CG', 'the Republic of the Congo'],
    ['ES-CN', 'the Canary Islands'],
    ['tor', 'Tor'],
    ['unknown', 'an unknown place'],
    ['RU-ZZZ', 'RU-ZZZ'],
    ['nowhere at all', 'nowhere at all'],
  ])('%s is %s', (code, name) => expect(placeName(code)).toBe(name));

  it('is there for every place, and no code', () => {
    for (const country of allCountries()) {
      for (const code of [country, ...subdivisionsOfCountry(country)]) expect(placeName(code)).toMatch(/^(?![A-Z]{2}(-|$)).*\p{L}{2}/u);
    }
  });

  it('is no other place’s of the same country', () => {
    for (const country of ['RU', 'UA', 'BY', 'DE', 'US', 'GB']) {
      const names = subdivisionsOfCountry(country).map(placeName);
      expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    }
  });

  it('has no article in brackets, nor where it stands by itself', () => {
    expect(placeName('CG-BZV')).toBe('Brazzaville (Republic of the Congo)');
    expect(['GB', 'ES-CN', 'RU', 'TH'].map(code => nameAlone(placeName(code)))).toEqual([
      ...['United Kingdom', 'Canary Islands', 'Russia', 'Thailand'],
    ]);
  });

  it('joins to a list', () => {
    expect(placeNames(['RU', 'UA-43', 'UA-40'])).toBe('Russia, Crimea and Sevastopol');
    expect([placeNames(['RU']), placeNames([])]).toEqual(['Russia', '']);
  });
});
