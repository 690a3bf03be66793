/** What a page can carry of a decision, in words. */

import { cannotCarryText } from '../../analysis/explain-sentences.ts';
import { SLOT_WORDS } from '../../analysis/explain-words.ts';
import type { Decision } from '../../core/decide.ts';
import type { Edition, Slot } from '../../core/edition.ts';
import { placed } from '../../page/placing.ts';
import type { PreparedPage } from '../../page/prepare.ts';
import type { Io } from '../io.ts';
import { count, wrapped, wrappedColumns } from '../terminal.ts';
import type { LookedAt } from './explain-page.ts';

/** Bytes. */
const LONGEST_TAG = 120;

/** Lines with a line break behind each. */
export function pageText(
  { columns: width }: Io,
  edition: Edition,
  decision: Decision,
  { name, contentType, bytes, prepared, large }: LookedAt,
): string {
  const line = (text: string) => `  ${wrapped(text, width - 4, '    ')}\n`;
  if (prepared === undefined) return line(`${name} (${contentType ?? 'no type'}) is no page, feed or JSON: no notice can stand in it`);
  const { preparation } = edition;
  const removals = Object.entries(preparation.removals).map(([removal, selectors]) => [
    selectors.join(', '),
    found(prepared.removals[removal], 'element', prepared),
  ]);
  const mentions = Object.entries(preparation.mentions).map(([set, names]) => [
    names.join(', '),
    found(prepared.mentions[set], 'mention', prepared),
  ]);
  const rows = [
    ...preparation.used.map(slot => [`a notice ${SLOT_WORDS[slot]}`, slotText(slot, prepared, bytes, large)]),
    ...removals,
    ...mentions,
  ];
  const carried = wrappedColumns(rows, width, { indent: 4 });
  return `${line(`${name}, read as ${prepared.form ?? prepared.surface}`)}${carried}${impossible(decision, prepared).map(line).join('')}`;
}

/** How many there are; where that is not known, why. */
function found(all: readonly unknown[] | undefined, what: string, { unsearched }: PreparedPage): string {
  if (all !== undefined) return count(all.length, what);
  return unsearched ? 'the page cannot be searched' : `${what}s that cannot be touched`;
}

function slotText(slot: Slot, { slots, form }: PreparedPage, bytes: Uint8Array, large: boolean): string {
  const offset = slots[slot];
  if (offset === undefined) return 'cannot be carried';
  if (form !== undefined) return form === 'json-object' ? 'as the first member' : 'as an entry of its own';
  if (large) return 'right behind the <body> tag, since the page is so large';
  const next = tagAt(bytes, offset);
  return next === undefined ? 'can be carried' : `can be carried, in front of ${next}`;
}

/** The tag at an offset. Tags are ASCII in every encoding but UTF-16, where it takes two bytes a letter. */
function tagAt(bytes: Uint8Array, offset: number): string | undefined {
  const text = new TextDecoder('windows-1252').decode(bytes.subarray(offset, offset + LONGEST_TAG)).replaceAll('\0', '');
  return /^\s*(<[^<>]*>)/.exec(text)?.[1]?.replace(/\s+/g, ' ');
}

/** What happens in place of what this page cannot carry. */
function impossible(decision: Decision, prepared: PreparedPage): string[] {
  if (decision.outcome === 'withhold' || decision.outcome === 'redirect') return [];
  const { missing } = placed(prepared, decision);
  return missing.map(cannotCarryText);
}
