/** The database fails while somebody saves a page: it says so, and what was typed is still in the form. */

import { beforeAll, describe, expect, test } from 'vitest';
import { proposalOf, proposalsIn } from '../../src/desk/proposals/store.ts';
import { Faults, faultyDatabase } from './faulty.ts';
import { formTo, pageOf } from './forms.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';
import { draft, published, submitted } from './tiny.ts';

let fresh: FreshDesk;

beforeAll(async () => {
  fresh = await freshDesk();
  await published(fresh.desk, fresh);
});

interface Sent {
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly typed: readonly string[];
  readonly by?: Name;
}

async function send({ path, form, by: as = 'edda' }: Omit<Sent, 'typed'>, faults: Faults): Promise<Response> {
  return await fresh.ask(path, { as, form, vars: { DB: faultyDatabase(fresh.env.DB, faults) } });
}

/** Calls with which the Desk finds out who asks. Where these fail nothing is shown to anybody, and the browser has the form. */
async function callsOfTheDoor(): Promise<number> {
  const faults = new Faults();
  const response = await send({ path: '/nothing-is-here', form: {} }, faults);
  expect(response.status).toBe(404);
  return faults.calls;
}

/** Sends a form again and again, each time with the next call failing. @returns how many calls there were */
async function everyCall(made: () => Promise<Sent>, until: number | undefined): Promise<number> {
  const door = await callsOfTheDoor();
  for (let from = 1; ; from++) {
    const sent = await made();
    const faults = new Faults({ way: 'fails', from, until: until ?? from });
    const response = await send(sent, faults);
    const text = await response.text();
    if (faults.hit === 0) {
      expect(response.status).toBe(303);
      return from - 1;
    }
    if (response.status === 303) continue;
    expect(response.status, `call ${from}`).toBe(503);
    expect(text).toContain('The database does not answer as it should.');
    expect(text).not.toMatch(/the store has failed|\bat .*\.tsx?:/);
    if (from > door) for (const each of sent.typed) expect(text, `call ${from}`).toContain(each);
    // The same once more, as the page says.
    expect((await send(sent, new Faults())).status, `call ${from}, again`).toBe(303);
  }
}

describe('the editor of a notice', () => {
  async function edited(): Promise<Sent> {
    const { id } = await draft(fresh.desk, fresh);
    const path = `/proposals/${id}/notices/label`;
    const { fields } = formTo(await pageOf(await fresh.ask(path, { as: 'edda' })), '/notices/label');
    const typed = [`Heading ${crypto.randomUUID()}`, `Body ${crypto.randomUUID()}`];
    return { path, form: { ...fields, 'heading.en': typed[0]!, 'body.en': typed[1]! }, typed };
  }

  test.each([
    ['fails once', undefined],
    ['fails and stays broken', Infinity],
  ])('a database that %s', async (_, until) => {
    expect(await everyCall(edited, until)).toBeGreaterThan(5);
  });

  test('what was saved although the answer was lost is not saved twice', async () => {
    const sent = await edited();
    const id = sent.path.split('/')[2]!;
    // The first write is the count of who asks how often; the second is the notice.
    const lost = new Faults({ way: 'lost', from: 2 });
    expect((await send(sent, lost)).status).toBe(503);
    expect((await proposalOf(fresh.desk.store, id)).revision).toBe(2);
    expect((await send(sent, new Faults())).status).toBe(303);
    expect((await proposalOf(fresh.desk.store, id)).revision).toBe(2);
  });
});

describe('the page of a new proposal', () => {
  test.each([
    ['fails once', undefined],
    ['fails and stays broken', Infinity],
  ])('a database that %s', async (_, until) => {
    const before = (await proposalsIn(fresh.desk.store, ['draft'])).length;
    let made = 0;
    const begun = async (): Promise<Sent> => {
      const typed = [`Title ${crypto.randomUUID()}`, `Reason ${crypto.randomUUID()}`];
      made += 1;
      return { path: '/proposals/new', form: { id: crypto.randomUUID(), title: typed[0]!, reason: typed[1]! }, typed };
    };
    expect(await everyCall(begun, until)).toBeGreaterThan(4);
    expect((await proposalsIn(fresh.desk.store, ['draft'])).length - before).toBe(made);
  });
});

describe('what an approver says', () => {
  test.each([
    ['fails once', undefined],
    ['fails and stays broken', Infinity],
  ])('a database that %s', async (_, until) => {
    const rejected = async (): Promise<Sent> => {
      const { id } = await submitted(fresh.desk, fresh);
      const comment = `The law is misquoted: ${crypto.randomUUID()}`;
      return { path: `/proposals/${id}/reject`, form: { revision: '1', comment }, typed: [comment], by: 'pavel' };
    };
    expect(await everyCall(rejected, until)).toBeGreaterThan(5);
  });
});
