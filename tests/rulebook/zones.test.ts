import fc from 'fast-check';
import { iso31661, iso31662 } from 'iso-3166';
import { describe, expect, it, test } from 'vitest';
import { allCountries, subdivisionsOfCountry } from '../../src/rulebook/places.ts';
import { tabledZones, zonesOf } from '../../src/rulebook/zones.ts';

const canonical = (timeZone: string) => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
const named = (...zones: string[]) => zones.map(canonical).sort();

/** No clock runs where nobody lives. */
const UNINHABITED = ['BV', 'HM'];

describe('the zones of countries', () => {
  it('are known for every country and territory', () => {
    expect(allCountries().filter(country => zonesOf(country).length === 0)).toEqual(UNINHABITED);
    const assigned = iso31661.filter(({ state }) => state === 'assigned').map(({ alpha2 }) => alpha2);
    expect(assigned.filter(country => !allCountries().includes(country))).toEqual([]);
  });

  test.each([
    ['FR', ['Europe/Paris']],
    ['GF', ['America/Cayenne']],
    ['RE', ['Indian/Reunion']],
    ['PR', ['America/Puerto_Rico']],
    ['XK', ['Europe/Belgrade']],
    ['AX', ['Europe/Mariehamn']],
    ['ES', ['Africa/Ceuta', 'Atlantic/Canary', 'Europe/Madrid']],
    ['UA', ['Europe/Kyiv', 'Europe/Simferopol']],
    ['tor', []],
    ['unknown', []],
    ['', []],
  ])('%s', (code, zones) => expect(zonesOf(code)).toEqual(named(...zones)));
});

describe('the zones of parts of countries', () => {
  it('are told of parts that ISO 3166-2 has', () => {
    const codes = new Set(iso31662.map(({ code }) => code));
    expect(tabledZones().filter(({ code }) => !codes.has(code))).toEqual([]);
    expect(tabledZones().length).toBeGreaterThan(250);
  });

  it('are zones of their country', () => {
    const strange = tabledZones().flatMap(({ code, zones }) =>
      zones.filter(zone => !zonesOf(code.slice(0, 2)).includes(zone)).map(zone => [code, zone]),
    );
    expect(strange).toEqual([]);
  });

  it('leave out no part of a country that has a table, and no zone', () => {
    for (const country of new Set(tabledZones().map(({ code }) => code.slice(0, 2)))) {
      const parts = subdivisionsOfCountry(country);
      // Parts with all zones of a country were forgotten, unless there are two zones only, which a part may share.
      const vague = parts.filter(part => zonesOf(part).length > 2 && zonesOf(part).join() === zonesOf(country).join());
      expect([country, vague]).toEqual([country, []]);
      // Nobody lives in the national park in which Danmarkshavn lies, and it is no part of a municipality.
      const missing = zonesOf(country).filter(zone => zone !== 'America/Danmarkshavn' && !parts.some(part => zonesOf(part).includes(zone)));
      expect([country, missing]).toEqual([country, []]);
    }
  });

  test.each([
    ['US-FL', ['America/New_York', 'America/Chicago']],
    ['US-CA', ['America/Los_Angeles']],
    ['ES-CN', ['Atlantic/Canary']],
    ['ES-GC', ['Atlantic/Canary']],
    ['ES-MD', ['Europe/Madrid']],
    ['PT-20', ['Atlantic/Azores']],
    ['UA-43', ['Europe/Simferopol']],
    ['UA-40', ['Europe/Simferopol']],
    ['UA-14', ['Europe/Kyiv', 'Europe/Simferopol']],
    ['UA-46', ['Europe/Kyiv']],
    ['RU-KGD', ['Europe/Kaliningrad']],
    ['ID-BA', ['Asia/Makassar']],
    ['CL-VS', ['America/Santiago', 'Pacific/Easter']],
    ['DE-BY', ['Europe/Berlin', 'Europe/Busingen']],
    ['GB-SCT', ['Europe/London']],
  ])('%s', (code, zones) => expect(zonesOf(code)).toEqual(named(...zones)));

  it('are never more than those of the country, and never none where it has some', () => {
    const countries = allCountries().filter(country => subdivisionsOfCountry(country).length > 0 && zonesOf(country).length > 0);
    const part = fc.constantFrom(...countries).chain(country => fc.constantFrom(...subdivisionsOfCountry(country)));
    fc.assert(
      fc.property(part, code => {
        const zones = zonesOf(code);
        expect(zones.length).toBeGreaterThan(0);
        expect(zones.filter(zone => !zonesOf(code.slice(0, 2)).includes(zone))).toEqual([]);
        expect(zones).toEqual(zones.map(canonical));
      }),
      { numRuns: 1000 },
    );
  });
});
