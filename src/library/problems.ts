/** What is wrong with an article, where, and how to mend it. */

/** Line and column count from 1; the column in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Problem extends Position {
  readonly file: string;
  readonly message: string;
  readonly mend: string;
}

/** Notes a problem in one file. */
export type Report = (at: Position, message: string, mend: string) => void;

/** A reporter for `file` that adds to `problems`. */
export function reportIn(file: string, problems: Problem[]): Report {
  return ({ line, column }, message, mend) => problems.push({ file, line, column, message, mend });
}

/** Problems by file, each in the order of its text. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  return [...problems].sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column));
}

/** `file:line:column: message` and, on a second line, how to mend it. */
export function formatProblem({ file, line, column, message, mend }: Problem): string {
  return `${file}:${line}:${column}: ${message}\n    to mend it: ${mend}`;
}
