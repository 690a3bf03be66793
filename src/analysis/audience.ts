/** Which readers editions can tell apart: every country, the parts that regions name, and what may be known beside the country. */

import type { Edition, Region } from '../core/edition.ts';
import { codeOf, type Place, placeFrom, placeFromCode, TOR, UNKNOWN } from '../core/place.ts';
import { standing } from '../core/region.ts';
import { isByReader } from '../core/time.ts';
import { zonesOf } from '../core/zones.ts';
import { placeName } from '../rulebook/place-names.ts';
import { allCountries } from '../rulebook/places.ts';
import { type Hint, hintsOf } from './audience-hints.ts';

/** A reader by all that is known of where they are. */
export interface Reader {
  /** `UA-43`, `tor`, `unknown`; hints follow: `DE AS201776`, `UA 48.01,37.8`, `RU Europe/Samara`. See `readerFrom`. */
  readonly code: string;
  /** In English, as it stands behind "in"; `nameAlone` has it for tables. */
  readonly name: string;
  readonly place: Place;
  /** What is known beside the country, in words: `on network AS201776`; and the code of the same reader without. */
  readonly hint?: { readonly words: string; readonly base: string };
}

/** Readers for whom every region of every edition answers alike, and every clock shows the same: one decision is that of all. */
export interface ReaderClass {
  readonly readers: readonly Reader[];
  readonly place: Place;
}

/** More places with hints than this are not looked at, even thoroughly. */
const MOST_WITH_HINTS = 2000;

export interface AudienceOptions {
  /** Every hint beside every kind of place; else beside a country that few rules name, and beside no place at all. */
  readonly thorough?: boolean;
}

/** Every class of readers that some of `editions` tells apart. */
export function placesOfInterest(editions: readonly Edition[], { thorough = false }: AudienceOptions = {}): readonly ReaderClass[] {
  const plain = classesOf(editions, plainReaders(editions));
  const hints = hintsOf(editions);
  const bases = thorough && plain.length * hints.length <= MOST_WITH_HINTS ? plain : fewBases(plain);
  const hinted = bases.flatMap(({ readers, place }) => (place.kind === 'tor' ? [] : hints.map(hint => withHint(readers[0]!, hint))));
  const all = classesOf(editions, [...plain.flatMap(({ readers }) => readers), ...hinted]);
  // A hint that tells nothing of a place makes no reader of its own.
  return all.map(entry => (isHinted(entry.readers[0]!) ? entry : { ...entry, readers: entry.readers.filter(reader => !isHinted(reader)) }));
}

const isHinted = ({ hint }: Reader): boolean => hint !== undefined;

/** Groups readers by what the editions can tell of them. */
export function classesOf(editions: readonly Edition[], readers: readonly Reader[]): readonly ReaderClass[] {
  const keys = editions.map(keyOf);
  const classes = new Map<string, Reader[]>();
  for (const reader of readers) {
    const key = keys.map(of => of(reader.place)).join('|');
    const same = classes.get(key);
    if (same === undefined) classes.set(key, [reader]);
    else same.push(reader);
  }
  return [...classes.values()].map(same => ({ readers: same, place: same[0]!.place }));
}

/** A reader from a code, as ops write it and as `Reader.code` has it; `undefined` if it is none. */
export function readerFrom(text: string): Reader | undefined {
  const [code = '', ...rest] = text.trim().split(/\s+/);
  const place = placeFromCode(code);
  if (place === undefined || (place.kind === 'tor' && rest.length > 0)) return undefined;
  let reader: Reader = { code: codeOf(place), name: placeName(codeOf(place)), place };
  for (const word of rest) {
    const hint = hintFrom(word);
    if (hint === undefined) return undefined;
    reader = withHint(reader, hint);
  }
  return reader;
}

function hintFrom(word: string): Hint | undefined {
  const network = /^AS(\d{1,10})$/i.exec(word);
  if (network) return { network: Number(network[1]) };
  const point = /^(-?[\d.]+),(-?[\d.]+)$/.exec(word);
  const read = point && placeFrom('XX', null, { latitude: point[1], longitude: point[2] });
  if (read?.kind === 'unknown' && read.point !== undefined) return { point: read.point };
  return /^[A-Z]\w*(\/|$)/i.test(word) && !point ? { zone: word } : undefined;
}

