/** The moments at which anything may change for a reader. */

import type { ArticleFacts } from '../core/article.ts';
import { type Decision, decide } from '../core/decide.ts';
import type { Edition, Times } from '../core/edition.ts';
import type { Place } from '../core/place.ts';
import { isByReader, momentOf } from '../core/time.ts';
import { zonesOf } from '../core/zones.ts';

export const YEAR = 366 * 86_400_000;

/** Four changes a day through a year of leap, and some. */
const MOST_STEPS = 1500;

/** A time within which one decision holds: `from` inclusive, `until` exclusive, epoch milliseconds. */
export interface Interval<T> {
  readonly from: number;
  readonly until: number;
  readonly value: T;
}

export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The decisions of one reader and article through time, each for as long as it is good. */
export function decisionsThrough(
  edition: Edition,
  place: Place,
  facts: ArticleFacts,
  languages: readonly string[],
  { from, until }: Span,
): Interval<Decision>[] {
  const intervals: Interval<Decision>[] = [];
  let at = from;
  while (at < until && intervals.length < MOST_STEPS) {
    const value = decide(edition, place, facts, languages, at);
    const next = Math.min(value.validUntil, until);
    intervals.push({ from: at, until: next, value });
    at = next;
  }
  return intervals;
}

/** Neighbours with equal keys become one. */
export function mergeIntervals<T>(intervals: readonly Interval<T>[], key: (value: T) => unknown): Interval<T>[] {
  const merged: Interval<T>[] = [];
  for (const next of intervals) {
    const last = merged.at(-1);
    if (last !== undefined && last.until === next.from && key(last.value) === key(next.value)) {
      merged[merged.length - 1] = { ...last, until: next.until };
    } else merged.push(next);
  }
  return merged;
}

/** Where intervals of two lists that begin and end together overlap. */
export function overlapping<T>(left: readonly Interval<T>[], right: readonly Interval<T>[]): Interval<readonly [T, T]>[] {
  const both: Interval<readonly [T, T]>[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    const [a, b] = [left[i]!, right[j]!];
    const [from, until] = [Math.max(a.from, b.from), Math.min(a.until, b.until)];
    if (from < until) both.push({ from, until, value: [a.value, b.value] });
    if (a.until <= b.until) i += 1;
    if (b.until <= a.until) j += 1;
  }
  return both;
}

/** When rules hold, found once for all rules with the same times: calendars are slow. */
export class Clocks {
  readonly #span: Span;
  readonly #known = new Map<string, readonly Interval<boolean>[]>();

  constructor(span: Span) {
    this.#span = span;
  }

  /** Which of some rules of an edition hold for readers at a place, by their numbers, for as long as they do. */
  through(edition: Edition, rules: readonly number[], place: Place): Interval<string>[] {
    const zones = zonesOf(edition, place);
    const each = rules.map(order => ({ order, intervals: this.#intervals(edition.rules[order]!.times, zones) }));
    // Where rules change too often to be followed to the end, none is followed further than all are.
    const end = Math.min(this.#span.until, ...each.map(({ intervals }) => intervals.at(-1)?.until ?? this.#span.from));
    const starts = new Set([this.#span.from, ...each.flatMap(({ intervals }) => intervals.map(({ from }) => from))]);
    const bounds = [...starts].filter(from => from < end).sort((a, b) => a - b);
    const at = each.map(() => 0);
    const through = bounds.map((from, index) => {
      const active = each.filter(({ intervals }, rule) => {
        while (intervals[at[rule]!]!.until <= from) at[rule]! += 1;
        return intervals[at[rule]!]!.value;
      });
      return { from, until: bounds[index + 1] ?? end, value: active.map(({ order }) => order).join() };
    });
    return mergeIntervals(through, value => value);
  }

  #intervals(times: Times, zones: readonly string[]): readonly Interval<boolean>[] {
    const key = JSON.stringify([times, isByReader(times) ? zones : '']);
    let known = this.#known.get(key);
    if (known === undefined) {
      known = this.#follow(times, zones);
      this.#known.set(key, known);
    }
    return known;
  }

  #follow(times: Times, zones: readonly string[]): readonly Interval<boolean>[] {
    const { from, until } = this.#span;
    const intervals: Interval<boolean>[] = [];
    for (let at = from; at < until && intervals.length < MOST_STEPS; ) {
      const { active, changes } = momentOf(times, at, zones);
      const next = Math.min(changes, until);
      intervals.push({ from: at, until: next, value: active });
      at = next;
    }
    return intervals;
  }
}
