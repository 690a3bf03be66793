/** All files of a rulebook as text: nothing changes that was not typed, and nothing that was typed is lost. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Proposal } from '../../src/desk/proposals/proposal.ts';
import { proposalOf } from '../../src/desk/proposals/store.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { BUILT_IN, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { readContent } from '../../src/desk/store/contents.ts';
import { attribute, elementsIn, fieldsOf, textOf } from './notice-pages.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';
import { tiny } from './tiny.ts';

let fresh: FreshDesk;

beforeAll(async () => {
  fresh = await freshDesk();
});

async function draft(content: RulebookContent): Promise<Proposal> {
  return await createProposal(fresh.desk, fresh.as('edda'), { id: crypto.randomUUID(), title: 'A change', reason: 'The law.', content });
}

async function contentIn(id: string): Promise<RulebookContent> {
  return await readContent<RulebookContent>(fresh.desk.store, (await proposalOf(fresh.desk.store, id)).content);
}

type Fields = Record<string, string[]>;

async function formOf(id: string, as: Name = 'edda'): Promise<Fields> {
  const response = await fresh.ask(`/proposals/${id}/text`, { as });
  expect(response.status).toBe(200);
  return fieldsOf(await response.text(), `/-/desk/proposals/${id}/text`);
}

const send = (id: string, form: Fields, as: Name = 'edda') => fresh.ask(`/proposals/${id}/text`, { as, form });

/** The form with one text instead of another in the file at a place. */
function changed(form: Fields, index: number, from: string, to: string): Fields {
  const text = form.text!.map(one => one.replaceAll('\r\n', '\n'));
  expect(text[index]).toContain(from);
  text[index] = text[index]!.replace(from, () => to);
  return { ...form, text };
}

const words = (html: string) => textOf(elementsIn(html).find(({ tagName }) => tagName === 'main')!).replace(/\s+/g, ' ');

const ODD: RulebookContent = {
  first: 'rulebook.yaml',
  files: {
    'rulebook.yaml': `\uFEFF${tiny('A label').files['rulebook.yaml']!.replaceAll('\n', '\r\n')}\r\n\r\n`,
    'notes/a b.txt': '\n\nstarts with lines, ends with none \u202E \t',
    'empty.yaml': '',
  },
};

describe('the files as text', () => {
  test.each([
    ['the starter', BUILT_IN],
    ['files with marks, pairs of line ends and nothing in them', ODD],
  ])('sent back as they came change no byte: %s', async (_, content) => {
    const { id } = await draft(content);
    const answer = await send(id, await formOf(id));
    expect(answer.headers.get('location')).toBe(`/-/desk/proposals/${id}/text?done=unchanged`);
    expect(await contentIn(id)).toEqual(content);
  });

  test('hold what was typed, with the line ends and the mark that each file had', async () => {
    const { id } = await draft(ODD);
    expect((await send(id, changed(await formOf(id), 0, 'A label', 'Another\nlabel'))).status).toBe(303);
    const { files } = await contentIn(id);
    expect(files).toEqual({ ...ODD.files, 'rulebook.yaml': ODD.files['rulebook.yaml']!.replace('A label', 'Another\r\nlabel') });
  });

  test('can be added, renamed and taken out, but for the one that is read first', async () => {
    const { id } = await draft(ODD);
    const form = await formOf(id);
    expect(form.name).toEqual(['rulebook.yaml', 'empty.yaml', 'notes/a b.txt', '']);
    const next = { ...form, name: ['rules.yaml', 'empty.yaml', 'notes/b.txt', 'more.yaml'], gone: ['1'] };
    expect((await send(id, { ...next, text: form.text!.with(3, 'rules: []') })).status).toBe(303);
    const { first, files } = await contentIn(id);
    expect([first, Object.keys(files).sort()]).toEqual(['rules.yaml', ['more.yaml', 'notes/b.txt', 'rules.yaml']]);
    for (const wrong of [{ gone: ['0'] }, { name: form.name!.with(1, '../x') }, { name: form.name!.with(1, 'rulebook.yaml') }]) {
      const { id: other } = await draft(ODD);
      const answer = await send(other, { ...(await formOf(other)), ...wrong });
      expect(answer.status).toBe(422);
      expect(await contentIn(other)).toEqual(ODD);
    }
  });

  test('that a form leaves out are not taken for deleted ones', async () => {
    const { id } = await draft(ODD);
    const { was, name, text, ...form } = await formOf(id);
    const answer = await send(id, { ...form, was: was!.slice(0, 1), name: name!.slice(0, 1), text: text!.slice(0, 1) });
    expect(answer.status).toBe(422);
    expect(await contentIn(id)).toEqual(ODD);
  });

  test('with errors are saved, each with its line and a way to its file', async () => {
    const { id } = await draft(tiny('A label'));
    expect((await send(id, changed(await formOf(id), 0, 'show: label', 'show: lable'))).status).toBe(303);
    const html = await (await fresh.ask(`/proposals/${id}/text`, { as: 'edda' })).text();
    const link = elementsIn(html).find(element => attribute(element, 'href') === '#text-0');
    expect(link && textOf(link)).toMatch(/^rulebook\.yaml, line 8, column \d+$/);
    expect(elementsIn(html).some(element => attribute(element, 'id') === 'text-0')).toBe(true);
  });

  test('are checked without being saved', async () => {
    const { id } = await draft(tiny('A label'));
    const form = changed(await formOf(id), 0, 'show: label', 'show: lable');
    const page = await send(id, { ...form, check: ['on'] });
    expect([page.status, words(await page.text())]).toEqual([200, expect.stringContaining('not saved')]);
    const part = await fresh.ask(`/proposals/${id}/text/preview`, { as: 'edda', form });
    expect(await part.text()).toContain('lable');
    expect(await contentIn(id)).toEqual(tiny('A label'));
  });

  test('hold markup and scripts as text', async () => {
    const payload = `</textarea><script>alert(1)</script><svg onload=alert(1)> &lt; \u202E {{x}} \${y} <!-- -->`;
    const { id } = await draft(tiny('A label'));
    const form = await formOf(id);
    const next = { ...form, name: form.name!.with(-1, 'x.yaml'), text: form.text!.with(-1, payload) };
    expect((await send(id, next)).status).toBe(303);
    expect((await contentIn(id)).files['x.yaml']).toBe(payload);
    const html = await (await fresh.ask(`/proposals/${id}/text`, { as: 'edda' })).text();
    expect(fieldsOf(html, `/-/desk/proposals/${id}/text`).text).toContain(payload);
    expect(elementsIn(html).filter(({ tagName }) => tagName === 'script').length).toBe(1);
    expect(elementsIn(html).flatMap(({ attrs }) => attrs.filter(({ name }) => name.startsWith('on')))).toEqual([]);
  });

  test('of megabytes work', async () => {
    const large = `${'# Ж comment that is long\n'.repeat(60_000)}`;
    const { id } = await draft({ ...ODD, files: { ...ODD.files, 'large.yaml': large } });
    const form = await formOf(id);
    const index = form.name!.indexOf('large.yaml');
    const data = new FormData();
    for (const [name, values] of Object.entries({ ...form, text: form.text!.with(index, `${large}# end`) }))
      for (const value of values) data.append(name, value);
    const body = new Response(data);
    const bytes = await body.arrayBuffer();
    const type = body.headers.get('content-type')!;
    const { desk } = await import('../../src/desk/app.tsx');
    const request = new Request(`http://127.0.0.1:8787/-/desk/proposals/${id}/text`, {
      ...{ method: 'POST', body: bytes, redirect: 'manual' },
      headers: { 'content-type': type, 'sec-fetch-site': 'same-origin', cookie: `desk-person=edda.${Date.now()}` },
    });
    const context = { waitUntil: () => {}, passThroughOnException: () => {}, props: {} } as unknown as ExecutionContext;
    expect((await desk.fetch(request, fresh.env, context)).status).toBe(303);
    expect((await contentIn(id)).files['large.yaml']).toBe(`${large}# end`);
  });
});

