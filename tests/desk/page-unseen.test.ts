/** Law 7: what cannot be seen, or would turn the direction of what follows, is on no page as it stands. */

import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { beforeAll, expect, test } from 'vitest';
import { approveProposal, submitProposal } from '../../src/desk/proposals/judge.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { BUILT_IN } from '../../src/desk/rulebook/content.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';

const UNSEEN = /[\u202A-\u202E\u2066-\u2069\u200B\u200E\u200F\uFEFF\u00AD\u{E0000}-\u{E007F}]/u;
const SIGN = 'U+202E';

let fresh: FreshDesk;
let [proposal, edition, moment] = ['', '', ''];

beforeAll(async () => {
  fresh = await freshDesk();
  const { desk, as, env } = fresh;
  // As somebody may have been let in before names were looked at.
  await env.DB.batch(
    Object.values(fresh.people).map(({ id, name }) =>
      env.DB.prepare('UPDATE people SET name = ? WHERE id = ?').bind(`${name}\u202Eoj`, id),
    ),
  );
  const { id, revision, base } = await draft('Out\u202Egnp', ' ');
  proposal = (await draft('Again\u202Egnp', '  ')).id;
  await submitProposal(desk, as('edda'), id, revision);
  await approveProposal(desk, as('pavel'), id, { revision, base, confirmed: true, comment: 'Re\u202Ead.', minor: [] });
  const { hash, publishedAt } = await publishProposal(desk, as('oona'), id, { revision });
  [edition, moment] = [hash, new Date(publishedAt).toISOString().slice(0, 23)];
});

async function draft(title: string, more: string) {
  const { first, files } = BUILT_IN;
  const content = { first, files: { ...files, [first]: `${files[first]}\n#${more}\n`, 'maps/x\u202Enosj.geojson': '{}' } };
  return await createProposal(fresh.desk, fresh.as('edda'), { id: crypto.randomUUID(), title, reason: 'A re\u202Eason.', content });
}

/** Each with somebody who may see it. */
const PATHS: readonly (readonly [path: string, as: Name | undefined])[] = [
  ['/', 'edda'],
  ['/sign-in', undefined],
  ['/me', 'vera'],
  ['/people', 'ada'],
  ['/people/pavel', 'ada'],
  ['/audit', 'ada'],
  ['/proposals', 'edda'],
  ['/proposals/PROPOSAL', 'edda'],
  ['/proposals/PROPOSAL/text', 'edda'],
  ['/editions', 'vera'],
  ['/editions/EDITION', 'vera'],
  ['/editions/EDITION/roll-back', 'oona'],
  ['/editions/compare?from=EDITION&to=EDITION', 'vera'],
  ['/proposals/PROPOSAL/notices', 'edda'],
  ['/proposals/PROPOSAL/rules', 'edda'],
  ['/rules', 'vera'],
  ['/rules?of=proposal:PROPOSAL', 'vera'],
  ['/notices', 'vera'],
  ['/notices?of=proposal:PROPOSAL', 'vera'],
  ['/who', 'vera'],
  ['/who?of=proposal:PROPOSAL', 'vera'],
  ['/preview', 'vera'],
  ['/preview?of=proposal:PROPOSAL', 'vera'],
  ['/evidence?at=MOMENT&zone=UTC&place=SG&path=%2F2026%2F11%2Fgrain-port-record&languages=en', 'pavel'],
];

test.each(PATHS)('%s names it instead', async (path, as) => {
  const address = path.replace('PROPOSAL', proposal).replaceAll('EDITION', edition).replace('MOMENT', moment);
  const response = await fresh.ask(address, as === undefined ? {} : { as });
  const html = await response.text();
  expect([response.status, UNSEEN.exec(shownOf(parse(html)).join('\n'))]).toEqual([200, null]);
  expect(html).toContain(SIGN);
});

/** Every text and every attribute but what somebody edits there, which has to go back as it was. */
function shownOf(node: DefaultTreeAdapterTypes.Node): string[] {
  if ('value' in node && node.nodeName === '#text') return [node.value];
  if (!('childNodes' in node)) return [];
  if (!('tagName' in node)) return node.childNodes.flatMap(shownOf);
  const attributes = node.attrs.filter(({ name }) => node.tagName !== 'input' || name !== 'value').map(({ value }) => value);
  return [...attributes, ...(node.tagName === 'textarea' ? [] : node.childNodes.flatMap(shownOf))];
}
