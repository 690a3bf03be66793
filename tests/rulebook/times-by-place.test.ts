import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it, test } from 'vitest';
import type { Region } from '../../src/core/edition.ts';
import { momentOf } from '../../src/core/time.ts';
import { compileTimes, zonesFor } from '../../src/rulebook/compile-times.ts';
import { allCountries } from '../../src/rulebook/places.ts';
import { Wrong } from '../../src/rulebook/problems.ts';
import { type LocalBound, readBound, readDailyZone } from '../../src/rulebook/times.ts';
import { zonesOf } from '../../src/rulebook/zones.ts';

const region = (places: readonly string[], except: readonly string[] = []): Region => ({ places, except, networks: [], areas: [] });
const bound = (text: string) => readBound(text) as number | LocalBound;
const from = (text: string, where?: Region) => compileTimes({ from: bound(text) }, where).from;

describe('a time without a zone of its own', () => {
  test.each([
    ['2022-04-08T00:00 reader', { local: '2022-04-08T00:00', zone: 'reader' }],
    ['2022-04-08 reader', { local: '2022-04-08T00:00', zone: 'reader' }],
    [' 2022-04-08 06:30:15 earliest ', { local: '2022-04-08T06:30:15', zone: 'earliest' }],
    ['2022-04-08T23:59 latest', { local: '2022-04-08T23:59', zone: 'latest' }],
    // By some clock it exists.
    ['2026-03-29T02:30 reader', { local: '2026-03-29T02:30', zone: 'reader' }],
    ['2022-04-08T00:00 Europe/Paris', Date.parse('2022-04-07T22:00Z')],
    ['2022-04-08T00:00Z', Date.parse('2022-04-08T00:00Z')],
  ])('%s', (text, read) => expect(readBound(text)).toEqual(read));

  test.each([
    ['2022-02-30 reader', '`2022-02-30 reader` is not in the calendar', 'write `2026-03-01T12:00 reader`'],
    ['2022-04-08T24:30 latest', '`2022-04-08T24:30 latest` is not in the calendar', 'write `2026-03-01T12:00 latest`'],
    ['2022-04-08T00:00 Reader', 'there is no time zone `Reader`', 'write an IANA name, for example `Europe/Prague`'],
    ['reader', '`reader` is not a time', 'write `2026-03-01T12:00Z`, or `2026-03-01T12:00 Europe/Prague`'],
    [
      '2022-04-08T00:00',
      '`2022-04-08T00:00` does not say in which time zone',
      'write `2026-03-01T12:00Z`, or `2026-03-01T12:00 Europe/Prague`',
    ],
  ])('%s is refused', (text, message, mend) => expect(readBound(text)).toMatchObject({ message, mend }));

  it('is for daily hours the reader’s alone', () => {
    expect(['reader', 'Europe/Prague'].map(readDailyZone)).toEqual(['reader', 'Europe/Prague']);
    expect(readDailyZone('earliest')).toMatchObject({ message: 'hours of each day have no `earliest`' });
    expect(readDailyZone('Prague')).toBeInstanceOf(Wrong);
  });
});

