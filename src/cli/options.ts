/** Options that more than one command takes, and readers of what is typed for them. */

import { InvalidArgumentError } from 'commander';
import { type Place, placeFrom, placeFromCode, type SaidOfPlace } from '../core/place.ts';
import { readPlace } from '../rulebook/places.ts';
import { Wrong } from '../rulebook/problems.ts';
import { readContentType, readHost, readLanguage } from '../rulebook/readers.ts';
import { readInstant, readZone } from '../rulebook/times.ts';

/** A reader of one value as commander wants it: what is wrong, and how to mend it, becomes a usage error. */
function reader<T>(read: (text: string) => T | Wrong): (text: string) => T {
  return text => {
    const value = read(text);
    if (value instanceof Wrong) throw new InvalidArgumentError(`${value.message}: ${value.mend}`);
    return value;
  };
}

/** Epoch milliseconds. */
export const instant = reader(readInstant);

export const zone = reader(readZone);

/** A place in any spelling, as typed. */
export const place = reader(text => (placeFromCode(text) !== undefined || /^t1$/i.test(text) ? text.trim() : readPlace(text)));

const LARGEST_NETWORK = 4_294_967_295;
const numberOf = (text: string): number => Number(text.replace(/^as/i, ''));

/** The number of an autonomous system: 32 bits, and 0 is nobody's (RFC 7607). */
export const network = reader(text =>
  /^(as)?[1-9]\d{0,9}$/i.test(text) && numberOf(text) <= LARGEST_NETWORK
    ? numberOf(text)
    : new Wrong(`\`${text}\` is not a network`, 'write the number of an autonomous system: `201776` or `AS201776`'),
);

/** Latitude before longitude, as maps show them. */
export const point = reader(text => {
  const [latitude = '', longitude = '', ...rest] = text.split(',');
  const read = placeFrom(null, null, { latitude, longitude });
  return rest.length === 0 && read.kind === 'unknown' && read.point !== undefined
    ? read.point
    : new Wrong(`\`${text}\` is not a point`, 'write latitude and longitude in degrees: `44.95,34.1`');
});

/** A path with its query, or a whole address. */
export const path = reader(text =>
  text.startsWith('/') || (/^https?:\/\//i.test(text) && URL.canParse(text))
    ? text
    : new Wrong(`\`${text}\` is not a path`, 'start it with `/`, or write a whole address'),
);

export const host = reader(text => readHost(text.toLowerCase()));

/** `type/subtype`; parameters behind it are passed over. */
export const contentType = reader(text => readContentType((text.split(';', 1)[0] ?? '').trim().toLowerCase()));

/** Names parted by commas; an option that is repeated adds to them. */
export function list(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...text.split(',').flatMap(part => part.trim() || [])];
}

/** As `list`, of language tags. */
export function languageList(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...list(text, []).map(reader(readLanguage))];
}

export const languageTag = reader(readLanguage);

/** As often as wanted. */
export function repeated(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** A whole number from 1. */
export const wholeNumber = reader(text =>
  /^[1-9]\d{0,14}$/.test(text) ? Number(text) : new Wrong(`\`${text}\` is not a whole number`, 'write 1 or more'),
);

/**
 * The place of a reader as options give it.
 * @param typed what `--place` read: a country with or without subdivision, `tor` or `unknown`
 * @param region a region code as a network sends it beside the country
 */
export function placeOf(typed: string, region: string | undefined, said: SaidOfPlace): Place {
  if (/^(tor|t1)$/i.test(typed)) return placeFrom('T1');
  if (/^unknown$/i.test(typed)) return placeFrom(null, null, said);
  const [country, own] = typed.split('-');
  return placeFrom(country, region ?? own, said);
}