function withHint(reader: Reader, { network, point, zone }: Hint): Reader {
  const { code, name, place, hint: before } = reader;
  if (place.kind === 'tor') return reader;
  const said = [
    ...(network === undefined ? [] : [[`AS${network}`, `on network AS${network}`] as const]),
    ...(point === undefined
      ? []
      : [[`${point.latitude},${point.longitude}`, `said to be at ${point.latitude}, ${point.longitude}`] as const]),
    ...(zone === undefined ? [] : [[zone, `by the clock of ${zone}`] as const]),
  ];
  const words = said.map(([, text]) => text).join(', ');
  return {
    code: [code, ...said.map(([text]) => text)].join(' '),
    name: `${name}, ${words}`,
    place: {
      ...place,
      ...(network === undefined ? {} : { network }),
      ...(point === undefined ? {} : { point }),
      ...(zone === undefined ? {} : { zone }),
    },
    hint: { words: before === undefined ? words : `${before.words}, ${words}`, base: before?.base ?? code },
  };
}

/** The parts of countries of which editions say anything, by the country. */
export type CountryParts = ReadonlyMap<string, readonly string[]>;

export function partsOf(editions: readonly Edition[]): CountryParts {
  const codes = editions.flatMap(({ subdivisions, zones }) => [...Object.values(subdivisions).flat(), ...Object.keys(zones)]);
  const parts = codes.filter(code => {
    const place = code.includes('-') ? placeFromCode(code) : undefined;
    // Another spelling of a place that is there anyway is no place of its own.
    return place !== undefined && codeOf(place) === code;
  });
  return Map.groupBy(new Set(parts), code => code.slice(0, 2));
}

function plainReaders(editions: readonly Edition[]): Reader[] {
  const codes = [...allCountries(), ...[...partsOf(editions).values()].flat()].sort();
  const known = codes.flatMap(code => {
    const place = placeFromCode(code);
    return place === undefined ? [] : [{ code, name: placeName(code), place }];
  });
  return [...known, { code: 'unknown', name: placeName('unknown'), place: UNKNOWN }, { code: 'tor', name: placeName('tor'), place: TOR }];
}

/** No place, and the class of most of the world. */
function fewBases(classes: readonly ReaderClass[]): readonly ReaderClass[] {
  const most = classes.reduce((best, next) => (next.readers.length > best.readers.length ? next : best));
  return classes.filter(entry => entry === most || entry.place.kind === 'unknown');
}

/** Tells what an edition knows of a place: how it stands to each region that some rule is about, and its clocks. */
function keyOf(edition: Edition): (place: Place) => string {
  const regions = distinctRegions(edition);
  const byCountry = new Map<string, number[]>();
  const hinted: number[] = [];
  for (const [index, { places, networks, areas }] of regions.entries()) {
    for (const country of new Set(places.map(code => code.slice(0, 2)))) {
      byCountry.set(country, [...(byCountry.get(country) ?? []), index]);
    }
    if (networks.length > 0 || areas.length > 0) hinted.push(index);
  }
  const byReader = edition.rules.filter(({ times }) => isByReader(times));
  const timed = new Set(byReader.flatMap(({ region }) => (region === undefined ? [] : JSON.stringify(edition.regions[region]))));
  const clocked = regions.map(region => timed.has(JSON.stringify(region)));
  // A hint brings readers of any place, and of any clock, into a region.
  const everywhere = byReader.some(({ region }) => region === undefined) || hinted.some(index => clocked[index]);
  return place => {
    // A reader's clock matters only to rules that may be about the reader.
    let clocks = everywhere || (place.kind !== 'known' && byReader.length > 0);
    // Tor, and a place that is not known, are to every region what they are to one: only a hint tells regions apart.
    const hints = place.kind !== 'tor' && (place.network !== undefined || place.point !== undefined) ? hinted : [];
    const candidates = new Set([...(place.kind === 'known' ? (byCountry.get(place.country) ?? []) : []), ...hints]);
    const answers = [...candidates]
      .sort((a, b) => a - b)
      .flatMap(index => {
        const answer = standing(regions[index]!, place, edition.subdivisions);
        if (answer === 'out' || String(answer) === 'unknown') return [];
        clocks ||= clocked[index]!;
        return [`${index}${typeof answer === 'string' ? answer : answer.join('+')}`];
      });
    const clock = clocks ? zonesOf(edition, place).join(' ') : '';
    return `${place.kind} ${answers.join()} ${clock}`;
  };
}

/** The regions of an edition's rules, those that are alike once. */
function distinctRegions({ rules, regions }: Edition): Region[] {
  const used = new Set(rules.flatMap(({ region }) => region ?? []));
  return [...new Map([...used].flatMap(name => (regions[name] ? [[JSON.stringify(regions[name]), regions[name]] as const] : []))).values()];
}
