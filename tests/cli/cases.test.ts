/** The worked examples of the cases that rules must express, each through the command line. */

import { describe, expect, test } from 'vitest';
import type { ExplanationJson } from '../../src/core/explanation-json.ts';
import { standfirst } from './fake-io.ts';

const WARNED = { id: 'undesirable', languages: ['ru', 'en'], slot: 'before-headline' };
const LABELLED = { id: 'foreign-agent', languages: ['ru'], slot: 'after-headline' };
/** What the site says, and a page's own word on referrers. */
const SHARE = ['.share', '[data-share]', 'meta[name="referrer" i]'];
const SAFE = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };
const AUTHOR = ['--authors', 'Davit Talgren'];
const NOON = '2026-03-01T12:00Z';

async function explained(fixture: string, place: string, ...more: string[]): Promise<ExplanationJson> {
  const rulebook = `tests/cli/fixtures/${fixture}.yaml`;
  const languages = more.includes('--languages') ? [] : ['--languages', 'en'];
  const at = more.includes('--at') ? [] : ['--at', NOON];
  const where = ['--place', ...place.split(' ')];
  const { code, out, err } = await standfirst([
    'explain',
    '--rulebook',
    rulebook,
    '--json',
    '--path',
    '/a',
    ...where,
    ...languages,
    ...at,
    ...more,
  ]);
  expect(err).toBe('');
  expect(code).toBe(0);
  return JSON.parse(out);
}

test('the form is the one that other programs count on: these members, in this order, and no others', async () => {
  const answer = await explained('russia', 'UA-43');
  expect(answer).toEqual({
    outcome: 'serve',
    notices: [WARNED],
    removals: SHARE,
    headers: SAFE,
    matched: ['undesirable'],
    missed: [],
    validUntil: null,
    edition: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(Object.keys(answer)).toEqual(['outcome', 'notices', 'removals', 'headers', 'matched', 'missed', 'validUntil', 'edition']);
});

describe('Russia, a warning by the publication itself', () => {
  const warned = { outcome: 'serve', notices: [WARNED], removals: SHARE, headers: SAFE, matched: ['undesirable'] };
  const open = { outcome: 'serve', notices: [], removals: [], headers: {}, matched: [] };

  test.each([
    ['1', 'RU'],
    ['1', 'RU-MOW'],
    ['1', 'RU --region-code SPE'],
    ['2', 'UA --region-code 43'],
    ['2', 'UA-43'],
    ['3', 'RU --region-code CR'],
    ['3', 'RU --region-code RU-CR'],
    ['7', 'tor'],
    ['8', 'unknown'],
  ])('example %s: %s', async (_, place) => {
    expect(await explained('russia', place)).toMatchObject(warned);
  });

  test.each([
    ['uk', ['ru', 'uk']],
    ['tt', ['ru', 'en']],
    ['ru', ['ru']],
  ])('example 4: Sevastopol reads %s', async (language, languages) => {
    const answer = await explained('russia', 'UA --region-code 40', '--languages', language);
    expect(answer.notices).toEqual([{ ...WARNED, languages }]);
  });

  test('example 5: Kyiv is not concerned', async () => {
    const answer = await explained('russia', 'UA --region-code 30');
    expect(answer).toMatchObject(open);
    expect(answer.missed).toEqual([{ rule: 'undesirable', because: 'place' }]);
  });

  test('example 6: Ukraine without a subdivision, unless the rule says otherwise', async () => {
    const answer = await explained('russia', 'UA');
    expect(answer).toMatchObject(open);
    expect(answer.missed).toEqual([{ rule: 'undesirable', because: 'partial' }]);
    expect(await explained('russia-partial', 'UA')).toMatchObject(warned);
  });

  test('example 11: the label of an author stands under the headline, and only with that author', async () => {
    const labelled = await explained('russia', 'RU', ...AUTHOR);
    expect(labelled.notices).toContainEqual(LABELLED);
    const other = await explained('russia', 'RU', '--authors', 'Ilsa Marovec');
    expect(other.missed).toEqual([{ rule: 'foreign-agent', because: 'authors' }]);
  });

  test('example 12: where a page has no headline, its place is before the text', async () => {
    const html = '<!doctype html><title>t</title><main><p>It froze.</p></main>';
    const files = { 'page.html': html };
    const argv = [
      'explain',
      '--rulebook',
      'tests/cli/fixtures/russia.yaml',
      '--place',
      'RU',
      ...AUTHOR,
      '--html',
      'page.html',
      '--at',
      NOON,
    ];
    const { out, code } = await standfirst(argv, { files });
    expect(code).toBe(0);
    expect(out).toMatch(/a notice under the headline +can be carried, in front of <p>\n/);
    const json = JSON.parse((await standfirst([...argv, '--json'], { files })).out);
    expect(json.notices).toContainEqual(LABELLED);
  });

  test('example 13: both rules, each notice in its own slot, in the same order each time', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => explained('russia', 'RU', ...AUTHOR)));
    for (const answer of answers) {
      expect(answer.notices).toEqual([WARNED, LABELLED]);
      expect(answer.matched).toEqual(['undesirable', 'foreign-agent']);
    }
  });
});

