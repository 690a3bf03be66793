/** The pages in memory are bounded, however many are asked for. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HeldPage, PageMemory } from '../../src/edge/page-memory.ts';

const LIMIT = 200_000;
const held = (size: number): HeldPage => ({ page: {} as HeldPage['page'], body: new Uint8Array(size), bornAt: 0 });

test('bytes held never pass the limit, and count nothing that is not held', () => {
  const step = fc.record({
    key: fc.constantFrom(...'abcdefgh'),
    size: fc.nat(30_000),
    later: fc.nat(2000),
    action: fc.constantFrom('set', 'get', 'delete'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), steps => {
      const memory = new PageMemory(LIMIT);
      let now = 0;
      for (const { key, size, later, action } of steps) {
        now += later;
        if (action === 'set') memory.set(key, held(size), now);
        else if (action === 'get') memory.get(key, now);
        else memory.delete(key);
        expect(memory.bytes).toBeLessThanOrEqual(LIMIT);
      }
      for (const key of 'abcdefgh') memory.delete(key);
      expect(memory.bytes).toBe(0);
    }),
  );
});

test('empty pages count too', () => {
  const memory = new PageMemory(LIMIT);
  for (let index = 0; index < 1000; index++) memory.set(String(index), held(0), 0);
  expect(memory.get('0', 1)).toBeUndefined();
  expect(memory.get('999', 1)).toBeDefined();
});

test('a page is forgotten after seconds, or sooner where it is fresh for less', () => {
  const memory = new PageMemory(LIMIT);
  memory.set('long', held(1), 0);
  memory.set('short', held(1), 0, 500);
  memory.set('never', held(1), 0, 0);
  expect(['long', 'short', 'never'].map(key => memory.get(key, 499) !== undefined)).toEqual([true, true, false]);
  expect(['long', 'short'].map(key => memory.get(key, 2999) !== undefined)).toEqual([true, false]);
  expect(memory.get('long', 3000)).toBeUndefined();
});