describe('somebody else saved before', () => {
  test('changes of different lines are put together, and saving again is a decision', async () => {
    const { id } = await draft(ODD);
    const form = await formOf(id);
    expect((await send(id, changed(form, 0, 'KZ', 'SG'), 'edgar')).status).toBe(303);
    const late = await send(id, changed(form, 0, 'A label', 'My label'));
    expect(late.status).toBe(412);
    const html = await late.text();
    expect(words(html)).toContain('Both texts');
    expect((await contentIn(id)).files['rulebook.yaml']).not.toContain('My label');
    const next = fieldsOf(html, `/-/desk/proposals/${id}/text`);
    expect(next.revision).toEqual(['2']);
    expect((await send(id, next)).status).toBe(303);
    const text = ODD.files['rulebook.yaml']!.replace('KZ', 'SG').replace('A label', 'My label');
    expect((await contentIn(id)).files).toEqual({ ...ODD.files, 'rulebook.yaml': text });
  });

  test('where both changed the same line, the typed one stands in the field and both are shown', async () => {
    const { id } = await draft(tiny('A label'));
    const form = await formOf(id);
    expect((await send(id, changed(form, 0, 'A label', 'Their label'), 'edgar')).status).toBe(303);
    const html = await (await send(id, changed(form, 0, 'A label', 'My label'))).text();
    expect(words(html)).toMatch(/Their.*My/);
    expect(fieldsOf(html, `/-/desk/proposals/${id}/text`).text![0]).toContain('My label');
    expect((await contentIn(id)).files['rulebook.yaml']).toContain('Their label');
  });

  test('a file that they took out stays out, and one that they added stays in', async () => {
    const { id } = await draft(ODD);
    const form = await formOf(id);
    const theirs = { ...form, gone: ['1'], name: form.name!.with(-1, 'theirs.yaml'), text: form.text!.with(-1, 'rules: []') };
    expect((await send(id, theirs, 'edgar')).status).toBe(303);
    const html = await (await send(id, changed(form, 0, 'A label', 'My label'))).text();
    expect((await send(id, fieldsOf(html, `/-/desk/proposals/${id}/text`))).status).toBe(303);
    expect(Object.keys((await contentIn(id)).files).sort()).toEqual(['notes/a b.txt', 'rulebook.yaml', 'theirs.yaml']);
    expect((await contentIn(id)).files['rulebook.yaml']).toContain('My label');
  });

  test('the same form sent twice is one revision', async () => {
    const { id } = await draft(tiny('A label'));
    const form = changed(await formOf(id), 0, 'A label', 'Once');
    for (const _ of [1, 2]) expect((await send(id, form)).status).toBe(303);
    expect((await proposalOf(fresh.desk.store, id)).revision).toBe(2);
  });
});

test.each(['vera', 'pavel', 'ada'] as const)('%s may not edit files', async name => {
  const { id } = await draft(tiny('A label'));
  const form = changed(await formOf(id), 0, 'A label', 'Mine');
  expect((await fresh.ask(`/proposals/${id}/text`, { as: name })).status).toBe(403);
  expect((await send(id, form, name)).status).toBe(403);
  expect(await contentIn(id)).toEqual(tiny('A label'));
});
