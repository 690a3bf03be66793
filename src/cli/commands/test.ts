/** `standfirst test`: does a rulebook do what its own tests say? */

import { Command } from 'commander';
import { BadInput, DEFAULT_RULEBOOK, loadRulebookFile } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { runTests, type TestResult } from '../run-tests.ts';
import { count, paint } from '../terminal.ts';

interface Options {
  readonly filter?: string;
  readonly coverage?: true;
  readonly json?: true;
}

const EXAMPLES = `
Tests are written in the rulebook, under \`tests:\`. Each names a reader, an article and a moment, and what is to come of it.

Examples:
  $ standfirst test
  $ standfirst test --coverage                 also: which rules does no test touch?
  $ standfirst test --filter crimea --json

Exit codes: 0 all passed; 1 a test failed, or with --coverage a rule is untouched; 2 the rulebook has errors.`;

export function testCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('test')
    .description("run a rulebook's own tests")
    .argument('[file]', 'the rulebook', DEFAULT_RULEBOOK)
    .option('--filter <text>', 'only the tests whose name holds this text')
    .option('--coverage', 'also say which rules no test touches; a rule is touched when it fires in a test, or would but for `shadow`')
    .option('--json', 'print { tests, passed, failed, untouched }, or { problems, errors, warnings }')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: Options) => finish(await test(io, file, options)));
}

async function test(io: Io, file: string, { filter, coverage, json }: Options): Promise<ExitCode> {
  const started = io.now();
  const loaded = await loadRulebookFile(io, file, { json });
  if (loaded === undefined) return 2;
  const results = runTests(loaded, filter);
  if (filter !== undefined && results.length === 0) throw new BadInput(`no test in ${file} has \`${filter}\` in its name`);
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const touched = new Set(results.flatMap(result => result.touched));
  const untouched = coverage ? loaded.rulebook.rules.map(({ id }) => id).filter(id => !touched.has(id)) : [];
  if (json) {
    const tests = results.map(({ name, failures, at }) => ({ name, passed: failures.length === 0, failures, ...at }));
    const counts = { tests, passed: results.length - failed, failed, ...(coverage ? { untouched } : {}) };
    io.out(`${JSON.stringify(counts, null, 2)}\n`);
  } else {
    io.out(report(io, file, results, io.now() - started));
    if (coverage) io.out(coverageReport(io, untouched, loaded.rulebook.rules.length));
  }
  return failed > 0 || untouched.length > 0 ? 1 : 0;
}

function report(io: Io, file: string, results: readonly TestResult[], milliseconds: number): string {
  const { bold, dim, red, green } = paint(io);
  if (results.length === 0) return `There are no tests in ${file}: write some under \`tests:\`\n`;
  const lines = results.flatMap(({ name, failures, at }) =>
    failures.length === 0
      ? [`  ${green('✓')} ${name}`]
      : [`  ${red('✗')} ${bold(name)}`, ...failures.map(failure => `      ${failure}`), dim(`      ${at.file}:${at.line}:${at.column}`)],
  );
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  const passed = results.length - failed;
  const counts = [...(failed > 0 ? [red(`${failed} failed`)] : []), ...(passed > 0 ? [green(`${passed} passed`)] : [])];
  return `${bold(file)}\n${lines.join('\n')}\n\n${counts.join(', ')}, ${count(results.length, 'test')} in ${milliseconds} ms\n`;
}

function coverageReport(io: Io, untouched: readonly string[], rules: number): string {
  const { red, green } = paint(io);
  if (untouched.length === 0) return green(`Every rule is touched by a test (${count(rules, 'rule')})\n`);
  const list = untouched.map(id => `  ${id}\n`).join('');
  return `\n${red(`No test touches ${untouched.length} of ${count(rules, 'rule')}:`)}\n${list}`;
}
