import { describe, expect, test } from 'vitest';
import { BASIS, lintOf, NOW, rule, show, type Written } from './lint-rulebook.ts';

type Case = readonly [what: string, wrong: Written, found: readonly RegExp[], mended: Written];

const RU = { places: ['RU'] };
const SAFETY = { ...BASIS, kind: 'safety' };

/** A rulebook of one notice with this text. */
const notice = (body: string, { heading = 'A heading', ...more }: Readonly<Record<string, unknown>> = {}): Written => ({
  notices: { label: { kind: 'mandate', text: { en: { heading, body } }, ...more } },
  rules: [rule('a', RU, show('label'))],
});
/** A rulebook of one safety notice in these languages. */
const warned = (places: readonly string[], ...languages: string[]): Written => ({
  notices: { danger: { kind: 'safety', text: Object.fromEntries(languages.map(language => [language, { heading: 'a', body: 'b' }])) } },
  rules: [{ ...rule('a', { places }, show('danger')), basis: SAFETY }],
});
/** A rulebook of one rule on this ground. */
const grounds = (basis: Readonly<Record<string, unknown>>, when = {}): Written => ({
  rules: [{ ...rule('a', { ...RU, ...when }, show('label')), basis }],
});
const { law: _law, ...lawless } = BASIS;
const { owner: _owner, ...ownerless } = BASIS;
const { review: _review, ...unreviewed } = BASIS;

const NOTICES: readonly Case[] = [
  [
    'a text too long for the top of a page',
    notice('word '.repeat(300)),
    [/^warning notices\.label\.text\.en\.body: 1499 characters stand between the reader and the article/],
    notice('word '.repeat(300), { more: false }),
  ],
  [
    'a heading that is none',
    notice('A text.', { heading: 'word '.repeat(30).trim() }),
    [/^warning notices\.label\.text\.en\.heading: a heading of 149 characters/],
    notice('A text.', { heading: 'word '.repeat(10).trim() }),
  ],
  [
    'characters that nobody sees',
    notice('Sen\u200Btence, \u202Eturned\u202C.', { heading: 'A\u2060heading' }),
    [
      /^warning notices\.label\.text\.en\.heading: the text has a character that nobody can see \(U\+2060\)/,
      /^warning notices\.label\.text\.en\.body: the text has a sign that turns the direction .* \(U\+202E\)/,
      /^warning notices\.label\.text\.en\.body: the text has a character that nobody can see \(U\+200B\)/,
    ],
    notice('Sentence, «turned». 👩‍👩‍👧 می‌خواهم'),
  ],
  [
    'characters that hide behind references',
    notice('Sen&#8203;tence'),
    [/^warning notices\.label\.text\.en\.body: the text has a character that nobody can see \(U\+200B\)/],
    notice('Sen&amp;tence'),
  ],
  [
    'a word in two alphabets',
    notice('The C\u043Eurier'),
    [/^warning notices\.label\.text\.en\.body: the text has letters of two alphabets in one word \(U\+0043 U\+043E\)/],
    notice('Курьер The Courier'),
  ],
  [
    'markup of other dialects',
    notice('~~gone~~ and [^1]\n\n| a | b |\n\n- [x] done'),
    [/struck-through/, /a table/, /a footnote/, /a list to tick off/],
    notice('~ 5 or ~ 6, [x](https://a.example), a | b\n\n- done'),
  ],
  [
    'a reason with a character that nobody sees',
    { rules: [rule('a', { ...RU, article: 'x' }, { withhold: { reason: { en: 'A\u200Bcourt.' } } })] },
    [/^warning rules\[0\]\.do\[0\]\.withhold\.reason\.en: the text has a character that nobody can see/],
    { rules: [rule('a', { ...RU, article: 'x' }, { withhold: { reason: { en: 'A court.' } } })] },
  ],
  [
    'a warning in no language of those who are warned',
    warned(['RU', 'UA-43'], 'en', 'ru'),
    [/^warning notices\.danger\.text: readers in Russia and Crimea are warned in English and Russian, not in Ukrainian \(`uk`\)/],
    warned(['RU', 'UA-43'], 'uk', 'en', 'ru-RU'),
  ],
  ['a warning to many countries', warned(['UA'], 'en'), [/not in Ukrainian/], warned(['EEA', 'UA'], 'en')],
];

const GROUNDS: readonly Case[] = [
  [
    'a ground that has ended',
    grounds({ ...BASIS, until: '2026-11-21' }),
    [/^warning rules\[0\]\.basis\.until: .*ended on 2026-11-21/],
    grounds({ ...BASIS, until: '2026-11-22' }),
  ],
  [
    'a review that was missed',
    grounds({ ...BASIS, review: '2026-11-21' }),
    [/^warning rules\[0\]\.basis\.review: `a` was to be reviewed by/],
    grounds({ ...BASIS, review: '2026-12-23' }),
  ],
  [
    'a review that is due',
    grounds({ ...BASIS, review: '2026-12-22' }),
    [/^warning rules\[0\]\.basis\.review: `a` is due for review by/],
    grounds({ ...BASIS, review: '2026-12-23' }),
  ],
  [
    'a mandate without a review',
    grounds(unreviewed),
    [/^warning rules\[0\]\.basis: no day is set/],
    grounds({ ...unreviewed, kind: 'voluntary' }),
  ],
  ['a ground without an owner', grounds(ownerless), [/^warning rules\[0\]\.basis: nobody answers for `a`/], grounds(BASIS)],
  [
    'a mandate of no law',
    grounds(lawless),
    [/^warning rules\[0\]\.basis: `a` is a mandate, but of no law/],
    grounds({ ...lawless, kind: 'contract' }),
  ],
  [
    'a rule that is ahead of its ground',
    grounds({ ...BASIS, since: '2026-12-01' }),
    [/^warning rules\[0\]\.basis\.since: .*begins on 2026-12-01/],
    grounds({ ...BASIS, since: '2026-12-01' }, { from: '2026-12-01T00:00Z' }),
  ],
  [
    'a safety rule with a notice that is no warning',
    grounds(SAFETY),
    [/^warning rules\[0\]\.basis\.kind: `a` is of the kind `safety`, but shows `label`, a notice of the kind `mandate`/],
    grounds(BASIS),
  ],
  [
    'a warning on another ground',
    { rules: [rule('a', RU, show('warning'))] },
    [/^warning rules\[0\]\.basis\.kind: `warning` warns readers in danger, but `a` is of the kind `mandate`/],
    { rules: [{ ...rule('a', RU, show('warning')), tor: 'apply', unknown: 'apply' }] },
  ],
  ['a ground of a rule that is over', grounds({ ...BASIS, until: '2026-11-21' }), [/ended/], { rules: [] }],
];

describe.each([
  ['notices', NOTICES],
  ['grounds', GROUNDS],
])('%s', (_, cases) => {
  test.each(cases)('%s', async (_, wrong, found, mended) => {
    expect(await lintOf(wrong)).toEqual(found.map(pattern => expect.stringMatching(pattern)));
    expect(await lintOf(mended)).toEqual([]);
  });
});

test('of a rule that is over, only that is said, and nothing if its ground says when it ended', async () => {
  const over = (basis: object) => grounds({ ...BASIS, review: '2026-03-01', ...basis }, { until: '2026-03-01T00:00Z' });
  expect(await lintOf(over({}))).toEqual([expect.stringMatching(/ended on 2026-03-01 and fires for nobody$/)]);
  expect(await lintOf(over({ until: '2026-03-01' }))).toEqual([]);
  expect(await lintOf(over({}), [], NOW - 365 * 86_400_000)).toEqual([]);
});
