/** What the README and the guide show works as it stands there. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lint } from '../../src/analysis/lint.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { formatProblem } from '../../src/rulebook/problems.ts';
import { runTest } from '../../src/rulebook/run-test.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOW = Date.parse('2026-11-22T12:00Z');

/** Fenced blocks of YAML that are whole rulebooks, without the indentation of the list that they stand in. */
function rulebooksIn(file: string): string[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/^( *)```yaml\n([\s\S]*?)^\1```/gm)]
    .map(([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''))
    .filter(block => /^standfirst: 1$/m.test(block));
}

describe.each(['README.md', 'templates/guide/ops.md'])('the rulebook of %s', file => {
  test.each(rulebooksIn(file))('has nothing to mend, and passes its own tests, which touch every rule', async text => {
    const { rulebook, problems } = parseRulebook(text, 'rulebook.yaml');
    expect(problems.map(formatProblem)).toEqual([]);
    const edition = await compileRulebook(rulebook!, { number: 1 });
    expect(lint(rulebook!, edition, { now: NOW, samples: [] })).toEqual([]);
    const results = rulebook!.tests.map(given => runTest(edition, given));
    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(new Set(results.flatMap(({ decision }) => decision.matched))).toEqual(new Set(edition.rules.map(({ id }) => id)));
  });

  test('is there', () => expect(rulebooksIn(file).length).toBeGreaterThan(0));
});

test('the slip of the README is answered as it says', () => {
  const [text = ''] = rulebooksIn('README.md');
  const { problems } = parseRulebook(text.replace('[SG]', '[SGP]'), 'rulebook.yaml');
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(problems.map(formatProblem).join('\n'));
});
