import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { momentOf } from '../../src/core/time.ts';

const at = (text: string) => Date.parse(text);
const MINUTE = 60_000;

describe('daily hours follow the wall clock through changes of summer time', () => {
  const berlin = { daily: { from: '06:00', to: '22:00', zone: 'Europe/Berlin' } };
  test.each([
    ['2026-03-29T03:59Z', false],
    ['2026-03-29T04:00Z', true],
    ['2026-10-25T04:59Z', false],
    ['2026-10-25T05:00Z', true],
    ['2026-07-01T19:59Z', true],
    ['2026-07-01T20:00Z', false],
  ])('06:00 to 22:00 in Berlin at %s: %s', (time, active) => {
    expect(momentOf(berlin, at(time), []).active).toBe(active);
  });

  test('hours that run past midnight', () => {
    const night = { daily: { from: '23:00', to: '06:00', zone: 'Europe/Berlin' } };
    expect(momentOf(night, at('2026-01-10T22:30Z'), [])).toEqual({ active: true, changes: at('2026-01-11T05:00Z') });
    expect(momentOf(night, at('2026-01-11T04:59Z'), []).active).toBe(true);
    expect(momentOf(night, at('2026-01-11T05:00Z'), [])).toEqual({ active: false, changes: at('2026-01-11T22:00Z') });
  });

  test('equal hours are the whole day', () => {
    const always = { daily: { from: '00:00', to: '00:00', zone: 'Asia/Tehran' } };
    for (const time of ['2026-01-10T20:29Z', '2026-01-10T20:30Z', '2026-06-01T00:00Z'])
      expect(momentOf(always, at(time), []).active).toBe(true);
  });
});

test('outside its absolute times a rule is off, and says when that changes', () => {
  const times = { from: 1000, until: 2000 };
  expect(momentOf(times, 999, [])).toEqual({ active: false, changes: 1000 });
  expect(momentOf(times, 1000, [])).toEqual({ active: true, changes: 2000 });
  expect(momentOf(times, 2000, [])).toEqual({ active: false, changes: Infinity });
});

test('an answer holds until the moment it names, found by brute force over two days', () => {
  const hour = fc.integer({ min: 0, max: 23 }).map(value => `${String(value).padStart(2, '0')}:30`);
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Chatham',
    'Africa/Casablanca',
    'America/Cayenne',
  );
  // The weeks around both changes of summer time.
  const start = fc.constantFrom('2026-03-08', '2026-03-28', '2026-04-05', '2026-10-24', '2026-11-01').map(day => at(`${day}T00:00Z`));
  fc.assert(
    fc.property(hour, hour, zone, start, (from, to, name, begin) => {
      const times = { daily: { from, to, zone: name } };
      let said = momentOf(times, begin, []);
      for (let now = begin; now < begin + 48 * 60 * MINUTE; now += 15 * MINUTE) {
        const moment = momentOf(times, now, []);
        if (now < said.changes) expect(moment.active).toBe(said.active);
        else said = moment;
        expect(moment.changes).toBeGreaterThan(now);
      }
    }),
    { numRuns: 25 },
  );
});
