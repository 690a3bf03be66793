/** Rules in the Desk: read as sentences, and changed by a form that writes the same text as ops do. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Proposal } from '../../src/desk/proposals/proposal.ts';
import { proposalOf } from '../../src/desk/proposals/store.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { BUILT_IN, loadContent, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { editedByFields } from '../../src/desk/rules/edit.ts';
import { changesOf, shownRule } from '../../src/desk/rules/form.ts';
import { readContent } from '../../src/desk/store/contents.ts';
import { entryValue } from '../../src/rulebook/edit.ts';
import { entriesOf } from '../../src/rulebook/edit-files.ts';
import { attribute, elementsIn, fieldsOf, textOf } from './notice-pages.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';
import { tiny } from './tiny.ts';

let fresh: FreshDesk;

beforeAll(async () => {
  fresh = await freshDesk();
});

const RULES = entriesOf(BUILT_IN, 'rules').map(({ name }) => name);

async function draft(content: RulebookContent = BUILT_IN, by: Name = 'edda'): Promise<Proposal> {
  return await createProposal(fresh.desk, fresh.as(by), { id: crypto.randomUUID(), title: 'A change', reason: 'The law.', content });
}

async function contentIn(id: string): Promise<RulebookContent> {
  return await readContent<RulebookContent>(fresh.desk.store, (await proposalOf(fresh.desk.store, id)).content);
}

type Fields = Record<string, string[]>;

async function formOf(path: string, as: Name = 'edda'): Promise<Fields> {
  const response = await fresh.ask(path, { as });
  expect(response.status).toBe(200);
  return fieldsOf(await response.text(), `/-/desk${path}`);
}

const ruleFrom = (content: RulebookContent, rule: string) => entryValue(content, ['rules', rule]) as Record<string, unknown>;

/** The words of a page's main part. */
function wordsIn(html: string): string {
  const main = elementsIn(html).find(({ tagName }) => tagName === 'main')!;
  return textOf(main).replace(/\s+/g, ' ');
}

