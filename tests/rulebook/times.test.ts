import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { instantText } from '../../src/core/time.ts';
import { nearest } from '../../src/rulebook/nearest.ts';
import { Wrong } from '../../src/rulebook/problems.ts';
import { readDuration, readHour, readInstant, readZone } from '../../src/rulebook/times.ts';

describe('durations', () => {
  test.each([
    ['60s', 60],
    ['10m', 600],
    ['1h', 3600],
    ['1d', 86_400],
    ['0s', 0],
    ['365d', 31_536_000],
  ])('%s is %d seconds', (text, seconds) => expect(readDuration(text)).toBe(seconds));
  test.each(['', '60', 's', '-1s', '1.5h', '1w', '366d', '1e3s', '10 min'])('%j is none', text =>
    expect(readDuration(text)).toBeInstanceOf(Wrong),
  );
});

describe('instants', () => {
  test.each([
    ['2026-03-01T12:00Z', '2026-03-01T12:00:00Z'],
    ['2026-03-01 12:00Z', '2026-03-01T12:00:00Z'],
    ['2026-03-01T12:00:30+01:00', '2026-03-01T11:00:30Z'],
    ['2022-04-08T00:00 Europe/Paris', '2022-04-07T22:00:00Z'],
    ['2022-04-10T20:00 Europe/Paris', '2022-04-10T18:00:00Z'],
    ['2022-04-08 America/Cayenne', '2022-04-08T03:00:00Z'],
    ['2026-03-01Z', '2026-03-01T00:00:00Z'],
    // The first moment of a day on which midnight is skipped.
    ['2026-04-24 Africa/Cairo', '2026-04-23T22:00:00Z'],
  ])('%s', (text, instant) => expect(readInstant(text)).toBe(Date.parse(instant)));

  test.each([
    ['2026-03-29T02:30 Europe/Berlin', /does not happen/],
    ['2026-10-25T02:30 Europe/Berlin', /happens twice/],
    ['2026-03-01T12:00', /does not say in which time zone/],
    ['2026-02-29T12:00Z', /not in the calendar/],
    ['2026-03-01T24:30Z', /not in the calendar/],
    ['2026-03-01T12:00 Europe/Prag', /no time zone/],
    ['tomorrow', /not a time/],
    ['1740830400', /not a time/],
  ])('%s is refused', (text, message) => expect(readInstant(text)).toMatchObject({ message: expect.stringMatching(message) }));

  it('reads back every moment that it is given', () => {
    const moment = fc.date({ min: new Date('1971-01-01Z'), max: new Date('2090-01-01Z'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, date => {
        const text = `${date.toISOString().slice(0, 19)}Z`;
        expect(readInstant(text)).toBe(Math.floor(date.getTime() / 1000) * 1000);
      }),
    );
  });
});

test('zones and hours', () => {
  expect(['Europe/Prague', 'UTC', 'America/Argentina/Ushuaia'].map(readZone)).toEqual([
    'Europe/Prague',
    'UTC',
    'America/Argentina/Ushuaia',
  ]);
  for (const zone of ['+01:00', 'Europe/Atlantis', '', 'Prague']) expect(readZone(zone)).toBeInstanceOf(Wrong);
  expect(readZone('Prague')).toMatchObject({ mend: 'write `Europe/Prague`' });
  expect(['00:00', '23:59'].map(readHour)).toEqual(['00:00', '23:59']);
  for (const hour of ['24:00', '7:00', '07:60', '07']) expect(readHour(hour)).toBeInstanceOf(Wrong);
});

test('the nearest name is the one that was meant, or none', () => {
  const names = ['languages', 'time-zone', 'slots', 'share'];
  expect(['langauges', 'timezone', 'SLOT', 'shares', 'x', 'notices', ''].map(word => nearest(word, names))).toEqual([
    'languages',
    'time-zone',
    'slots',
    'share',
    undefined,
    undefined,
    undefined,
  ]);
});

describe('a time as commands print it', () => {
  const moment = fc.integer({ min: Date.parse('0001-01-01T00:00Z'), max: Date.parse('9999-12-31T23:59Z') });

  it('is read again as the same second, or the next whole one', () => {
    fc.assert(
      fc.property(moment, written => {
        const text = instantText(written);
        expect(text).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
        expect(readInstant(text)).toBe(Math.ceil(written / 1000) * 1000 + 0);
      }),
    );
  });

  it('and as programs print it is the same moment', () => {
    fc.assert(
      fc.property(moment, written => {
        expect(readInstant(new Date(written).toISOString())).toBe(written);
      }),
    );
  });
});
