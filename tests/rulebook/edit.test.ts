import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { stringify } from 'yaml';
import { readDocument } from '../../src/rulebook/document.ts';
import {
  addNotice,
  addRule,
  type Edited,
  type EntryPath,
  entryText,
  entryValue,
  isRefused,
  type RulebookText,
  removeEntry,
  setEntryText,
  setFields,
  setNoticeText,
  sharedOf,
  whereIs,
} from '../../src/rulebook/edit.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { arbitraryRulebook } from './arbitrary-rulebook.ts';

const templates = join(import.meta.dirname, '../../templates');
const names = ['rulebook.yaml', 'rulebook/orders.yaml', 'rulebook/elections.yaml', 'rulebook/rights-and-privacy.yaml'];
const starter: RulebookText = {
  first: 'rulebook.yaml',
  files: Object.fromEntries(names.map(name => [name, readFileSync(join(templates, name), 'utf8')])),
};

const of = (text: string, first = 'rulebook.yaml'): RulebookText => ({ first, files: { [first]: text } });
const textOf = (content: RulebookText): string => content.files[content.first]!;

// biome-ignore lint/suspicious/noExplicitAny: a document of any form.
type Written = any;

/** What a file holds; the test fails where it cannot be read. */
function valueIn(content: RulebookText, file = content.first): Written {
  const { document, problems } = readDocument(content.files[file]!, file);
  expect(problems).toEqual([]);
  return structuredClone(JSON.parse(JSON.stringify(document!.value)));
}

function done(edited: Edited): RulebookText {
  if (isRefused(edited)) throw new TypeError(edited.problem);
  return edited;
}

/** What stands before and after the lines that are not the same. */
function changedLines(before: string, after: string): { from: number; until: number } {
  const [was, is] = [before.split('\n'), after.split('\n')];
  let from = 0;
  while (from < was.length && was[from] === is[from]) from += 1;
  let same = 0;
  while (same < Math.min(was.length, is.length) - from && was.at(-1 - same) === is.at(-1 - same)) same += 1;
  return { from, until: was.length - same };
}

/** The lines of an entry in its file, from the one of its name to the one before the next entry's, counted from 0. */
function linesOf(content: RulebookText, entry: EntryPath): { from: number; until: number } {
  const { file, line } = whereIs(content, entry)!;
  const lines = content.files[file]!.split('\n');
  const indent = /^ */.exec(lines[line - 1]!)![0].length;
  const next = lines.findIndex(
    (text, index) => index >= line && text.trim() !== '' && !text.trim().startsWith('#') && /^ */.exec(text)![0].length <= indent,
  );
  return { from: line - 1, until: next < 0 ? lines.length : next };
}

const AWKWARD = [
  ...[
    '',
    ' ',
    '\n',
    ' lead',
    'trail ',
    'a: b',
    '# no comment',
    'a # b',
    '---',
    '...',
    '- a',
    '? a',
    '\ttab',
    "it's",
    '"quoted"',
    '%TAG',
    '&a',
    '*a',
  ],
  ...[
    '!!js x',
    '| a',
    '> a',
    '{a}',
    '[a]',
    '@a',
    '`a',
    'null',
    '~',
    'true',
    '1',
    '0x1F',
    '1e3',
    '.inf',
    '2026-03-01',
    '<<',
    '=',
    'a\nb',
    'a\nb\n',
    'a\n\n\n',
  ],
  ...[
    ' a\nb',
    '\n a',
    '\n\n  a\n b\n',
    'a \nb\t\n',
    '---\na',
    '...\n',
    '# a\n# b',
    'a\n---\nb',
    '\u202Eevil',
    'a\u2066b\u2069\nc',
    '\0',
    'a\u0007b',
    '\u0085',
    '\u2028a',
  ],
  ...[
    '\uFEFFa',
    '\uD800',
    'a\rb',
    '😀'.repeat(60),
    'long '.repeat(500),
    'x'.repeat(5000),
    'word '.repeat(30).trim(),
    `${'a  b '.repeat(40)}\n `,
    '\\',
    'a\\nb',
    "'",
    '"',
    ':',
    '#',
    '-',
    '?',
  ],
];
const typed = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.array(fc.constantFrom(...AWKWARD, '\n', '\r\n', ' ', 'word'), { maxLength: 5 }).map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const lf = (text: string) => text.replaceAll('\r\n', '\n');

