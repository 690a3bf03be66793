/** From a draft to what the edge is pointed at, with the real database and store; and what happens when things go wrong on the way. */

import { beforeEach, describe, expect, test } from 'vitest';
import { CURRENT_KEY, editionKey, PREVIOUS_KEY, preparationKey, readPointer } from '../../src/core/edition-store.ts';
import { readEdition } from '../../src/core/read-edition.ts';
import { isSigned } from '../../src/core/signature.ts';
import type { Principal } from '../../src/desk/auth/permissions.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { reviewEdition } from '../../src/desk/editions/review.ts';
import { publicKeyOf, signEdition } from '../../src/desk/editions/sign.ts';
import { allEditions, contentOf, editionOf, liveEdition } from '../../src/desk/editions/store.ts';
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
import type { Proposal } from '../../src/desk/proposals/proposal.ts';
import { commentsOf, proposalOf, verdictsOf } from '../../src/desk/proposals/store.ts';
import { bringUpToDate, commentOn, createProposal, editProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { carryOutSchedules, reconcile } from '../../src/desk/publishing/reconcile.ts';
import { rollBack } from '../../src/desk/publishing/roll-back.ts';
import { BUILT_IN, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { type AuditEntry, brokenLink } from '../../src/evidence/audit-chain.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';

let fresh: FreshDesk;
let desk: Desk;
let as: FreshDesk['as'];

beforeEach(async () => {
  fresh = await freshDesk();
  ({ desk, as } = fresh);
});

const WORDING = 'If you are in Russia or in territory under its control';

/** The starter with another heading. */
function reworded(heading: string, { first, files }: RulebookContent = BUILT_IN): RulebookContent {
  const text = files[first]!;
  expect(text).toContain(WORDING);
  return { first, files: { ...files, [first]: text.replace(WORDING, heading) } };
}

async function draft(heading: string, by: Name = 'edda', content = reworded(heading)): Promise<Proposal> {
  return await createProposal(desk, as(by), { id: crypto.randomUUID(), title: heading, reason: 'The law has changed.', content });
}

async function approved(heading: string, content?: RulebookContent): Promise<Proposal> {
  const made = await draft(heading, 'edda', content);
  await submitProposal(desk, as('edda'), made.id, made.revision);
  return await approve(made, 'pavel');
}

async function approve({ id, revision, base }: Proposal, by: Name): Promise<Proposal> {
  return await approveProposal(desk, as(by), id, { revision, base, confirmed: true, comment: 'Read.', minor: [] });
}

async function published(heading: string, content?: RulebookContent) {
  const { id, revision } = await approved(heading, content);
  return await publishProposal(desk, as('oona'), id, { revision });
}

async function refusal(work: Promise<unknown>): Promise<Refused> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Refused);
  return error as Refused;
}

async function audit(): Promise<AuditEntry[]> {
  const { results } = await desk.env.DB.prepare('SELECT * FROM audit ORDER BY seq').all<AuditEntry & { details: string }>();
  return results.map(entry => ({ ...entry, details: JSON.parse(entry.details) }));
}

const actions = async () => (await audit()).map(({ action }) => action);

