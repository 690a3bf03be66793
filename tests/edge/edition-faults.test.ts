/** Law 5: reading never depends on the store that editions come from, whether it fails, hangs, answers late or holds damaged bytes. */

import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CURRENT_KEY, editionKey } from '../../src/core/edition-store.ts';
import type { EditionStore } from '../../src/edge/load-edition.ts';
import { isolate, kv, POLL, stored } from './edition-isolate.ts';
import { BASELINE, editionSaying, Publisher } from './publisher.ts';

let publisher: Publisher;
let [five, six, seven] = [BASELINE, BASELINE, BASELINE];
beforeAll(async () => {
  publisher = await Publisher.create();
  [five, six, seven] = await Promise.all([editionSaying('Five', 5), editionSaying('Six', 6), editionSaying('Seven', 7)]);
});
beforeEach(async () => {
  for (const { name } of (await kv.list()).keys) await kv.delete(name);
});

const start = () => isolate(stored, [publisher.key]);

describe('a store', () => {
  const failing: EditionStore = { get: () => Promise.reject(new Error('store')) };
  const throwing: EditionStore = {
    get: () => {
      throw new Error('store');
    },
  };
  const hanging: EditionStore = { get: () => new Promise(() => undefined) };

  test.each([
    ['fails', failing],
    ['fails at once', throwing],
  ])('that %s costs nobody anything, and its return is noticed', async (_, broken) => {
    await publisher.publish(kv, five);
    const { later, visit, holder, read } = start();
    await visit();
    await publisher.publish(kv, six);
    expect(await later(broken)).toEqual(five);
    expect(await read(broken)).toEqual(five);
    expect(holder.state.problems).toEqual({ 'store-failed': 1 });
    expect(await later()).toEqual(six);
  });

  test('that fails gives an isolate that begins what is compiled in; nobody waits again', async () => {
    const { visit, clock, read } = start();
    expect(await visit(failing)).toBe(BASELINE);
    clock.time += POLL;
    // No time passes here, so whoever waited would wait for ever.
    expect(await read(hanging)).toBe(BASELINE);
    expect(await read(hanging)).toBe(BASELINE);
  });

  test('that hangs holds up the first readers for a second, all in all, and no look for ever', async () => {
    await publisher.publish(kv, five);
    const { clock, read, holder, asked } = start();
    const served: string[] = [];
    const come = (name: string) => read(hanging).then(() => served.push(name));
    const readers = [come('first'), come('second')];
    await clock.pass(600);
    readers.push(come('third'));
    await clock.pass(399);
    expect(served).toEqual([]);
    await clock.pass(11);
    expect([...served].sort()).toEqual(['first', 'second', 'third']);
    await come('fourth');
    expect(holder.held.edition).toBe(BASELINE);
    // Two answers that never came: of both pointers.
    await clock.pass(10_000);
    expect(holder.state.problems).toEqual({ 'store-slow': 2 });
    await Promise.all(readers);
    await clock.pass(2 * POLL);
    await read();
    await clock.pass(100);
    expect(holder.held.edition).toEqual(five);
    expect(asked).toContain(CURRENT_KEY);
  });

  test('that is slow with the edition itself delays only what is new', async () => {
    await publisher.publish(kv, five);
    const { clock, read, visit, holder } = start();
    await visit();
    await publisher.publish(kv, six);
    const slow: EditionStore = { get: async key => (key === CURRENT_KEY ? await stored.get(key) : await hanging.get(key)) };
    clock.time += POLL;
    expect(await read(slow)).toEqual(five);
    await scheduler.wait(50);
    await clock.pass(5000);
    expect(holder.held.edition).toEqual(five);
    expect(holder.state.problems).toEqual({ 'store-slow': 1 });
  });

  test('whose answer comes after its reader has gone replaces nothing newer', async () => {
    await publisher.publish(kv, six);
    const pointerToSix = await stored.get(CURRENT_KEY);
    await publisher.publish(kv, five);
    const { clock, visit, holder, read } = start();
    await visit();
    let release: (bytes: Uint8Array | null) => void = () => undefined;
    const late: EditionStore = { get: key => (key === CURRENT_KEY ? new Promise(resolve => (release = resolve)) : stored.get(key)) };
    clock.time += POLL;
    await read(late);
    await publisher.publish(kv, seven);
    // Time passes here without a word to those who wait for it, as it does for a request that was cut off.
    clock.time += 30_000;
    await read();
    await scheduler.wait(100);
    expect(holder.held.edition).toEqual(seven);
    release(pointerToSix);
    await scheduler.wait(100);
    expect(holder.held.edition).toEqual(seven);
  });
});

describe('bytes that are damaged anywhere', () => {
  const damage = fc.record({ at: fc.nat(), kind: fc.constantFrom('flip', 'cut', 'insert', 'delete'), byte: fc.nat(255) });
  const damaged = (bytes: Uint8Array, { at, kind, byte }: { at: number; kind: string; byte: number }): Uint8Array => {
    const offset = at % bytes.length;
    const [before, after] = [[...bytes.subarray(0, offset)], [...bytes.subarray(offset)]];
    if (kind === 'cut') return Uint8Array.from(before);
    if (kind === 'insert') return Uint8Array.from([...before, byte, ...after]);
    return Uint8Array.from([...before, ...(kind === 'flip' ? [(after[0] ?? 0) ^ (byte || 1)] : []), ...after.slice(1)]);
  };

  test.each(['pointer', 'edition'])('of the %s: what is held stays or is what was published, whole', async damagedPart => {
    const encoder = new TextEncoder();
    const pointers = await Promise.all([five, six].map(async edition => encoder.encode(JSON.stringify(await publisher.signed(edition)))));
    const bytes = encoder.encode(JSON.stringify(six));
    const damages = fc.array(damage, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(damages, fc.boolean(), async (list, isWarm) => {
        const content = new Map<string, Uint8Array>([[editionKey(five.hash), encoder.encode(JSON.stringify(five))]]);
        const store: EditionStore = { get: async key => content.get(key) ?? null };
        const { visit, later, holder } = isolate(store, [publisher.key]);
        if (isWarm) {
          content.set(CURRENT_KEY, pointers[0]!);
          await visit();
        }
        const before = holder.held.edition;
        const [pointer, edition] =
          damagedPart === 'pointer' ? [list.reduce(damaged, pointers[1]!), bytes] : [pointers[1]!, list.reduce(damaged, bytes)];
        content.set(CURRENT_KEY, pointer).set(editionKey(six.hash), edition);
        const after = await later();
        // White space between members, or a bit that base64 passes over, changes nothing.
        if (after !== before) expect(after).toEqual(six);
        else expect(Object.keys(holder.state.problems)).toHaveLength(1);
        content.set(CURRENT_KEY, pointers[1]!).set(editionKey(six.hash), bytes);
        expect(await later()).toEqual(six);
      }),
      { numRuns: 120 },
    );
  });
});
