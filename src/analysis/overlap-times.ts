/** When rules hold, compared: windows, daily hours, the reader's own clock. */

import { type Bound, type Daily, READER_ZONE, type Times } from '../core/edition.ts';
import type { Chance } from './reach.ts';

/** No clock is further from UTC than this, milliseconds; the furthest today are +14:00 and −12:00. */
const FURTHEST = 15 * 3_600_000;
/** Long enough that every hour of the day comes, by any clock, milliseconds. */
const TWO_DAYS = 48 * 3_600_000;
/** By how much a change to summer time can move a time that it skips, minutes. */
const LEAP = 60;
const DAY = 24 * 60;

/** A window as instants: the widest and the narrowest that any reader's clock makes of it. */
interface Window {
  readonly widest: readonly [from: number, until: number];
  readonly narrowest: readonly [from: number, until: number];
}

/** Whether there is a moment at which both hold. */
export function timesMeet(a: Times, b: Times): Chance {
  const [left, right] = [windowOf(a), windowOf(b)];
  if (span(left.widest, right.widest) <= 0) return 'no';
  const hours = hoursMeet(a.daily, b.daily);
  if (hours === 'no') return 'no';
  const certain = span(left.narrowest, right.narrowest);
  if (a.daily === undefined && b.daily === undefined) return certain > 0 ? 'always' : 'perhaps';
  return certain > TWO_DAYS ? hours : 'perhaps';
}

/** Whether `a` certainly holds whenever `b` does, for every reader. */
export function timesCover(a: Times, b: Times): boolean {
  return startsBefore(a.from, b.from) && endsAfter(a.until, b.until) && hoursCover(a.daily, b.daily);
}

/** Epoch milliseconds: the earliest instant that a bound can be for anybody. */
export function earliest(bound: Bound): number {
  return typeof bound === 'number' ? bound : local(bound) - FURTHEST;
}

/** Epoch milliseconds: the latest instant that a bound can be for anybody. */
export function latest(bound: Bound): number {
  return typeof bound === 'number' ? bound : local(bound) + FURTHEST;
}

function windowOf({ from = -Infinity, until = Infinity }: Times): Window {
  return { widest: [earliest(from), latest(until)], narrowest: [latest(from), earliest(until)] };
}

function span(a: readonly [number, number], b: readonly [number, number]): number {
  return Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
}

/** A reader whose zone nobody knows has no clock; so a bound by the reader's clock says nothing about one by the sun. */
function startsBefore(a: Bound | undefined, b: Bound | undefined): boolean {
  if (a === undefined) return true;
  if (b === undefined) return false;
  if (typeof a === 'number') return a <= earliest(b);
  return typeof b !== 'number' && local(a) <= local(b);
}

function endsAfter(a: Bound | undefined, b: Bound | undefined): boolean {
  if (a === undefined) return true;
  if (b === undefined) return false;
  if (typeof a === 'number') return a >= latest(b);
  return typeof b !== 'number' && local(a) >= local(b);
}

function local({ local: text }: { readonly local: string }): number {
  return Date.parse(`${text}Z`);
}

/** Hours in different zones, or by several clocks of one reader, may meet on some day of the year. */
function hoursMeet(a: Daily | undefined, b: Daily | undefined): Chance {
  if (a === undefined || b === undefined) return 'always';
  if (a.zone !== b.zone) return 'perhaps';
  const [left, right] = [hoursOf(a), hoursOf(b)];
  const meet = turn(right.start - left.start) < left.length || turn(left.start - right.start) < right.length;
  if (meet) return a.zone === READER_ZONE ? 'perhaps' : 'always';
  const gaps = [turn(right.start - left.start - left.length), turn(left.start - right.start - right.length)];
  const near = gaps.some(gap => gap > 0 && gap < LEAP);
  return a.zone === READER_ZONE || near ? 'perhaps' : 'no';
}

function hoursCover(a: Daily | undefined, b: Daily | undefined): boolean {
  if (a === undefined) return true;
  if (b === undefined || a.zone !== b.zone) return false;
  const [wide, narrow] = [hoursOf(a), hoursOf(b)];
  if (wide.length === DAY) return true;
  const before = turn(narrow.start - wide.start);
  const after = wide.length - before - narrow.length;
  return [before, after].every(gap => gap === 0 || gap >= LEAP);
}

/** Minutes of the day; from and to alike are a whole day. */
function hoursOf({ from, to }: Daily): { readonly start: number; readonly length: number } {
  const start = minutes(from);
  return { start, length: turn(minutes(to) - start) || DAY };
}

function minutes(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}

const turn = (difference: number): number => ((difference % DAY) + DAY) % DAY;
