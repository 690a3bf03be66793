import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lint } from '../../src/analysis/lint.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { formatProblem, pathText } from '../../src/rulebook/problems.ts';
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
    [
      'with redirects of one article each',
      index => rule(`r-${index}`, { places: ['RU'], article: `a-${index}` }, { redirect: { to: `https://mirror.example/${index}` } }),
      undefined,
    ],
  ])('%s are looked through in seconds', async (_, make, found) => {
    const rules = many(make);
    await lintOf({ rules: rules.slice(0, 10) }); // What is only slow the first time does not count.
    const started = performance.now();
    const findings = await lintOf({ rules });
    // Reading and compiling are in this; the machine may be busy.
    expect(performance.now() - started).toBeLessThan(20_000);
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
});
