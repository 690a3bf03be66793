/** What the home page tells, the demo data of the local run, and the answer to monitors. */

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { ROLES, type Role } from '../../src/desk/auth/permissions.ts';
import { STORIES } from '../../src/desk/demo/stories.ts';
import { reviewEdition } from '../../src/desk/editions/review.ts';
import { allEditions, type EditionRecord } from '../../src/desk/editions/store.ts';
import { expiringIn, SOON } from '../../src/desk/home/expiring.ts';
import { agoWords, servedWords } from '../../src/desk/home/served.ts';
import { waitingFor } from '../../src/desk/home/waiting.ts';
import { type Proposal, STATES } from '../../src/desk/proposals/proposal.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { rows } from '../../src/desk/store/database.ts';
import { type AuditEntry, brokenLink } from '../../src/evidence/audit-chain.ts';
import { type FreshDesk, freshDesk } from './support.ts';
import { draft, published, tiny } from './tiny.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-11-22T12:00Z');

describe('What waits for somebody', () => {
  const proposal = fc.record({
    id: fc.uuid(),
    state: fc.constantFrom(...STATES),
    authors: fc.subarray(['edda', 'pavel', 'oona'], { minLength: 1 }),
  }) as unknown as fc.Arbitrary<Proposal>;
  const principal = fc.record({ id: fc.constantFrom('edda', 'pavel', 'oona'), roles: fc.subarray([...ROLES]) });

  test('is never to judge what they wrote, and only what their roles let them do', () => {
    fc.assert(
      fc.property(principal, fc.array(proposal), ({ id, roles }, proposals) => {
        const has = (...wanted: Role[]) => wanted.some(role => roles.includes(role));
        const waiting = waitingFor({ person: { id, email: '', name: '', roles } }, proposals);
        for (const { state, authors } of waiting.toJudge) {
          expect(state).toBe('in-review');
          expect(authors).not.toContain(id);
        }
        for (const { authors } of [...waiting.drafts, ...waiting.sentBack]) expect(authors).toContain(id);
        if (!has('approver')) expect(waiting.toJudge).toEqual([]);
        if (!has('approver', 'ops')) expect(waiting.toPublish).toEqual([]);
        if (!has('editor', 'ops')) expect([...waiting.drafts, ...waiting.sentBack]).toEqual([]);
        const judged = proposals.filter(({ state, authors }) => state === 'in-review' && !authors.includes(id));
        if (has('approver')) expect(waiting.toJudge).toEqual(judged);
      }),
    );
  });
});

describe('What ends soon', () => {
  const day = fc.integer({ min: -90, max: 90 });
  const dateOf = (days: number) => new Date(NOW + days * DAY).toISOString().slice(0, 10);

  test('is told where it lies within the next days or is over, the earliest first, and nothing else is', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ review: fc.option(day), until: fc.option(day), end: fc.option(day) })), given => {
        const rules = given.map(({ review, until }, index) => ({
          id: `rule-${index}`,
          basis: { ...(review === null ? {} : { review: dateOf(review) }), ...(until === null ? {} : { until: dateOf(until) }) },
        }));
        const compiled = given.map(({ end }, index) => ({ id: `rule-${index}`, times: end === null ? {} : { until: NOW + end * DAY } }));
        const found = expiringIn({ rules } as never, { rules: compiled } as never, NOW);
        expect(found.map(({ at }) => at)).toEqual(found.map(({ at }) => at).sort((a, b) => a - b));
        for (const [index, { review, until, end }] of given.entries()) {
          const own = found.filter(({ rule }) => rule === `rule-${index}`).map(({ what, over }) => `${what} ${over}`);
          const isOver = end !== null && end <= 0;
          const days = isOver ? [] : (['review', 'ground'] as const).map(what => [what, what === 'review' ? review : until] as const);
          const expected = [
            ...(end !== null && end <= SOON ? [`rule ${isOver}`] : []),
            // The whole of the day counts: what is due today is not over.
            ...days.flatMap(([what, at]) => (at !== null && at < SOON ? [`${what} ${at < 0}`] : [])),
          ];
          expect(own.filter(words => expected.includes(words)).sort()).toEqual(expected.sort());
          expect(own.length - expected.length).toBeLessThanOrEqual(days.filter(([, at]) => at === SOON).length);
        }
      }),
    );
  });

  test('counts the wall-clock end of a rule, too', () => {
    const rules = [{ id: 'silence', times: { until: { local: '2026-11-30T00:00' } } }];
    expect(expiringIn({ rules: [{ id: 'silence' }] } as never, { rules } as never, NOW)).toMatchObject([{ rule: 'silence', over: false }]);
  });
});

