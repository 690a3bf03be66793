/** The folder of a library, as commands are given it. */

import { readdirSync } from 'node:fs';
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

/** Problems for people and an empty line; nothing for none. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.length === 0 ? '' : `${problems.map(problem => `${formatProblem(problem)}\n`).join('')}\n`;
}
