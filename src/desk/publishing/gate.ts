/** The publish gate: read, check, compile, run the rulebook's tests, serve sample pages with the edge's own code, say what changes for whom. */

import { difference } from '../../analysis/difference.ts';
import { findingsIn } from '../../analysis/findings.ts';
import type { Edition } from '../../core/edition.ts';
import build from '../../edge/generated/build.json' with { type: 'json' };
import { hasErrors, type Problem } from '../../rulebook/problems.ts';
import { runTest } from '../../rulebook/run-test.ts';
import type { Rulebook } from '../../rulebook/schema.ts';
import type { Desk } from '../desk.ts';
import { compiledEdition, editionOf } from '../editions/store.ts';
import { compileContent, loadContent, type RulebookContent } from '../rulebook/content.ts';
import { readContent } from '../store/contents.ts';
import { row, run } from '../store/database.ts';
import type { GateChange, GateReport } from './gate-report.ts';
import { serveSamples } from './serve-samples.ts';

/** What is asked of the reader's clock changes with time, so a report is looked at again after this. Milliseconds. */
const REPORT_LIFETIME = 10 * 60_000;

/** The report of a content against the edition that it is based on; one found lately is not found again. */
export async function gateReport(desk: Desk, content: string, base: string): Promise<GateReport> {
  const { store } = desk;
  const known = await row<{ report: string }>(
    store,
    'SELECT report FROM gates WHERE content = ? AND base = ? AND build = ? AND at > ?',
    ...[content, base, build.id, store.now() - REPORT_LIFETIME],
  );
  if (known !== undefined) return JSON.parse(known.report);
  const files = await readContent<RulebookContent>(store, content);
  const report = await gate(desk, files, base);
  await run(
    store,
    'INSERT OR REPLACE INTO gates (content, base, build, at, report) VALUES (?, ?, ?, ?, ?)',
    ...[content, base, build.id, store.now(), JSON.stringify(report)],
  );
  return report;
}

/** The same, of files that need not be stored, found anew. */
export async function gate(desk: Desk, files: RulebookContent, base: string): Promise<GateReport> {
  return (await passThrough(desk, files, base)).report;
}

/** The report, and the edition where there is one. @param number the edition's; one more than that of `base` if left out */
export async function passThrough(
  desk: Desk,
  files: RulebookContent,
  base: string,
  number?: number,
): Promise<{ report: GateReport; edition?: Edition }> {
  const { store } = desk;
  const now = store.now();
  const live = await editionOf(store, base);
  const compiled = await compileContent(files, number ?? live.number + 1);
  if (compiled === undefined) return { report: refused(loadContent(files).problems) };
  const { rulebook, edition, loaded } = compiled;
  const problems = [...loaded.problems, ...findingsIn({ rulebook, edition, problemOf: loaded.problemOf }, now)];
  if (hasErrors(problems)) return { report: refused(problems) };
  const tests = testsOf(rulebook, edition);
  const { limits: unserved, ...served } = await serveSamples(desk, edition);
  const { changes, limits } = difference(await compiledEdition(store, base), edition, { now });
  const report = {
    ok: tests.failed.length === 0 && served.failures.length === 0,
    ...{ problems, tests, served, changes: changes.map(changeOf), limits: [...limits, ...unserved] },
  };
  return { report, edition };
}

function refused(problems: readonly Problem[]): GateReport {
  const [tests, served] = [
    { passed: 0, failed: [] },
    { pages: 0, responses: 0, failures: [] },
  ];
  return { ok: false, problems, tests, served, changes: [], limits: [] };
}

function testsOf({ tests }: Rulebook, edition: Edition): GateReport['tests'] {
  const results = tests.map(test => ({ name: test.name, failures: runTest(edition, test).failures }));
  const failed = results.filter(({ failures }) => failures.length > 0);
  return { passed: results.length - failed.length, failed };
}

function changeOf({ words, who, where, when, what, places }: GateChange): GateChange {
  return { words, who, where, when, what, places };
}
