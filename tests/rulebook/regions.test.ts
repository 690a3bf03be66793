import fc from 'fast-check';
import { iso31661, iso31662 } from 'iso-3166';
import { describe, expect, it, test } from 'vitest';
import { codeOf, placeFromCode } from '../../src/core/place.ts';
import { standing } from '../../src/core/region.ts';
import { compileRegions, subdivisionsOf } from '../../src/rulebook/compile-regions.ts';
import { readPlace } from '../../src/rulebook/places.ts';
import { Wrong } from '../../src/rulebook/problems.ts';
import { type Rulebook, regionSchema } from '../../src/rulebook/schema.ts';

const nothing = { site: {}, notices: {}, rules: [], tests: [] } as unknown as Rulebook;

/** Where a place stands to a region, both as ops would type them. */
function asker(region: object): (code: string) => ReturnType<typeof standing> {
  const regions = compileRegions({ ...nothing, regions: { it: regionSchema.parse(region) } });
  const subdivisions = subdivisionsOf(regions);
  return code => standing(regions.it!, placeFromCode(code)!, subdivisions);
}

describe('a place', () => {
  const codes = [...iso31661.map(country => country.alpha2), ...iso31662.map(part => part.code)];

  it('has one code, however it is written', () => {
    const spelling = fc.constantFrom<(code: string) => string>(
      code => code,
      code => code.toLowerCase(),
      code => ` ${code} `,
    );
    fc.assert(
      fc.property(fc.constantFrom(...codes), spelling, (code, spell) => {
        const read = readPlace(spell(code));
        expect(read).toBe(codeOf(placeFromCode(code)!));
        expect(readPlace(read as string)).toBe(read);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['RU-CRI', 'UA-43'],
    ['RU-CR', 'UA-43'],
    ['RU-SEV', 'UA-40'],
    ['FR-973', 'GF'],
    ['FR-GF', 'GF'],
    ['uk', 'GB'],
    ['XK', 'XK'],
  ])('%s is %s', (written, code) => expect(readPlace(written)).toBe(code));

  test.each(['ZZ', 'RU-ZZZ', 'UA-99', '', 'R', 'tor', 'unknown', 'T1', 'RUS', 'Russia', 'GB-', '🇷🇺'])('%j is none', written => {
    expect(readPlace(written)).toBeInstanceOf(Wrong);
  });
});

describe('a region', () => {
  it('holds what lies inside its places, however deep', () => {
    const england = asker({ places: 'GB-ENG' });
    expect(['GB-ENG', 'GB-LND', 'GB-YOR'].map(england)).toEqual(['in', 'in', 'in']);
    expect(['GB-SCT', 'GB-CRF', 'GB-BFS', 'FR'].map(england)).toEqual(['out', 'out', 'out', 'out']);
    expect(['GB', 'GB-EAW', 'GB-XYZ'].map(england)).toEqual([['partial'], ['partial'], ['partial']]);
    const kingdom = asker({ places: 'GB-UKM' });
    expect(['GB-ENG', 'GB-EDH', 'GB-NIR'].map(kingdom)).toEqual(['in', 'in', 'in']);
  });

  it('knows the nation of every council area of the United Kingdom', () => {
    const nations = ['GB-ENG', 'GB-WLS', 'GB-SCT', 'GB-NIR'].map(places => asker({ places }));
    const wholes = ['GB-EAW', 'GB-GBN', 'GB-UKM'];
    const areas = iso31662.map(({ code }) => code).filter(code => code.startsWith('GB-') && !wholes.includes(code));
    for (const area of areas) expect([area, nations.filter(nation => nation(area) === 'in').length]).toEqual([area, 1]);
    // Councils of each nation (ISO 3166-2:GB), itself included.
    const counts = nations.map(nation => areas.filter(area => nation(area) === 'in').length);
    expect(counts.slice(1)).toEqual([23, 33, 12]);
  });

  it('leaves out what it excepts', () => {
    const rest = asker({ places: 'GB', except: 'GB-SCT' });
    expect(['GB-ENG', 'GB-SCT', 'GB-EDH', 'GB'].map(rest)).toEqual(['in', 'out', 'out', ['partial']]);
  });

  it('of the occupied territories holds them under every code, and Kyiv under none', () => {
    const occupied = asker({ places: ['RU', 'UA-43', 'UA-40', 'UA-14', 'UA-09', 'UA-23', 'UA-65'] });
    for (const code of ['RU', 'RU-MOW', 'UA-43', 'RU-CR', 'RU-KRM', 'RU-SEV', 'RU-DON', 'RU-LUG', 'RU-ZAP', 'RU-KHE'])
      expect(occupied(code)).toBe('in');
    expect(['UA-30', 'UA-51', 'PL'].map(occupied)).toEqual(['out', 'out', 'out']);
    expect(['UA', 'UA-QQ', 'tor', 'unknown'].map(occupied)).toEqual([['partial'], ['partial'], ['tor'], ['unknown']]);
  });

  it('is the same in whatever order its places are written, and written twice', () => {
    const places = fc.uniqueArray(fc.constantFrom('RU', 'UA-43', 'GB-ENG', 'EU27', 'FR', 'GF', 'ES-CN'), { minLength: 1 });
    const orders = places.chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    const compile = (list: string[]) => compileRegions({ ...nothing, regions: { it: regionSchema.parse({ places: list }) } });
    fc.assert(
      fc.property(orders, ([list, other]) => {
        expect(compile([...other, ...other])).toEqual(compile(list));
      }),
    );
  });
});

describe('built-in groups', () => {
  it('the EU is 27 members, Åland and, unless it is said otherwise, the outermost regions', () => {
    const [union, continental] = [asker({ places: 'EU27' }), asker({ places: 'eu27', outermost: false })];
    expect(iso31661.filter(({ alpha2 }) => continental(alpha2) !== 'out')).toHaveLength(28);
    expect(['GF', 'RE', 'AX', 'ES-CN', 'PT-30', 'ES', 'HR'].map(union)).toEqual(['in', 'in', 'in', 'in', 'in', 'in', 'in']);
    expect(['GF', 'RE', 'AX', 'ES-CN', 'ES-GC', 'PT-30'].map(continental)).toEqual(['out', 'out', 'in', 'out', 'out', 'out']);
    expect(['ES-MD', 'ES'].map(continental)).toEqual(['in', ['partial']]);
    expect(['CH', 'GB', 'NC', 'NO', 'IS', 'TR'].map(union)).toEqual(['out', 'out', 'out', 'out', 'out', 'out']);
  });

  it('the EEA adds Iceland, Liechtenstein and Norway, and not Svalbard or Switzerland', () => {
    const area = asker({ places: 'EEA' });
    expect(['IS', 'LI', 'NO', 'FR', 'GF', 'SJ', 'NO-21', 'CH', 'NC'].map(area)).toEqual([
      'in',
      'in',
      'in',
      'in',
      'in',
      'out',
      'out',
      'out',
      'out',
    ]);
  });

  it('what a group leaves out comes back when it is named', () => {
    const withCanaries = asker({ places: ['EEA', 'ES-CN'], outermost: false });
    expect(['ES-CN', 'ES-GC', 'PT-20', 'GF'].map(withCanaries)).toEqual(['in', 'in', 'out', 'out']);
  });
});
