/** Whatever anybody does in whatever order, these hold: looked for in the tables and the log alone, without any of the code that wrote them. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Principal, SCOPES } from '../../src/desk/auth/permissions.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { allEditions, liveEdition } from '../../src/desk/editions/store.ts';
import { Refused } from '../../src/desk/errors.ts';
import {
  approveProposal,
  cancelSchedule,
  rejectProposal,
  scheduleProposal,
  submitProposal,
  supersedeProposal,
  withdrawProposal,
} from '../../src/desk/proposals/judge.ts';
import { OPEN_STATES, type Proposal, STATES } from '../../src/desk/proposals/proposal.ts';
import { proposalsIn } from '../../src/desk/proposals/store.ts';
import { bringUpToDate, commentOn, createProposal, editProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { carryOutSchedules, reconcile } from '../../src/desk/publishing/reconcile.ts';
import { rollBack } from '../../src/desk/publishing/roll-back.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';
import { auditOf, coldEdge, tiny } from './tiny.ts';

let fresh: FreshDesk;
let desk: Desk;

beforeAll(async () => {
  fresh = await freshDesk();
  desk = fresh.desk;
});

const names = fc.constantFrom<Name[]>('edda', 'edgar', 'pavel', 'petra', 'oona', 'vera', 'ada', 'nia', 'nobody');
const ACTS = [
  ...['create', 'edit', 'submit', 'approve', 'reject', 'schedule', 'cancel', 'withdraw', 'supersede', 'publish', 'emergency', 'roll back'],
  ...['update', 'comment', 'clock', 'reconcile', 'tick'],
] as const;

const step = fc.record({
  act: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...ACTS) },
    // What leads somewhere, so that something is published now and then.
    { weight: 7, arbitrary: fc.constant('next') },
  ),
  by: names,
  isToken: fc.boolean(),
  which: fc.nat(3),
  /** Few, so that the same content is proposed more than once. */
  text: fc.nat(9),
  /** A second click on the same button, at the same time. */
  isTwice: fc.boolean(),
});

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What somebody sensible does with a proposal next, and whoever it is up to. */
function nextFor(proposal: Proposal | undefined, live: string, which: number): { act: string; by: Name } {
  if (proposal === undefined) return { act: 'create', by: 'edda' };
  // All change the same line, so that bringing up to date seldom works: what is outdated is mostly taken back.
  if (proposal.base !== live) return which === 0 ? { act: 'update', by: 'edgar' } : { act: 'withdraw', by: 'oona' };
  if (proposal.state === 'in-review') return { act: 'approve', by: which % 2 === 0 ? 'pavel' : 'nia' };
  if (proposal.state === 'approved') return { act: which === 3 ? 'schedule' : 'publish', by: 'oona' };
  if (proposal.state === 'scheduled') return { act: 'tick', by: 'oona' };
  return proposal.state === 'rejected' ? { act: 'edit', by: 'nia' } : { act: 'submit', by: 'edda' };
}

async function take({ act, by, isToken, which, text }: Step, open: readonly Proposal[]): Promise<unknown> {
  const proposal = open.length === 0 ? undefined : open[which % open.length];
  const live = await liveEdition(desk);
  const next = act === 'next' ? nextFor(proposal, live.hash, which) : { act, by };
  const token = { id: `token-of-${next.by}`, name: 'robot', scopes: SCOPES };
  const who: Principal = isToken && act !== 'next' ? { ...fresh.as(next.by), token } : fresh.as(next.by);
  const { id = 'no-such-proposal', revision = 1, base = live.hash } = proposal ?? {};
  const work: Readonly<Record<string, () => Promise<unknown>>> = {
    create: () =>
      createProposal(desk, who, { id: crypto.randomUUID(), title: 'Title', reason: 'Reason', content: tiny(`Heading ${text}`) }),
    edit: () => editProposal(desk, who, id, revision, { content: tiny(`Heading ${text}`), note: 'Another heading' }),
    submit: () => submitProposal(desk, who, id, revision),
    approve: () => approveProposal(desk, who, id, { revision, base, confirmed: true, comment: '', minor: text === 1 ? ['label'] : [] }),
    reject: () => rejectProposal(desk, who, id, { revision, comment: 'No.' }),
    schedule: () => scheduleProposal(desk, who, id, { revision, at: desk.store.now() + 30_000 }),
    cancel: () => cancelSchedule(desk, who, id, revision),
    withdraw: () => withdrawProposal(desk, who, id, revision),
    supersede: () => supersedeProposal(desk, who, id, { revision, by: open[(which + 1) % Math.max(1, open.length)]?.id ?? id }),
    publish: () => publishProposal(desk, who, id, { revision }),
    emergency: () => publishProposal(desk, who, id, { revision, emergency: 'Somebody is in danger.' }),
    'roll back': async () => {
      const editions = await allEditions(desk.store);
      const to = editions[which % editions.length]!.hash;
      return await rollBack(desk, who, { id: crypto.randomUUID(), to, reason: 'It was wrong.', live: live.hash });
    },
    update: () => bringUpToDate(desk, who, id, revision),
    comment: () => commentOn(desk, who, id, { id: crypto.randomUUID(), text: 'Why?' }),
    clock: () => carryOutSchedules(desk),
    reconcile: () => reconcile(desk),
    tick: async () => {
      fresh.clock.ahead += 60_000;
      await Promise.all([carryOutSchedules(desk), carryOutSchedules(desk)]);
    },
  };
  return await work[next.act]!();
}