test('example 15: Belarus is warned; nothing is stored, nothing can be shared', async () => {
  expect(await explained('belarus', 'BY')).toMatchObject({
    notices: [{ id: 'extremist', languages: ['be', 'en'], slot: 'before-headline' }],
    removals: ['.share', 'meta[name="referrer" i]'],
    headers: SAFE,
  });
});

describe('France, the eve of an election', () => {
  const tagged = ['--tags', 'campaign'];

  test.each([
    ['19', 'GF', '2022-04-08T02:59Z', 'serve', '2022-04-08T03:00:00Z'],
    ['19', 'GF', '2022-04-08T03:00Z', 'withhold', '2022-04-10T18:00:00Z'],
    ['19', 'FR --region-code 973', '2022-04-08T03:00Z', 'withhold', '2022-04-10T18:00:00Z'],
    ['20', 'FR', '2022-04-08T21:59Z', 'serve', '2022-04-08T22:00:00Z'],
    ['20', 'FR', '2022-04-08T22:00Z', 'withhold', '2022-04-10T18:00:00Z'],
    ['20', 'FR', '2022-04-10T18:00Z', 'serve', null],
  ])('example %s: %s at %s', async (_, place, at, outcome, validUntil) => {
    expect(await explained('france', place, '--at', at, ...tagged)).toMatchObject({ outcome, validUntil });
  });

  test('what is no campaign stays open', async () => {
    expect(await explained('france', 'FR', '--at', '2022-04-09T12:00Z')).toMatchObject({ outcome: 'serve' });
  });
});

describe('Germany, hours by the clock on the wall', () => {
  test.each([
    ['2026-03-29T03:59Z', 'serve', '2026-03-29T04:00:00Z'],
    ['2026-03-29T04:00Z', 'acknowledge', '2026-03-29T20:00:00Z'],
    ['2026-10-25T04:59Z', 'serve', '2026-10-25T05:00:00Z'],
    ['2026-10-25T05:00Z', 'acknowledge', '2026-10-25T21:00:00Z'],
  ])('example 25: at %s', async (at, outcome, validUntil) => {
    const answer = await explained('germany', 'DE', '--tags', 'adult', '--at', at);
    expect(answer).toMatchObject({ outcome, validUntil });
    expect(answer.notices).toEqual(outcome === 'serve' ? [] : [{ id: 'adults', languages: ['de'], slot: 'gate' }]);
  });
});

test('example 27: where a warning, a withholding and a gate meet, the article is withheld with the warning', async () => {
  expect(await explained('meeting', 'KZ', '--article', 'a-1')).toMatchObject({
    outcome: 'withhold',
    notices: [{ id: 'warning', languages: ['en'], slot: 'page-top' }],
    removals: [],
    headers: { 'cache-control': 'no-store' },
    matched: ['gate', 'label', 'order', 'warning'],
  });
  const elsewhere = await explained('meeting', 'KZ', '--article', 'a-2');
  expect(elsewhere.outcome).toBe('acknowledge');
  expect(elsewhere.notices.map(({ id, slot }) => `${id} ${slot}`)).toEqual(['adults gate', 'warning page-top', 'label before-headline']);
});

test('example 29: a crawler is where its address is', async () => {
  expect(await explained('australia', 'US')).toMatchObject({ outcome: 'serve', missed: [{ rule: 'suppression-order', because: 'place' }] });
  expect(await explained('australia', 'AU')).toMatchObject({ outcome: 'withhold', headers: { 'cache-control': 'no-store' } });
});

describe('the other actions', () => {
  test('a redirect leads to the address with the path and its query, and not to where the reader is', async () => {
    const away = await explained('actions', 'CU', '--path', '/a?b=$&c');
    expect(away).toMatchObject({ outcome: 'redirect', headers: { location: 'https://mirror.example/a?b=$&c' } });
    const there = await explained('actions', 'CU', '--path', 'https://mirror.example/a');
    expect(there).toMatchObject({ outcome: 'serve', headers: {} });
  });

  test('headers and removals of a rule; one on trial is missed for that', async () => {
    expect(await explained('actions', 'GB')).toMatchObject({
      removals: ['figure#photo-7'],
      headers: { 'x-robots-tag': 'noindex' },
      matched: ['picture'],
      missed: [
        { rule: 'mirror', because: 'place' },
        { rule: 'list', because: 'place' },
        { rule: 'trial', because: 'shadow' },
      ],
    });
  });

  test('a note counts as shown on the pages that hold the name', async () => {
    const note = { id: 'note', languages: ['en'], slot: 'after-body' };
    const notesOn = async (text: string) => {
      const files = { 'page.html': `<!doctype html><title>t</title><article><h1>h</h1><p>${text}</p></article>` };
      const argv = ['explain', '--rulebook', 'tests/cli/fixtures/actions.yaml', '--place', 'KZ', '--html', 'page.html', '--json'];
      return JSON.parse((await standfirst(argv, { files })).out).notices;
    };
    expect(await notesOn('As Radio Example said')).toEqual([note]);
    expect(await notesOn('As nobody said')).toEqual([]);
  });
});