describe('the earliest and the latest clock', () => {
  test.each([
    ['earliest', ['ES'], [], '2023-07-22T22:00Z'],
    ['latest', ['ES'], [], '2023-07-22T23:00Z'],
    ['latest', ['ES'], ['ES-CN', 'ES-GC', 'ES-TF'], '2023-07-22T22:00Z'],
    ['earliest', ['ES-CN', 'ES-GC', 'ES-TF'], [], '2023-07-22T23:00Z'],
    ['earliest', ['FR', 'GP', 'RE', 'PF'], [], '2023-07-22T20:00Z'],
    ['latest', ['FR', 'GP', 'RE', 'PF'], [], '2023-07-23T10:00Z'],
    ['earliest', ['US-HI', 'US-FL'], [], '2023-07-23T04:00Z'],
    ['latest', ['US-FL'], [], '2023-07-23T05:00Z'],
  ])('%s of %s but %s', (word, places, except, expected) => {
    expect(from(`2023-07-23T00:00 ${word}`, region(places, except))).toBe(Date.parse(expected));
  });

  it('are those of the whole earth where no place is named', () => {
    expect(from('2023-07-23T00:00 earliest')).toBe(Date.parse('2023-07-22T10:00Z'));
    expect(from('2023-07-23T00:00 latest', region([]))).toBe(Date.parse('2023-07-23T11:00Z'));
  });

  it('move a time forward that the clocks skip, and take the first of one that they show twice', () => {
    expect(from('2026-03-29T02:30 earliest', region(['PL']))).toBe(Date.parse('2026-03-29T01:30Z'));
    expect(from('2026-10-25T02:30 latest', region(['PL']))).toBe(Date.parse('2026-10-25T00:30Z'));
  });

  it('lie around every clock of the region, and are each the time by one', () => {
    const places = fc.uniqueArray(fc.constantFrom(...allCountries(), 'US-FL', 'ES-CN', 'RU-KGD', 'UA-43'), { minLength: 1, maxLength: 6 });
    const moment = fc
      .date({ min: new Date('2000-01-01Z'), max: new Date('2040-01-01Z'), noInvalidDate: true })
      .map(date => date.toISOString().slice(0, 16));
    fc.assert(
      fc.property(places, moment, (codes, local) => {
        const zones = codes.flatMap(zonesOf);
        fc.pre(zones.length > 0);
        const instants = zones.map(zone => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds);
        const [first, last] = ['earliest', 'latest'].map(word => from(`${local} ${word}`, region(codes)) as number);
        for (const instant of instants) expect(first! <= instant && instant <= last!).toBe(true);
        expect([instants.includes(first!), instants.includes(last!)]).toEqual([true, true]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a rule by each reader’s clock', () => {
  /** The eve of the French presidential election of 2022: a day earlier where people vote on Saturday. */
  const regions = { saturday: region(['BL', 'GF', 'GP', 'MF', 'MQ', 'PF', 'PM']), sunday: region(['FR', 'NC', 'RE', 'WF', 'YT']) };
  const embargo = (text: string) => compileTimes({ from: bound(text), until: bound('2022-04-10T20:00 Europe/Paris') }, undefined);
  const rules = [
    { region: 'saturday', times: embargo('2022-04-08T00:00 reader') },
    { region: 'sunday', times: embargo('2022-04-09 reader') },
  ];
  const zones = zonesFor(rules, regions);
  const holds = (place: string, at: string) =>
    rules.some(
      rule =>
        regions[rule.region as keyof typeof regions].places.includes(place) && momentOf(rule.times, Date.parse(at), zones[place]!).active,
    );

  // Worked examples 19 and 20, and the other side of the earth, where the easternmost of three clocks decides.
  test.each([
    ['GF', '2022-04-08T03:00:00Z'],
    ['FR', '2022-04-08T22:00:00Z'],
    ['PF', '2022-04-08T09:00:00Z'],
    ['RE', '2022-04-08T20:00:00Z'],
  ])('in %s begins at %s, not a minute before, and ends with the last polls in Paris', (place, start) => {
    const before = new Date(Date.parse(start) - 60_000).toISOString();
    expect([holds(place, before), holds(place, start)]).toEqual([false, true]);
    expect([holds(place, '2022-04-10T17:59Z'), holds(place, '2022-04-10T18:00Z')]).toEqual([true, false]);
  });

  it('stays a wall-clock time beside an instant', () => {
    expect(rules[1]!.times).toEqual({ from: { local: '2022-04-09T00:00' }, until: Date.parse('2022-04-10T18:00Z') });
    expect(compileTimes({ daily: { from: '06:00', to: '22:00', zone: 'reader' } }, undefined)).toEqual({
      daily: { from: '06:00', to: '22:00', zone: 'reader' },
    });
    expect(compileTimes({}, undefined)).toEqual({});
  });
});

describe('the zones of an edition', () => {
  const local = { from: { local: '2026-01-01T00:00' } };
  const daily = { daily: { from: '06:00', to: '22:00', zone: 'reader' } };

  it('are those of the places whose readers’ clocks matter', () => {
    expect(zonesFor([{ region: 'it', times: local }], { it: region(['FR', 'GF']), other: region(['DE']) })).toEqual({
      FR: ['Europe/Paris'],
      GF: ['America/Cayenne'],
    });
    expect(zonesFor([{ region: 'it', times: daily }], { it: region(['GB-SCT']) })).toEqual({ GB: ['Europe/London'] });
    expect(zonesFor([{ region: 'it', times: { from: 0, until: 1 } }], { it: region(['FR']) })).toEqual({});
  });

  it('name a part of a country where its clocks are others, and what lies inside it', () => {
    const spain = zonesFor([{ region: 'it', times: local }], { it: region(['ES']) });
    expect(spain).toMatchObject({
      ES: zonesOf('ES'),
      'ES-CN': ['Atlantic/Canary'],
      'ES-GC': ['Atlantic/Canary'],
      'ES-MD': ['Europe/Madrid'],
    });
    const mainland = zonesFor([{ region: 'it', times: local }], { it: region(['ES'], ['ES-CN', 'ES-GC', 'ES-TF']) });
    expect(mainland).not.toHaveProperty('ES-GC');
    expect(Object.keys(zonesFor([{ region: 'it', times: local }], { it: region(['US-HI']) }))).toEqual(['US', 'US-HI']);
  });

  it('are all there are for a rule without a region, or with hints', () => {
    const all = zonesFor([{ times: local }], {});
    expect(Object.keys(all).filter(code => !code.includes('-'))).toEqual(allCountries().filter(country => zonesOf(country).length > 0));
    expect(JSON.stringify(all).length).toBeLessThan(40_000);
    const hinted = zonesFor([{ region: 'it', times: daily }], { it: { ...region(['FR']), networks: [64_500] } });
    expect(hinted).toEqual(all);
    for (const [code, zones] of Object.entries(all)) expect([code, zones]).toEqual([code, zonesOf(code)]);
  });
});