describe('Whether the edge serves what is live', () => {
  const live = { number: 7, hash: 'live', publishedAt: NOW - DAY } as EditionRecord;
  const said = { at: NOW - 12_000, number: 7, hash: 'live', problem: null };

  test('is told with how long ago it was asked', () => {
    expect(servedWords(live, said, NOW)).toEqual({ kind: 'good', words: 'The edge serves edition 7, asked 12 seconds ago.' });
  });

  test('is a warning where it serves another, does not answer, or was not asked for over two minutes', () => {
    expect(servedWords(live, { ...said, number: 6, hash: 'old' }, NOW).kind).toBe('warning');
    expect(servedWords(live, { ...said, number: null, hash: null, problem: 'The edge does not answer.' }, NOW).kind).toBe('warning');
    expect(servedWords(live, { ...said, at: NOW - 121_000 }, NOW).kind).toBe('warning');
  });

  test('is no warning while a new edition is on its way, nor before the first question', () => {
    expect(servedWords({ ...live, publishedAt: NOW - 30_000 }, { ...said, number: 6, hash: 'old' }, NOW).kind).toBe('info');
    expect(servedWords(live, undefined, NOW).kind).toBe('info');
  });

  test('says how long ago in whole units of a plural', () => {
    fc.assert(
      fc.property(fc.integer({ min: -5000, max: 40 * DAY }), past => {
        expect(agoWords(past)).toMatch(/^(just now|([2-9]|\d{2,}) (second|minute|hour|day)s ago)$/);
      }),
    );
  });
});

