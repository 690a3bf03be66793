/** Everything that may be done to a page, proven each by itself and all side by side. */

import { type Preparation, SHARE_REMOVAL } from '../core/edition.ts';
import { byteOffsets } from './byte-offsets.ts';
import { followsGap, type Range } from './edits.ts';
import type { DecodedPage } from './encoding.ts';
import { findMentions, type Mentions } from './mentions.ts';
import type { PreparedPage } from './prepare.ts';
import { type Proof, provable } from './proof.ts';
import { findRemoval, joined, type Removal } from './removals.ts';
import { findSlots, type SlotOffsets } from './slots.ts';

/** Offsets are UTF-16 units. */
export interface Changes {
  readonly slots: SlotOffsets;
  readonly removals: ReadonlyMap<string, Removal>;
  /** By the name of the removal, each in the place of one of its elements. */
  readonly puts: Readonly<Record<string, readonly number[]>>;
  readonly mentions: Mentions;
}

/** Finds what `preparation` asks for. What cannot be had is absent; nothing that is not asked for is looked for. */
export function findChanges(proof: Proof, preparation: Preparation): Changes {
  const slots = findSlots(proof, preparation);
  const removals = findRemovals(proof, preparation, slots);
  const puts = findPuts(proof, preparation.replaced, removals);
  const mentions = findMentions(proof, preparation.mentions, [...new Set(Object.values(slots))]);
  const none = { slots, removals, puts: {}, mentions: new Map() };
  if (holdsAtOnce(proof, { ...none, puts, mentions })) return { ...none, puts, mentions };
  // Rare: changes that each hold but not side by side. A notice says more than a mark, and the note is shown without.
  return holdsAtOnce(proof, { ...none, puts }) ? { ...none, puts } : none;
}

/** Whether removals, notices and marks hold all together, as far as that is not proven yet. */
function holdsAtOnce(proof: Proof, { slots, removals, puts, mentions }: Changes): boolean {
  const put = Object.values(puts).flat();
  const marks = [...mentions.values()].flat();
  if (put.length === 0 && (marks.length === 0 || removals.size === 0)) return true;
  const { elements, ranges } = joined([...removals.values()]);
  const standing = put.filter(offset => !ranges.some(([start, end]) => start < offset && offset < end));
  return proof.holds({
    offsets: [...new Set([...Object.values(slots), ...standing])],
    ranges,
    removed: elements,
    marks: marks.filter(({ offset }) => !followsGap(offset, ranges)),
  });
}

/** The removals that hold alone and together with each other and every notice. */
function findRemovals(proof: Proof, preparation: Preparation, slots: SlotOffsets): Map<string, Removal> {
  const found = new Map<string, Removal>();
  for (const [name, selectors] of Object.entries(preparation.removals)) {
    const removal = findRemoval(proof, selectors);
    if (removal.ranges.length > 0) found.set(name, removal);
  }
  const offsets = [...new Set(Object.values(slots))];
  const together = (removals: readonly Removal[]) => {
    const { elements, ranges } = joined(removals);
    return proof.holds({ offsets, ranges, removed: elements });
  };
  if (found.size === 0 || together([...found.values()])) return found;
  // Rare: removals that each hold but not side by side. What protects a reader is worth more than the rest.
  const share = found.get(SHARE_REMOVAL);
  return share !== undefined && together([share]) ? new Map([[SHARE_REMOVAL, share]]) : new Map();
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
  const removed = Object.fromEntries([...removals].map(([name, removal]) => [name, removal.ranges.flatMap(byteRange)]));
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
