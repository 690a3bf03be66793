/** Evidence after a clock that was ahead, and after an emergency that was approved later: both editions, and the approval. */

import { beforeEach, describe, expect, test } from 'vitest';
import { placeFromCode } from '../../src/core/place.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { reviewEdition } from '../../src/desk/editions/review.ts';
import { publicKeyOf } from '../../src/desk/editions/sign.ts';
import { type EditionRecord, liveEdition } from '../../src/desk/editions/store.ts';
import { factsFor } from '../../src/desk/evidence/facts.ts';
import { makeEvidence } from '../../src/desk/evidence/make.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { rollBack } from '../../src/desk/publishing/roll-back.ts';
import { run } from '../../src/desk/store/database.ts';
import { SPREADING } from '../../src/evidence/evidence-file.ts';
import { type Verified, verify } from '../../src/evidence/verify.ts';
import { type FreshDesk, freshDesk } from './support.ts';
import { draft, published, tiny } from './tiny.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;

let fresh: FreshDesk;
let desk: Desk;

beforeEach(async () => {
  fresh = await freshDesk();
  ({ desk } = fresh);
  await liveEdition(desk);
  fresh.clock.ahead += HOUR;
});

/** The numbers of the editions in the file of a moment, and what checking it says; it holds. */
async function evidenceAt(at: number) {
  const question = { place: placeFromCode('KZ')!, at, path: '/2026/11/after-sunset', languages: ['en'] };
  const { facts } = await factsFor(desk, { question, given: {} });
  const file = await makeEvidence(desk, fresh.as('vera'), question, facts);
  const { checks } = (await verify(JSON.stringify(file), [publicKeyOf(desk.settings.signingKey)])) as Verified;
  expect(checks.filter(({ result }) => result === 'fails')).toEqual([]);
  const words = (name: string) => checks.find(check => check.name.startsWith(name))?.words ?? '';
  return { file, numbers: file.answers.map(({ signed }) => signed.number), words };
}

/** As the clock finds it: an edge is seen with it now. */
async function seenAtAnEdge({ hash }: EditionRecord): Promise<void> {
  await run(desk.store, 'UPDATE editions SET confirmed_at = ? WHERE hash = ?', desk.store.now(), hash);
}

describe('a clock that was an hour ahead once', () => {
  let before: EditionRecord;
  let after: EditionRecord;
  /** When it was published by a clock that is right. */
  let truly: number;

  beforeEach(async () => {
    before = await published(desk, fresh);
    await seenAtAnEdge(before);
    fresh.clock.ahead += 2 * HOUR;
    await draft(desk, fresh);
    fresh.clock.ahead -= HOUR;
    truly = desk.store.now();
    after = await published(desk, fresh);
    await seenAtAnEdge(after);
  });

  test('hides no edition that readers were shown: both are said, and why', async () => {
    expect(after.publishedAt).toBeGreaterThan(truly + HOUR - MINUTE);
    fresh.clock.ahead += 10 * MINUTE;
    const { numbers, words } = await evidenceAt(desk.store.now());
    expect(numbers).toEqual([after.number, before.number]);
    expect(words('Moment')).toMatch(/edge was given it on .*: a clock was ahead\. Edition 2 may still have been shown/);
  });

  test('from the moment at which the edge was given the edition, until after the one that the log has', async () => {
    fresh.clock.ahead += 2 * HOUR;
    for (const [at, numbers] of [
      [truly - 1, [before.number]],
      [truly + 5 * MINUTE, [after.number, before.number]],
      [after.publishedAt + SPREADING - 1, [after.number, before.number]],
      [after.publishedAt + SPREADING, [after.number]],
    ] as const) {
      expect((await evidenceAt(at)).numbers).toEqual(numbers);
    }
  });

  test('hides none of several that followed within that hour', async () => {
    fresh.clock.ahead += 10 * MINUTE;
    const third = await published(desk, fresh);
    await seenAtAnEdge(third);
    fresh.clock.ahead += 10 * MINUTE;
    const now = desk.store.now();
    expect((await evidenceAt(now)).numbers).toEqual([third.number, after.number, before.number]);
    expect((await evidenceAt(now - 15 * MINUTE)).numbers).toEqual([after.number, before.number]);
  });
});

describe('a roll-back to what was an emergency first', () => {
  const CONTENT = tiny('What was urgent');
  let urgent: EditionRecord;

  beforeEach(async () => {
    const { id } = await draft(desk, fresh, CONTENT);
    urgent = await publishProposal(desk, fresh.as('oona'), id, { revision: 1, emergency: 'A reader was arrested' });
  });

  async function back(to: EditionRecord): Promise<EditionRecord> {
    fresh.clock.ahead += HOUR;
    const { hash } = await liveEdition(desk);
    return await rollBack(desk, fresh.as('pavel'), { id: crypto.randomUUID(), to: to.hash, reason: 'It was right', live: hash });
  }

  const approvalOf = async () => (await evidenceAt(desk.store.now())).words('Approval');

  test('and was approved later stands on the approval, whichever of the two it goes back to', async () => {
    await published(desk, fresh);
    const approved = await published(desk, fresh, CONTENT);
    for (const to of [approved, urgent]) {
      await published(desk, fresh);
      await back(to);
      expect(await approvalOf()).toMatch(/to what edition 4 said\. Approved by Pavel Orsha/);
    }
  });

  test('and was only confirmed says so, though an approval came afterwards', async () => {
    await reviewEdition(desk, fresh.as('petra'), urgent.hash, { verdict: 'confirm', comment: 'It could not wait' });
    await published(desk, fresh);
    const first = await back(urgent);
    const moment = desk.store.now();
    const words = /to what edition 2 said\. NOBODY APPROVED .* Petra Lund confirmed it on .*: “It could not wait”\.$/;
    expect(await approvalOf()).toMatch(words);
    await seenAtAnEdge(first);
    fresh.clock.ahead += HOUR;
    await published(desk, fresh);
    await published(desk, fresh, CONTENT);
    expect((await evidenceAt(moment)).words('Approval')).toMatch(words);
  });

  test('stands on the emergency that an approver confirmed, where there were two', async () => {
    await published(desk, fresh);
    const { id } = await draft(desk, fresh, CONTENT);
    const again = await publishProposal(desk, fresh.as('oona'), id, { revision: 1, emergency: 'Again' });
    await reviewEdition(desk, fresh.as('petra'), again.hash, { verdict: 'confirm', comment: 'Right' });
    await published(desk, fresh);
    await back(urgent);
    expect(await approvalOf()).toMatch(/to what edition 4 said\. .*Petra Lund confirmed it/);
  });
});
