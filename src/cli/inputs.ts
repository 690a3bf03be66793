/** What commands are given by name: rulebooks, editions, pages. */

import type { Edition } from '../core/edition.ts';
import { readEdition } from '../core/read-edition.ts';
import { compileRulebook } from '../rulebook/compile.ts';
import { type Loaded, loadRulebook } from '../rulebook/load.ts';
import { countsOf, formatProblem, hasErrors, type Problem } from '../rulebook/problems.ts';
import type { Rulebook } from '../rulebook/schema.ts';
import type { Io } from './io.ts';
import { count } from './terminal.ts';

export const DEFAULT_RULEBOOK = 'templates/rulebook.yaml';

/** What was given cannot be used. The message is for people: what, where, what to do. Exit code 2. */
export class BadInput extends Error {}

/** A rulebook without errors, compiled, with what leads from findings to lines. */
export interface LoadedRulebook extends Loaded {
  readonly rulebook: Rulebook;
  readonly edition: Edition;
}

/**
 * An edition by the name of a file: a compiled one where the name ends in `.json`, else a rulebook. Everything that is wrong with
 * it goes to `io.err`, and nothing comes back then; warnings are for `check` to tell.
 */
export async function loadEdition(
  io: Io,
  file: string,
  options?: LoadOptions,
): Promise<{ edition: Edition; rulebook?: Rulebook } | undefined> {
  return await (file.endsWith('.json') ? loadEditionFile(io, file, options) : loadRulebookFile(io, file, options));
}

export interface LoadOptions {
  /** Whether problems go to `io.out` as JSON instead. */
  readonly json?: boolean | undefined;
}

/** A compiled edition, checked. What is wrong with it goes to `io.err`, and nothing comes back then. */
export async function loadEditionFile(io: Io, file: string, { json }: LoadOptions = {}): Promise<{ edition: Edition } | undefined> {
  const bytes = bytesOf(io, file);
  const read = bytes === undefined ? { problem: 'there is no such file' } : await readEdition(bytes);
  if ('edition' in read) return { edition: read.edition };
  const mend = 'make one with `standfirst compile`';
  const message = bytes === undefined ? read.problem : `is not an edition: ${read.problem}`;
  if (json) io.out(problemsJson([{ file, line: 1, column: 1, severity: 'error', path: '', message, mend }]));
  else io.err(`standfirst: ${file}: ${bytes === undefined ? read.problem : `is not an edition: ${mend} (${read.problem})`}\n`);
  return undefined;
}

/** A rulebook and its edition, `number` 1 unless said. Errors go to `io.err`, and nothing comes back then. */
export async function loadRulebookFile(
  io: Io,
  file: string,
  { json, number = 1 }: LoadOptions & { readonly number?: number } = {},
): Promise<LoadedRulebook | undefined> {
  const loaded = loadRulebook(file, io.readFile);
  const { rulebook, problems } = loaded;
  if (rulebook === undefined || hasErrors(problems)) {
    tellProblems(io, problems, file, { json });
    return undefined;
  }
  return { ...loaded, rulebook, edition: await compileRulebook(rulebook, { number }) };
}

/** Everything that is wrong, where the result would have been: as JSON on `io.out` if that was asked for, else on `io.err`. */
export function tellProblems(io: Io, problems: readonly Problem[], file: string, { json }: LoadOptions): void {
  if (json) io.out(problemsJson(problems));
  else io.err(`${problemsText(problems)}\n${summaryOf(problems, file)}\n`);
}

/** `{ problems, errors, warnings }`, a line break at its end. */
export function problemsJson(problems: readonly Problem[]): string {
  const { errors, warnings } = countsOf(problems);
  return `${JSON.stringify({ problems, errors, warnings }, null, 2)}\n`;
}

/** Problems for people, one after the other. */
export function problemsText(problems: readonly Problem[]): string {
  return problems.map(problem => `${formatProblem(problem)}\n`).join('');
}

/** `2 errors, 1 warning in templates/rulebook.yaml`, `100 errors and more in …`. */
export function summaryOf(problems: readonly Problem[], file: string): string {
  const { errors, warnings, more } = countsOf(problems);
  if (problems.length === 0) return `No problems in ${file}`;
  const counted = [...(errors > 0 ? [count(errors, 'error')] : []), ...(warnings > 0 ? [count(warnings, 'warning')] : [])];
  return `${counted.join(', ')}${more ? ' and more' : ''} in ${file}`;
}

/** A page to look at: from a file or an address. */
export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

const TYPES: readonly (readonly [end: RegExp, type: string])[] = [
  [/\.html?$/i, 'text/html'],
  [/\.xhtml?$/i, 'application/xhtml+xml'],
  [/\.rss$/i, 'application/rss+xml'],
  [/\.atom$/i, 'application/atom+xml'],
  [/\.xml$/i, 'application/xml'],
  [/\.json$/i, 'application/json'],
  [/\.md$/i, 'text/markdown'],
];

/** What an address answers, or a file with the type that its name says (HTML where it says none). Rejects with `BadInput`. */
export async function loadSample(io: Io, name: string): Promise<Sample> {
  if (/^https?:\/\//i.test(name)) {
    try {
      return { name, ...(await io.fetch(name)) };
    } catch (error) {
      throw new BadInput(`${name}: ${messageOf(error)}`);
    }
  }
  const bytes = bytesOf(io, name);
  if (bytes === undefined) throw new BadInput(`${name}: there is no such file; give the name of a file, or an address with https://`);
  const type = TYPES.find(([end]) => end.test(name))?.[1] ?? 'text/html';
  return { name, bytes, headers: new Headers({ 'content-type': type }) };
}

/** The bytes of a file, or `undefined` where there is none. Throws `BadInput` where it cannot be read. */
export function bytesOf(io: Io, file: string): Uint8Array | undefined {
  try {
    return io.readFile(file);
  } catch (error) {
    throw new BadInput(`${file}: cannot be read: ${messageOf(error)}`);
  }
}

/** Writes a file, or throws `BadInput`. */
export function writeTo(io: Io, file: string, content: string | Uint8Array): void {
  try {
    io.writeFile(file, content);
  } catch (error) {
    throw new BadInput(`${file}: cannot be written: ${messageOf(error)}`);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
