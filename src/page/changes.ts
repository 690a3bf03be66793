/** Everything that may be done to a page, proven each by itself and side by side. */

import { type Preparation, SHARE_REMOVAL } from '../core/edition.ts';
import { byteOffsets } from './byte-offsets.ts';
import { followsGap, type Range } from './edits.ts';
import type { DecodedPage } from './encoding.ts';
import { findMentions, type Mentions } from './mentions.ts';
import type { PreparedPage } from './prepare.ts';
import { budgetOf, type Proof, provable } from './proof.ts';
import { findRemoval, joined, type Removal } from './removals.ts';
import { findSlots, type SlotOffsets } from './slots.ts';

/** Offsets are UTF-16 units. */
export interface Changes {
  readonly slots: SlotOffsets;
  /** Empty where the page has no such element, absent where it may have some. */
  readonly removals: ReadonlyMap<string, Removal>;
  /** By the name of the removal, each in the place of one of its elements. */
  readonly puts: Readonly<Record<string, readonly number[]>>;
  readonly mentions: Mentions;
}

/** Of so many sets of elements every choice is proven, of more only each alone and all together. */
const PROVEN_IN_FULL = 4;

/** Finds what `preparation` asks for. What cannot be had is absent; nothing that is not asked for is looked for. */
export function findChanges(proof: Proof, preparation: Preparation): Changes {
  const slots = findSlots(proof, preparation);
  const removals = findRemovals(proof, preparation, slots);
  const puts = findPuts(proof, preparation.replaced, removals);
  const mentions = findMentions(proof, preparation.mentions, [...new Set(Object.values(slots))]);
  const none = { slots, removals, puts: {}, mentions: new Map() };
  if (holdTogether(proof, { ...none, puts, mentions })) return { ...none, puts, mentions };
  // Rare: changes that each hold but not side by side. A notice says more than a mark, and the note is shown without.
  return holdTogether(proof, { ...none, puts }) ? { ...none, puts } : none;
}

/** Whether notices and marks hold beside whichever removals a decision may choose, as far as that is not proven yet. */
function holdTogether(proof: Proof, { slots, removals, puts, mentions }: Changes): boolean {
  const marks = [...mentions.values()].flat();
  const names = [...removals].flatMap(([name, { ranges }]) => (ranges.length > 0 ? [name] : []));
  if (marks.length === 0 && Object.keys(puts).length === 0) return true;
  const isSpent = budgetOf(proof);
  const choices = names.length > PROVEN_IN_FULL ? [names, ...names.map(name => [name])] : subsetsOf(names);
  return choices.every(chosen => {
    const { elements, ranges } = joined(chosen.flatMap(name => removals.get(name) ?? []));
    const standing = chosen.flatMap(name => puts[name] ?? []).filter(at => !ranges.some(([start, end]) => start < at && at < end));
    const change = {
      offsets: [...new Set([...Object.values(slots), ...standing])],
      ranges,
      removed: elements,
      marks: marks.filter(({ offset }) => !followsGap(offset, ranges)),
    };
    return !isSpent() && proof.holds(change);
  });
}

/**
 * The sets whose removal holds with every notice and with none, whichever of them a decision chooses; and those of which the page has no
 * element.
 */
function findRemovals(proof: Proof, preparation: Preparation, slots: SlotOffsets): Map<string, Removal> {
  const offsets = [...new Set(Object.values(slots))];
  const absent: Named[] = [];
  const found: Named[] = [];
  for (const [name, selectors] of Object.entries(preparation.removals)) {
    const removal = findRemoval(proof, selectors);
    if (removal === undefined) continue;
    const list = removal.ranges.length === 0 ? absent : found;
    // What protects a reader is worth more than the rest, should they not hold side by side.
    if (name === SHARE_REMOVAL) list.unshift([name, removal]);
    else list.push([name, removal]);
  }
  const isSpent = budgetOf(proof);
  const holds = (chosen: readonly Named[]) => {
    const { elements, ranges } = joined(chosen.map(([, removal]) => removal));
    const beside = (notices: readonly number[]) => !isSpent() && proof.holds({ offsets: notices, ranges, removed: elements });
    // Each set by itself is proven without notices already; a decision may show none.
    return beside(offsets) && (chosen.length === 1 || offsets.length === 0 || beside([]));
  };
  return new Map([...absent, ...compatible(found, holds)]);
}