describe('the form of a rule', () => {
  test('sent back as it came changes no byte of any file, for every rule of the starter', async () => {
    const { id } = await draft();
    for (const rule of RULES) {
      const path = `/proposals/${id}/rules/${rule}`;
      const answer = await fresh.ask(path, { as: 'edda', form: await formOf(path) });
      expect([rule, answer.headers.get('location')]).toEqual([rule, `/-/desk${path}?done=unchanged`]);
    }
    expect(await contentIn(id)).toEqual(BUILT_IN);
    expect((await proposalOf(fresh.desk.store, id)).revision).toBe(1);
  });

  test('changes nothing but the member whose field was typed into, for every field of every rule', () => {
    const changed = new Map<string, number>();
    for (const rule of RULES) {
      const before = ruleFrom(BUILT_IN, rule);
      const shown = shownRule(before, 'en');
      for (const [name, text] of shown) {
        const value = anotherValue(name, text, before);
        const kind = name.replace(/\d+/, 'n');
        const times = changed.get(kind) ?? 0;
        if (value === undefined || times >= 4) continue;
        const typed = new Map(shown).set(name, value);
        const changes = changesOf(before, typed, 'en');
        expect([rule, name, changes.length]).toEqual([rule, name, name === 'where' && text.startsWith('region:') ? 2 : 1]);
        const edited = editedByFields(BUILT_IN, rule, typed, { main: 'en', together: false });
        // What others repeat cannot be changed in this rule alone, and says so.
        if (!('content' in edited)) {
          expect([rule, name, value, edited.problem]).toEqual([rule, name, value, expect.stringMatching(/repeat/)]);
          continue;
        }
        // What was taken away is gone already, and the places in a list behind it are others.
        const set = changes.filter(change => change.value !== undefined);
        const rest = (rule: unknown, gone: typeof changes) => pruned(gone.reduce((left, { path }) => without(left, path), rule));
        expect([rule, name, rest(ruleFrom(edited.content, rule), set)]).toEqual([rule, name, rest(before, changes)]);
        expect(ruleFrom(edited.content, rule)).not.toEqual(before);
        for (const other of RULES.filter(one => one !== rule)) expect(ruleFrom(edited.content, other)).toEqual(ruleFrom(BUILT_IN, other));
        changed.set(kind, times + 1);
      }
    }
    expect([...changed.keys()].sort()).toEqual(
      expect.arrayContaining(['basis.law', 'do.n.slot', 'shadow', 'when.articles', 'when.from.time', 'where']),
    );
  });

  test('writes what the same rule written by hand says', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules`;
    const form = await formOf(path);
    const typed: Fields = {
      ...{ ...form, id: ['new-rule'], after: ['label'], 'rule.shadow': ['on'], 'rule.where': ['places'] },
      ...{
        'rule.when.places': ['UA-43\r\nEEA'],
        'rule.when.tags': ['campaign\r\nvote: “2027” # no comment'],
        'rule.when.paths': ['/live/*'],
      },
      ...{ 'rule.when.from.date': ['2027-04-10'], 'rule.when.from.time': ['00:00'], 'rule.when.from.zone': ['reader'] },
      ...{ 'rule.when.until.date': ['2027-04-11'], 'rule.when.until.time': ['20:00'], 'rule.when.until.zone': ['Europe/Paris'] },
      ...{ 'rule.when.daily.from': ['06:00'], 'rule.when.daily.to': ['23:00'], 'rule.when.surfaces': ['html', 'feed'] },
      ...{ 'rule.do.n1.slot': ['page-end'], 'rule.do.n1.first': ['on'], 'rule.tor': ['apply'] },
      ...{ 'rule.basis.kind': ['mandate'], 'rule.basis.law': ['Law: article 1'], 'rule.basis.review': ['2027-05-01'] },
      ...{ 'rule.basis.private': ['One line.\r\n\r\n- and another'] },
    };
    const answer = await fresh.ask(path, { as: 'edda', form: typed });
    expect(answer.headers.get('location')).toBe(`/-/desk${path}/new-rule?done=saved`);
    const byHand = `${tiny('A label').files['rulebook.yaml']}
  - id: new-rule
    shadow: true
    when:
      places: [UA-43, EEA]
      tags: [campaign, "vote: “2027” # no comment"]
      paths: [/live/*]
      surfaces: [html, feed]
      from: "2027-04-10T00:00 reader"
      until: "2027-04-11T20:00 Europe/Paris"
      daily: { from: "06:00", to: "23:00", zone: Europe/Prague }
    tor: apply
    do: [{ show: label, slot: page-end, first: exclusive }]
    basis:
      kind: mandate
      law: "Law: article 1"
      review: 2027-05-01
      private: |
        One line.

        - and another
`.replace('\n\n  - id: new-rule', '\n  - id: new-rule');
    const expected = loadContent({ first: 'rulebook.yaml', files: { 'rulebook.yaml': byHand } });
    expect(expected.problems).toEqual([]);
    expect(loadContent(await contentIn(id)).rulebook).toEqual(expected.rulebook);
  });

  test('adds an action without saving, then saves it with everything that was typed', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules/label`;
    const form = await formOf(path);
    const more = await fresh.ask(path, { as: 'edda', form: { ...form, 'rule.when.tags': ['kept'], add: 'on', 'add-kind': 'withhold' } });
    expect(more.status).toBe(200);
    expect(await contentIn(id)).toEqual(tiny('A label'));
    const next = fieldsOf(await more.text(), `/-/desk${path}`);
    expect(next['rule.when.tags']).toEqual(['kept']);
    const saved = await fresh.ask(path, {
      as: 'edda',
      form: { ...next, 'rule.do.n1.withhold.reason.en': ['A court says so.'], 'rule.do.0.gone': ['on'] },
    });
    expect(saved.status).toBe(303);
    const rule = ruleFrom(await contentIn(id), 'label');
    expect(rule.do).toEqual([{ withhold: { reason: { en: 'A court says so.' } } }]);
    expect(rule.when).toEqual({ places: ['KZ'], article: 'an-article-that-is-nowhere', tags: 'kept' });
  });

  test('is shown again as typed where a field is wrong, with that field marked and nothing saved', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules/label`;
    const wrong: Fields = {
      ...(await formOf(path)),
      ...{ 'rule.when.places': ['KZ\r\nNowhere Land'], 'rule.basis.owner': ['somebody else'], 'rule.when.until.date': ['2027-01-01'] },
    };
    const answer = await fresh.ask(path, { as: 'edda', form: wrong });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    const invalid = elementsIn(html).filter(element => attribute(element, 'aria-invalid') === 'true');
    expect(invalid.map(element => attribute(element, 'name')).sort()).toEqual(['rule.when.places', 'rule.when.until.date']);
    const again = fieldsOf(html, `/-/desk${path}`);
    for (const [name, value] of Object.entries(wrong)) expect([name, again[name]]).toEqual([name, value]);
    expect(await contentIn(id)).toEqual(tiny('A label'));
  });

  test('holds whatever is typed as text, in every field', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules/label`;
    const form = await formOf(path);
    const typed = Object.keys(form).filter(name => /^rule\.(when|basis|do)/.test(name) && !/zone|kind|surfaces/.test(name));
    const usual = await tagsIn(await (await fresh.ask(path, { as: 'edda' })).text());
    for (const payload of PAYLOADS) {
      const answer = await fresh.ask(path, { as: 'edda', form: { ...form, ...Object.fromEntries(typed.map(name => [name, payload])) } });
      const html = await answer.text();
      expect([payload, answer.status]).toEqual([payload, 422]);
      for (const tag of tagsIn(html))
        expect(usual.concat('bdi', 'code', 'option', 'ul', 'ol', 'li', 'strong', 'svg', 'path')).toContain(tag);
      for (const element of elementsIn(html)) {
        for (const { name, value } of element.attrs) {
          expect(name).not.toMatch(/^on|^style$|^srcdoc$/);
          if (/^(href|src|action)$/.test(name)) expect(value).not.toMatch(/^\s*(javascript|data|vbscript):/i);
        }
      }
      const again = fieldsOf(html, `/-/desk${path}`);
      for (const name of ['rule.basis.law', 'rule.basis.private', 'rule.when.tags']) expect(again[name]).toEqual([payload]);
    }
  });

  test('keeps what can be kept of such a text to the letter, in the file and back in the form', async () => {
    for (const payload of PAYLOADS) {
      const { id } = await draft(tiny('A label'));
      const path = `/proposals/${id}/rules/label`;
      const saved = await fresh.ask(path, { as: 'edda', form: { ...(await formOf(path)), 'rule.basis.private': [payload] } });
      expect(saved.status).toBe(303);
      const rule = ruleFrom(await contentIn(id), 'label');
      expect(rule.basis).toMatchObject({ private: payload });
      expect((await formOf(path))['rule.basis.private']).toEqual([payload]);
    }
  });
});

const PAYLOADS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</textarea><svg onload=alert(1)>',
  '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
  'javascript:alert(1)',
  '<style>*{display:none}</style>',
  '&lt;b&gt; &amp;amp; &#x3c;script&#x3e;',
  '\u202Etxet desrever\u202C',
  `<![CDATA[x]]> <!-- y --> {{ z }} \${w}`,
  '%3Cscript%3E: - [a, b] #c *d &e !!js/function',
];

function tagsIn(html: string): string[] {
  const main = elementsIn(html).find(({ tagName }) => tagName === 'main')!;
  const inside = (node: typeof main): string[] =>
    node.childNodes.flatMap(child => ('tagName' in child ? [child.tagName, ...inside(child as typeof main)] : []));
  return [...new Set(inside(main))];
}

/** Something else for a field; `undefined` for those that mean nothing by themselves. */
function anotherValue(name: string, text: string, rule: unknown): string | undefined {
  if (/^actions$|new-|zone$|\.show$|notice$|put$/.test(name)) return undefined;
  if (name === 'where') return text === 'group:EEA' ? 'group:SCHENGEN' : 'group:EEA';
  if (name === 'when.places') return text === '' ? undefined : `${text}\nSG`;
  if (name === 'shadow' || /first$|until-shown$/.test(name)) return text === 'on' ? '' : 'on';
  if (/gone$/.test(name)) return (rule as { do: unknown[] }).do.length > 1 ? 'on' : undefined;
  if (/\.date$/.test(name)) return text === '' ? undefined : text.replace(/^20/, '21');
  if (/\.time$/.test(name)) return text === '' ? undefined : '01:30';
  if (/^when\.daily/.test(name)) return text === '' ? undefined : '05:30';
  if (name === 'if-impossible') return 'withhold';
  if (name === 'basis.kind') return text === 'voluntary' ? 'contract' : 'voluntary';
  if (/^(unknown|tor|partial|network|area|border)$/.test(name)) return text === 'apply' ? 'skip' : 'apply';
  if (/since|until|review/.test(name)) return text === '' ? undefined : '2031-05-06';
  if (name === 'when.surfaces') return 'html';
  if (name === 'when.languages') return 'fr';
  if (name === 'when.paths') return '/another';
  if (name === 'when.sites') return 'another.example';
  if (name === 'when.content-types') return 'application/pdf';
  if (/demanded-by$/.test(name)) return 'https://court.example/another';
  if (/order$/.test(name)) return '7';
  if (/slot$/.test(name)) return text === 'page-end' ? 'page-top' : 'page-end';
  if (/remove$/.test(name)) return '.another';
  return 'another text';
}

/** A value without one member. */
function without(value: unknown, [step, ...rest]: readonly (string | number)[]): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return rest.length === 0 ? value.toSpliced(Number(step), 1) : value.with(Number(step), without(value[Number(step)], rest));
  }
  const { [step]: member, ...others } = value as Record<string | number, unknown>;
  return rest.length === 0 ? others : { ...others, [step]: without(member, rest) };
}

/** A value without mappings in which nothing is left. */
function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).map(([name, member]) => [name, pruned(member)] as const);
  return Object.fromEntries(kept.filter(([, member]) => !isEmpty(member)));
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0);

