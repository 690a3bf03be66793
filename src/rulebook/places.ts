/** Places as ops write them: checked against ISO 3166, in one spelling, with everything that lies inside them. */

import { iso31661, iso31661Alpha3ToAlpha2, iso31662 } from 'iso-3166';
import { codeOf, placeFromCode } from '../core/place.ts';
import { britishParent } from './british-places.ts';
import { nearest } from './nearest.ts';
import { Wrong } from './problems.ts';

/** Kosovo has no ISO 3166-1 code; `XK`, from the range that ISO leaves to its users, is what networks send. */
const COUNTRIES: ReadonlyMap<string, string> = new Map([
  ...iso31661.filter(country => country.state === 'assigned').map(country => [country.alpha2, country.name] as const),
  ['XK', 'Kosovo'],
]);

/** Subdivisions that are places of their own here. Guadeloupe is `GP`, never `FR-971`. */
const SUBDIVISIONS: ReadonlyMap<string, { readonly name: string; readonly parents: readonly string[] }> = new Map(
  iso31662
    .filter(({ code }) => canonicalCode(code) === code)
    .map(({ code, name, parent }) => [code, { name, parents: parent.includes('-') ? [parent] : britishParent(code) }]),
);

const CHILDREN = childrenOf();
const CODES_BY_COUNTRY: ReadonlyMap<string, readonly string[]> = Map.groupBy([...SUBDIVISIONS.keys()].sort(), code => code.slice(0, 2));
const ALL_COUNTRIES: readonly string[] = [...COUNTRIES.keys()].sort();

/** The canonical code of one country or subdivision. Its other spellings (`RU-CRI`, `uk`, `FR-973`) come out as the same code. */
export function readPlace(text: string): string | Wrong {
  const state = /^\s*(tor|unknown)\s*$/i.exec(text)?.[1]?.toLowerCase();
  if (state !== undefined) {
    return new Wrong(`\`${text}\` is not a place on the map`, `write \`${state}: apply\` in the rule, beside \`when\``);
  }
  return knownPlace(text) ?? new Wrong(`there is no place \`${text}\``, () => suggestPlace(text.trim()));
}

/** As `readPlace`, without a word on what is none: to think of what was meant takes thousands of comparisons. */
export function knownPlace(text: string): string | undefined {
  const code = canonicalCode(text);
  return code !== undefined && (COUNTRIES.has(code) || SUBDIVISIONS.has(code)) ? code : undefined;
}

/** Every subdivision inside a place, at any depth, in alphabetical order. A country has none here: its code is enough. */
export function placesInside(code: string): string[] {
  const inside = new Set<string>();
  const waiting = [code];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const child of CHILDREN.get(next) ?? []) {
      if (!inside.has(child)) waiting.push(child);
      inside.add(child);
    }
  }
  return [...inside].sort();
}

/** Whether one place lies inside another that is larger, at any depth. */
export function isInside(code: string, around: string): boolean {
  if (!around.includes('-')) return code.startsWith(`${around}-`);
  const parents = SUBDIVISIONS.get(code)?.parents ?? [];
  return parents.some(parent => parent === around || isInside(parent, around));
}

/** Whether a canonical code is that of a country, or of a territory with a country code of its own. */
export function isCountry(code: string): boolean {
  return COUNTRIES.has(code);
}

/** The canonical code of every country and territory with one, in alphabetical order. */
export function allCountries(): readonly string[] {
  return ALL_COUNTRIES;
}

/** The canonical codes of all subdivisions of a country, at any depth, in alphabetical order. */
export function subdivisionsOfCountry(country: string): readonly string[] {
  return CODES_BY_COUNTRY.get(country) ?? [];
}

/** The subdivisions directly around one; none for a country. */
export function parentsOf(code: string): readonly string[] {
  return SUBDIVISIONS.get(code)?.parents ?? [];
}

/** What ISO 3166 calls a place, in no language in particular. */
export function isoName(code: string): string | undefined {
  return COUNTRIES.get(code) ?? SUBDIVISIONS.get(code)?.name;
}

/**
 * The subdivisions of a country that say on which side of a border inside it a reader is, when `named` are the parts that
 * regions name. One that contains a named part without being named itself does not say.
 */
export function decisiveSubdivisions(country: string, named: ReadonlySet<string>): string[] {
  const decisive = (code: string) => named.has(code) || !placesInside(code).some(part => named.has(part));
  return subdivisionsOfCountry(country).filter(decisive);
}

function canonicalCode(text: string): string | undefined {
  const place = placeFromCode(text);
  return place && codeOf(place);
}

function childrenOf(): ReadonlyMap<string, readonly string[]> {
  const children = new Map<string, string[]>();
  for (const [code, { parents }] of SUBDIVISIONS) {
    for (const parent of parents) children.set(parent, [...(children.get(parent) ?? []), code]);
  }
  return children;
}

/** Names that people write and that the lists of ISO have in another language, or not at all. */
const COMMON_NAMES: Readonly<Record<string, string>> = {
  CRIMEA: '`UA-43`, and `UA-40` for Sevastopol',
  EUROPE: '`EU27`, `EEA`, `SCHENGEN` or `COE`; "Europe" is none of them',
};

function suggestPlace(text: string): string {
  const upper = text.toUpperCase();
  const common = COMMON_NAMES[upper];
  if (common !== undefined) return `write ${common}`;
  const alpha2 = Object.entries(iso31661Alpha3ToAlpha2).find(([alpha3]) => alpha3 === upper)?.[1];
  if (alpha2 !== undefined) return `write \`${alpha2}\``;
  const named = [...COUNTRIES].find(([, name]) => name.toUpperCase().startsWith(upper));
  if (named && text.length > 3) return `write \`${named[0]}\` (${named[1]})`;
  const [country = '', part] = upper.split('-');
  if (part !== undefined && COUNTRIES.has(country)) return suggestPart(country, upper);
  const inside = text.length > 3 ? [...SUBDIVISIONS].find(([, { name }]) => name.toUpperCase().includes(upper)) : undefined;
  if (inside) return `write \`${inside[0]}\` (${inside[1].name})`;
  const close = text.length > 3 ? nearest(text, COUNTRIES.values()) : undefined;
  const found = [...COUNTRIES].find(([, name]) => name === close);
  if (found) return `write \`${found[0]}\` (${found[1]})`;
  return 'write an ISO 3166 code: two letters for a country (`SG`), with a part after a hyphen for a subdivision (`UA-43`)';
}

function suggestPart(country: string, code: string): string {
  const codes = subdivisionsOfCountry(country);
  if (codes.length === 0) return `\`${country}\` has no subdivisions in ISO 3166-2: write \`${country}\``;
  const close = nearest(code, codes);
  const example = close ?? codes[0]!;
  return `${close === undefined ? 'write a code such as' : 'did you mean'} \`${example}\` (${SUBDIVISIONS.get(example)!.name})${close === undefined ? '' : '?'}`;
}