type Named = readonly [name: string, removal: Removal];

/** Those of `found` of which every choice holds; of many only a few, unless all hold at once. */
function compatible(found: readonly Named[], holds: (chosen: readonly Named[]) => boolean): readonly Named[] {
  const alone = found.filter(one => holds([one]));
  if (alone.length > PROVEN_IN_FULL && holds(alone)) return alone;
  const kept: Named[] = [];
  for (const one of alone.slice(0, PROVEN_IN_FULL)) {
    if (subsetsOf(kept).every(others => holds([...others, one]))) kept.push(one);
  }
  return kept;
}

/** Every choice of one or more of `items`. */
function subsetsOf<T>(items: readonly T[]): T[][] {
  return Array.from({ length: 2 ** items.length - 1 }, (_, bits) => items.filter((_item, at) => ((bits + 1) >> at) & 1));
}

/** Where a notice may stand in place of an element. Elements that touch leave one place, and so get one notice. */
function findPuts(proof: Proof, replaced: readonly string[], removals: ReadonlyMap<string, Removal>): Record<string, readonly number[]> {
  const puts: Record<string, readonly number[]> = {};
  for (const name of replaced) {
    const removal = removals.get(name);
    if (removal === undefined) continue;
    const ends = new Set(removal.ranges.map(([, end]) => end));
    const starts = removal.ranges.map(([start]) => start).filter(start => !ends.has(start));
    const proven = provable(proof, starts, offsets => ({ offsets, ranges: removal.ranges, removed: removal.elements }));
    if (proven.length > 0) puts[name] = [...proven].sort((a, b) => a - b);
  }
  return puts;
}

/** The changes as offsets in a page's bytes, less those that have none. */
export function changesInBytes(
  bytes: Uint8Array,
  page: DecodedPage,
  { slots, removals, puts, mentions }: Changes,
): Pick<PreparedPage, 'slots' | 'removals' | 'puts' | 'mentions'> {
  const ranges = [...removals.values()].flatMap(removal => removal.ranges);
  const all = [
    ...Object.values(slots),
    ...ranges.flat(),
    ...Object.values(puts).flat(),
    ...[...mentions.values()].flat().map(({ offset }) => offset),
  ];
  const offsets = [...new Set(all)].sort((a, b) => a - b);
  const converted = byteOffsets(bytes, page, offsets);
  const byteOf = new Map(offsets.map((offset, index) => [offset, converted[index]]));
  const known = (offset: number): number[] => [byteOf.get(offset)].filter(byte => byte !== undefined);
  const byteRange = ([start, end]: Range): Range[] => {
    const [from, to] = [byteOf.get(start), byteOf.get(end)];
    return from === undefined || to === undefined ? [] : [[from, to]];
  };
  const removed = Object.fromEntries(
    [...removals].flatMap(([name, removal]) => {
      const inBytes = removal.ranges.flatMap(byteRange);
      return inBytes.length === 0 && removal.ranges.length > 0 ? [] : [[name, inBytes] as const];
    }),
  );
  // Only where the element is really taken out: nothing is put before one that stays.
  const replaced = (name: string, byte: number) => removed[name]?.some(([start]) => start === byte) ?? false;
  return {
    slots: Object.fromEntries(Object.entries(slots).flatMap(([slot, offset]) => known(offset).map(byte => [slot, byte]))),
    removals: removed,
    puts: Object.fromEntries(
      Object.entries(puts).map(([name, starts]) => [name, starts.flatMap(known).filter(byte => replaced(name, byte))]),
    ),
    mentions: Object.fromEntries([...mentions].map(([set, found]) => [set, found.flatMap(({ offset }) => known(offset))])),
  };
}
