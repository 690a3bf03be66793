/** A rulebook from the files that it is written in. */

import type { Finding } from './explain-issue.ts';
import { type ReadFile, RulebookFiles } from './include.ts';
import { readFiles } from './parse.ts';
import type { Problem } from './problems.ts';
import type { Rulebook } from './schema.ts';

export type { ReadFile };

export interface Loaded {
  /** Absent when something in it is an error. */
  readonly rulebook?: Rulebook;
  /** Every problem at once, in the order of the files and of what they hold; a hundred at most. */
  readonly problems: Problem[];
  /** Finds the file, line and column of what is found in the whole document later. */
  readonly problemOf: (finding: Finding) => Problem;
  /** Every file that was asked for: the first one, those that are included, and maps. */
  readonly files: readonly string[];
}

/**
 * Reads a rulebook, the files that it includes and the maps that it names, and checks what they hold together. Never throws:
 * a file that is missing or cannot be read is a problem at the place that names it.
 * @param file the first file. No file outside its folder is read
 */
export function loadRulebook(file: string, read: ReadFile): Loaded {
  const files = new RulebookFiles(file, read);
  files.readAll(file);
  return { ...readFiles(files), files: files.names };
}
