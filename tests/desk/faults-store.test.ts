/** Every call of the key-value store goes wrong in every way, in turn: readers notice nothing, and the next round mends it. */

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CURRENT_KEY, editionKey, PREVIOUS_KEY, preparationKey } from '../../src/core/edition-store.ts';
import { compiledEdition, liveEdition } from '../../src/desk/editions/store.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { reconcile } from '../../src/desk/publishing/reconcile.ts';
import { ACTS, begin, desk, everyCall, fresh, outcome, readers, times, withStore } from './faults-acts.ts';
import { crashingStore, Faults, faultyStore, type Way } from './faulty.ts';
import { approved, auditOf, published } from './tiny.ts';

/** The number that is live when a test begins: there is always one that is published. */
let live: number;

beforeEach(async () => {
  live = (await liveEdition(desk)).number;
});

afterEach(async () => {
  await auditOf(desk);
});

const PUBLISHING = ['publish', 'roll back', 'reconcile, with a schedule that is due'];

describe.each(PUBLISHING)('the key-value store, while somebody wants to %s', name => {
  beforeAll(begin);

  test.each([
    ['fails once', { way: 'fails' }],
    ['fails and stays broken', { way: 'fails', until: Infinity }],
    ['answers rubbish', { way: 'rubbish' }],
    ['answers old and goes on doing so', { way: 'old', until: Infinity }],
    ['does what it was asked, and the answer is lost', { way: 'lost' }],
  ] as const)(
    '%s',
    async (_, kind) => {
      const tried = ACTS[name]!;
      const broken = (faults: Faults) => withStore(faultyStore(desk.env.EDITIONS, faults, async () => void (await readers(2))));
      expect(await everyCall(name, tried, kind, broken)).toBeGreaterThan(kind.way === 'rubbish' ? 1 : 4);
    },
    120_000,
  );

  test('keeps published what was published: no failure of it is one of publishing', async () => {
    const given = await ACTS[name]!.ready();
    const faults = new Faults({ way: 'fails', from: 1, until: Infinity });
    await outcome(given.run(withStore(faultyStore(desk.env.EDITIONS, faults))));
    expect(await times(ACTS[name]!.action, given.id)).toBe(1);
  });
});

describe('a crash between any two writes to the key-value store', () => {
  beforeAll(begin);

  test.each([
    ['before the write', 'fails'],
    ['after the write', 'lost'],
  ] as const)('%s, is repaired by the next round, and readers never miss an edition', async (_, way: Way) => {
    for (let from = 1; ; from++) {
      const given = await ACTS.publish!.ready();
      const before = await readers(2);
      const faults = new Faults({ way, from, until: Infinity });
      const seen: number[] = [];
      const crashing = crashingStore(desk.env.EDITIONS, faults, async () => void seen.push(await readers(before)));
      await outcome(given.run(withStore(crashing)));
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
      if (faults.hit === 0) {
        expect(from).toBeGreaterThan(4);
        return;
      }
      const { number } = await liveEdition(desk);
      await reconcile(desk);
      expect(await readers(before)).toBe(number);
      expect((await liveEdition(desk)).pointedAt).toBeTypeOf('number');
    }
  });

  test('between what the database has and the first write', async () => {
    const { id } = await approved(desk, fresh);
    const dead = withStore(faultyStore(desk.env.EDITIONS, new Faults({ way: 'fails', from: 1, until: Infinity })));
    await publishProposal(dead, fresh.as('oona'), id, { revision: 1 });
    expect(await readers(2)).toBe(live);
    expect((await liveEdition(desk)).pointedAt).toBeUndefined();
    await reconcile(desk);
    expect(await readers(2)).toBe(live + 1);
  });
});

describe('what stands in the key-value store and should not', () => {
  beforeAll(begin);

  const spoilt: Readonly<Record<string, (hash: string, preparation: string) => Promise<void>>> = {
    'nothing at all': async () => {
      for (const { name } of (await desk.env.EDITIONS.list()).keys) await desk.env.EDITIONS.delete(name);
    },
    'no pointer': () => desk.env.EDITIONS.delete(CURRENT_KEY),
    'rubbish for a pointer': () => desk.env.EDITIONS.put(CURRENT_KEY, 'rubbish'),
    'a pointer with another signature': async () => {
      const pointer = JSON.parse((await desk.env.EDITIONS.get(CURRENT_KEY)) ?? '{}');
      await desk.env.EDITIONS.put(CURRENT_KEY, JSON.stringify({ ...pointer, signature: 'A'.repeat(86) }));
    },
    'the pointer before': async () => desk.env.EDITIONS.put(CURRENT_KEY, (await desk.env.EDITIONS.get(PREVIOUS_KEY)) ?? ''),
    'no edition': hash => desk.env.EDITIONS.delete(editionKey(hash)),
    'rubbish for an edition': hash => desk.env.EDITIONS.put(editionKey(hash), 'rubbish'),
    'an edition cut short': async hash => {
      const text = (await desk.env.EDITIONS.get(editionKey(hash))) ?? '';
      await desk.env.EDITIONS.put(editionKey(hash), text.slice(0, -10));
    },
    'no preparation': (_, preparation) => desk.env.EDITIONS.delete(preparationKey(preparation)),
    'rubbish for a preparation': (_, preparation) => desk.env.EDITIONS.put(preparationKey(preparation), '{}'),
  };

  test.each(Object.keys(spoilt))('%s: mended by the next round', async name => {
    const { hash } = await published(desk, fresh);
    const { preparation } = await compiledEdition(desk.store, hash);
    await spoilt[name]!(hash, preparation.hash);
    await reconcile(desk);
    expect(await readers(2)).toBe(live + 1);
    expect(await desk.env.EDITIONS.get(preparationKey(preparation.hash), 'json')).toEqual(preparation);
  });
});