describe('from draft to reader', () => {
  test('an approved proposal becomes an edition that the edge can read, verify and trust', async () => {
    const record = await published('A new heading');
    const pointer = readPointer((await desk.env.EDITIONS.get(CURRENT_KEY)) ?? '');
    expect(pointer).toEqual({ number: 2, hash: record.hash, key: record.key, signature: record.signature });
    expect(await isSigned(pointer!, [publicKeyOf(desk.settings.signingKey)])).toBe(true);
    const read = await readEdition(new Uint8Array((await desk.env.EDITIONS.get(editionKey(record.hash), 'arrayBuffer'))!));
    expect(read).toMatchObject({ edition: { number: 2, hash: record.hash } });
    if (!('edition' in read)) throw new TypeError(read.problem);
    expect(read.edition.notices['undesirable-russia']?.text.en?.heading).toBe('A new heading');
    expect(await desk.env.EDITIONS.get(preparationKey(read.edition.preparation.hash), 'json')).toEqual(read.edition.preparation);
    expect((await editionOf(desk.store, record.hash)).pointedAt).toBeTypeOf('number');
    expect(await brokenLink(await audit())).toBeUndefined();
    expect(await actions()).toEqual(['edition.built-in', 'proposal.create', 'proposal.submit', 'proposal.approve', 'edition.publish']);
  });

  test('the second edition leaves the first as the one before it', async () => {
    const first = await published('First');
    const second = await published('Second', reworded('Second'));
    expect(second).toMatchObject({ number: 3, previous: first.hash });
    expect(readPointer((await desk.env.EDITIONS.get(PREVIOUS_KEY)) ?? '')?.hash).toBe(first.hash);
  });

  test('what cannot be compiled is not even sent for review, and says where', async () => {
    const files = {
      ...BUILT_IN.files,
      [BUILT_IN.first]: BUILT_IN.files[BUILT_IN.first]!.replace('time-zone: Europe/Prague', 'time-zone: Mars'),
    };
    const made = await draft('Broken', 'edda', { ...BUILT_IN, files });
    const refused = await refusal(submitProposal(desk, as('edda'), made.id, 1));
    expect(refused.kind).toBe('invalid');
    expect(JSON.stringify(refused.details)).toContain('Mars');
    expect((await proposalOf(desk.store, made.id)).state).toBe('draft');
  });

  test('a rulebook that fails its own tests is stopped', async () => {
    const [name] = Object.keys(BUILT_IN.files).filter(file => BUILT_IN.files[file]!.includes('show: []'));
    const files = { ...BUILT_IN.files, [name!]: BUILT_IN.files[name!]!.replace('show: []', 'show: [undesirable-russia]') };
    const made = await draft('Failing', 'edda', { ...BUILT_IN, files });
    const refused = await refusal(submitProposal(desk, as('edda'), made.id, 1));
    expect(refused.details).toMatchObject({ report: { ok: false, tests: { failed: [{}] } } });
  });
});

