/** When a rule holds, in words for a sentence. */

import { type Bound, type Daily, READER_ZONE, type Times } from '../core/edition.ts';
import { momentWords } from './outcome-words-articles.ts';

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `20 December 2026` for `2026-12-20`. */
export function dayWords(date: string): string {
  const at = Date.parse(`${date}T00:00Z`);
  return Number.isNaN(at) ? date : DAY.format(at);
}

/** `20 December 2026, 12:00 UTC`. @param at epoch milliseconds */
export function instantWords(at: number): string {
  const [date = '', clock, zone = ''] = momentWords(at).split(' ');
  return clock === undefined ? date : `${dayWords(date)}, ${clock} ${zone}`;
}

/** `from 10 April 2027, 00:00 by the reader’s own clock, until 11 April 2027, 18:00 UTC, each day from 06:00 to 23:00 (Europe/Berlin)`; empty: always. */
export function timesWords({ from, until, daily }: Times): string {
  return [
    ...(from === undefined ? [] : [`from ${boundWords(from)}`]),
    ...(until === undefined ? [] : [`until ${boundWords(until)}`]),
    ...(daily === undefined ? [] : [dailyWords(daily)]),
  ].join(', ');
}

const OWN_CLOCK = 'by the reader’s own clock';

function boundWords(bound: Bound): string {
  if (typeof bound === 'number') return instantWords(bound);
  const [date = '', clock = ''] = bound.local.split('T');
  return `${dayWords(date)}, ${clock} ${OWN_CLOCK}`;
}

function dailyWords({ from, to, zone }: Daily): string {
  const end = to === from ? `${to} on the next day` : to;
  return `each day from ${from} to ${end} ${zone === READER_ZONE ? OWN_CLOCK : `(${zone})`}`;
}
