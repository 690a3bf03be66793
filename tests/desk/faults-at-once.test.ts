/** Stores that hang, and several things at once: everything ends, and there is one result. */

import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CURRENT_KEY } from '../../src/core/edition-store.ts';
import { liveEdition } from '../../src/desk/editions/store.ts';
import { approveProposal } from '../../src/desk/proposals/judge.ts';
import { proposalOf } from '../../src/desk/proposals/store.ts';
import { editProposal } from '../../src/desk/proposals/write.ts';
import { pointTo } from '../../src/desk/publishing/point.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { reconcile } from '../../src/desk/publishing/reconcile.ts';
import {
  ACTS,
  begin,
  desk,
  fresh,
  type Given,
  mended,
  outcome,
  readers,
  scheduled,
  type Tried,
  times,
  withDatabase,
  withStore,
} from './faults-acts.ts';
import { Faults, faultyStore } from './faulty.ts';
import { auditOf, published, submitted, tiny } from './tiny.ts';

/** The number that is live when a test begins: there is always one that is published. */
let live: number;

beforeEach(async () => {
  live = (await liveEdition(desk)).number;
});

afterEach(async () => {
  await auditOf(desk);
});

describe('stores that hang', () => {
  beforeAll(begin);

  test('the database: every act ends in time and says so; nothing is done', async () => {
    const all: [string, Tried, Given][] = [];
    for (const [name, tried] of Object.entries(ACTS)) all.push([name, tried, await tried.ready()]);
    // What was made ready for one act may have been outdated by another; it hangs before anybody looks.
    const before = await readers(2);
    const began = Date.now();
    await Promise.all(
      all.map(async ([name, , { run }]) => {
        const error = await outcome(run(withDatabase(new Faults({ way: 'hangs', from: 1 }))));
        expect(error, name).toMatchObject({ kind: 'store' });
      }),
    );
    expect(Date.now() - began).toBeLessThan(30_000);
    for (const [name, { action }, { id }] of all) {
      if (!name.startsWith('reconcile')) expect(await times(action, id), name).toBe(0);
    }
    await readers(before);
  });

  test.each(['publish', 'roll back'])('the database in the middle of what it takes to %s', async name => {
    const tried = ACTS[name]!;
    const counting = new Faults();
    expect(await outcome((await tried.ready()).run(withDatabase(counting)))).toBeUndefined();
    const given = await tried.ready();
    const before = await readers(2);
    const hanging = withDatabase(new Faults({ way: 'hangs', from: Math.floor(counting.calls / 2) }));
    expect(await outcome(given.run(hanging))).toMatchObject({ kind: 'store' });
    await mended(name, tried, given, before);
  });

  test.each([1, 3, 6])('the key-value store, at call %d of publishing and of the round after it', async from => {
    const tried = ACTS.publish!;
    const given = await tried.ready();
    const before = await readers(2);
    const hanging = () =>
      withStore(faultyStore(desk.env.EDITIONS, new Faults({ way: 'hangs', from }), async () => void (await readers(2))));
    expect(await outcome(given.run(hanging()))).toBeUndefined();
    await readers(before);
    await outcome(reconcile(hanging()));
    await mended(`hangs at ${from}`, tried, given, before);
  });
});

describe('at once', () => {
  beforeAll(begin);

  test('rounds of the clock, and publishing: one edition, and the store points at it', async () => {
    const id = await scheduled();
    fresh.clock.ahead += 700_000;
    const publishing = publishProposal(desk, fresh.as('oona'), id, { revision: 1 });
    await Promise.all([reconcile(desk), reconcile(desk), publishing, reconcile(desk)]);
    await reconcile(desk);
    expect(await times('edition.publish', id)).toBe(1);
    expect((await proposalOf(desk.store, id)).state).toBe('published');
    expect(await readers(2)).toBe(live + 1);
  });

  test('a slow writer of an older pointer does not have the last word', async () => {
    const older = await liveEdition(desk);
    await desk.env.EDITIONS.delete(CURRENT_KEY);
    let newer = 0;
    // Just before the older pointer is written, somebody else publishes, pointer and all.
    const overtaken = {
      get: desk.env.EDITIONS.get.bind(desk.env.EDITIONS),
      put: async (key: string, value: string) => {
        if (key === CURRENT_KEY && newer === 0) newer = (await published(desk, fresh)).number;
        await desk.env.EDITIONS.put(key, value);
      },
    };
    expect(await pointTo(withStore(overtaken as unknown as KVNamespace), older)).toBe(true);
    expect(newer).toBe(live + 1);
    expect(await readers(2)).toBe(live + 1);
  });

  test('a proposal whose text is damaged keeps no other from being published, and the store from being mended', async () => {
    const [damaged, good] = [await scheduled(), await scheduled()];
    const { content } = await proposalOf(desk.store, damaged);
    await desk.env.DB.prepare('DROP TRIGGER contents_stay').run();
    await desk.env.DB.prepare('DELETE FROM contents WHERE hash = ?').bind(content).run();
    await desk.env.EDITIONS.delete(CURRENT_KEY);
    fresh.clock.ahead += 700_000;
    expect(await outcome(reconcile(desk))).toMatchObject({ kind: 'store' });
    expect((await proposalOf(desk.store, good)).state).toBe('published');
    expect((await proposalOf(desk.store, damaged)).state).toBe('scheduled');
    expect(await readers(2)).toBe(live + 1);
  });

  test('a database that answers old: nobody approves what was edited meanwhile', async () => {
    const { id, base } = await submitted(desk, fresh);
    const asked = { revision: 1, base, confirmed: true, comment: '', minor: [] };
    const faults = new Faults({ way: 'old', from: 5, until: Infinity });
    const lagging = withDatabase(faults);
    await lagging.store.db.prepare('SELECT seq, hash, at FROM audit ORDER BY seq DESC LIMIT 1').bind().all();
    await proposalOf(lagging.store, id);
    await liveEdition(lagging);
    await proposalOf(lagging.store, id);
    const edited = await editProposal(desk, fresh.as('edda'), id, 1, { content: tiny('Slipped in'), note: 'One word' });
    expect(await outcome(approveProposal(lagging, fresh.as('pavel'), id, asked))).toMatchObject({ kind: 'store' });
    expect(faults.hit).toBeGreaterThan(2);
    expect(await proposalOf(desk.store, id)).toEqual(edited);
    expect(await times('proposal.approve', id)).toBe(0);
  });
});
