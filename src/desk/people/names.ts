/** Names of people: whoever reads one in the log must know who it is, so none may look like another's, or like the Desk's own words. */

import { Refused } from '../errors.ts';
import { hasUnseen } from '../proposals/typed.tsx';
import { lineFrom } from '../proposals/write.ts';
import type { PersonRecord } from './store.ts';

/** Characters. */
const LONGEST = 100;

/** What the Desk calls itself, and ids that stand for it in the log. */
export const OWN_IDS: readonly string[] = ['system', 'clock'];
const RESERVED: ReadonlySet<string> = new Set(
  [...OWN_IDS, 'the Desk itself', 'the Desk', 'Desk', 'Standfirst', 'Standfirst Desk', 'somebody', 'anybody', 'nobody', 'unknown'].map(
    keyOf,
  ),
);
/** How the Desk's words for programs, and for whoever it does not know, begin. */
const RESERVED_BEGINNINGS = ['the token ', 'a token', 'a program with', 'somebody unknown'].map(keyOf);

/** A name as it was typed, in one line. Throws `Refused` with `details.field` where it is none. */
export function nameFrom(typed: string): string {
  const name = lineFrom(typed, 'name');
  if (name.length > LONGEST) throw wrong(`The name is longer than ${LONGEST} characters.`, 'Shorten it.');
  if (hasUnseen(typed)) {
    throw wrong(
      'The name holds a character that cannot be seen.',
      'Type the name anew: such a character comes along when a text is copied.',
    );
  }
  const key = keyOf(name);
  if (key === '') throw wrong('Nothing of the name can be seen.', 'Write a name.');
  if (RESERVED.has(key) || RESERVED_BEGINNINGS.some(beginning => key.startsWith(beginning))) {
    throw wrong('The Desk uses this name for itself, or for programs.', 'Write the name of a person.');
  }
  return name;
}

/** Throws `Refused` of kind `conflict` where somebody else's name looks the same. */
export function demandFreeName(name: string, id: string, people: readonly PersonRecord[]): void {
  const other = people.find(person => person.id !== id && keyOf(person.name) === keyOf(name));
  if (other === undefined) return;
  const mend = 'Add what tells the two apart, such as a second name or where they work.';
  throw new Refused('conflict', `There is somebody of this name already: ${other.name}.`, mend, { field: 'name' });
}

/** The same for names that look the same but for case, width, spaces and what cannot be seen. */
function keyOf(name: string): string {
  const compatible = name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
  return compatible.replace(/[\p{Default_Ignorable_Code_Point}\p{C}\p{Z}\u2800]/gu, '');
}

function wrong(message: string, mend: string): Refused {
  return new Refused('invalid', message, mend, { field: 'name' });
}
