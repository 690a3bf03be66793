/** What is wrong with a document, where, and how to mend it. */

/** Names and indexes that lead from the root of a document to a value. */
export type Path = readonly (string | number)[];

export type Severity = 'error' | 'warning';

/** Line and column count from 1; the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Position {
  readonly file: string;
  readonly severity: Severity;
  /** `rules[2].do[0].slot`; empty for the document as a whole. */
  readonly path: string;
  readonly message: string;
  readonly mend: string;
}

/** What a reader of one value returns when the value cannot be used: what is wrong with it, and how to mend it. */
export class Wrong {
  readonly message: string;
  #mend: string | (() => string);

  /** @param mend given as a function where finding it takes long: it is asked only for what people get to see */
  constructor(message: string, mend: string | (() => string)) {
    this.message = message;
    this.#mend = mend;
  }

  get mend(): string {
    if (typeof this.#mend !== 'string') this.#mend = this.#mend();
    return this.#mend;
  }
}

/** One problem for people, over two lines: `file:line:column: severity: message` and how to mend it. No line break at the end. */
export function formatProblem(problem: Problem): string {
  const { file, line, column, severity, path, message, mend } = problem;
  return `${file}:${line}:${column}: ${severity}: ${path === '' ? '' : `${path}: `}${message}\n    to mend it: ${mend}`;
}

/** A path as people write it: `rules[2].when.paths[0]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** Problems in the order of the document. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
}

/** The message of the last problem of many, which stands for all that are not told. */
export const MORE_PROBLEMS = 'there are more problems';

/** How many problems are told, and whether there are more. */
export function countsOf(problems: readonly Problem[]): { errors: number; warnings: number; more: boolean } {
  const told = problems.filter(({ message }) => message !== MORE_PROBLEMS);
  const errors = told.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: told.length - errors, more: told.length < problems.length };
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(problem => problem.severity === 'error');
}
