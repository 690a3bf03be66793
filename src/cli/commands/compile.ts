/** `standfirst compile`: from a rulebook to the edition that the edge runs. */

import { Command } from 'commander';
import { findingsIn } from '../../analysis/findings.ts';
import type { Edition } from '../../core/edition.ts';
import { DEFAULT_RULEBOOK, type LoadedRulebook, loadRulebookFile, tellProblems, writeTo } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { wholeNumber } from '../options.ts';
import { runTests } from '../run-tests.ts';
import { count } from '../terminal.ts';

interface Options {
  readonly out?: string;
  readonly number: number;
  readonly test: boolean;
  readonly json?: true;
}

const EXAMPLES = `
Equal rulebooks give editions that are equal to the byte. Nothing is written where the rulebook has an error, or where one of its
own tests fails. Its hash, size and counts go to stderr.

Examples:
  $ standfirst compile --out edition.json
  $ standfirst compile rulebook.yaml --number 12 > edition.json
  $ standfirst compile draft.yaml --no-test | sha256sum`;

export function compileCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('compile')
    .description('make the edition of a rulebook')
    .argument('[file]', 'the rulebook', DEFAULT_RULEBOOK)
    .option('--out <file>', 'write it to a file')
    .option('--number <number>', 'the number of the edition; each is greater than the one before', wholeNumber, 1)
    .option('--no-test', "do not run the rulebook's own tests")
    .option('--json', 'as always: an edition is JSON; what is wrong with the rulebook is too')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, options: Options) => finish(await compile(io, file, options)));
}

async function compile(io: Io, file: string, { out, number, test, json }: Options): Promise<ExitCode> {
  const loaded = await loadRulebookFile(io, file, { number, json });
  if (loaded === undefined) return 2;
  const { edition } = loaded;
  const errors = findingsIn(loaded, io.now()).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    tellProblems(io, errors, file, { json });
    return 2;
  }
  const results = test ? runTests(loaded) : [];
  const failed = results.filter(({ failures }) => failures.length > 0);
  if (failed.length > 0) {
    for (const { name, failures, at } of failed) {
      io.err(`${at.file}:${at.line}:${at.column}: test "${name}" failed\n${failures.map(failure => `    ${failure}\n`).join('')}`);
    }
    io.err(`\nNothing was written: ${count(failed.length, 'test')} of the rulebook failed.\n`);
    return 1;
  }
  const text = `${JSON.stringify(edition)}\n`;
  if (out === undefined) io.out(text);
  else writeTo(io, out, text);
  io.err(summary(edition, text, loaded, test ? `${count(results.length, 'test')} passed` : 'tests not run'));
  return 0;
}

function summary(edition: Edition, text: string, { rulebook }: LoadedRulebook, tested: string): string {
  const bytes = Buffer.byteLength(text);
  const counts = [
    count(edition.rules.length, 'rule'),
    count(Object.keys(edition.notices).length, 'notice'),
    count(Object.keys(rulebook.regions).length, 'region'),
    tested,
  ];
  return `Edition ${edition.number}, ${edition.hash}\n${bytes} bytes: ${counts.join(', ')}\n`;
}
