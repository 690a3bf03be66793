#!/usr/bin/env node
/** `standfirst`: the command line for those who say what applies where. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { administratorCommand } from './commands/administrator.ts';
import { articlesCommand } from './commands/articles.ts';
import { checkCommand } from './commands/check.ts';
import { compileCommand } from './commands/compile.ts';
import { diffCommand } from './commands/diff.ts';
import { explainCommand } from './commands/explain.ts';
import { historyCommand } from './commands/history.ts';
import { keysCommand } from './commands/keys.ts';
import { matrixCommand } from './commands/matrix.ts';
import { proposeCommand } from './commands/propose.ts';
import { publishCommand } from './commands/publish.ts';
import { pullCommand } from './commands/pull.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { schemaCommand } from './commands/schema.ts';
import { testCommand } from './commands/test.ts';
import { verifyCommand } from './commands/verify.ts';
import { BadInput, messageOf } from './inputs.ts';
import type { ExitCode, Io } from './io.ts';
import { machine } from './machine.ts';
import { fitted } from './terminal.ts';

const COMMANDS = [
  checkCommand,
  testCommand,
  explainCommand,
  matrixCommand,
  diffCommand,
  compileCommand,
  schemaCommand,
  articlesCommand,
  pullCommand,
  proposeCommand,
  publishCommand,
  historyCommand,
  rollbackCommand,
  verifyCommand,
  keysCommand,
  administratorCommand,
] as const;

const EPILOGUE = `
A rulebook says who is shown which notice, where, when and why; templates/rulebook.yaml is the one to start from.

Examples:
  $ standfirst check
  $ standfirst explain --place UA-43 --path /2026/11/after-sunset
  $ standfirst test --coverage

Exit codes: 0 nothing to report; 1 something found (warnings, failed tests, differences); 2 errors.`;

/** Runs one command line, without the names of the programs before it. Never rejects. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = programFor(io, found => {
    code = found;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return /^commander\.(helpDisplayed|version)$/.test(error.code) ? 0 : 2;
    if (error instanceof BadInput) io.err(`standfirst: ${error.message}\n`);
    else io.err(`standfirst: something is wrong with standfirst itself: ${firstLine(messageOf(error))}; ${HOW_TO_REPORT}\n`);
    return 2;
  }
}

const HOW_TO_REPORT = 'please report this message together with the command that you typed (CONTRIBUTING.md says where)';

function programFor(io: Io, finish: (code: ExitCode) => void): Command {
  const program = new Command('standfirst')
    .description('Checks, explains and compiles the rules by which notices are put in front of articles.')
    .version(version(), '--version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand('help [command]', 'explain a command')
    .addHelpText('after', EPILOGUE)
    .configureHelp({ minWidthToWrap: 20 })
    .exitOverride()
    .configureOutput({
      writeOut: text => io.out(fitted(text, io.columns)),
      writeErr: io.err,
      outputError: (text, write) => write(text.replace(/^error: /, 'standfirst: ')),
      getOutHelpWidth: () => io.columns,
      getErrHelpWidth: () => io.columns,
      getOutHasColors: () => io.colour,
      getErrHasColors: () => io.colour,
    });
  for (const command of COMMANDS) program.addCommand(command(io, finish));
  inherit(program);
  return program;
}

/** Settings of a command hold for those below it, which are made elsewhere. */
function inherit(command: Command): void {
  for (const inner of command.commands) {
    inner.copyInheritedSettings(command);
    inner.helpOption('-h, --help', 'explain this command');
    inherit(inner);
  }
}

function version(): string {
  return JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8')).version;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

if (import.meta.main) process.exitCode = await run(process.argv.slice(2), machine());
