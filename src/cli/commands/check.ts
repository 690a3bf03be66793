/** `standfirst check`: everything that is wrong with a rulebook, or looks so. */

import { Command } from 'commander';
import { findingsIn } from '../../analysis/findings.ts';
import { compileRulebook } from '../../rulebook/compile.ts';
import { loadRulebook } from '../../rulebook/load.ts';
import { formatProblem, hasErrors, type Problem } from '../../rulebook/problems.ts';
import { DEFAULT_RULEBOOK, loadSample, problemsJson, type Sample, summaryOf } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { instant, repeated } from '../options.ts';
import { paint } from '../terminal.ts';

interface Options {
  readonly sample?: readonly string[];
  readonly at?: number;
  readonly json?: true;
}

const EXAMPLES = `
Every problem is told at once, with its file, line and column and how to mend it. Errors stop a rulebook from being compiled;
warnings are what probably is not meant: rules that can never fire, rules whose law has expired, buttons that are not found.

Examples:
  $ standfirst check
  $ standfirst check rules/*.yaml --json
  $ standfirst check --sample https://courier.example/2026/03/a --sample front-page.html
  $ standfirst check --at "2027-01-01T00:00 Europe/Prague"     which rules will have expired by then`;

export function checkCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('check')
    .description('find everything that is wrong with a rulebook')
    .argument('[files...]', `rulebooks, each by itself, \`-\` for stdin (default: ${DEFAULT_RULEBOOK})`)
    .option('--sample <address or file>', 'a page of the site, on which slots and selectors are tried; may be repeated', repeated)
    .option('--at <time>', 'the moment by which rules have expired or not (default: now)', instant)
    .option('--json', 'print { problems, errors, warnings }')
    .addHelpText('after', EXAMPLES)
    .action(async (files: string[], options: Options) => finish(await check(io, files.length > 0 ? files : [DEFAULT_RULEBOOK], options)));
}

async function check(io: Io, files: readonly string[], { sample = [], at = io.now(), json }: Options): Promise<ExitCode> {
  const samples = await Promise.all(sample.map(name => loadSample(io, name)));
  const all: Problem[] = [];
  for (const file of files) {
    const problems = await problemsIn(io, file, at, samples);
    all.push(...problems);
    if (json) continue;
    io.out(problems.map(problem => `${coloured(problem, io)}\n`).join(''));
    io.out(`${problems.length > 0 ? '\n' : ''}${summaryOf(problems, file)}\n`);
  }
  if (json) io.out(problemsJson(all));
  return hasErrors(all) ? 2 : all.length > 0 ? 1 : 0;
}

/** What reading, compiling and looking closer find, in the order of the files. */
async function problemsIn(io: Io, file: string, now: number, samples: readonly Sample[]): Promise<Problem[]> {
  const { rulebook, problems, problemOf, files } = loadRulebook(file, io.readFile);
  if (rulebook === undefined || hasErrors(problems)) return problems;
  const edition = await compileRulebook(rulebook, { number: 1 });
  const pages = samples.map(({ name, bytes, headers }) => ({ name, bytes, contentType: headers.get('content-type') ?? '' }));
  const findings = findingsIn({ rulebook, edition, problemOf }, now, pages);
  const place = (problem: Problem) => files.indexOf(problem.file);
  return [...problems, ...findings].sort((a, b) => place(a) - place(b) || a.line - b.line || a.column - b.column);
}

function coloured(problem: Problem, io: Io): string {
  const { bold, red, yellow, dim } = paint(io);
  const text = formatProblem(problem);
  if (!io.colour) return text;
  const at = `${problem.file}:${problem.line}:${problem.column}:`;
  const colour = problem.severity === 'error' ? red : yellow;
  const [what = '', ...mend] = text.slice(at.length + problem.severity.length + 2).split('\n');
  return [`${bold(at)} ${colour(problem.severity)}:${what}`, ...mend.map(dim)].join('\n');
}