describe('two people', () => {
  test('nobody approves what they wrote, whatever their roles; nor what they wrote a part of', async () => {
    const own = await draft('Mine', 'nia');
    await submitProposal(desk, as('nia'), own.id, 1);
    expect((await refusal(approve(own, 'nia'))).kind).toBe('forbidden');
    const shared = await draft('Ours', 'edda');
    const edited = await editProposal(desk, as('nia'), shared.id, 1, { title: 'Ours, together', note: 'Another title' });
    await submitProposal(desk, as('edda'), shared.id, edited.revision);
    expect((await refusal(approve(edited, 'nia'))).kind).toBe('forbidden');
    expect((await approve(edited, 'pavel')).state).toBe('approved');
  });

  test('a token of an approver approves nothing, with any scopes', async () => {
    const made = await draft('By hand only');
    await submitProposal(desk, as('edda'), made.id, 1);
    const token = { id: 'token-1', name: 'robot', scopes: ['read', 'propose', 'publish', 'roll-back'] } as const;
    const robot: Principal = { ...as('pavel'), token };
    const asked = { revision: 1, base: made.base, confirmed: true, comment: '', minor: [] };
    expect((await refusal(approveProposal(desk, robot, made.id, asked))).kind).toBe('forbidden');
    const hurried = publishProposal(desk, { ...as('oona'), token }, made.id, { revision: 1, emergency: 'In a hurry' });
    expect((await refusal(hurried)).kind).toBe('forbidden');
  });

  test('any edit makes the approval void, and it cannot be published', async () => {
    const { id, revision } = await approved('Approved');
    const edited = await editProposal(desk, as('edda'), id, revision, { content: reworded('Slipped in'), note: 'One word' });
    expect(edited).toMatchObject({ state: 'draft', revision: 2 });
    expect((await verdictsOf(desk.store, id)).map(({ voidAt }) => voidAt)).toEqual([expect.any(Number)]);
    expect((await refusal(publishProposal(desk, as('oona'), id, { revision: 2 }))).kind).toBe('conflict');
  });

  test('an approver who saw an earlier text is told, and nothing is approved', async () => {
    const made = await draft('First text');
    const edited = await editProposal(desk, as('edda'), made.id, 1, { content: reworded('Second text'), note: 'Another word' });
    await submitProposal(desk, as('edda'), made.id, edited.revision);
    expect((await refusal(approve(made, 'pavel'))).kind).toBe('stale');
  });

  test('two approvers at once: one approval of the proposal', async () => {
    const made = await draft('For both');
    await submitProposal(desk, as('edda'), made.id, 1);
    const both = await Promise.allSettled([approve(made, 'pavel'), approve(made, 'petra')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await verdictsOf(desk.store, made.id)).toHaveLength(1);
  });

  test('two editors at once: one is saved, the other is told, and neither text is lost', async () => {
    const made = await draft('Contested');
    const edits = ['One text', 'Another text'].map((heading, index) =>
      editProposal(desk, as(index === 0 ? 'edda' : 'edgar'), made.id, 1, { content: reworded(heading), note: heading }),
    );
    const results = await Promise.allSettled(edits);
    const lost = results.find(result => result.status === 'rejected');
    expect(lost?.reason).toMatchObject({ kind: 'stale', details: { revision: 2, seen: 1 } });
    expect((await proposalOf(desk.store, made.id)).revision).toBe(2);
  });
});

describe('once is once', () => {
  test('a double click, a retry, two publishers: one edition', async () => {
    const { id, revision } = await approved('Clicked twice');
    const results = await Promise.all(['oona', 'pavel', 'oona'].map(name => publishProposal(desk, as(name as Name), id, { revision })));
    const again = await publishProposal(desk, as('oona'), id, { revision });
    expect(new Set([...results, again].map(({ hash }) => hash)).size).toBe(1);
    expect((await allEditions(desk.store)).filter(({ source }) => source === 'published')).toHaveLength(1);
    expect((await actions()).filter(action => action === 'edition.publish')).toHaveLength(1);
  });

  test('two proposals at once: one is published, the other is told to look again', async () => {
    const [one, other] = [await approved('One'), await approved('Other')];
    const results = await Promise.allSettled([one, other].map(({ id, revision }) => publishProposal(desk, as('oona'), id, { revision })));
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await liveEdition(desk)).number).toBe(2);
  });

  test('a proposal begun twice is one', async () => {
    const asked = { id: crypto.randomUUID(), title: 'Once', reason: 'Twice clicked' };
    const made = await Promise.all([createProposal(desk, as('edda'), asked), createProposal(desk, as('edda'), asked)]);
    expect(made[0]).toEqual(made[1]);
    expect((await actions()).filter(action => action === 'proposal.create')).toHaveLength(1);
  });

  test('the clock strikes twice: one edition', async () => {
    const { id, revision } = await approved('At noon');
    await scheduleProposal(desk, as('oona'), id, { revision, at: Date.now() + 60_000 });
    await reconcile(desk);
    expect((await liveEdition(desk)).number).toBe(1);
    fresh.clock.ahead = 61_000;
    await Promise.all([carryOutSchedules(desk), carryOutSchedules(desk)]);
    expect((await liveEdition(desk)).number).toBe(2);
    expect((await allEditions(desk.store)).filter(({ source }) => source === 'published')).toHaveLength(1);
  });
});

describe('schedules', () => {
  test('a conflicting publication suspends a schedule, says so, and nothing is published by the clock', async () => {
    const later = await approved('Later');
    await scheduleProposal(desk, as('oona'), later.id, { revision: 1, at: Date.now() + 60_000 });
    const now = await published('Now', reworded('Now'));
    const suspended = await proposalOf(desk.store, later.id);
    expect(suspended).toMatchObject({ state: 'scheduled', suspended: expect.stringContaining('Edition 2') });
    fresh.clock.ahead = 120_000;
    await reconcile(desk);
    expect((await liveEdition(desk)).hash).toBe(now.hash);
    expect(await actions()).toContain('proposal.suspend');
  });

  test('a cancelled schedule stays approved and does not run', async () => {
    const { id } = await approved('Not after all');
    await scheduleProposal(desk, as('pavel'), id, { revision: 1, at: Date.now() + 1000 });
    expect((await cancelSchedule(desk, as('pavel'), id, 1)).state).toBe('approved');
    fresh.clock.ahead = 5000;
    await carryOutSchedules(desk);
    expect((await liveEdition(desk)).number).toBe(1);
  });
});