/** Forms in which a rulebook may be written: by hand, flat, as JSON, with the line ends of another system. */
const written = fc
  .tuple(arbitraryRulebook, fc.constantFrom('block', 'unindented', 'flow', 'json', 'pretty', 'crlf', 'bom'))
  .map(([rulebook, form]) => {
    if (form === 'json') return of(JSON.stringify(rulebook), 'rulebook.json');
    if (form === 'pretty') return of(JSON.stringify(rulebook, null, 2));
    if (form === 'flow') return of(stringify(rulebook, { collectionStyle: 'flow', lineWidth: 80 }));
    const text = stringify(rulebook, { indentSeq: form !== 'unindented', aliasDuplicateObjects: false });
    return of(form === 'crlf' ? text.replaceAll('\n', '\r\n') : form === 'bom' ? `\uFEFF${text}` : text);
  });

describe('the text of a notice', () => {
  test('is what was typed, and nothing else changes', () => {
    fc.assert(
      fc.property(written, typed, typed, fc.constantFrom('en', 'ru', 'zh-Hant', 'no'), (content, heading, body, language) => {
        const before = valueIn(content);
        const [notice] = Object.keys(before.notices);
        const after = done(setNoticeText(content, notice!, language, { heading, body }));
        before.notices[notice!].text[language] = { heading: lf(heading), body: lf(body) };
        expect(readDocument(textOf(after), '').document?.value).toEqual(before);
        expect(setNoticeText(after, notice!, language, { heading, body })).toBe(after);
        expect(textOf(after).isWellFormed()).toBe(true);
        expect(/(?<!\r)\n/.test(textOf(after))).toBe(/(?<!\r)\n/.test(textOf(content)));
        expect(textOf(after).startsWith('\uFEFF')).toBe(textOf(content).startsWith('\uFEFF'));
      }),
      { numRuns: 100 },
    );
  });

  test.each(AWKWARD.map(text => [JSON.stringify(text).slice(0, 40), text]))('%s stays what it is in the starter rulebook', (_, text) => {
    const after = done(setNoticeText(starter, 'correction-sg', 'en', { heading: text, body: text }));
    expect(entryValue(after, ['notices', 'correction-sg'])).toMatchObject({ text: { en: { heading: text, body: text } } });
    const { from, until } = changedLines(starter.files['rulebook/orders.yaml']!, after.files['rulebook/orders.yaml']!);
    const lines = linesOf(starter, ['notices', 'correction-sg']);
    expect(from).toBeGreaterThanOrEqual(lines.from);
    expect(until).toBeLessThanOrEqual(lines.until);
    for (const name of names.filter(file => file !== 'rulebook/orders.yaml')) expect(after.files[name]).toBe(starter.files[name]);
  });

  it('is written as a person would write it', () => {
    const content = of(`notices:
  a: # the first
    kind: safety # because
    text:
      en: # English
        heading: Old # said so
        body: |
          One.

          Two.

  b:
    kind: mandate
`);
    const body = 'Three “quoted”.\n\nFour: # five.\n';
    expect(textOf(done(setNoticeText(content, 'a', 'en', { heading: 'New: here', body })))).toBe(`notices:
  a: # the first
    kind: safety # because
    text:
      en: # English
        heading: "New: here" # said so
        body: |
          Three “quoted”.

          Four: # five.

  b:
    kind: mandate
`);
    expect(textOf(done(setNoticeText(content, 'a', 'ru', { heading: 'Новый', body: 'Раз.\nДва.' })))).toContain(`
          Two.
      ru:
        heading: Новый
        body: |-
          Раз.
          Два.

  b:
`);
    const without = done(setNoticeText(done(setNoticeText(content, 'a', 'ru', { heading: 'x', body: 'y' })), 'a', 'ru', undefined));
    expect(textOf(without)).toBe(textOf(content));
  });

  it('ends its lines as most lines of the file end, and leaves the others', () => {
    const text = 'notices:\r\n  a:\r\n    kind: safety\n    text:\r\n      en:\r\n        heading: x\r\n        body: y\n  b: {}\r\n';
    expect(textOf(done(setNoticeText(of(text), 'a', 'en', { heading: 'x', body: 'y\nz' })))).toBe(
      text.replace('body: y\n', 'body: |-\r\n          y\r\n          z\n'),
    );
  });

  it('shows nobody a text in another direction than it has', () => {
    const after = textOf(done(setNoticeText(starter, 'undesirable-russia', 'en', { heading: 'a\u202Eb', body: 'c\u2067d' })));
    expect(after).toContain('heading: "a\\u202eb"');
    expect(after).toContain('body: "c\\u2067d"');
  });

  it('is refused where there is no such notice', () => {
    expect(setNoticeText(starter, 'nothing', 'en', undefined)).toEqual({ problem: 'there is no notice `nothing`' });
    expect(setNoticeText(starter, 'undesirable-russia', '__proto__', { heading: 'a', body: 'b' })).toHaveProperty('problem');
  });
});

