/** While the database fails, nothing that somebody typed is lost: not even where no screen gets to see it. */

import { parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { type FreshDesk, freshDesk } from './support.ts';
import { hasElements, textsOf } from './typed-texts.ts';

let fresh: FreshDesk;
beforeAll(async () => {
  fresh = await freshDesk();
});

const no = () => Promise.reject(new Error('D1_ERROR: no such luck'));
const statement = { bind: () => statement, all: no, run: no, first: no, raw: no };
const failing = { prepare: () => statement, batch: no } as unknown as D1Database;

const TYPED = {
  title: 'A title with <b>marks</b> & "quotes"',
  reason: '\nTwo lines,\n<script>alert(1)</script> and an end',
  id: 'not-saved-1',
};

test('it is in the page that says so, as text, ready to be sent again', async () => {
  const response = await fresh.ask('/proposals/new', { as: 'edda', form: TYPED, vars: { DB: failing } });
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
  const page = parse(await response.text());
  expect(textsOf(page)).toMatchObject(TYPED);
  expect(hasElements(page, 'b')).toBe(false);
  expect(page.childNodes.length).toBeGreaterThan(0);
  const again = await fresh.ask('/proposals/new', { as: 'edda', form: textsOf(page) });
  expect(again.status).toBe(303);
});

test('the same where a session has ended meanwhile', async () => {
  const ended = await fresh.ask('/proposals/new', { form: TYPED });
  expect(ended.status).toBe(403);
  expect(textsOf(parse(await ended.text()))).toMatchObject(TYPED);
});
