/** The pages of editions: history, comparing, rolling back, reviewing what was published without approval. */

import { beforeEach, describe, expect, test } from 'vitest';
import { BASE } from '../../src/desk/desk.ts';
import { reviewOf } from '../../src/desk/editions/review.ts';
import { allEditions, type EditionRecord, liveEdition } from '../../src/desk/editions/store.ts';
import { approveProposal, submitProposal } from '../../src/desk/proposals/judge.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { BUILT_IN, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { formTo, hasForm, type Page, type PageForm, pageOf, textOf } from './forms.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';

let fresh: FreshDesk;

beforeEach(async () => {
  fresh = await freshDesk();
});

const WORDING = 'If you are in Russia or in territory under its control';
const EVERYBODY = ['edda', 'pavel', 'petra', 'oona', 'vera', 'ada', 'nia'] as const;

function reworded(heading: string): RulebookContent {
  const { first, files } = BUILT_IN;
  return { first, files: { ...files, [first]: (files[first] ?? '').replace(WORDING, heading) } };
}

async function published(heading: string): Promise<EditionRecord> {
  const { desk, as } = fresh;
  const asked = { id: crypto.randomUUID(), title: heading, reason: 'The law has changed.', content: reworded(heading) };
  const { id, revision, base } = await createProposal(desk, as('edda'), asked);
  await submitProposal(desk, as('edda'), id, revision);
  await approveProposal(desk, as('petra'), id, { revision, base, confirmed: true, comment: 'Agreed with counsel.', minor: [] });
  return await publishProposal(desk, as('pavel'), id, { revision });
}

async function emergency(heading: string, writer: Name = 'edda'): Promise<EditionRecord> {
  const { desk, as } = fresh;
  const asked = { id: crypto.randomUUID(), title: heading, reason: 'The law has changed.', content: reworded(heading) };
  const { id, revision } = await createProposal(desk, as(writer), asked);
  return await publishProposal(desk, as('oona'), id, { revision, emergency: 'Arrests reported.' });
}

async function open(path: string, as: Name): Promise<Page> {
  return await pageOf(await fresh.ask(path, { as }));
}

async function press(form: PageForm, as: Name, typed: Readonly<Record<string, string>> = {}): Promise<Response> {
  return await fresh.ask(form.action.slice(BASE.length), { as, form: { ...form.fields, ...typed } });
}

describe('the history', () => {
  test('begins with the edition that is built in', async () => {
    const shown = await open('/editions', 'vera');
    expect(shown.text).toContain('Nothing was published yet');
    expect(shown.text).toContain('Edition 1');
  });

  test('tells who published, who approved, and what nobody approved', async () => {
    await published('For readers in Russia');
    await emergency('For whoever is in Russia');
    const rows = (await open('/editions', 'vera')).elements('tr').map(textOf);
    expect(rows.find(row => row.includes('Edition 2'))).toMatch(/For readers in Russia.*Change.*Pavel Orsha.*Petra Lund/);
    expect(rows.find(row => row.includes('Edition 3'))).toMatch(/Live.*Emergency, not reviewed.*Oona Lindqvist.*Nobody/);
  });

  test('has a page for each edition, with its signature, its approvals and its files', async () => {
    const { hash, signature, proposal } = await published('For readers in Russia');
    const shown = await open(`/editions/${hash}`, 'vera');
    for (const text of [hash, signature, 'Agreed with counsel.', 'Petra Lund']) expect(shown.text).toContain(text);
    const links = shown.elements('a').flatMap(({ attrs }) => attrs.filter(({ name }) => name === 'href').map(({ value }) => value));
    expect(links).toContain(`${BASE}/proposals/${proposal}`);
    expect(links).toContain(`${BASE}/preview?of=${hash}`);
    expect(
      shown
        .elements('pre')
        .map(textOf)
        .some(text => text.includes('standfirst: 1')),
    ).toBe(true);
  });
});

test('any two editions can be compared, either way round', async () => {
  const [first, second] = [await liveEdition(fresh.desk), await published('For readers in Russia')];
  const forth = await open(`/editions/compare?from=${first.hash}&to=${second.hash}`, 'vera');
  expect(forth.elements('ins').some(word => textOf(word).includes('readers'))).toBe(true);
  expect(forth.text).toContain('Readers in');
  const back = await open(`/editions/compare?from=${second.hash}&to=${first.hash}`, 'vera');
  expect(back.elements('del').some(word => textOf(word).includes('readers'))).toBe(true);
  const same = await open(`/editions/compare?from=${first.hash}&to=${first.hash}`, 'vera');
  expect(same.text).toContain('Nothing changes for any reader');
  expect((await fresh.ask('/editions/compare?from=nothing', { as: 'vera' })).status).toBe(404);
});

