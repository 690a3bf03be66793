/** When a rule holds, and the next moment at which that changes. Wall clocks are the zone library's business. */

import { Temporal } from 'temporal-polyfill';
import { type Bound, type Daily, READER_ZONE, type Times } from './edition.ts';

/** `changes`: epoch milliseconds after `now` at which `active` may be different; `Infinity` for never. */
export interface Moment {
  readonly active: boolean;
  readonly changes: number;
}

/** Whether some part of `times` goes by the reader's own clock. */
export function isByReader({ from, until, daily }: Times): boolean {
  return isLocal(from) || isLocal(until) || daily?.zone === READER_ZONE;
}

/**
 * Whether `times` hold at `now` (epoch milliseconds), and until when that answer is good.
 * @param zones the zones that a reader's clock may show; where there are several, times hold while they hold in any of them
 */
export function momentOf(times: Times, now: number, zones: readonly string[]): Moment {
  if (!isByReader(times)) return momentIn(times, now, 'UTC');
  const moments = zones.map(zone => momentIn(times, now, zone));
  return { active: moments.some(({ active }) => active), changes: Math.min(...moments.map(({ changes }) => changes)) };
}

/** A bound as epoch milliseconds in a zone. */
export function instantOf(bound: Bound, zone: string): number {
  if (!isLocal(bound)) return bound;
  const key = `${bound.local} ${zone}`;
  let instant = instants.get(key);
  if (instant === undefined) {
    instant = Temporal.PlainDateTime.from(bound.local).toZonedDateTime(zone).epochMilliseconds;
    if (instants.size >= MOST_INSTANTS) instants.clear();
    instants.set(key, instant);
  }
  return instant;
}

/**
 * `2026-03-29T04:00:00Z`, the one form in which commands print times, and which `readInstant` of the rulebook reads. Of a fraction of a second, the
 * next whole one: what changes at an instant has changed by then.
 */
export function instantText(epochMilliseconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds).toString({ smallestUnit: 'second', roundingMode: 'ceil' });
}

/** The local times of a few rules in the world's zones; calendars are slow. */
const instants = new Map<string, number>();
const MOST_INSTANTS = 5000;

function isLocal(bound: Bound | undefined): bound is Exclude<Bound, number> {
  return typeof bound === 'object';
}

function momentIn({ from, until, daily }: Times, now: number, zone: string): Moment {
  const [start, end] = [from === undefined ? -Infinity : instantOf(from, zone), until === undefined ? Infinity : instantOf(until, zone)];
  if (now >= end) return { active: false, changes: Infinity };
  if (now < start) return { active: false, changes: start };
  if (daily === undefined) return { active: true, changes: end };
  const hours = dailyMoment(daily, now, daily.zone === READER_ZONE ? zone : daily.zone);
  return { active: hours.active, changes: Math.min(hours.changes, end) };
}

/**
 * The hours of each local day as instants, from the day before `now` to the day after next. A wall-clock time that a change to
 * summer time skips or repeats is resolved as RFC 5545 does ("compatible"): skipped times move forward, repeated ones are the first.
 */
function dailyMoment(daily: Daily, now: number, zone: string): Moment {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const overnight = daily.to <= daily.from ? 1 : 0;
  let covered: number | undefined;
  let next = Infinity;
  for (let day = -1; day <= 2; day++) {
    const date = today.add({ days: day });
    const start = instant(date, daily.from, zone);
    const end = instant(date.add({ days: overnight }), daily.to, zone);
    if (start <= now && now < end) covered = Math.max(covered ?? end, end);
    else if (covered !== undefined && start <= covered && end > covered) covered = end;
    else if (start > now) next = Math.min(next, start);
  }
  return covered === undefined ? { active: false, changes: next } : { active: true, changes: covered };
}

function instant(date: Temporal.PlainDate, time: string, zone: string): number {
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
