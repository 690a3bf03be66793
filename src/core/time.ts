/** When a rule holds, and the next moment at which that changes. Wall clocks are the zone library's business. */

import { Temporal } from 'temporal-polyfill';
import type { Daily, Times } from './edition.ts';

/** `changes`: epoch milliseconds after `now` at which `active` may be different; `Infinity` for never. */
export interface Moment {
  readonly active: boolean;
  readonly changes: number;
}

/** Whether `times` hold at `now` (epoch milliseconds), and until when that answer is good. */
export function momentOf(times: Times, now: number): Moment {
  if (times.until !== undefined && now >= times.until) return { active: false, changes: Infinity };
  if (times.from !== undefined && now < times.from) return { active: false, changes: times.from };
  const end = times.until ?? Infinity;
  if (times.daily === undefined) return { active: true, changes: end };
  const hours = dailyMoment(times.daily, now);
  return { active: hours.active, changes: Math.min(hours.changes, end) };
}

/**
 * The hours of each local day as instants, from the day before `now` to the day after next. A wall-clock time that a change to
 * summer time skips or repeats is resolved as RFC 5545 does ("compatible"): skipped times move forward, repeated ones are the first.
 */
function dailyMoment(daily: Daily, now: number): Moment {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(daily.zone).toPlainDate();
  const overnight = daily.to <= daily.from ? 1 : 0;
  let covered: number | undefined;
  let next = Infinity;
  for (let day = -1; day <= 2; day++) {
    const date = today.add({ days: day });
    const start = instant(date, daily.from, daily.zone);
    const end = instant(date.add({ days: overnight }), daily.to, daily.zone);
    if (start <= now && now < end) covered = Math.max(covered ?? end, end);
    else if (covered !== undefined && start <= covered && end > covered) covered = end;
    else if (start > now) next = Math.min(next, start);
  }
  return covered === undefined ? { active: false, changes: next } : { active: true, changes: covered };
}

function instant(date: Temporal.PlainDate, time: string, zone: string): number {
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).epochMilliseconds;
}
