/** A moment as somebody writes it into a form: a wall-clock time and the zone whose clock shows it. */

import { Temporal } from 'temporal-polyfill';
import { Refused } from '../errors.ts';

/**
 * Epoch milliseconds. Throws `Refused` of kind `invalid` for what is no time, and for a time that a change of the clock skips or repeats.
 * @param local as `<input type="datetime-local">` sends it: `2026-11-29T14:00`
 * @param zone an IANA name
 */
export function momentFrom(local: string, zone: string): number {
  const time = wallClock(local);
  const [earlier, later] = inZone(time, zone);
  if (earlier.epochMilliseconds === later.epochMilliseconds) return earlier.epochMilliseconds;
  const clock = (value: Temporal.ZonedDateTime | Temporal.PlainDateTime) => value.toPlainTime().toString({ smallestUnit: 'minute' });
  const utc = [earlier, later].map(value => clock(value.withTimeZone('UTC')));
  if (earlier.toPlainDateTime().equals(time)) {
    const mend = `Choose UTC as the clock, and write ${utc[0]} for the first of them or ${utc[1]} for the second.`;
    throw wrong(`${clock(time)} happens twice in ${zone} on that day: the clocks are put back.`, mend);
  }
  const mend = `Write ${clock(earlier)} or ${clock(later)} instead.`;
  throw wrong(`There is no ${clock(time)} in ${zone} on that day: the clocks are put forward.`, mend);
}

/** `Sun, 29 Nov 2026, 14:00 CET`. @param at epoch milliseconds */
export function momentInZone(at: number, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ hourCycle: 'h23', timeZone: zone, timeZoneName: 'short' },
  }).format(at);
}

/** As the input wants it. @param at epoch milliseconds */
export function localText(at: number, zone: string): string {
  const time = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDateTime();
  return time.toString({ smallestUnit: 'minute' });
}

function wallClock(local: string): Temporal.PlainDateTime {
  try {
    if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?$/.test(local)) throw new RangeError('not as an input sends it');
    return Temporal.PlainDateTime.from(local);
  } catch {
    throw wrong(
      local === '' ? 'No moment is given.' : 'That is not a date and a time.',
      'Write the day and the time, such as 2026-11-29T14:00.',
    );
  }
}

function inZone(time: Temporal.PlainDateTime, zone: string): readonly [Temporal.ZonedDateTime, Temporal.ZonedDateTime] {
  try {
    if (!/^[A-Za-z]/.test(zone)) throw new RangeError('an offset, or nothing');
    return [time.toZonedDateTime(zone, { disambiguation: 'earlier' }), time.toZonedDateTime(zone, { disambiguation: 'later' })];
  } catch {
    throw wrong('That is not a time zone.', 'Choose one of the list.');
  }
}

function wrong(message: string, mend: string): Refused {
  return new Refused('invalid', message, mend, { field: 'at' });
}