/** Any member of an entry, or a new one, and any value. */
const path = fc.array(
  fc.constantFrom<string | number>('when', 'do', 'text', 'en', 'body', 'basis', 'review', 'new one', 'places', 'shadow', 'kind', 0, 1, 2),
  {
    minLength: 1,
    maxLength: 4,
  },
);
const value = fc.oneof(
  typed,
  fc.constant(undefined),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom({ from: 'a\nb', 'a: b': ['x', { y: 'z' }] }, [], {}),
);
const change = fc.record({ path, value });
const sections = ['notices', 'regions', 'rules'] as const;

const entriesIn = (document: Written): EntryPath[] => [
  ...(['notices', 'regions'] as const).flatMap(section => Object.keys(document[section] ?? {}).map(name => [section, name] as const)),
  ...(document.rules ?? []).map((rule: Written) => ['rules', rule.id] as const),
];

describe('the members of an entry', () => {
  test('are what they are set to, the rest of the rulebook is as it was, and a refusal says why', () => {
    let made = 0;
    fc.assert(
      fc.property(written, fc.array(change, { minLength: 1, maxLength: 4 }), fc.nat(), (content, changes, pick) => {
        const before = valueIn(content);
        const entries = entriesIn(before);
        const entry = entries[pick % entries.length]!;
        const after = setFields(content, entry, changes);
        if (isRefused(after)) {
          expect(after.problem).toMatch(/no entry \d+ in a list|is no place in it/);
          return;
        }
        made += 1;
        const left = valueIn(after);
        if (changes.length === 1 && changes[0]!.value !== undefined) expect(setFields(after, entry, changes)).toBe(after);
        const own =
          entry[0] === 'rules'
            ? left.rules.splice(
                before.rules.findIndex((rule: Written) => rule.id === entry[1]),
                1,
              )[0]
            : left[entry[0]][entry[1]];
        if (entry[0] === 'rules')
          before.rules.splice(
            before.rules.findIndex((rule: Written) => rule.id === entry[1]),
            1,
          );
        else for (const document of [left, before]) delete document[entry[0]][entry[1]];
        expect(left).toEqual(before);
        const last = changes.at(-1)!;
        const found = last.path.reduce(
          (inside: Written, step) => (inside === null || typeof inside !== 'object' ? undefined : inside[step]),
          own,
        );
        if (last.value !== undefined)
          expect(found).toEqual(JSON.parse(JSON.stringify(last.value), (_, text) => (typeof text === 'string' ? lf(text) : text)));
      }),
      { numRuns: 100 },
    );
    expect(made).toBeGreaterThan(30);
  });

  test('of the starter rulebook are changed on their own lines', () => {
    const entries = sections.flatMap(section =>
      names.flatMap(file => entriesIn(valueIn(starter, file)).filter(([own]) => own === section)),
    );
    let made = 0;
    fc.assert(
      fc.property(fc.constantFrom(...entries), change, (entry, { path, value }) => {
        const after = setFields(starter, entry, [{ path, value }]);
        if (isRefused(after) || after === starter) return;
        made += 1;
        const { file } = whereIs(starter, entry)!;
        for (const name of names.filter(other => other !== file)) expect(after.files[name]).toBe(starter.files[name]);
        const changed = changedLines(starter.files[file]!, after.files[file]!);
        const lines = linesOf(starter, entry);
        expect(changed.from).toBeGreaterThanOrEqual(lines.from);
        expect(changed.until).toBeLessThanOrEqual(lines.until);
      }),
      { numRuns: 80 },
    );
    expect(made).toBeGreaterThan(30);
  });

  it('keep the comments and the style around them', () => {
    const after = done(
      setFields(
        starter,
        ['rules', 'undesirable-russia'],
        [
          { path: ['when', 'region'], value: undefined },
          { path: ['when', 'places'], value: ['RU', 'UA-43'] },
          { path: ['partial'], value: 'apply' },
          { path: ['border'], value: 'skip' },
          { path: ['do', 0, 'slot'], value: 'page-top' },
          { path: ['do', 0, 'order'], value: 2 },
          { path: ['basis', 'authority'], value: undefined },
          { path: ['basis', 'review'], value: '2028-02-20' },
          { path: ['shadow'], value: true },
        ],
      ),
    );
    expect(entryText(after, ['rules', 'undesirable-russia'])).toBe(`id: undesirable-russia
shadow: true
when: { places: [RU, UA-43] }
unknown: apply # better a notice too many than a reader who was not warned; these are the defaults for safety
tor: apply
partial: apply # "somewhere in Ukraine" is most likely in Ukraine
network: apply
border: skip
do:
  - show: undesirable-russia
    slot: page-top
    order: 2
  - protect: true
basis:
  kind: safety
  law: >-
    Russia: Federal Law 272-FZ of 28 December 2012, article 3.1 (added by 129-FZ of 23 May 2015);
    Code of Administrative Offences, article 20.33; Criminal Code, article 284.1
  owner: legal@steppe-courier.example
  since: 2024-02-20
  review: 2028-02-20
  public: Our own warning. No authority asks for it.
  private: Reviewed by outside counsel in February 2026; see file 17/26.`);
  });
});

