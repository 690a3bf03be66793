/** What is said of a mistake: the words that help, once, and where it is. */

import { describe, expect, it, test } from 'vitest';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { formatProblem } from '../../src/rulebook/problems.ts';

const SITE = 'standfirst: 1\nsite: { name: Courier, languages: en }\n';
const NOTICE = 'notices: { n: { kind: safety, text: { en: { heading: H, body: B } } } }\n';
const rule = (inside: string) => `${SITE}${NOTICE}rules:\n  - { id: r, basis: { kind: safety }, ${inside} }\n`;
const tested = (inside: string) => `${rule('do: [{ show: n }]')}tests:\n  - { name: t, ${inside} }\n`;

const told = (source: string) => parseRulebook(source, 'r.yaml').problems.map(formatProblem);

test.each([
  [
    'text where a number is meant',
    SITE.replace('1', '"1"'),
    '1:13: error: standfirst: must be the number 1, not text',
    'take the quotes away',
  ],
  [
    'text where true is meant',
    rule('do: [{ protect: "true" }]'),
    '5:55: error: rules[0].do[0].protect: must be `true`, not text',
    'take the quotes away',
  ],
  [
    'a mapping for a text',
    SITE.replace('Courier', '{ a: 1 }'),
    '2:15: error: site.name: must be text, not a mapping',
    'write one text in its place',
  ],
  ['a number for a text', SITE.replace('Courier', '7'), '2:15: error: site.name: must be text, not `7`', 'put the value in quotes'],
  [
    'a number far below',
    rule('do: [{ show: n, order: -1e99 }]'),
    '5:62: error: rules[0].do[0].order: must be at least -1000',
    'write -1000 or more',
  ],
  [
    'a number far above',
    rule('do: [{ show: n, order: 1e99 }]'),
    '5:62: error: rules[0].do[0].order: must be at most 1000',
    'write 1000 or less',
  ],
  [
    'a region of an impossible name',
    rule('when: { region: toString }, do: [{ show: n }]'),
    '5:55: error: rules[0].when.region: `toString` cannot be a name',
    'use up to 64 small letters `a`–`z`, digits and hyphens',
  ],
  [
    'raw HTML again and again in one quotation',
    `${SITE}notices: { n: { kind: safety, text: { en: { heading: H, body: "a <b>c</b> <i>d</i>" } } } }\n`,
    '3:63: error: notices.n.text.en.body: raw HTML is shown as text',
    'write it in Markdown, or put a backslash before `<`',
  ],
  ['no site', 'standfirst: 1\n', '1:1: error: site: `site` is missing', 'add `site:`'],
  ['no version', SITE.replace('standfirst: 1\n', ''), '1:1: error: standfirst: `standfirst` is missing', 'add `standfirst: 1`'],
  [
    'no kind',
    rule('do: [{ show: n }]').replace('{ kind: safety }', '{}'),
    '5:21: error: rules[0].basis.kind: `kind` is missing',
    'add `kind:` `mandate`, `contract`, `voluntary` or `safety`',
  ],
  [
    'a merge key',
    `x: &x { a: 1 }\n${SITE}  <<: *x\n`.replace('{ name: Courier, languages: en }', '\n  name: Courier'),
    '5:3: error: site.<<: merge keys (`<<`) are not understood',
    'write the values out here, or repeat one whole value with `*name`',
  ],
  [
    'a merge key without an alias',
    SITE.replace('name: Courier', '<<: { name: Courier }'),
    '2:9: error: site.<<: merge keys (`<<`) are not understood',
    'write the values out here, or repeat one whole value with `*name`',
  ],
  [
    'a NUL character',
    SITE.replace('Courier', 'Cou\0rier'),
    '2:18: error: a NUL character stands here, which no text holds',
    'save the file again as text in UTF-8',
  ],
  [
    'a test of a rule that is not there',
    tested('given: { place: RU, at: 2026-01-01T00:00Z }, expect: { show: [n], shadow: [s] }'),
    '7:91: error: tests[0].expect.shadow[0]: there is no rule `s`',
    'use one of `r`',
  ],
  [
    'a test of the languages of a notice of an impossible name',
    tested('given: { place: RU, at: 2026-01-01T00:00Z }, expect: { show: [n], languages: { toString: [en] } }'),
    '7:95: error: tests[0].expect.languages.toString: `toString` cannot be a name',
    'use up to 64 small letters `a`–`z`, digits and hyphens',
  ],
  [
    'a test from a place that is in no list',
    tested('given: { place: UA-99, at: 2026-01-01T00:00Z }, expect: { show: [n] }'),
    '7:32: warning: tests[0].given.place: there is no place `UA-99` in ISO 3166',
    'did you mean `UA-09` (Luhanska oblast)?',
  ],
])('%s is told once', (_, source, problem, mend) => expect(told(source)).toEqual([`r.yaml:${problem}\n    to mend it: ${mend}`]));

test.each(['RU-CRI', 'ua-43', 'uk', 'FR-973', 'XK', 'tor', 'unknown'])('a test from %s is about a place', place => {
  expect(told(tested(`given: { place: ${place}, at: 2026-01-01T00:00Z }, expect: { show: [n] }`))).toEqual([]);
});

test('equal mistakes at different places are all told', () => {
  const source = `${SITE}notices:\n  n:\n    kind: safety\n    text:\n      en:\n        heading: H\n        body: |\n          <b>x</b>\n`;
  expect(told(source).map(problem => problem.split(' ', 1)[0])).toEqual(['r.yaml:10:11:', 'r.yaml:10:15:']);
});

describe('nesting in a block', () => {
  const nested = (levels: number) => `standfirst: 1\n${Array.from({ length: levels }, (_, level) => `${' '.repeat(level)}a:\n`).join('')}`;

  it('is told at the first level too deep, however deep it goes on', () => {
    for (const levels of [40, 400, 3000]) {
      expect(told(nested(levels))).toEqual([expect.stringMatching(/^r\.yaml:35:34: error: nested deeper than 32 levels\n/)]);
    }
  });
});
