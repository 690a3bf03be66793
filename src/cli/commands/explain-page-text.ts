/** What a page can carry of a decision, in words. */

import type { Decision } from '../../core/decide.ts';
import type { Edition, Slot } from '../../core/edition.ts';
import type { PreparedPage } from '../../page/prepare.ts';
import { columns, count } from '../terminal.ts';
import type { LookedAt } from './explain-page.ts';
import { SLOT_WORDS } from './explain-words.ts';

/** Bytes. */
const LONGEST_TAG = 120;

/** Lines with a line break behind each. */
export function pageText(edition: Edition, decision: Decision, { name, contentType, bytes, prepared, large }: LookedAt): string {
  if (prepared === undefined) return `  ${name} (${contentType ?? 'no type'}) is no page, feed or JSON: no notice can stand in it\n`;
  const { preparation } = edition;
  const removals = Object.entries(preparation.removals).map(([removal, selectors]) => [
    selectors.join(', '),
    count((prepared.removals[removal] ?? []).length, 'element'),
  ]);
  const mentions = Object.entries(preparation.mentions).map(([set, names]) => [
    names.join(', '),
    count((prepared.mentions[set] ?? []).length, 'mention'),
  ]);
  const rows = [
    ...preparation.used.map(slot => [`a notice ${SLOT_WORDS[slot]}`, slotText(slot, prepared, bytes, large)]),
    ...removals,
    ...mentions,
  ];
  return `  ${name}, read as ${prepared.form ?? prepared.surface}\n${columns(rows, { indent: 4 })}${impossible(decision, prepared)}`;
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
function impossible(
  { outcome, notices, annotations, removals }: Decision,
  { slots, mentions, puts, removals: found }: PreparedPage,
): string {
  if (outcome === 'withhold' || outcome === 'redirect') return '';
  const notes = annotations.filter(annotated => (mentions[annotated.mentions] ?? []).length > 0).map(({ note }) => note);
  const uncarried = [...notices, ...notes].filter(({ slot }) => slots[slot] === undefined);
  const placeless = removals.flatMap(({ removal, put }) =>
    put !== undefined && (found[removal] ?? []).length > (puts[removal] ?? []).length ? [put] : [],
  );
  return [...uncarried, ...placeless].map(({ id, ifImpossible }) => `  This page cannot carry ${id}: ${INSTEAD[ifImpossible]}.\n`).join('');
}

const INSTEAD = {
  acknowledge: 'readers are asked to acknowledge it before the article',
  withhold: 'the article is withheld',
} as const;
