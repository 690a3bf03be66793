/** Everything that somebody may want to do at the Desk, done while a store goes wrong, and done again afterwards. */

import { expect } from 'vitest';
import type { Desk } from '../../src/desk/desk.ts';
import { allEditions, liveEdition } from '../../src/desk/editions/store.ts';
import {
  approveProposal,
  cancelSchedule,
  rejectProposal,
  scheduleProposal,
  submitProposal,
  withdrawProposal,
} from '../../src/desk/proposals/judge.ts';
import { commentOn, createProposal, editProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { reconcile } from '../../src/desk/publishing/reconcile.ts';
import { rollBack } from '../../src/desk/publishing/roll-back.ts';
import { type Fault, Faults, faultyDatabase } from './faulty.ts';
import { type FreshDesk, freshDesk } from './support.ts';
import { approved, coldEdge, draft, published, submitted, tiny } from './tiny.ts';

export let fresh: FreshDesk;
export let desk: Desk;
let as: FreshDesk['as'];

/** A Desk with two published editions, so that there is one to go back to. */
export async function begin(): Promise<void> {
  fresh = await freshDesk();
  ({ desk, as } = fresh);
  for (const _ of [1, 2]) await published(desk, fresh);
}

export interface Given {
  readonly id: string;
  readonly run: (desk: Desk) => Promise<unknown>;
}

export interface Tried {
  /** What stands in the audit log when it was done. */
  readonly action: string;
  /** Everything that must be there before, and what is done then: with the same desk again, it is the retry. */
  readonly ready: () => Promise<Given>;
}

export async function scheduled(): Promise<string> {
  const { id } = await approved(desk, fresh);
  await scheduleProposal(desk, as('oona'), id, { revision: 1, at: desk.store.now() + 600_000 });
  return id;
}

export const ACTS: Readonly<Record<string, Tried>> = {
  create: {
    action: 'proposal.create',
    async ready() {
      const asked = { id: crypto.randomUUID(), title: 'Title', reason: 'Reason', content: tiny(crypto.randomUUID()) };
      return { id: asked.id, run: on => createProposal(on, as('edda'), asked) };
    },
  },
  edit: {
    action: 'proposal.edit',
    async ready() {
      const { id } = await draft(desk, fresh);
      const edit = { content: tiny(crypto.randomUUID()), note: 'Another heading' };
      return { id, run: on => editProposal(on, as('edda'), id, 1, edit) };
    },
  },
  comment: {
    action: 'proposal.comment',
    async ready() {
      const { id } = await draft(desk, fresh);
      const comment = { id: crypto.randomUUID(), text: 'Why?' };
      return { id, run: on => commentOn(on, as('pavel'), id, comment) };
    },
  },
  submit: {
    action: 'proposal.submit',
    async ready() {
      const { id } = await draft(desk, fresh);
      return { id, run: on => submitProposal(on, as('edda'), id, 1) };
    },
  },
  approve: {
    action: 'proposal.approve',
    async ready() {
      const { id, base } = await submitted(desk, fresh);
      return { id, run: on => approveProposal(on, as('pavel'), id, { revision: 1, base, confirmed: true, comment: 'Read.', minor: [] }) };
    },
  },
  reject: {
    action: 'proposal.reject',
    async ready() {
      const { id } = await submitted(desk, fresh);
      return { id, run: on => rejectProposal(on, as('pavel'), id, { revision: 1, comment: 'No.' }) };
    },
  },
  schedule: {
    action: 'proposal.schedule',
    async ready() {
      const { id } = await approved(desk, fresh);
      const at = desk.store.now() + 1_000_000_000;
      return { id, run: on => scheduleProposal(on, as('oona'), id, { revision: 1, at }) };
    },
  },
  'cancel a schedule': {
    action: 'proposal.cancel-schedule',
    async ready() {
      const id = await scheduled();
      return { id, run: on => cancelSchedule(on, as('oona'), id, 1) };
    },
  },
  withdraw: {
    action: 'proposal.withdraw',
    async ready() {
      const { id } = await draft(desk, fresh);
      return { id, run: on => withdrawProposal(on, as('edda'), id, 1) };
    },
  },
  publish: {
    action: 'edition.publish',
    async ready() {
      const { id } = await approved(desk, fresh);
      return { id, run: on => publishProposal(on, as('oona'), id, { revision: 1 }) };
    },
  },
  'publish without approval': {
    action: 'edition.emergency',
    async ready() {
      const { id } = await draft(desk, fresh);
      return { id, run: on => publishProposal(on, as('oona'), id, { revision: 1, emergency: 'Somebody is in danger.' }) };
    },
  },
  'roll back': {
    action: 'edition.roll-back',
    async ready() {
      const now = await liveEdition(desk);
      const to = (await allEditions(desk.store)).find(({ source, content }) => source === 'published' && content !== now.content);
      const asked = { id: crypto.randomUUID(), to: to!.hash, reason: 'It was wrong.', live: now.hash };
      return { id: asked.id, run: on => rollBack(on, as('oona'), asked) };
    },
  },
  'reconcile, with a schedule that is due': {
    action: 'edition.publish',
    async ready() {
      const id = await scheduled();
      fresh.clock.ahead += 700_000;
      return { id, run: on => reconcile(on) };
    },
  },
};

export const withDatabase = (faults: Faults): Desk => ({ ...desk, store: { ...desk.store, db: faultyDatabase(desk.env.DB, faults) } });
export const withStore = (editions: KVNamespace): Desk => ({ ...desk, env: { ...desk.env, EDITIONS: editions } });

/** How often something was done to a proposal. */
export async function times(action: string, id: string): Promise<number> {
  const sql = "SELECT count(*) AS n FROM audit WHERE action = ?1 AND (subject = 'proposal:' || ?2 OR details ->> 'proposal' = ?2)";
  return (await desk.env.DB.prepare(sql).bind(action, id).first<number>('n')) ?? 0;
}

/** An edge that has just begun gets a good edition, and finds nothing wrong on the way. */
export async function readers(least: number): Promise<number> {
  const { edition, source, problems } = await coldEdge(desk);
  expect({ source, problems }).toEqual({ source: 'store', problems: {} });
  expect(edition.number).toBeGreaterThanOrEqual(least);
  return edition.number;
}

/** After a fault: nothing is half done, asking again gives one result, and the store points at what is live. */
export async function mended(what: string, { action }: Tried, given: Given, before: number): Promise<void> {
  await readers(before);
  expect(await times(action, given.id), what).toBeLessThanOrEqual(1);
  await given.run(desk);
  expect(await times(action, given.id), what).toBe(1);
  if (!action.startsWith('edition.')) return;
  await reconcile(desk);
  expect(await times(action, given.id), what).toBe(1);
  expect(await readers(before), what).toBe((await liveEdition(desk)).number);
}

export async function outcome(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** One call after the other goes wrong, until there is none left. @returns how many there were */
export async function everyCall(
  name: string,
  tried: Tried,
  kind: Omit<Fault, 'from'> & { readonly stride?: number },
  broken: (faults: Faults) => Desk,
): Promise<number> {
  for (let from = 1; ; from += kind.stride ?? 1) {
    const what = `${name}: ${kind.way} at call ${from}`;
    const given = await tried.ready();
    const before = await readers(2);
    const faults = new Faults({ ...kind, from });
    const error = await outcome(given.run(broken(faults)));
    // Nobody waits for the clock: what it fails with is for the log.
    if (error !== undefined && !name.startsWith('reconcile')) expect(error, what).toMatchObject({ kind: 'store' });
    if (faults.hit === 0) {
      expect(error, what).toBeUndefined();
      return from - 1;
    }
    await mended(what, tried, given, before);
  }
}
