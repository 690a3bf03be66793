/** Rules on trial are counted, and nothing else is: law 6. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ShadowCounts } from '../../src/edge/shadow-counts.ts';

const MINUTE = 60_000;

const visit = fc.record({
  later: fc.nat(20_000),
  rules: fc.subarray(['often', 'seldom', 'never-alone']),
  times: fc.nat(15),
});

test('a line comes once a minute at most, names only what fired ten times, and says no more than rules and sums', () => {
  fc.assert(
    fc.property(fc.array(visit, { maxLength: 150 }), visits => {
      const counts = new ShadowCounts();
      let now = 1_800_000_000_000;
      let last = -Infinity;
      const fired = new Map<string, number>();
      const told = new Map<string, number>();
      for (const { later, rules, times } of visits) {
        now += later;
        for (let time = 0; time < times; time++) {
          for (const rule of rules) fired.set(rule, (fired.get(rule) ?? 0) + 1);
          const line = counts.count('hash', rules, now);
          if (line === undefined) continue;
          expect(now - last).toBeGreaterThanOrEqual(MINUTE);
          last = now;
          const said = JSON.parse(line);
          expect(Object.keys(said)).toEqual(['event', 'edition', 'counts']);
          expect(said).toMatchObject({ event: 'shadow', edition: 'hash' });
          for (const [rule, sum] of Object.entries<number>(said.counts)) {
            expect(sum).toBeGreaterThanOrEqual(10);
            told.set(rule, (told.get(rule) ?? 0) + sum);
          }
        }
      }
      for (const [rule, sum] of told) expect(sum).toBeLessThanOrEqual(fired.get(rule) ?? 0);
      // What has not been said is still there, unless it is too little to be said.
      const rest = JSON.parse(counts.count('hash', [], now + 2 * MINUTE) ?? '{"counts":{}}').counts;
      for (const [rule, sum] of fired) {
        const left = sum - (told.get(rule) ?? 0);
        if (left >= 10) expect(rest[rule]).toBe(left);
        else expect(rest).not.toHaveProperty(rule);
      }
    }),
  );
});

test('the line comes with whoever is there when it is due, for whom no rule need have fired', () => {
  const counts = new ShadowCounts();
  for (let time = 0; time < 10; time++) expect(counts.count('hash', ['a'], 0)).toBeUndefined();
  expect(counts.count('hash', [], MINUTE - 1)).toBeUndefined();
  expect(counts.count('hash', [], MINUTE)).toBe('{"event":"shadow","edition":"hash","counts":{"a":10}}');
  expect(counts.count('hash', [], 5 * MINUTE)).toBeUndefined();
});

test('the counts of one edition are never said to be those of another', () => {
  const counts = new ShadowCounts();
  for (let time = 0; time < 30; time++) counts.count('old', ['a'], 0);
  for (let time = 0; time < 10; time++) counts.count('new', ['a'], 1);
  expect(counts.count('new', [], MINUTE)).toBe('{"event":"shadow","edition":"new","counts":{"a":10}}');
});
