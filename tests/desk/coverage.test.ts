/** Who sees what, inside the Desk. */

import { beforeAll, expect, test } from 'vitest';
import { outcomeOf } from '../../src/analysis/coverage-outcome.ts';
import { outcomeWords } from '../../src/analysis/outcome-words.ts';
import { decide } from '../../src/core/decide.ts';
import { placeFromCode } from '../../src/core/place.ts';
import { coverageView } from '../../src/desk/coverage/view.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { BUILT_IN } from '../../src/desk/rulebook/content.ts';
import { subjectFrom } from '../../src/desk/rulebook/subject.ts';
import { type FreshDesk, freshDesk } from './support.ts';

let fresh: FreshDesk;

beforeAll(async () => {
  fresh = await freshDesk();
});

const AT = '2026-11-20T12:00';

test('the page has the world and the table, each square with a letter leads to a preview, and nothing is styled in the markup', async () => {
  const response = await fresh.ask(`/who?at=${AT}`, { as: 'vera' });
  const html = await response.text();
  expect(response.status).toBe(200);
  expect(html).toContain('20 Nov 2026, 12:00 UTC');
  expect(html).not.toMatch(/<style|\sstyle=/);
  const links = [...html.matchAll(/href="\/-\/desk(\/preview\?[^"]+)"/g)].map(([, path]) => path!.replaceAll('&amp;', '&'));
  expect(links.length).toBeGreaterThan(30);
  const belarus = links.find(path => new URLSearchParams(path.split('?')[1]).get('place') === 'BY');
  expect(belarus).toContain('at=2026-11-20T12%3A00');
  const preview = await fresh.ask(belarus!, { as: 'vera' });
  expect(preview.status).toBe(200);
  expect(await preview.text()).toContain('Readers in Belarus');
});

test('every square says what is decided', async () => {
  const { edition } = await subjectFrom(fresh.desk, 'live');
  const now = Date.parse(`${AT}Z`);
  const { page } = coverageView(edition, now)!;
  const map = page.maps.find(({ article }) => article.startsWith('every'))!;
  let told = 0;
  for (const { code, mark } of map.tiles) {
    const facts = { path: map.path, surface: 'html', tags: [], sections: [], authors: [] } as const;
    const outcome = outcomeOf(edition, decide(edition, placeFromCode(code)!, facts, [], now));
    expect(mark === undefined).toBe(outcomeWords(edition, outcome) === 'gets the page as it is');
    if (mark !== undefined) told += 1;
  }
  expect(told).toBeGreaterThan(5);
});

test('a proposal is looked at as it stands', async () => {
  const { first, files } = BUILT_IN;
  const content = { first, files: { ...files, [first]: files[first]!.replaceAll('If you are in Belarus', 'Readers in Belarus, beware') } };
  const { id } = await createProposal(fresh.desk, fresh.as('edda'), {
    id: crypto.randomUUID(),
    title: 'Reword',
    reason: 'A reason.',
    content,
  });
  const html = await (await fresh.ask(`/who?of=proposal:${id}&at=${AT}`, { as: 'vera' })).text();
  expect(html).toContain('Readers in Belarus, beware');
  expect(await (await fresh.ask(`/who?at=${AT}`, { as: 'vera' })).text()).not.toContain('Readers in Belarus, beware');
});

test('what cannot be looked at is said', async () => {
  const { edition } = await subjectFrom(fresh.desk, 'live');
  const all = coverageView(edition, Date.now())!;
  expect(all.limits).toEqual([]);
  expect(coverageView(edition, Date.now(), 10)).toBeUndefined();
  const part = coverageView(edition, Date.now(), 3000)!;
  expect(part.limits.join()).toContain('not looked at here');
  expect(part.page.lines.length).toBeLessThan(all.page.lines.length);
});

test('a moment that is none is said beside the form, with what was typed', async () => {
  const response = await fresh.ask('/who?at=soon%22%3E', { as: 'vera' });
  const html = await response.text();
  expect(response.status).toBe(422);
  expect(html).toContain('That is not a date and a time.');
  expect(html).toContain('soon&quot;&gt;');
});
