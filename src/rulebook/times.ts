/** Durations, instants, hours and time zones as people write them. */

import { Temporal } from 'temporal-polyfill';
import { READER_ZONE } from '../core/edition.ts';
import { suggest } from './nearest.ts';
import { Wrong } from './problems.ts';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const LONGEST_DURATION = 365 * 86_400;

/** Seconds from `60s`, `10m`, `1h`, `1d`; at most a year. */
export function readDuration(text: string): number | Wrong {
  const parts = /^(\d{1,9})\s*([smhd])$/.exec(text.trim());
  if (!parts) return new Wrong(`\`${text}\` is not a duration`, 'write a whole number and a unit: `60s`, `10m`, `1h`, `1d`');
  const seconds = Number(parts[1]) * SECONDS[parts[2]!]!;
  return seconds <= LONGEST_DURATION ? seconds : new Wrong(`\`${text}\` is more than a year`, 'give a year (`365d`) or less');
}

/** An IANA time zone, as typed. Offsets such as `+01:00` are refused: they know nothing of summer time. */
export function readZone(text: string): string | Wrong {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return new Wrong(`\`${text}\` is not a time zone`, () => suggestZone(text));
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return text;
  } catch {
    return new Wrong(`there is no time zone \`${text}\``, () => suggestZone(text));
  }
}

function suggestZone(text: string): string {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = zones.find(zone => zone.toLowerCase().endsWith(`/${text.toLowerCase()}`));
  return city ? `write \`${city}\`` : suggest(text, zones, 'write an IANA name, for example `Europe/Prague`');
}

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s*(Z|[+-]\d{2}:\d{2}|[A-Za-z][A-Za-z0-9_+/-]*)?$/;
const HOW_TO_WRITE_AN_INSTANT = 'write `2026-03-01T12:00Z`, or `2026-03-01T12:00 Europe/Prague`';

/** Written in place of a zone: each reader's own, or the first or last clock of the rule's region that shows the time. */
const LOCAL_ZONES = [READER_ZONE, 'earliest', 'latest'] as const;

/** A wall-clock time (`2022-04-08T00:00`) before it is known by whose clock. */
export interface LocalBound {
  readonly local: string;
  readonly zone: (typeof LOCAL_ZONES)[number];
}

/** When a rule begins or ends: an instant as `readInstant` reads it, or a wall-clock time in no single zone. A bare date is its midnight. */
export function readBound(text: string): number | LocalBound | Wrong {
  const [, date, clock, zone] = INSTANT.exec(text.trim()) ?? [];
  const local = LOCAL_ZONES.find(word => word === zone);
  if (local === undefined) return readInstant(text);
  try {
    const time = Temporal.PlainDateTime.from(`${date}T${clock ?? '00:00'}`);
    return { local: time.toString({ smallestUnit: time.second === 0 ? 'minute' : 'second' }), zone: local };
  } catch {
    return new Wrong(`\`${text}\` is not in the calendar`, `write \`2026-03-01T12:00 ${local}\``);
  }
}

/** The zone of daily hours: as `readZone`, or `reader`. */
export function readDailyZone(text: string): string | Wrong {
  if (text === READER_ZONE) return text;
  if (text !== 'earliest' && text !== 'latest') return readZone(text);
  return new Wrong(
    `hours of each day have no \`${text}\``,
    'write a zone such as `Europe/Prague`, or `reader` for the clock of each reader',
  );
}

/** Epoch milliseconds from a local time with a zone, an offset or `Z`. A bare date is its first moment, and needs a zone too. */
export function readInstant(text: string): number | Wrong {
  const parts = INSTANT.exec(text.trim());
  if (!parts) return new Wrong(`\`${text}\` is not a time`, HOW_TO_WRITE_AN_INSTANT);
  const [, date, clock, zone] = parts;
  if (zone === undefined) return new Wrong(`\`${text}\` does not say in which time zone`, HOW_TO_WRITE_AN_INSTANT);
  if (LOCAL_ZONES.some(word => word === zone)) {
    return new Wrong(`\`${zone}\` means nothing here, only in \`from\` and \`until\` of a rule`, HOW_TO_WRITE_AN_INSTANT);
  }
  const named = /^[A-Za-z]{2}/.test(zone) ? readZone(zone) : undefined;
  if (named instanceof Wrong) return named;
  try {
    if (named === undefined) return Temporal.Instant.from(`${date}T${clock ?? '00:00'}${zone}`).epochMilliseconds;
    if (clock === undefined) return Temporal.PlainDate.from(date!).toZonedDateTime(named).epochMilliseconds;
    return inZone(Temporal.PlainDateTime.from(`${date}T${clock}`), named, text);
  } catch {
    return new Wrong(`\`${text}\` is not in the calendar`, HOW_TO_WRITE_AN_INSTANT);
  }
}

/** A wall-clock time that a change of the clock skips or repeats is no instant; which one is meant must be said. */
function inZone(local: Temporal.PlainDateTime, zone: string, text: string): number | Wrong {
  const earlier = local.toZonedDateTime(zone, { disambiguation: 'earlier' });
  const later = local.toZonedDateTime(zone, { disambiguation: 'later' });
  if (earlier.epochNanoseconds === later.epochNanoseconds) return earlier.epochMilliseconds;
  const happens = earlier.toPlainDateTime().equals(local) ? 'happens twice' : 'does not happen';
  const choices = [earlier, later].map(choice => `\`${choice.toString({ timeZoneName: 'never' })}\``).join(' or ');
  return new Wrong(`\`${text}\` ${happens}: the clocks change`, `write ${choices}`);
}

/** Wall-clock `HH:MM`, 00:00 to 23:59. */
export function readHour(text: string): string | Wrong {
  if (/^([01]\d|2[0-3]):[0-5]\d$/.test(text)) return text;
  return new Wrong(`\`${text}\` is not a time of day`, 'write `HH:MM` from `00:00` to `23:59`; midnight is `00:00`');
}

/** A calendar date, as typed. */
export function readDate(text: string): string | Wrong {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text).toString();
  } catch {
    // Falls through: a date of the right form that no calendar has.
  }
  return new Wrong(`\`${text}\` is not a date`, 'write `2026-03-01`');
}