describe('a database from a backup', () => {
  test('never leads edges back to a lower number, and the next publication is greater than any that they have', async () => {
    const { key: _, ...ahead } = await published('Ahead');
    const pointer = await signEdition(desk.settings.signingKey, { number: 9, hash: ahead.hash });
    await desk.env.EDITIONS.put(CURRENT_KEY, JSON.stringify(pointer));
    await reconcile(desk);
    expect(readPointer((await desk.env.EDITIONS.get(CURRENT_KEY)) ?? '')).toEqual(pointer);
    const next = await published('Next', reworded('Next'));
    expect(next.number).toBe(10);
    expect(readPointer((await desk.env.EDITIONS.get(CURRENT_KEY)) ?? '')?.number).toBe(10);
  });

  test('a pointer that the Desk has not signed counts for nothing', async () => {
    await desk.env.EDITIONS.put(
      CURRENT_KEY,
      JSON.stringify({ number: 99, hash: 'f'.repeat(64), key: '0'.repeat(16), signature: 'A'.repeat(86) }),
    );
    expect((await published('Ours')).number).toBe(2);
    expect(readPointer((await desk.env.EDITIONS.get(CURRENT_KEY)) ?? '')?.number).toBe(2);
  });
});

describe('going back and breaking the glass', () => {
  test('rolling back publishes the earlier content under a new number, once', async () => {
    const before = await liveEdition(desk);
    const live = await published('Regretted');
    const id = crypto.randomUUID();
    const asked = { id, to: before.hash, reason: 'It was wrong.', live: live.hash };
    const [back, again] = await Promise.all([rollBack(desk, as('oona'), asked), rollBack(desk, as('oona'), asked)]);
    expect(back).toMatchObject({ number: 3, kind: 'roll-back', content: before.content });
    expect(again.hash).toBe(back.hash);
    expect(await contentOf(desk.store, back)).toEqual(BUILT_IN);
    expect(readPointer((await desk.env.EDITIONS.get(CURRENT_KEY)) ?? '')?.number).toBe(3);
    expect(await actions()).toContain('edition.roll-back');
  });

  test('without approval only ops, only with a reason, and loudly', async () => {
    const made = await draft('Now or never');
    for (const name of ['edda', 'pavel', 'vera', 'ada'] as const) {
      const asked = publishProposal(desk, as(name), made.id, { revision: 1, emergency: 'Somebody is in danger.' });
      expect((await refusal(asked)).kind).toBe('forbidden');
    }
    expect((await refusal(publishProposal(desk, as('oona'), made.id, { revision: 1, emergency: ' ' }))).kind).toBe('invalid');
    const record = await publishProposal(desk, as('oona'), made.id, { revision: 1, emergency: 'Somebody is in danger.' });
    expect(record).toMatchObject({ kind: 'emergency', reason: 'Somebody is in danger.', number: 2 });
    expect(await actions()).toContain('edition.emergency');
  });

  test('even so nothing broken is published', async () => {
    const files = { ...BUILT_IN.files, [BUILT_IN.first]: 'standfirst: 1\nsite: {name: x}\n' };
    const made = await draft('Broken', 'edda', { ...BUILT_IN, files });
    const refused = await refusal(publishProposal(desk, as('oona'), made.id, { revision: 1, emergency: 'Quick' }));
    expect(refused.kind).toBe('invalid');
    expect((await liveEdition(desk)).number).toBe(1);
  });
});

