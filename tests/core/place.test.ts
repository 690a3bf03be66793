import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeOf, placeFrom, placeFromCode } from '../../src/core/place.ts';

const code = (country?: string | null, region?: string | null) => codeOf(placeFrom(country, region));

describe('all spellings of one place come out as one', () => {
  test.each([
    [
      'UA-43',
      [
        ['UA', '43'],
        ['ua', 'UA-43'],
        ['RU', 'CR'],
        ['RU', 'CRI'],
        ['RU', 'RU-CR'],
        ['RU', 'UA-43'],
        [' UA ', ' 43 '],
        ['UA', 'UA_43'],
      ],
    ],
    [
      'UA-40',
      [
        ['UA', '40'],
        ['RU', 'SEV'],
        ['RU', 'ru-sev'],
      ],
    ],
    [
      'UA-14',
      [
        ['UA', '14'],
        ['RU', 'DON'],
      ],
    ],
    [
      'UA-09',
      [
        ['UA', '09'],
        ['RU', 'LUG'],
      ],
    ],
    [
      'UA-23',
      [
        ['UA', '23'],
        ['RU', 'ZAP'],
      ],
    ],
    [
      'UA-65',
      [
        ['UA', '65'],
        ['RU', 'KHE'],
      ],
    ],
    [
      'GF',
      [
        ['GF', null],
        ['FR', '973'],
        ['FR', 'GF'],
        ['FR', 'FR-973'],
      ],
    ],
    [
      'NC',
      [
        ['NC', ''],
        ['FR', 'NC'],
        ['FR', '988'],
      ],
    ],
    [
      'PR',
      [
        ['PR', undefined],
        ['US', 'PR'],
      ],
    ],
    [
      'HK',
      [
        ['HK', null],
        ['CN', 'HK'],
      ],
    ],
    [
      'GB',
      [
        ['GB', null],
        ['UK', null],
        ['gb', ''],
      ],
    ],
    [
      'GB-SCT',
      [
        ['GB', 'SCT'],
        ['UK', 'SCT'],
        ['UK', 'UK-SCT'],
        ['UK', 'GB-SCT'],
      ],
    ],
    [
      'GR',
      [
        ['EL', null],
        ['GR', ''],
      ],
    ],
    ['RU-KHA', [['RU', 'KHA']]], // Khabarovsk, one letter away from an invented code for Kherson.
    [
      'tor',
      [
        ['T1', null],
        ['t1', '43'],
      ],
    ],
    [
      'unknown',
      [
        [null, null],
        ['', '43'],
        ['XX', 'CR'],
        ['ZZ', null],
        ['A1', null],
        ['EU', null],
        ['Ukraine', '43'],
        ['U', null],
        ['12', null],
      ],
    ],
  ])('%s', (expected, spellings) => {
    expect(spellings.map(([country, region]) => code(country, region))).toEqual(spellings.map(() => expected));
  });
});

test('a subdivision of no known form leaves the place partial', () => {
  for (const region of ['Crimea', 'CRIMEA', '4343', '-', '43;', '%', 'U A-43']) expect(code('UA', region)).toBe('UA');
});

test('networks are numbers, however they are written', () => {
  for (const network of [13335, '13335', 'AS13335', ' as13335 '])
    expect(placeFrom('UA', null, { network })).toMatchObject({ network: 13335 });
  for (const network of [0, -1, '', 'AS', '1e3', '99999999999', null, undefined])
    expect(placeFrom('UA', null, { network })).not.toHaveProperty('network');
});

test('a point is two numbers in range, and nothing else', () => {
  expect(placeFrom('UA', '43', { latitude: '44.95', longitude: '34.1' })).toMatchObject({ point: { latitude: 44.95, longitude: 34.1 } });
  const said = ['', 'x', '1e1', '91', '-91', 'NaN', 'Infinity', null, undefined, ' '];
  for (const latitude of said) expect(placeFrom('UA', null, { latitude, longitude: 34 })).not.toHaveProperty('point');
  expect(placeFrom(null, null, { latitude: 0, longitude: -180 })).toEqual({ kind: 'unknown', point: { latitude: 0, longitude: -180 } });
  expect(placeFrom('T1', null, { latitude: 1, longitude: 1, network: 5, zone: 'Europe/Kyiv' })).toEqual({ kind: 'tor' });
});

test('reading a place twice changes nothing, whatever was sent', () => {
  const text = fc.oneof(
    fc.string({ maxLength: 6 }),
    fc.constantFrom('RU', 'UA', 'FR', 'GB', 'T1', 'XX', 'CR', 'SEV', '43', '973', 'UA-43'),
  );
  fc.assert(
    fc.property(text, text, (country, region) => {
      const place = placeFrom(country, region);
      expect(placeFromCode(codeOf(place))).toEqual(place);
    }),
  );
});