describe('what entries share', () => {
  const france: EntryPath = ['rules', 'election-silence-france'];
  const overseas: EntryPath = ['rules', 'election-silence-france-overseas'];

  it('is told', () => {
    expect(sharedOf(starter, france)).toEqual([
      { name: 'silence', path: ['do', 0, 'withhold'], isWrittenHere: true, others: ['rules election-silence-france-overseas'] },
      {
        name: 'election-france',
        path: ['basis'],
        isWrittenHere: true,
        others: ['rules election-silence-france-overseas', 'rules election-results-france'],
      },
    ]);
    expect(sharedOf(starter, overseas).map(({ isWrittenHere }) => isWrittenHere)).toEqual([false, false]);
    expect(sharedOf(starter, ['rules', 'undesirable-russia'])).toEqual([]);
  });

  it('changes apart where it is repeated', () => {
    const after = done(setFields(starter, overseas, [{ path: ['basis', 'review'], value: '2027-01-01' }]));
    expect(entryValue(after, overseas)).toMatchObject({ basis: { review: '2027-01-01', authority: expect.any(String) } });
    expect(entryValue(after, france)).toEqual(entryValue(starter, france));
    expect(entryText(after, overseas)).toContain('- withhold: *silence');
  });

  it('is not changed where it is written unless for all', () => {
    const changes = [{ path: ['basis', 'review'], value: '2027-01-01' }];
    expect(setFields(starter, france, changes)).toEqual({
      problem:
        '`election-silence-france-overseas`, `election-results-france` repeat what is written in the rule `election-silence-france` (`*election-france`): change it for all of them, or write out in each what is to differ, in the text of `rulebook/elections.yaml`',
    });
    for (const entry of [france, overseas]) {
      const after = done(setFields(starter, entry, changes, { shared: 'together' }));
      for (const one of [france, overseas, ['rules', 'election-results-france'] as const]) {
        expect(entryValue(after, one)).toMatchObject({ basis: { review: '2027-01-01' } });
      }
      expect(after.files['rulebook/elections.yaml']).toBe(
        starter.files['rulebook/elections.yaml']!.replace('review: 2027-03-01', 'review: 2027-01-01'),
      );
    }
  });

  it('keeps its entry from being taken away, which the refusal says', () => {
    expect(removeEntry(starter, france)).toEqual({
      problem: expect.stringContaining(
        'repeat what is written in the rule `election-silence-france` (`*silence`, `*election-france`): write that out there first',
      ),
    });
    expect(removeEntry(starter, overseas)).not.toHaveProperty('problem');
  });
});

