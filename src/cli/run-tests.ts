/** A rulebook's own tests, run and reported. */

import type { Problem } from '../rulebook/problems.ts';
import { runTest } from '../rulebook/run-test.ts';
import type { LoadedRulebook } from './inputs.ts';

export interface TestResult {
  readonly name: string;
  /** What was expected and what was found, a line each; none: the test has passed. */
  readonly failures: readonly string[];
  /** Where the test is written. */
  readonly at: Pick<Problem, 'file' | 'line' | 'column'>;
  /** Rules that the test is about: they fired, or would have but for being on trial. */
  readonly touched: readonly string[];
}

/** Runs the tests whose name holds `filter`, in any case of letters, in their order. */
export function runTests({ rulebook, edition, problemOf }: LoadedRulebook, filter = ''): TestResult[] {
  const wanted = filter.toLowerCase();
  return rulebook.tests.flatMap((test, index) => {
    if (!test.name.toLowerCase().includes(wanted)) return [];
    const { decision, failures } = runTest(edition, test);
    const { file, line, column } = problemOf({ path: ['tests', index], message: '', mend: '' });
    return [{ name: test.name, failures, at: { file, line, column }, touched: [...decision.matched, ...decision.shadow] }];
  });
}