describe('somebody else saved before', () => {
  test('both texts are shown, what only one has changed is kept, and saving again is a decision', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules/label`;
    const form = await formOf(path);
    const first = await fresh.ask(path, { as: 'edgar', form: { ...form, 'rule.when.tags': ['theirs'], 'rule.basis.law': ['Their law'] } });
    expect(first.status).toBe(303);
    const late = await fresh.ask(path, { as: 'edda', form: { ...form, 'rule.when.sections': ['mine'], 'rule.basis.law': ['My law'] } });
    expect(late.status).toBe(412);
    const html = await late.text();
    expect(wordsIn(html)).toContain('Their law');
    const next = fieldsOf(html, `/-/desk${path}`);
    expect([next.revision, next['rule.when.tags'], next['rule.when.sections'], next['rule.basis.law']]).toEqual([
      ['2'],
      ['theirs'],
      ['mine'],
      ['My law'],
    ]);
    expect(ruleFrom(await contentIn(id), 'label').basis).toMatchObject({ law: 'Their law' });
    expect((await fresh.ask(path, { as: 'edda', form: next })).status).toBe(303);
    expect(ruleFrom(await contentIn(id), 'label')).toMatchObject({ when: { tags: 'theirs', sections: 'mine' }, basis: { law: 'My law' } });
  });

  test('the same form sent twice is one revision, and a new rule is added once', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules/label`;
    const form = { ...(await formOf(path)), 'rule.when.tags': ['once'] };
    for (const _ of [1, 2]) expect((await fresh.ask(path, { as: 'edda', form })).status).toBe(303);
    expect((await proposalOf(fresh.desk.store, id)).revision).toBe(2);
    const added = { ...(await formOf(`/proposals/${id}/rules`)), id: ['another'], 'rule.when.tags': ['x'] };
    for (const _ of [1, 2]) expect((await fresh.ask(`/proposals/${id}/rules`, { as: 'edda', form: added })).status).toBe(303);
    expect((await proposalOf(fresh.desk.store, id)).revision).toBe(3);
  });

  test('a proposal that can no longer be edited gives back what was typed', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules/label`;
    const form = { ...(await formOf(path)), 'rule.basis.law': ['A long text that took an hour'] };
    const withdrawn = await fresh.ask(`/proposals/${id}/withdraw`, { as: 'edda', form: { revision: '1' } });
    expect(withdrawn.status).toBe(303);
    const answer = await fresh.ask(path, { as: 'edda', form });
    expect(answer.status).toBe(409);
    expect(fieldsOf(await answer.text(), `/-/desk${path}`)['rule.basis.law']).toEqual(['A long text that took an hour']);
  });
});

describe('who may', () => {
  test.each(['vera', 'pavel', 'ada'] as const)('%s reads rules and changes none', async name => {
    const { id } = await draft(tiny('A label'));
    const form = await formOf(`/proposals/${id}/rules/label`);
    expect((await fresh.ask('/rules', { as: name })).status).toBe(200);
    expect((await fresh.ask('/rules/undesirable-russia', { as: name })).status).toBe(200);
    for (const path of [`/proposals/${id}/rules/label`, `/proposals/${id}/rules`, `/proposals/${id}/rules/label/remove`]) {
      expect([path, (await fresh.ask(path, { as: name })).status]).toEqual([path, 403]);
      const sent = await fresh.ask(path, { as: name, form: { ...form, id: 'x', 'rule.when.tags': ['changed'] } });
      expect([path, sent.status]).toEqual([path, 403]);
    }
    expect(
      (await fresh.ask('/rules/undesirable-russia', { as: name, form: { id: crypto.randomUUID(), title: 'x', reason: 'y' } })).status,
    ).toBe(403);
    expect(await contentIn(id)).toEqual(tiny('A label'));
  });

  test('ops may, and editors may', async () => {
    for (const name of ['oona', 'edgar'] as const) {
      const { id } = await draft(tiny('A label'));
      const path = `/proposals/${id}/rules/label`;
      const form = await formOf(path, name);
      expect((await fresh.ask(path, { as: name, form: { ...form, 'rule.when.tags': ['changed'] } })).status).toBe(303);
    }
  });
});

describe('as text, and taken out', () => {
  test('the rule’s own YAML replaces it, and its name stays', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules/label`;
    const send = (text: string, revision: string) => fresh.ask(path, { as: 'edda', form: { 'written-as': 'text', revision, text } });
    const text = 'id: label\nwhen: { places: [SG] } # here\ndo:\n  - show: label\nbasis: { kind: mandate }';
    expect((await send(text.replace('id: label', 'id: other'), '1')).status).toBe(422);
    const broken = await send(`${text}\nwhat: is this`, '1');
    expect([broken.status, wordsIn(await broken.text())]).toEqual([422, expect.stringContaining('what: is this')]);
    expect((await send(text, '1')).status).toBe(303);
    expect(ruleFrom(await contentIn(id), 'label')).toMatchObject({ when: { places: ['SG'] } });
    expect((await contentIn(id)).files['rulebook.yaml']).toContain('# here');
  });

  test('a rule goes after a question that names the tests which expect it', async () => {
    const { id } = await draft();
    const path = `/proposals/${id}/rules/trial-report-gb/remove`;
    const page = await (await fresh.ask(path, { as: 'edda' })).text();
    expect(wordsIn(page)).toContain('the trial report is withheld in England');
    expect(entriesOf(await contentIn(id), 'rules').length).toBe(RULES.length);
    expect((await fresh.ask(path, { as: 'edda', form: fieldsOf(page, `/-/desk${path}`) })).status).toBe(303);
    expect(entriesOf(await contentIn(id), 'rules').map(({ name }) => name)).toEqual(RULES.filter(name => name !== 'trial-report-gb'));
  });
});