describe('the text of an entry', () => {
  const entries = entriesIn({
    ...valueIn(starter),
    notices: Object.assign({}, ...names.map(file => valueIn(starter, file).notices)),
    regions: Object.assign({}, ...names.map(file => valueIn(starter, file).regions)),
    rules: names.flatMap(file => valueIn(starter, file).rules),
  });

  test.each(entries)('%s %s is read and written back', (...entry) => {
    const text = entryText(starter, entry)!;
    expect(text).not.toMatch(/^ |\n$/);
    expect(setEntryText(starter, entry, text)).toBe(starter);
    const marked = `# typed\n${text}\n# the end`;
    const after = done(setEntryText(starter, entry, marked));
    expect(entryText(after, entry)).toBe(marked);
    expect(entryValue(after, entry)).toEqual(entryValue(starter, entry));
    expect(setEntryText(after, entry, marked.replaceAll('\n', '\r\n'))).toBe(after);
    const { file } = whereIs(starter, entry)!;
    const { from, until } = changedLines(starter.files[file]!, after.files[file]!);
    expect(from).toBeGreaterThanOrEqual(linesOf(starter, entry).from);
    expect(until).toBeLessThanOrEqual(linesOf(starter, entry).until);
  });

  test('of any rulebook is read and written back, and takes any other entry’s place', () => {
    fc.assert(
      fc.property(written, fc.nat(), fc.nat(), (content, one, other) => {
        const before = valueIn(content);
        const all = entriesIn(before);
        const [entry, like] = [all[one % all.length]!, all[other % all.length]!];
        expect(setEntryText(content, entry, entryText(content, entry)!)).toBe(content);
        const after = setEntryText(content, entry, entryText(content, like)!);
        if (entry[0] === 'rules' || like[0] === 'rules') return;
        expect(entryValue(done(after), entry)).toEqual(entryValue(content, like));
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['id: x\nwrong: [', /^line 2: /],
    ['just words', /made of names/],
    ['- a', /made of names/],
    ['id: "x', /^line 1: /],
    ['id: x\nid: y', /^line 2: `id` is given twice/],
    ['basis: *nobody', /\*nobody/],
    ['---\nid: x\n---\nid: y', /^line 3: a second document/],
    ['id: x\n\tdo: y', /tab/],
    ['\n\nid: "x', /^line 3: /],
    [' \n', /^the text is empty: /],
  ])('that reads %j is refused, with what is wrong', (text, problem) => {
    expect(setEntryText(starter, ['rules', 'extremist-belarus'], text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it('may be typed as a block where the file has brackets', () => {
    const content = of('{"notices": {"a": {"kind": "safety"}}, "rules": [{"id": "b"}]}', 'rulebook.json');
    expect(textOf(done(setEntryText(content, ['notices', 'a'], 'kind: mandate\ntext:\n  en: { body: x }\n')))).toBe(
      '{"notices": {"a": {"kind": "mandate", "text": {"en": {"body": "x"}}}}, "rules": [{"id": "b"}]}',
    );
  });

  test('never reaches beyond its entry, whatever is typed', () => {
    fc.assert(
      fc.property(fc.constantFrom(...entries), typed, fc.constantFrom('', 'id: x\n', 'kind: safety\n'), (entry, text, head) => {
        const after = setEntryText(starter, entry, head + text);
        if (isRefused(after) || after === starter) return;
        for (const other of entries.filter(one => one !== entry)) expect(entryValue(after, other)).toEqual(entryValue(starter, other));
      }),
      { numRuns: 100 },
    );
  });
});

describe('entries', () => {
  const rule = { id: 'new', when: { places: ['KZ', 'KG'], tags: 'a: b' }, do: [{ show: 'undesirable-russia' }], basis: { kind: 'safety' } };

  test('are added and taken away again, which leaves the text as it was', () => {
    fc.assert(
      fc.property(written, fc.boolean(), (content, isRule) => {
        const after = done(
          isRule
            ? addRule(content, content.first, rule)
            : addNotice(content, content.first, 'new', { kind: 'safety', text: { en: { heading: 'a', body: 'b\n\nc' } } }),
        );
        const before = valueIn(content);
        const left = valueIn(after);
        if (isRule) expect(left).toEqual({ ...before, rules: [...before.rules, rule] });
        else expect(Object.keys(left.notices)).toEqual([...Object.keys(before.notices), 'new']);
        const undone = done(removeEntry(after, isRule ? ['rules', 'new'] : ['notices', 'new']));
        if (isRule && before.rules.length === 0) expect(valueIn(undone)).toEqual(before);
        else expect(textOf(undone)).toBe(textOf(content));
      }),
      { numRuns: 80 },
    );
  });

  test('are taken away without a trace in the others', () => {
    fc.assert(
      fc.property(written, fc.nat(), (content, pick) => {
        const before = valueIn(content);
        const all = entriesIn(before);
        const entry = all[pick % all.length]!;
        const after = valueIn(done(removeEntry(content, entry)));
        if (entry[0] === 'rules') before.rules = before.rules.filter((rule: Written) => rule.id !== entry[1]);
        else delete before[entry[0]][entry[1]];
        expect(after).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  it('stand where they are asked for, as a person would write them', () => {
    const after = done(addRule(starter, 'rulebook.yaml', rule, 'undesirable-russia'));
    expect(after.files['rulebook.yaml']).toBe(
      starter.files['rulebook.yaml']!.replace(
        '\n  - id: extremist-belarus\n',
        `
  - id: new
    when:
      places: [KZ, KG]
      tags: "a: b"
    do:
      - show: undesirable-russia
    basis:
      kind: safety

  - id: extremist-belarus
`,
      ),
    );
    expect(removeEntry(after, ['rules', 'new'])).toEqual(starter);
  });

  it('go with the comment above them', () => {
    const after = done(removeEntry(starter, ['rules', 'blocking-order-in']));
    const [text, was] = [after, starter].map(({ files }) => files['rulebook/orders.yaml']!) as [string, string];
    expect(text).toBe(was.slice(0, was.indexOf('  # India: the order')) + was.slice(was.indexOf('  # Russia: another law')));
  });

  it('start a section where there is none', () => {
    const content = of('standfirst: 1\nsite: { name: A, languages: en }\ntests: []\n');
    const after = done(
      addNotice(done(addRule(content, 'rulebook.yaml', { id: 'a', do: [{ protect: true }] })), 'rulebook.yaml', 'b', { kind: 'safety' }),
    );
    expect(textOf(after)).toBe(`standfirst: 1
site: { name: A, languages: en }
notices:
  b:
    kind: safety
rules:
  - id: a
    do:
      - protect: true
tests: []
`);
  });

  test.each([
    [
      addRule(starter, 'rulebook.yaml', { id: 'trial-report-gb' }),
      /^the rule `trial-report-gb` is there already, in `rulebook\/orders.yaml`, line \d+/,
    ],
    [addRule(starter, 'rulebook.yaml', rule, 'trial-report-gb'), /stands in `rulebook\/orders.yaml`, line \d+, not in `rulebook.yaml`/],
    [addRule(starter, 'rulebook.yaml', rule, 'nobody'), /^there is no rule `nobody`/],
    [addRule(starter, 'other.yaml', rule), /^`other.yaml` is not a file of this rulebook/],
    [addRule(starter, 'rulebook.yaml', {}), /has no name/],
    [addNotice(starter, 'rulebook.yaml', 'correction-sg', {}), /is there already/],
    [removeEntry(starter, ['regions', 'nobody']), /^there is no region `nobody`/],
    [
      setFields(of('rules:\n  - id: a\n  - id: a\n'), ['rules', 'a'], []),
      /stands twice, in `rulebook.yaml`, line 2 and in `rulebook.yaml`, line 3/,
    ],
    [
      setNoticeText(of('notices:\n  a: { kind: x }\n  a: { kind: x }\n'), 'a', 'en', undefined),
      /cannot be read \(line 3: `a` is given twice\)/,
    ],
    [setFields(of('rules:\n  - id: a\n'), ['rules', 'a'], [{ path: ['do'], value: Number.NaN }]), /cannot be written/],
  ])('are refused with a reason (%#)', (edited, problem) => {
    expect(edited).toEqual({ problem: expect.stringMatching(problem) });
  });

  test('that a form wrote make a rulebook without mistakes', () => {
    const after = done(addRule(starter, 'rulebook/orders.yaml', rule));
    const { problems } = loadRulebook(after.first, file => (file in after.files ? new TextEncoder().encode(after.files[file]) : undefined));
    expect(problems).toEqual([]);
  });
});
