/** Why an entry cannot be changed by itself. */

import { type EntryPath, entryName, type Located, lineOf, plainText, type Refused, type RulebookText } from './edit-files.ts';
import { sharedParts } from './edit-shared.ts';
import type { Path } from './problems.ts';

/** @param paths that were to change; none: the whole entry was to go */
export function refusal(content: RulebookText, entry: EntryPath, at: Located, paths?: readonly Path[]): Refused {
  const { file } = at.source;
  const meets = (one: Path, other: Path) => one.slice(0, other.length).every((step, index) => step === other[index]);
  const parts = sharedParts(plainText(content, file), at.source.document.value, at.path).filter(
    shared => shared.isWrittenHere && (paths === undefined || paths.some(path => meets(path, shared.path))),
  );
  if (parts.length === 0) {
    return {
      problem: `${entryName(entry)} cannot be changed here without changing something else: edit it as text, in ${lineOf(at)}`,
    };
  }
  const others = [...new Set(parts.flatMap(part => part.others))].map(other => `\`${other.split(' ').at(-1)}\``);
  const names = parts.map(({ name }) => `\`*${name}\``).join(', ');
  const problem = `${others.join(', ')} repeat${others.length === 1 ? 's' : ''} what is written in ${entryName(entry)} (${names})`;
  const mend = paths === undefined ? 'write that out there first' : 'change it for all of them, or write out in each what is to differ';
  return { problem: `${problem}: ${mend}, in the text of \`${file}\`` };
}
