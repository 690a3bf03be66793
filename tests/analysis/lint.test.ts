import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lint } from '../../src/analysis/lint.ts';
import { concernsOf, covers, overlapOf } from '../../src/analysis/overlap.ts';
import { PairBudget, PairIndex } from '../../src/analysis/overlap-pairs.ts';
import type { Scope } from '../../src/core/edition.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { formatProblem, pathText } from '../../src/rulebook/problems.ts';
import { rule as coreRule, edition } from '../core/editions.ts';
import { arbitraryRule, edition as coverageEdition } from './coverage-editions.ts';
import { lintOf, NOW, rule, show, withhold } from './lint-rulebook.ts';

const STARTER = join(import.meta.dirname, '../../templates/rulebook.yaml');

test('the starter rulebook has nothing to mend', async () => {
  const { rulebook, problems, problemOf } = loadRulebook(STARTER, file => (existsSync(file) ? readFileSync(file) : undefined));
  expect(problems.map(formatProblem)).toEqual([]);
  const findings = lint(rulebook!, await compileRulebook(rulebook!, { number: 1 }), { now: NOW, samples: [] });
  expect(findings.map(problemOf).map(formatProblem)).toEqual([]);
});

test('a rule by the clock of readers whose zone nobody knows is named', async () => {
  const rules = `[{ id: a, when: { places: [RU, FR], daily: { from: "06:00", to: "22:00", zone: reader } }, do: [{ protect: true }] }]`;
  const { rulebook } = parseRulebook(`{ standfirst: 1, site: { name: x, languages: en }, rules: ${rules} }`, 'rulebook.yaml');
  const edition = await compileRulebook(rulebook!, { number: 1 });
  const messages = (zones: typeof edition.zones) =>
    lint(rulebook!, { ...edition, zones }, { now: NOW, samples: [] }).map(({ message }) => message);
  expect(messages(edition.zones)).toEqual([]);
  expect(messages({ FR: ['Europe/Paris'] })).toEqual([
    expect.stringMatching(/^`a` goes by the reader's clock, but no time zone is known of Russia: the clock of UTC stands in/),
  ]);
});

test('every finding leads to a place in the document and says how to mend it', async () => {
  const { rulebook } = loadRulebook(join(import.meta.dirname, '../rulebook/fixtures/everything.valid.yaml'), readFileSync);
  const findings = lint(rulebook!, await compileRulebook(rulebook!, { number: 1 }), { now: NOW, samples: [] });
  expect(findings.length).toBeGreaterThan(3);
  for (const { path, message, mend, severity } of findings) {
    expect(at(rulebook, path), pathText(path)).toBeDefined();
    expect([message.length > 10, mend.length > 5, ['error', 'warning'].includes(severity ?? '')]).toEqual([true, true, true]);
  }
});

/** What is at a path, or around it: a place that a rule lacks is reported where it would be. */
function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.slice(0, 2).reduce((inside, part) => (inside as Record<string | number, unknown> | undefined)?.[part], value);
}

type RegionOf = (pair: number) => string | undefined;

