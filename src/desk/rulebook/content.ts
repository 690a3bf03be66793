/** The content of a rulebook: its files as texts, and what can be made of them. */

import type { Edition } from '../../core/edition.ts';
import { compileRulebook } from '../../rulebook/compile.ts';
import { type Loaded, loadRulebook } from '../../rulebook/load.ts';
import { hasErrors } from '../../rulebook/problems.ts';
import type { Rulebook } from '../../rulebook/schema.ts';
import { Refused } from '../errors.ts';
import builtIn from '../generated/rulebook.json' with { type: 'json' };

/** A whole rulebook. Names of files are relative to the folder of the first one: `rulebook/orders.yaml`. */
export interface RulebookContent {
  readonly first: string;
  readonly files: Readonly<Record<string, string>>;
}

/** The rulebook that the edge was built with. */
export const BUILT_IN: RulebookContent = builtIn;

/** UTF-16 units of all files together. */
export const LARGEST_CONTENT = 12 * 1024 * 1024;
const MOST_FILES = 200;

/** A content out of something untyped that a program or a form has sent. Throws `Refused`. */
export function contentFrom(value: unknown): RulebookContent {
  const { first, files } = typeof value === 'object' && value !== null ? (value as Partial<RulebookContent>) : {};
  const entries = typeof files === 'object' && files !== null ? Object.entries(files) : [];
  const isText = entries.every(([name, text]) => isName(name) && typeof text === 'string');
  if (typeof first !== 'string' || !isText || entries.length > MOST_FILES || !Object.hasOwn(files ?? {}, first)) {
    const mend = 'Send `first`, the name of the first file, and `files`, the text of each file by its name from there.';
    throw new Refused('invalid', 'That is not the content of a rulebook.', mend);
  }
  if (entries.reduce((sum, [, text]) => sum + text.length, 0) > LARGEST_CONTENT) {
    throw new Refused('too-large', 'The files are too large for a rulebook.', 'Shorten the texts: at most 8 MiB are possible.');
  }
  return { first, files: Object.fromEntries(entries.map(([name, text]) => [name, text.toWellFormed()])) };
}

function isName(name: string): boolean {
  return name.length <= 300 && /^[^/\\\p{Cc}]+(\/[^/\\\p{Cc}]+)*$/u.test(name) && !name.split('/').some(part => /^\.+$/.test(part));
}

/** Reads and checks what the files say. Never throws. */
export function loadContent({ first, files }: RulebookContent): Loaded {
  return loadRulebook(first, name => (Object.hasOwn(files, name) ? new TextEncoder().encode(files[name]) : undefined));
}

/** The rulebook and its edition, or `undefined` where the files have errors. */
export async function compileContent(
  content: RulebookContent,
  number: number,
): Promise<{ rulebook: Rulebook; edition: Edition; loaded: Loaded } | undefined> {
  const loaded = loadContent(content);
  const { rulebook, problems } = loaded;
  if (rulebook === undefined || hasErrors(problems)) return undefined;
  return { rulebook, edition: await compileRulebook(rulebook, { number }), loaded };
}