describe('up to date', () => {
  test('changes in different places go together; the approval does not', async () => {
    const first = BUILT_IN.files[BUILT_IN.first]!;
    const mine = {
      ...BUILT_IN,
      files: { ...BUILT_IN.files, [BUILT_IN.first]: first.replace('name: The Steppe Courier', 'name: The Steppe Herald') },
    };
    const waiting = await approved('Another name', mine);
    await published('Another heading', reworded('Another heading'));
    expect((await refusal(publishProposal(desk, as('oona'), waiting.id, { revision: 1 }))).kind).toBe('conflict');
    const merged = await bringUpToDate(desk, as('edda'), waiting.id, 1);
    expect(merged).toMatchObject({ state: 'draft', revision: 2, base: (await liveEdition(desk)).hash });
    const { content } = merged;
    const record = await desk.env.DB.prepare('SELECT count(*) AS n FROM verdicts WHERE proposal = ? AND void_at IS NULL')
      .bind(waiting.id)
      .first();
    expect(record).toEqual({ n: 0 });
    expect(content).not.toBe(waiting.content);
  });

  test('changes of the same lines are shown, and nothing is lost', async () => {
    const waiting = await draft('My heading');
    await published('Their heading', reworded('Their heading'));
    const refused = await refusal(bringUpToDate(desk, as('edda'), waiting.id, 1));
    expect(refused.kind).toBe('conflict');
    expect(JSON.stringify(refused.details)).toContain('My heading');
    expect(await proposalOf(desk.store, waiting.id)).toMatchObject({ revision: 1, state: 'draft' });
  });
});

describe('people who come and go', () => {
  const shutOut = (name: Name) => desk.env.DB.prepare('UPDATE people SET disabled_at = 1 WHERE id = ?').bind(name).run();
  const withoutRoles = (name: Name) => desk.env.DB.prepare('UPDATE people SET roles = \'["viewer"]\' WHERE id = ?').bind(name).run();

  test('an approval does not outlive its approver, whoever publishes', async () => {
    const { id, revision } = await approved('Approved by somebody who left');
    await shutOut('pavel');
    expect((await refusal(publishProposal(desk, as('oona'), id, { revision }))).message).toContain('may not approve any more');
    expect((await liveEdition(desk)).number).toBe(1);
  });

  test('nor by the clock: the schedule is suspended and says so', async () => {
    const { id, revision } = await approved('Scheduled');
    await scheduleProposal(desk, as('oona'), id, { revision, at: Date.now() + 1000 });
    await withoutRoles('pavel');
    fresh.clock.ahead = 5000;
    await carryOutSchedules(desk);
    expect((await liveEdition(desk)).number).toBe(1);
    expect((await proposalOf(desk.store, id)).suspended).toContain('may not approve any more');
  });

  test('who is shut out while the gate runs publishes nothing', async () => {
    const { id, revision } = await approved('In flight');
    const flying = publishProposal(desk, as('oona'), id, { revision });
    await shutOut('oona');
    expect((await refusal(flying)).kind).toBe('forbidden');
    expect((await liveEdition(desk)).number).toBe(1);
  });
});