describe('ten thousand rules', () => {
  const COUNTRIES = ['RU', 'BY', 'GB', 'DE', 'FR', 'SG', 'IN', 'US'];
  const country = (index: number) => COUNTRIES[index % COUNTRIES.length]!;
  const many = (make: (index: number) => Readonly<Record<string, unknown>>) => Array.from({ length: 10_000 }, (_, index) => make(index));
  const robots = (value: string) => ({ headers: { 'x-robots-tag': value } });

  test.each<[string, (index: number) => Readonly<Record<string, unknown>>, string | undefined]>([
    ['of one article each', index => rule(`r-${index}`, { places: [country(index)], article: `a-${index}` }, withhold), undefined],
    ['of one path each', index => rule(`r-${index}`, { places: [country(index)], paths: `/a/${index}` }, withhold), undefined],
    ['that are all alike', index => rule(`r-${index}`, { places: ['RU'] }, show('label')), 'adds nothing'],
    [
      'that contend for one place',
      index => rule(`r-${index}`, { tags: [`t-${index}`] }, show(index % 2 === 0 ? 'label' : 'other', { first: 'exclusive' })),
      'contend',
    ],
    [
      'of one pattern each',
      index => rule(`r-${index}`, { places: ['RU'], paths: `/a-${index}/*` }, robots(`max-snippet:${index}`)),
      'too many rules',
    ],
    ...(['tags', 'sections', 'authors'] as const).map(
      condition =>
        [
          `of one name each in \`${condition}\``,
          (index: number) =>
            rule(`r-${index}`, { places: ['RU'], [condition]: `name-${index}` }, index % 3 === 0 ? withhold : show('label')),
          undefined,
        ] as [string, (index: number) => Readonly<Record<string, unknown>>, undefined],
    ),
    [
      'of one tag each, and one of all',
      index => rule(`r-${index}`, index === 0 ? { places: ['RU'] } : { places: ['RU'], tags: `t-${index}` }, withhold),
      'adds nothing',
    ],
    [
      'with redirects of one article each',
      index => rule(`r-${index}`, { places: ['RU'], article: `a-${index}` }, { redirect: { to: `https://mirror.example/${index}` } }),
      undefined,
    ],
  ])('%s are looked through', async (_, make, found) => {
    const findings = await lintOf({ rules: many(make) });
    expect(findings.length).toBeLessThanOrEqual(102);
    if (found === undefined) expect(findings).toEqual([]);
    else expect(findings.join('\n')).toContain(found);
  });

  test('are reported by the first findings and a word that there are more', async () => {
    const findings = await lintOf({
      rules: many(index => rule(`r-${index}`, { places: ['RU'], until: '2026-01-01T00:00Z' }, show('label'))),
    });
    expect(findings).toHaveLength(51);
    expect(findings[50]).toMatch(/^warning rules\[50\]\.when\.until: more is to be said about rules that never fire/);
  });

  test.each<[string, (pair: number) => Scope, RegionOf]>([
    ['article', pair => ({ articles: [`a-${pair}`] }), country],
    ['path', pair => ({ paths: [`/a/${pair}`] }), country],
    ['article, for readers anywhere', pair => ({ articles: [`a-${pair}`] }), () => undefined],
  ])('of which every two are about one %s are compared two by two', (_, scopeOf, regionOf) => {
    const places = Object.fromEntries(COUNTRIES.map(code => [code, { places: [code], except: [], networks: [], areas: [] }]));
    const rules = Array.from({ length: 10_000 }, (_, index) => {
      const pair = Math.floor(index / 2);
      const region = regionOf(pair);
      return coreRule(`r-${index}`, [], { scope: scopeOf(pair), ...(region === undefined ? {} : { region }) });
    });
    const concerns = concernsOf({ ...edition(rules), regions: places });
    const index = new PairIndex(concerns);
    let pairs = 0;
    for (const concern of concerns) pairs += [...index.covering(concern), ...index.meeting(concern)].length;
    // Each finds its like, once as what may cover it and once as what it may meet, and nothing else.
    expect(pairs).toBe(2 * concerns.length);
  });
});

test('no more pairs are looked at than there is budget for, and none are held back before', () => {
  fc.assert(
    fc.property(fc.nat({ max: 40 }), fc.array(fc.nat({ max: 20 }), { maxLength: 6 }), (most, lengths) => {
      const budget = new PairBudget(most);
      const seen = lengths.flatMap(length => [...budget.spend(Array(length).keys())]);
      const wanted = lengths.reduce((sum, length) => sum + length, 0);
      expect([seen.length, budget.spent, budget.leftOut]).toEqual([Math.min(most, wanted), Math.min(most, wanted), wanted > most]);
    }),
  );
});

test('among those that may cover a rule or meet it are all that do', () => {
  let [covering, met] = [0, 0];
  fc.assert(
    fc.property(fc.array(arbitraryRule, { minLength: 8, maxLength: 16 }), rules => {
      // Answers to guesses keep most rules from covering each other.
      const concerns = concernsOf(coverageEdition(rules.map(entry => ({ ...entry, unsure: rules[0]!.unsure }))));
      const index = new PairIndex(concerns);
      for (const concern of concerns) {
        const others = concerns.filter(other => other !== concern);
        const [wide, near] = [
          others.filter(other => covers(other, concern)),
          others.filter(other => overlapOf(other, concern).chance !== 'no'),
        ];
        covering += wide.length;
        met += near.length;
        expect([...index.covering(concern)]).toEqual(expect.arrayContaining(wide));
        expect([...index.meeting(concern)]).toEqual(expect.arrayContaining(near));
      }
    }),
  );
  expect([covering > 50, met > 50]).toEqual([true, true]);
});