/** From state to state by one act, its consequences for others included. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  draft: ['in-review', 'published', 'withdrawn', 'superseded'],
  'in-review': ['draft', 'approved', 'rejected', 'published', 'withdrawn', 'superseded'],
  approved: ['draft', 'scheduled', 'published', 'rejected', 'withdrawn', 'superseded'],
  scheduled: ['draft', 'approved', 'published', 'rejected', 'withdrawn', 'superseded'],
  rejected: ['draft', 'published', 'withdrawn', 'superseded'],
  ...{ published: [], withdrawn: [], superseded: [] },
};

interface EditionRow {
  readonly hash: string;
  readonly number: number;
  readonly kind: string;
  readonly content: string;
  readonly proposal: string;
  readonly previous: string;
  readonly published_at: number;
  readonly published_by: string;
}

async function all<Row>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return (
    await desk.env.DB.prepare(sql)
      .bind(...values)
      .all<Row>()
  ).results;
}

/** The laws, over everything that has happened so far. */
async function lawsHold(): Promise<void> {
  const log = await auditOf(desk);
  const editions = await all<EditionRow>("SELECT * FROM editions WHERE source = 'published' ORDER BY number");
  const [first] = await all<{ hash: string }>("SELECT hash FROM editions WHERE source = 'built-in'");
  expect(editions.map(({ number }) => number)).toEqual(editions.map((_, index) => index + 2));
  expect(editions.map(({ previous }) => previous)).toEqual([first!.hash, ...editions.map(({ hash }) => hash)].slice(0, editions.length));
  for (const edition of editions) {
    const told = log.filter(({ action, subject }) => subject === `edition:${edition.hash}` && action.startsWith('edition.'));
    expect(told.map(({ action }) => action)).toEqual([`edition.${edition.kind === 'change' ? 'publish' : edition.kind}`]);
    const [{ at, actor } = { at: 0, actor: '' }] = told;
    expect([at, actor]).toEqual([edition.published_at, edition.published_by]);
    if (edition.kind === 'change') await wasApproved(edition);
    else expect(edition.kind === 'emergency' ? actor : '').not.toMatch(/^token:|^system/);
  }
  const approvals = log.filter(({ action }) => action === 'proposal.approve' || action === 'proposal.reject');
  for (const { actor } of approvals) expect(actor).toMatch(/^person:(pavel|petra|nia)$/);
  const verdicts = await all<{ n: number }>('SELECT count(*) AS n FROM verdicts');
  expect(approvals).toHaveLength(verdicts[0]!.n);
  for (const { actor } of log) expect(actor).not.toMatch(/^(person|token):(token-of-)?(vera|ada|nobody)$/);
}

/** By somebody who wrote no revision of it, for exactly its content and base, and not void at that moment. */
async function wasApproved({ proposal, content, previous, published_at: at }: EditionRow): Promise<void> {
  const found = await all(
    `SELECT 1 FROM verdicts WHERE proposal = ?1 AND verdict = 'approve' AND content = ?2 AND base = ?3 AND at <= ?4
       AND (void_at IS NULL OR void_at > ?4)
       AND person NOT IN (SELECT author FROM revisions WHERE proposal = ?1)
       AND person NOT IN (SELECT created_by FROM proposals WHERE id = ?1)`,
    ...[proposal, content, previous, at],
  );
  expect(found.length, `an approval of ${proposal}`).toBeGreaterThan(0);
}

describe('whatever anybody does', () => {
  test('the laws of proposals, editions and the audit log hold', async () => {
    let states = new Map<string, string>();
    const done = { published: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async steps => {
        for (const each of steps) {
          const open = await proposalsIn(desk.store, OPEN_STATES, 4);
          const results = await Promise.allSettled(Array.from({ length: each.isTwice ? 2 : 1 }, () => take(each, open)));
          for (const result of results) {
            if (result.status === 'fulfilled') continue;
            done.refused += 1;
            expect(result.reason, each.act).toBeInstanceOf(Refused);
            expect(result.reason.kind, each.act).not.toBe('store');
          }
          const now = new Map((await proposalsIn(desk.store, STATES, 10_000)).map(({ id, state }) => [id, state]));
          for (const [id, state] of now) {
            const before = states.get(id) ?? state;
            // Two at once may be two arrows; the clock's two rounds are one act.
            const ways = ARROWS[before]!.flatMap(way => [way, ...(each.isTwice ? ARROWS[way]! : [])]);
            if (before !== state) expect(ways, `${each.act} of ${id}: ${before} to ${state}`).toContain(state);
          }
          for (const id of states.keys()) expect(now.has(id)).toBe(true);
          states = now;
        }
        await lawsHold();
      }),
      // What has happened stays in the database: a shorter sequence would not be the same one.
      { numRuns: 8, endOnFailure: true },
    );
    const kinds = await all<{ kind: string; n: number }>('SELECT kind, count(*) AS n FROM editions GROUP BY kind');
    for (const { kind, n } of kinds) if (kind === 'change') done.published = n;
    // The laws mean something only where enough has happened.
    expect(done.published).toBeGreaterThan(5);
    expect(done.refused).toBeGreaterThan(20);
    await reconcile(desk);
    expect((await coldEdge(desk)).edition.hash).toBe((await liveEdition(desk)).hash);
  }, 180_000);
});