describe('the pages of rules', () => {
  test('every rule is there as a sentence, those on trial and those that have ended are marked', async () => {
    const words = wordsIn(await (await fresh.ask('/rules', { as: 'vera' })).text());
    for (const rule of RULES) expect(words).toContain(rule);
    expect(words).toMatch(/undesirable-kazakhstan On trial/);
    expect(words).toMatch(/results-canada Ended Its ground has ended/);
  });

  test('a search finds rules by what is told of them, and by nothing else', async () => {
    const html = await (await fresh.ask('/rules?q=singapore+falsehoods', { as: 'vera' })).text();
    const links = elementsIn(html).flatMap(element => attribute(element, 'href') ?? []);
    expect(links.filter(href => href.startsWith('/-/desk/rules/'))).toEqual([
      '/-/desk/rules/correction-sg-article',
      '/-/desk/rules/correction-sg-front-page',
    ]);
  });

  test('a rule has its ground, its text, its tests; and a draft begins from it', async () => {
    const html = await (await fresh.ask('/rules/trial-report-gb', { as: 'edda' })).text();
    const words = wordsIn(html);
    for (const part of [
      'Contempt of Court Act 1981',
      'demanded-by: https://crown-court.example',
      'Passes it is open in Scotland The rule does not fire.',
    ]) {
      expect(words).toContain(part);
    }
    const form = { ...fieldsOf(html, '/-/desk/rules/trial-report-gb'), reason: ['The order was lifted.'] };
    const begun = await fresh.ask('/rules/trial-report-gb', { as: 'edda', form });
    const location = begun.headers.get('location') ?? '';
    expect(location).toMatch(/^\/-\/desk\/proposals\/[\w-]+\/rules\/trial-report-gb\?done=created$/);
    expect((await fresh.ask('/rules/trial-report-gb', { as: 'edda', form })).headers.get('location')).toBe(location);
  });

  test('a proposal whose files have errors still leads to the forms of its rules', async () => {
    const broken = {
      first: 'rulebook.yaml',
      files: { 'rulebook.yaml': tiny('A label').files['rulebook.yaml']!.replace('show: label', 'show: lable') },
    };
    const { id } = await draft(broken);
    const list = await fresh.ask(`/rules?of=proposal:${id}`, { as: 'edda' });
    expect([list.status, wordsIn(await list.text())]).toEqual([200, expect.stringContaining('lable')]);
    const path = `/proposals/${id}/rules/label`;
    const answer = await fresh.ask(path, { as: 'edda', form: { ...(await formOf(path)), 'rule.do.0.show': ['label'] } });
    expect(answer.status).toBe(303);
    expect(loadContent(await contentIn(id)).problems).toEqual([]);
  });

  test('what is typed is told in words before it is saved', async () => {
    const { id } = await draft(tiny('A label'));
    const path = `/proposals/${id}/rules/label`;
    const form = { ...(await formOf(path)), 'rule.when.places': ['SG'] };
    const told = await fresh.ask(`${path}/preview`, { as: 'edda', form, headers: { 'hx-request': 'true' } });
    expect([told.status, await told.text()]).toEqual([200, expect.stringContaining('Singapore')]);
    expect(await contentIn(id)).toEqual(tiny('A label'));
  });
});