describe('a roll-back', () => {
  test('takes two clicks, says what changes, and happens once', async () => {
    const first = await liveEdition(fresh.desk);
    await published('For readers in Russia');
    const step = await open(`/editions/${first.hash}/roll-back`, 'oona');
    expect(step.text).toContain('under the new number 3');
    expect(step.text).toContain('will see');
    const form = formTo(step, '/roll-back');
    expect(form.fields.reason).not.toBe('');
    const answers = await Promise.all([press(form, 'oona'), press(form, 'oona')]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const live = await liveEdition(fresh.desk);
    expect(live).toMatchObject({ number: 3, kind: 'roll-back', content: first.content, reason: form.fields.reason });
    expect(await allEditions(fresh.desk.store)).toHaveLength(3);
  });

  test('is offered to those who may, and refused to everybody else', async () => {
    const first = await liveEdition(fresh.desk);
    const { hash: live } = await published('For readers in Russia');
    for (const name of EVERYBODY) {
      const may = ['pavel', 'petra', 'oona', 'nia'].includes(name);
      const links = (await open('/editions', name)).elements('a').map(textOf);
      expect(links.includes('Roll back to edition 1'), name).toBe(may);
      if (may) continue;
      expect((await fresh.ask(`/editions/${first.hash}/roll-back`, { as: name })).status).toBe(403);
      const form = { id: crypto.randomUUID(), live, reason: 'Wrong.' };
      expect((await fresh.ask(`/editions/${first.hash}/roll-back`, { as: name, form })).status).toBe(403);
    }
    expect((await liveEdition(fresh.desk)).hash).toBe(live);
  });

  test('away from an edition that is no longer live is refused, and the reason is kept', async () => {
    const first = await liveEdition(fresh.desk);
    await published('For readers in Russia');
    const form = formTo(await open(`/editions/${first.hash}/roll-back`, 'oona'), '/roll-back');
    await published('For whoever is in Russia');
    const refused = await pageOf(await press(form, 'oona', { reason: 'A mistake in the heading.' }));
    expect(refused.status).toBe(409);
    const again = formTo(refused, '/roll-back');
    expect(again.fields.reason).toBe('A mistake in the heading.');
    expect((await press(again, 'oona')).status).toBe(303);
  });
});

describe('the review of what was published without approval', () => {
  test('is for approvers who had no part in it', async () => {
    const { hash } = await emergency('For readers in Russia', 'nia');
    for (const name of EVERYBODY) {
      const may = name === 'pavel' || name === 'petra';
      expect(hasForm(await open(`/editions/${hash}`, name), '/review'), name).toBe(may);
      if (may) continue;
      const { status } = await fresh.ask(`/editions/${hash}/review`, { as: name, form: { verdict: 'confirm', comment: '' } });
      expect(status, name).toBe(403);
    }
    expect(await reviewOf(fresh.desk.store, hash)).toBeUndefined();
  });

  test('is given once, with a comment where somebody objects', async () => {
    const { hash } = await emergency('For readers in Russia');
    const form = formTo(await open(`/editions/${hash}`, 'pavel'), '/review');
    const refused = await pageOf(await press(form, 'pavel', { verdict: 'object' }));
    expect(refused.status).toBe(422);
    const again = formTo(refused, '/review');
    expect(again.fields.verdict).toBe('object');
    const given = { comment: '<b>The heading is wrong.</b>' };
    const answers = await Promise.all([press(again, 'pavel', given), press(again, 'pavel', given)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await press(form, 'petra', { verdict: 'confirm' })).status).toBe(409);
    expect(await reviewOf(fresh.desk.store, hash)).toMatchObject({ verdict: 'object', person: 'pavel' });
    const shown = await open(`/editions/${hash}`, 'vera');
    expect(shown.text).toContain('<b>The heading is wrong.</b>');
    expect((await open('/editions', 'vera')).text).toContain('Emergency, objected to');
    const { results } = await fresh.env.DB.prepare("SELECT actor FROM audit WHERE action = 'edition.review'").all();
    expect(results).toEqual([{ actor: 'person:pavel' }]);
  });

  test('makes no sense of what was approved', async () => {
    const { hash } = await published('For readers in Russia');
    const { status } = await fresh.ask(`/editions/${hash}/review`, { as: 'nia', form: { verdict: 'confirm', comment: '' } });
    expect(status).toBe(409);
  });
});
