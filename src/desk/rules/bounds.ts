/** A moment of a rule in three fields: the day, the time of day, and whose clock. Pure. */

export interface BoundParts {
  readonly date: string;
  readonly time: string;
  /** An IANA zone, an offset, `UTC`, or a word such as `reader`. */
  readonly zone: string;
}

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?))?\s*(Z|[+-]\d{2}:\d{2}|[A-Za-z][A-Za-z0-9_+/-]*)?$/;

/** What is written, in its parts. What has no such parts is the date as a whole, to be mended there. */
export function partsOf(written: string): BoundParts {
  const [whole, date = '', time = '', zone = ''] = WRITTEN.exec(written.trim()) ?? [];
  return whole === undefined ? { date: written.trim(), time: '', zone: '' } : { date, time, zone: zone === 'Z' ? 'UTC' : zone };
}

/** As the rulebook has it: `2027-04-10T00:00 Europe/Paris`. Empty where neither a day nor a time is given; its reader says what is missing. */
export function boundText({ date, time, zone }: BoundParts): string {
  const [day, clock, whose] = [date.trim(), time.trim(), zone.trim()];
  if (day === '' && clock === '') return '';
  const moment = clock === '' ? day : `${day}T${clock}`;
  if (whose === '') return moment;
  if (/^(utc|z)$/i.test(whose)) return clock === '' ? `${moment} UTC` : `${moment}Z`;
  return /^[+-]/.test(whose) ? `${moment}${whose}` : `${moment} ${whose}`;
}

/** Whether both mean the same, however they are written. */
export function isSameBound(one: BoundParts, other: BoundParts): boolean {
  return boundText(one) === boundText(other);
}
