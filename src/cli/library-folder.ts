/** The folder of a library, as commands are given it. */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblem, type Problem } from '../library/problems.ts';
import { type Library, readArticles } from '../library/read-articles.ts';
import { BadInput, messageOf } from './inputs.ts';

export const DEFAULT_FOLDER = 'templates/articles';

/** A library with everything that is wrong with it. Throws `BadInput` where there is no such folder. */
export function libraryIn(folder: string): Library {
  try {
    readdirSync(folder);
  } catch (error) {
    throw new BadInput(`${folder}: there is no such folder, or it cannot be read (${messageOf(error).split(':', 1)[0]})`);
  }
  return readArticles(folder);
}

/** Whether a file is one of those that a library is read from. */
export function isOfLibrary(folder: string, file: string): boolean {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter(name => /^[^/\\]+\.md$|^authors\.yaml$|^pictures[/\\]/.test(name)).some(name => isSameFile(join(folder, name), file));
}

/** Whether two names lead to one file that is there. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map(name => statSync(name, { throwIfNoEntry: false, bigint: true }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}

/** Problems for people and an empty line; nothing for none. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.length === 0 ? '' : `${problems.map(problem => `${formatProblem(problem)}\n`).join('')}\n`;
}