describe('The demo data', () => {
  let fresh: FreshDesk;
  beforeEach(async () => {
    fresh = await freshDesk();
  });

  const state = async () => ({
    audit: await rows<AuditEntry & { details: string }>(fresh.desk.store, 'SELECT * FROM audit ORDER BY seq'),
    proposals: await rows<{ id: string; state: string }>(fresh.desk.store, 'SELECT id, state FROM proposals ORDER BY id'),
  });

  test('asked for twice at once make one history, and once more changes nothing', async () => {
    const answers = await Promise.all([fresh.ask('/demo', { method: 'POST' }), fresh.ask('/demo', { method: 'POST' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const once = await state();
    expect(once.proposals).toEqual(STORIES.map(({ id, until }) => ({ id, state: until })).sort((a, b) => (a.id < b.id ? -1 : 1)));
    expect((await allEditions(fresh.desk.store)).map(({ number, kind }) => `${number} ${kind}`)).toEqual(['2 change', '1 built-in']);
    expect(await rows(fresh.desk.store, 'SELECT id FROM comments')).toHaveLength(1);
    expect(await brokenLink(once.audit.map(entry => ({ ...entry, details: JSON.parse(entry.details) })))).toBeUndefined();
    expect((await fresh.ask('/demo', { method: 'POST' })).status).toBe(200);
    const told = ({ audit, proposals }: typeof once) => ({ proposals, audit: audit.map(({ action }) => action) });
    expect(told(await state())).toEqual(told(once));
  });

  test('leave alone a Desk in which somebody works', async () => {
    const form = { id: crypto.randomUUID(), title: 'Mine', reason: 'Because.' };
    expect((await fresh.ask('/proposals/new', { as: 'edda', form })).status).toBe(303);
    expect((await fresh.ask('/demo', { method: 'POST' })).status).toBe(200);
    expect((await state()).proposals).toHaveLength(1);
  });

  test.each([
    ['behind Access', { vars: { AUTH_MODE: 'access', ACCESS_TEAM: 'https://team.cloudflareaccess.com', ACCESS_AUDIENCE: 'x' } }],
    ['through the network of Cloudflare', { headers: { 'cf-ray': '8f00-PRG' } }],
  ])('do not exist %s', async (_, asking) => {
    const before = await state();
    expect((await fresh.ask('/demo', { method: 'POST', ...asking })).status).toBe(404);
    expect(await state()).toEqual(before);
  });

  test('give the home page something for everybody', async () => {
    await fresh.ask('/demo', { method: 'POST' });
    const home = async (as: 'pavel' | 'edda' | 'nia' | 'vera') => await (await fresh.ask('/', { as })).text();
    const [inReview, draft] = ['Old posts count too', 'Look at the sanctions on broadcasts'];
    expect(await home('pavel')).toContain(inReview);
    expect(await home('edda')).not.toContain(inReview);
    expect(await home('nia')).toContain(draft);
    expect(await home('vera')).toContain('Nothing waits for you');
    expect(await home('vera')).toContain('Edition 2');
    expect(await home('vera')).toContain('Pavel Orsha');
  });

  test('show what was published without approval to everybody until it is reviewed', async () => {
    await fresh.desk.env.DB.prepare(
      `INSERT INTO editions (hash, number, source, kind, content, title, reason, published_by, published_at, key, signature)
       VALUES ('e', 9, 'built-in', 'emergency', 'c', 'In a hurry', 'r', 'person:oona', 5, 'k', 's')`,
    ).run();
    expect(await (await fresh.ask('/', { as: 'vera' })).text()).toContain('published without approval');
    await fresh.desk.env.DB.prepare(
      "INSERT INTO reviews (edition, person, verdict, comment, at) VALUES ('e', 'pavel', 'confirm', '', 6)",
    ).run();
    expect(await (await fresh.ask('/', { as: 'vera' })).text()).not.toContain('published without approval');
  });

  test('tell everybody of an objection for as long as readers get what it is about, and lead those who may back', async () => {
    await fresh.ask('/demo', { method: 'POST' });
    const { id, revision } = await draft(fresh.desk, fresh, tiny('In a hurry'));
    const { hash, previous } = await publishProposal(fresh.desk, fresh.as('oona'), id, { revision, emergency: 'Arrests.' });
    await reviewEdition(fresh.desk, fresh.as('petra'), hash, { verdict: 'object', comment: 'The <b>statute</b> is another one.' });
    const home = async (as: 'vera' | 'oona') => await (await fresh.ask('/', { as })).text();
    const [viewer, ops] = [await home('vera'), await home('oona')];
    for (const told of ['to which an approver objects', 'Petra Lund', 'The &lt;b&gt;statute&lt;/b&gt; is another one.']) {
      expect(viewer).toContain(told);
      expect(ops).toContain(told);
    }
    const back = `/editions/${previous}/roll-back`;
    expect(ops).toContain(back);
    expect(viewer).not.toContain(back);
    await published(fresh.desk, fresh, tiny('Mended'));
    expect(await home('vera')).not.toContain('to which an approver objects');
  });
});

describe('The answer to monitors', () => {
  test('needs nobody, tells of nobody, and says when the database is gone', async () => {
    const fresh = await freshDesk();
    const well = await fresh.ask('/health');
    expect(well.status).toBe(200);
    expect(await well.json()).toEqual({ status: 'ok' });
    const prepare = () => {
      throw new Error('gone');
    };
    const broken = await fresh.ask('/health', { vars: { DB: { prepare } } });
    expect(broken.status).toBe(503);
    expect(await broken.text()).toContain('database');
  });
});
