/** What of a decision a page can carry, and where. */

import type { Annotated, Decision, Removed, ShownNotice } from '../core/decide.ts';
import { followsGap, type Range, standingAt } from './edits.ts';
import type { PreparedPage } from './prepare.ts';

/** A mark behind each of some words. */
export interface Marks {
  readonly mark: string;
  readonly offsets: readonly number[];
}

/** A notice in place of elements that are taken out. */
export interface Put {
  readonly notice: Pick<ShownNotice, 'id' | 'languages'>;
  readonly offsets: readonly number[];
}

/** What a decision comes to on one page. */
export interface Placing {
  /** Notices for slots of the page, in order: those that rules show, the notes of names that it mentions, and what has no element to stand for. */
  readonly notices: readonly ShownNotice[];
  readonly puts: readonly Put[];
  readonly marks: readonly Marks[];
  /** Those of `notices` for which the page has no place. */
  readonly missing: readonly ShownNotice[];
}

/** What a page has places for. */
type Places = Pick<PreparedPage, 'slots' | 'removals' | 'puts' | 'mentions' | 'unsearched'>;

const NOTHING: readonly never[] = [];

/** Places a decision. Most decisions are no more than notices, and cost no more than to look for their slots. */
export function placed(page: Places, decision: Decision): Placing {
  const { annotations, removals } = decision;
  const isUnmarked = annotations.every(({ mentions }) => page.mentions[mentions]?.length === 0);
  if (isUnmarked && removals.every(({ removal, put }) => put === undefined || page.removals[removal]?.length === 0)) {
    return { notices: decision.notices, puts: NOTHING, marks: NOTHING, missing: missingOn(page, decision.notices) };
  }
  const ranges = rangesOf(page, decision);
  const marked = annotations.map(annotation => ({ annotation, offsets: mentionsOf(page, annotation, ranges) }));
  const replaced = removals.flatMap(removal => replacing(page, removal, ranges) ?? []);
  const all = [
    ...decision.notices,
    ...marked.flatMap(({ annotation, offsets }) => (offsets.length > 0 || mayMention(page, annotation) ? [annotation.note] : [])),
    ...replaced.flatMap(({ notice, offsets }) => (offsets.length === 0 ? [{ ...notice, slot: 'before-body' as const }] : [])),
  ];
  return {
    notices: eachOnce(all),
    puts: putsOnce(replaced, ranges),
    marks: marksOnce(marked.map(({ annotation: { mark }, offsets }) => ({ mark, offsets }))),
    missing: missingOn(page, all),
  };
}

/** What a decision takes out of a page. */
export function rangesOf(page: Places, { removals }: Decision): readonly Range[] {
  return removals.length === 0 ? NOTHING : removals.flatMap(({ removal }) => page.removals[removal] ?? NOTHING);
}

function missingOn(page: Places, notices: readonly ShownNotice[]): readonly ShownNotice[] {
  return notices.filter(({ slot }) => page.slots[slot] === undefined);
}

/** Whether nobody can say that a page holds none of the names, or none can be marked: its note is shown then. */
function mayMention(page: Places, { mentions }: Annotated): boolean {
  return page.mentions[mentions] === undefined;
}

/** The mentions that get a mark: none of those that are taken out with their element. */
function mentionsOf(page: Places, { mentions, every }: Annotated, ranges: readonly Range[]): readonly number[] {
  const left = (page.mentions[mentions] ?? NOTHING).filter(offset => !followsGap(offset, ranges));
  return every ? left : left.slice(0, 1);
}

/**
 * Where the notice of a removal stands: nowhere yet, where none of its elements can be stood for, or taken out;
 * `undefined` where there is none. An element that goes with another around it leaves no place of its own.
 */
function replacing(page: Places, { removal, put }: Removed, ranges: readonly Range[]): Replacing | undefined {
  if (put === undefined || page.removals[removal]?.length === 0) return undefined;
  // It is not said of every large page that something is left out of it, unless a rule insists.
  if (page.unsearched && put.ifImpossible !== 'withhold') return undefined;
  const starts = page.puts[removal] ?? NOTHING;
  return { notice: put, offsets: starts.filter(at => !ranges.some(([start, end]) => start < at && at < end)) };
}

type Replacing = Put & { readonly notice: NonNullable<Removed['put']> };

/** A notice stands once in a slot, whoever asks for it. */
function eachOnce(notices: readonly ShownNotice[]): readonly ShownNotice[] {
  const isNew = once();
  return notices.filter(({ slot, id }) => isNew(`${slot} ${id}`));
}

/** A notice stands once where something was taken out, however many rules put it there. */
function putsOnce(puts: readonly Put[], ranges: readonly Range[]): readonly Put[] {
  const isNew = once();
  return puts
    .map(({ notice, offsets }) => ({ notice, offsets: offsets.filter(at => isNew(`${standingAt(at, ranges)} ${notice.id}`)) }))
    .filter(({ offsets }) => offsets.length > 0);
}

/** A mark stands once behind a word, however many names or rules ask for it. */
function marksOnce(marks: readonly Marks[]): readonly Marks[] {
  const isNew = once();
  return marks.map(({ mark, offsets }) => ({ mark, offsets: offsets.filter(at => isNew(`${at} ${mark}`)) }));
}

/** Answers true to every key the first time. */
function once(): (key: string) => boolean {
  const seen = new Set<string>();
  return key => seen.size < seen.add(key).size;
}