describe('old forms and other hands', () => {
  test('what was only ever published without approval is not gone back to, until a review confirms it', async () => {
    const made = await draft('Emergency');
    const emergency = await publishProposal(desk, as('oona'), made.id, { revision: 1, emergency: 'At once.' });
    const after = await published('Calmer', reworded('Calmer'));
    const asked = () => ({ id: crypto.randomUUID(), to: emergency.hash, reason: 'Once more.', live: after.hash });
    expect((await refusal(rollBack(desk, as('oona'), asked()))).message).toContain('without approval');
    await reviewEdition(desk, as('pavel'), emergency.hash, { verdict: 'confirm', comment: '' });
    expect((await rollBack(desk, as('oona'), asked())).content).toBe(emergency.content);
  });

  test('an old roll-back sent again is not done again, and does not say that it is', async () => {
    const before = await liveEdition(desk);
    const one = await published('One');
    const asked = { id: crypto.randomUUID(), to: before.hash, reason: 'Back.', live: one.hash };
    await rollBack(desk, as('oona'), asked);
    const two = await published('Two', reworded('Two'));
    const again = await refusal(rollBack(desk, as('oona'), { ...asked, live: two.hash }));
    expect(again).toMatchObject({ kind: 'conflict', message: expect.stringContaining('edition 4') });
    expect((await liveEdition(desk)).hash).toBe(two.hash);
  });

  test('another text under the id of one that was sent is not taken for it', async () => {
    const made = await draft('First');
    const id = crypto.randomUUID();
    await commentOn(desk, as('pavel'), made.id, { id, text: 'One thing' });
    await commentOn(desk, as('pavel'), made.id, { id, text: 'One thing' });
    expect((await refusal(commentOn(desk, as('pavel'), made.id, { id, text: 'Another thing' }))).kind).toBe('conflict');
    const asked = { id: made.id, title: 'First', reason: 'The law has changed.' };
    expect((await createProposal(desk, as('edda'), asked)).id).toBe(made.id);
    expect((await refusal(createProposal(desk, as('edda'), { ...asked, title: 'Second' }))).kind).toBe('conflict');
  });

  test("nobody ends somebody else's proposal by putting another in its place", async () => {
    const [theirs, mine] = [await draft('Theirs'), await draft('Mine', 'edgar')];
    const asked = supersedeProposal(desk, as('edgar'), theirs.id, { revision: 1, by: mine.id });
    expect((await refusal(asked)).kind).toBe('forbidden');
    expect((await supersedeProposal(desk, as('edda'), theirs.id, { revision: 1, by: mine.id })).state).toBe('superseded');
  });

  test('a draft that changes nothing yet outlives a roll-back to what it says', async () => {
    const before = await liveEdition(desk);
    const begun = await createProposal(desk, as('edda'), { id: crypto.randomUUID(), title: 'Begun', reason: 'Early.' });
    const live = await published('Between');
    await rollBack(desk, as('oona'), { id: crypto.randomUUID(), to: before.hash, reason: 'Back.', live: live.hash });
    expect((await proposalOf(desk.store, begun.id)).state).toBe('draft');
  });

  test('a schedule that a day of silence has passed over is not carried out without a word', async () => {
    const { id, revision } = await approved('For another day');
    await scheduleProposal(desk, as('oona'), id, { revision, at: Date.now() + 1000 });
    fresh.clock.ahead = 25 * 3_600_000;
    await carryOutSchedules(desk);
    expect((await liveEdition(desk)).number).toBe(1);
    expect((await proposalOf(desk.store, id)).suspended).toContain('Decide again');
  });

  test('forty people at once are all heard', async () => {
    const made = await draft('Much discussed');
    const texts = Array.from({ length: 40 }, (_, index) => `Comment ${index}`);
    await Promise.all(texts.map(text => commentOn(desk, as('pavel'), made.id, { id: crypto.randomUUID(), text })));
    expect((await commentsOf(desk.store, made.id)).map(({ text }) => text).sort()).toEqual(texts.sort());
  });
});

describe('ends', () => {
  test('sent back with a reason, mended, and sent again', async () => {
    const made = await draft('Not yet');
    await submitProposal(desk, as('edda'), made.id, 1);
    expect((await refusal(rejectProposal(desk, as('pavel'), made.id, { revision: 1, comment: ' ' }))).kind).toBe('invalid');
    await rejectProposal(desk, as('pavel'), made.id, { revision: 1, comment: 'The law is misquoted.' });
    const mended = await editProposal(desk, as('edda'), made.id, 1, { content: reworded('Better'), note: 'Mended' });
    expect((await submitProposal(desk, as('edda'), made.id, mended.revision)).state).toBe('in-review');
  });

  test('withdrawn is the end', async () => {
    const made = await draft('Never mind');
    expect((await refusal(withdrawProposal(desk, as('edgar'), made.id, 1))).kind).toBe('forbidden');
    await withdrawProposal(desk, as('edda'), made.id, 1);
    expect((await refusal(submitProposal(desk, as('edda'), made.id, 1))).kind).toBe('conflict');
  });
});
