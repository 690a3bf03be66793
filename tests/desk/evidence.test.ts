/** What a reader saw at any moment, and by whose decision, comes out of the Desk as it was, and can be checked without it. */

import { beforeAll, describe, expect, test } from 'vitest';
import { decide } from '../../src/core/decide.ts';
import { placeFromCode } from '../../src/core/place.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { reviewEdition } from '../../src/desk/editions/review.ts';
import { publicKeyOf } from '../../src/desk/editions/sign.ts';
import { type EditionRecord, liveEdition } from '../../src/desk/editions/store.ts';
import { factsFor } from '../../src/desk/evidence/facts.ts';
import { makeEvidence } from '../../src/desk/evidence/make.ts';
import { askingFrom, typedFrom } from '../../src/desk/evidence/question.ts';
import { approveProposal, submitProposal } from '../../src/desk/proposals/judge.ts';
import { createProposal, editProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { rollBack } from '../../src/desk/publishing/roll-back.ts';
import { BUILT_IN, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { run } from '../../src/desk/store/database.ts';
import { type EvidenceFile, SPREADING } from '../../src/evidence/evidence-file.ts';
import { type Verified, verify } from '../../src/evidence/verify.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';

const WORDING = 'If you are in Russia or in territory under its control';
const HOUR = 3_600_000;

let fresh: FreshDesk;
let desk: Desk;
let as: FreshDesk['as'];
let builtIn: EditionRecord;
let changed: EditionRecord;
let emergency: EditionRecord;
let back: EditionRecord;

function reworded(heading: string): RulebookContent {
  const text = BUILT_IN.files[BUILT_IN.first]!;
  return { ...BUILT_IN, files: { ...BUILT_IN.files, [BUILT_IN.first]: text.replace(WORDING, heading) } };
}

/** An hour each, so that each was in force for a while; all but the last confirmed by an edge after a minute. */
async function passes(record: EditionRecord): Promise<void> {
  await run(desk.store, 'UPDATE editions SET confirmed_at = ? WHERE hash = ?', record.publishedAt + 60_000, record.hash);
  fresh.clock.ahead += HOUR;
}

beforeAll(async () => {
  fresh = await freshDesk();
  ({ desk, as } = fresh);
  builtIn = await liveEdition(desk);
  fresh.clock.ahead += HOUR;
  const title = '<b>Reword</b> “it”';
  const made = await createProposal(desk, as('edda'), { id: crypto.randomUUID(), title, reason: 'The law has changed.' });
  await createProposal(desk, as('edgar'), { id: crypto.randomUUID(), title: 'A secret of others', reason: 'Not for this file.' });
  const written = await editProposal(desk, as('edgar'), made.id, 1, { content: reworded('A first wording'), note: 'Edited the notice' });
  await submitProposal(desk, as('edda'), made.id, written.revision);
  const { revision, base } = written;
  await approveProposal(desk, as('pavel'), made.id, { revision, base, confirmed: true, comment: 'Read <i>twice</i>.', minor: [] });
  changed = await publishProposal(desk, as('oona'), made.id, { revision });
  await passes(changed);
  const urgent = await createProposal(desk, as('edda'), {
    ...{ id: crypto.randomUUID(), title: 'At once', reason: 'Urgent' },
    content: reworded('An urgent wording'),
  });
  emergency = await publishProposal(desk, as('oona'), urgent.id, { revision: 1, emergency: 'A reader was arrested' });
  await passes(emergency);
  const { hash } = emergency;
  back = await rollBack(desk, as('pavel'), { id: crypto.randomUUID(), to: changed.hash, reason: 'It was wrong', live: hash });
  fresh.clock.ahead += HOUR;
});

const at = (moment: number) => new Date(moment).toISOString().slice(0, 23);
const query = (moment: number, more: Record<string, string> = {}) =>
  new URLSearchParams({ place: 'RU', at: at(moment), zone: 'UTC', path: '/2026/11/after-sunset', languages: 'en', ...more }).toString();

/** As the route makes it, by the clock of `fresh`, which requests do not go by. */
async function fileAt(moment: number, more: Record<string, string> = {}, by: Name = 'edda'): Promise<{ text: string; file: EvidenceFile }> {
  const asked = new URLSearchParams(query(moment, more));
  const asking = askingFrom(
    desk,
    typedFrom(name => asked.get(name) ?? undefined),
  );
  if ('errors' in asking) throw new TypeError(JSON.stringify(asking.errors));
  const { facts } = await factsFor(desk, asking);
  const file = await makeEvidence(desk, as(by), asking.question, facts);
  return { text: `${JSON.stringify(file, null, 2)}\n`, file };
}

async function checked(text: string) {
  const verified = (await verify(text, [publicKeyOf(desk.settings.signingKey)])) as Verified;
  expect(verified.checks.filter(({ result }) => result === 'fails')).toEqual([]);
  return (name: string) => verified.checks.find(check => check.name === name)?.words ?? '';
}

describe('the file', () => {
  test('of a moment in each edition holds, and shows what that edition showed', async () => {
    for (const [record, heading] of [
      [builtIn, WORDING],
      [changed, 'A first wording'],
      [emergency, 'An urgent wording'],
    ] as const) {
      const { text, file } = await fileAt(record.publishedAt + HOUR / 2);
      await checked(text);
      expect(file.answers.map(({ signed }) => signed.number)).toEqual([record.number]);
      expect(file.answers[0]?.notices.map(notice => notice.heading)).toContain(heading);
    }
  });

  test('decides as the edge does, wherever the reader is', async () => {
    for (const place of ['RU', 'UA-43', 'UA', 'BY-HM', 'SG', 'DE', 'FR', 'GB-SCT', 'unknown', 'tor']) {
      const { text, file } = await fileAt(changed.publishedAt + HOUR / 2, { place });
      await checked(text);
      const [answer] = file.answers;
      const decision = decide(answer!.edition, placeFromCode(place)!, file.facts, ['en'], file.question.at);
      expect([place, answer?.answer.outcome, answer?.answer.matched]).toEqual([place, decision.outcome, decision.matched]);
    }
  });

  test('names who wrote it, who approved it with which words, and who published it', async () => {
    const { text, file } = await fileAt(changed.publishedAt + HOUR / 2);
    const words = await checked(text);
    expect(words('Approval')).toMatch(/^Approved by Pavel Orsha on .*, who wrote no part of it: “Read <i>twice<\/i>\.”\.$/);
    expect(words('Publishing')).toContain('Published by Oona Lindqvist');
    expect(file.answers[0]?.proposal?.authors.toSorted()).toEqual(['edda', 'edgar']);
    expect(file.people).toEqual({ edda: 'Edda Marlin', edgar: 'Edgar Voss', oona: 'Oona Lindqvist', pavel: 'Pavel Orsha' });
  });

  test('holds nothing of what concerns others, nor anybody’s address, nor the rulebook’s own notes', async () => {
    const { text } = await fileAt(changed.publishedAt + HOUR / 2);
    for (const secret of ['A secret of others', 'Not for this file', '@desk.example', 'Vera', BUILT_IN.first])
      expect(text).not.toContain(secret);
    expect(text).toContain('"sealed"');
  });

  test('says both editions while one took over from the other, and one of them from 90 seconds after the first edge had it', async () => {
    const confirmed = emergency.publishedAt + 60_000;
    for (const [moment, numbers] of [
      [emergency.publishedAt - 1, [2]],
      [emergency.publishedAt, [3, 2]],
      [confirmed, [3, 2]],
      [confirmed + SPREADING - 1, [3, 2]],
      [confirmed + SPREADING, [3]],
    ] as const) {
      const { text, file } = await fileAt(moment);
      expect(file.answers.map(({ signed }) => signed.number)).toEqual(numbers);
      const words = await checked(text);
      if (numbers.length > 1) expect(words('Moment')).toContain('Edition 2 may still have been shown');
    }
  });

  test('of an emergency says that nobody approved', async () => {
    const words = await checked((await fileAt(emergency.publishedAt + HOUR / 2)).text);
    expect(words('Approval')).toMatch(
      /^NOBODY APPROVED THIS EDITION\. Oona Lindqvist .*“A reader was arrested”\. Nobody has reviewed it\.$/,
    );
    await reviewEdition(desk, as('pavel'), emergency.hash, { verdict: 'confirm', comment: 'It could not wait' });
    const after = await checked((await fileAt(emergency.publishedAt + HOUR / 2)).text);
    expect(after('Approval')).toMatch(/Pavel Orsha confirmed it on .*: “It could not wait”\.$/);
  });

  test('of a roll-back names whom it goes back to, and that an edge was never seen with it', async () => {
    const { text, file } = await fileAt(back.publishedAt + HOUR / 2);
    expect(file.answers.map(({ signed }) => signed.number)).toEqual([4, 3]);
    const words = await checked(text);
    expect(words('Approval, edition 4')).toMatch(/^Rolled back by Pavel Orsha to what edition 2 said\. Approved by Pavel Orsha/);
  });

  test('takes what was given of the article in place of what its page says', async () => {
    const given = { article: 'a-1', tags: 'weighbridge-trial, port', language: 'en-gb', published: '2026-01-02T03:04' };
    const { text, file } = await fileAt(changed.publishedAt + HOUR / 2, { place: 'GB-ENG', ...given });
    await checked(text);
    expect(file.facts).toMatchObject({
      id: 'a-1',
      tags: ['weighbridge-trial', 'port'],
      language: 'en-GB',
      published: Date.UTC(2026, 0, 2, 3, 4),
    });
    expect(file.facts.site).toBe(desk.settings.site.hostname);
  });

  test('is made of an article that is gone, too', async () => {
    const { text, file } = await fileAt(changed.publishedAt + HOUR / 2, { path: '/2019/gone?a=b' });
    await checked(text);
    expect(file.facts).toMatchObject({ path: '/2019/gone', surface: 'html', tags: [] });
  });

  test('leaves a word in the audit log, which no later file shows', async () => {
    const count = async () =>
      (await desk.env.DB.prepare("SELECT count(*) AS n FROM audit WHERE action = 'evidence.make'").first<{ n: number }>())?.n;
    const before = (await count()) ?? 0;
    await fileAt(changed.publishedAt + HOUR / 2, {}, 'vera');
    const { text } = await fileAt(changed.publishedAt + HOUR / 2);
    expect(await count()).toBe(before + 2);
    expect(text).not.toContain('evidence.make');
  });

  test('is not made of a moment to come, nor of one before the Desk', async () => {
    await expect(fileAt(desk.store.now() + HOUR)).rejects.toThrow('still to come');
    await expect(fileAt(builtIn.publishedAt - HOUR)).rejects.toThrow('did not exist yet');
  });
});

describe('the page', () => {
  const ask = async (search: string, by: Name = 'vera') => {
    const response = await fresh.ask(`/evidence${search}`, { as: by });
    return { status: response.status, headers: response.headers, html: await response.text() };
  };

  test('asks, and answers with the notice, its rules, the decision and the log', async () => {
    expect(await ask('')).toMatchObject({ status: 200 });
    const { status, html } = await ask(`?${query(builtIn.publishedAt)}`);
    expect(status).toBe(200);
    for (const part of [WORDING, 'undesirable-russia', 'Because of these rules', 'Federal Law 272-FZ', 'EDITION_KEYS'])
      expect(html).toContain(part);
    expect(html).not.toMatch(/<(script(?! src)|style)|\son\w+=|\sstyle=/);
  });

  test('keeps what was typed where it is wrong, and says how to mend it', async () => {
    const typed = { place: 'Nowhere "><script>', at: '2026-02-30T00:00', path: 'x', languages: '???', tags: 'a<b' };
    const { status, html } = await ask(`?${query(0, typed)}`);
    expect(status).toBe(422);
    expect(html.match(/class="field-error"/g)).toHaveLength(4);
    expect(html).toContain('Nowhere &quot;&gt;&lt;script&gt;');
    expect(html).toContain('a&lt;b');
    for (const path of ['/-/health', 'https://evil.example/', 'evil'])
      expect((await ask(`?${query(builtIn.publishedAt, { path })}`)).status).toBe(422);
    expect((await ask(`?${query(Date.now() + HOUR)}`)).html).toContain('still to come');
  });

  test('reads the moment by the clock of a zone', async () => {
    const zone = 'Asia/Kamchatka';
    const local = new Date(builtIn.publishedAt + 12 * HOUR).toISOString().slice(0, 19);
    const { status, html } = await ask(`?${query(0, { zone, at: `${local}.999` })}`);
    expect(status).toBe(200);
    expect(html).toContain(WORDING);
  });

  test('gives the file to whoever may read, and to nobody else', async () => {
    const search = query(builtIn.publishedAt);
    const response = await fresh.ask(`/evidence/file?${search}`, { as: 'vera' });
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="evidence-\d{8}T\d{6}Z\.json"$/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    await checked(await response.text());
    expect((await fresh.ask(`/evidence/file?${search}`, { as: 'nobody' })).status).toBe(403);
    expect((await fresh.ask(`/evidence/file?${search}`)).status).not.toBe(200);
  });
});
