import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { formatProblem } from '../../src/rulebook/problems.ts';
import { runTest } from '../../src/rulebook/run-test.ts';

async function load(path: string) {
  const { rulebook, problems } = loadRulebook(join(import.meta.dirname, path), file => (existsSync(file) ? readFileSync(file) : undefined));
  expect(problems.map(formatProblem)).toEqual([]);
  return { tests: rulebook!.tests, edition: await compileRulebook(rulebook!, { number: 1 }) };
}

const starter = await load('../../templates/rulebook.yaml');
const everything = await load('fixtures/everything.valid.yaml');

describe('the starter rulebook', () => {
  test.each(starter.tests)('$name', given => expect(runTest(starter.edition, given).failures).toEqual([]));

  it('tests every rule that it has', () => {
    const decisions = starter.tests.map(given => runTest(starter.edition, given).decision);
    const touched = new Set(decisions.flatMap(({ matched, shadow }) => [...matched, ...shadow]));
    expect([...touched].sort()).toEqual(starter.edition.rules.map(rule => rule.id).sort());
  });

  it('warns readers in Russian, English and Ukrainian, and in Belarusian, Russian and English', () => {
    const { 'undesirable-russia': russia, 'extremist-belarus': belarus } = starter.edition.notices;
    expect(Object.keys(russia!.text).sort()).toEqual(['en', 'ru', 'uk']);
    expect(Object.keys(belarus!.text).sort()).toEqual(['be', 'en', 'ru']);
  });

  it('names no reader, region or private ground in what readers may see of a notice', () => {
    const text = JSON.stringify(starter.edition);
    expect(text).not.toMatch(/outside counsel|being appealed/);
    for (const { id, publicId } of Object.values(starter.edition.notices)) expect(publicId).not.toContain(id);
  });
});

describe('worked examples that the starter rulebook does not need', () => {
  test.each(everything.tests)('$name', given => expect(runTest(everything.edition, given).failures).toEqual([]));
});

test('a test that expects something else fails, and says what it found', () => {
  const [given] = starter.tests;
  const wrong = {
    ...given!,
    expect: { outcome: 'withhold' as const, show: [], languages: { 'undesirable-russia': ['en'] }, protect: false, acknowledge: ['x'] },
  };
  expect(runTest(starter.edition, wrong).failures).toEqual([
    'outcome: expected "withhold", found "serve"',
    'show: expected [], found ["undesirable-russia"]',
    'acknowledge: expected ["x"], found []',
    'protect: expected false, found true',
    'languages.undesirable-russia: expected ["en"], found ["ru","en"]',
  ]);
});
