/** Which readers a rule reaches: its region and its answers to guesses together, as a set that can be compared with another. */

import type { Answer, Area, Edition, Region, Unsure } from '../core/edition.ts';
import { codeOf, placeFromCode, TOR, UNKNOWN } from '../core/place.ts';
import { applies, standing } from '../core/region.ts';
import { placesInside } from '../rulebook/places.ts';

/**
 * The readers of a rule. `places` are codes: subdivisions (`UA-43`), countries, `unknown`, `tor`. In a country of which some region
 * names a part, the code of the country stands for readers of whom only the country is known.
 */
export interface Reach {
  readonly everyone: boolean;
  readonly places: ReadonlySet<string>;
  /** Networks whose readers are reached wherever they are. */
  readonly networks: ReadonlySet<number>;
  /** Areas whose readers are reached by their point on the map, and by which answers. */
  readonly areas: readonly Area[];
  readonly area: boolean;
  readonly border: boolean;
  /** Places that no network or area brings in. */
  readonly except: ReadonlySet<string>;
  /** The places of the region as people would list them: no part of another. */
  readonly names: readonly string[];
}

/** `no`: certainly never. `always`: certainly there is a case. `perhaps`: nobody can tell from the rules alone. */
export type Chance = 'no' | 'perhaps' | 'always';

const NONE: Reach = {
  everyone: false,
  places: new Set(),
  networks: new Set(),
  areas: [],
  area: false,
  border: false,
  except: new Set(),
  names: [],
};
const EVERYONE: Reach = { ...NONE, everyone: true };
const SURE: Unsure = unsureOf(() => 'skip');
const GUESSED: Unsure = unsureOf(() => 'apply');

/** Works reaches out, each region with each set of answers once. */
export class Reaches {
  readonly #edition: Edition;
  readonly #known = new Map<string, Reach>();

  constructor(edition: Edition) {
    this.#edition = edition;
  }

  /** The readers of a rule. A region that does not exist has none. */
  of({ region, unsure }: { readonly region?: string; readonly unsure: Unsure }): Reach {
    if (region === undefined) return EVERYONE;
    const key = `${region} ${Object.values(unsure)} ${Object.keys(unsure)}`;
    let reach = this.#known.get(key);
    if (reach === undefined) {
      reach = this.#reachOf(this.#edition.regions[region], unsure);
      this.#known.set(key, reach);
    }
    return reach;
  }

  /** The readers who are certainly in a region. */
  certain(region: string): Reach {
    return this.of({ region, unsure: SURE });
  }

  /** The readers who are in a region, by any guess. */
  possible(region: string): Reach {
    return this.of({ region, unsure: GUESSED });
  }

  #reachOf(region: Region | undefined, unsure: Unsure): Reach {
    if (region === undefined) return NONE;
    const { subdivisions } = this.#edition;
    const countries = new Set(region.places.map(code => code.slice(0, 2)));
    const codes = [...countries].flatMap(country => [country, ...(subdivisions[country] ?? [])]);
    const candidates = [...codes.map(code => placeFromCode(code) ?? UNKNOWN), UNKNOWN, TOR];
    const reached = candidates.filter(place => applies(standing(region, place, subdivisions), unsure));
    const areas = region.areas;
    const area = areas.length > 0 && unsure.area === 'apply';
    const border = areas.length > 0 && unsure.border === 'apply';
    return {
      everyone: false,
      places: new Set(reached.map(codeOf)),
      networks: new Set(unsure.network === 'apply' ? region.networks : []),
      areas: area || border ? areas : [],
      area,
      border,
      except: new Set(region.except),
      names: outermost(region.places),
    };
  }
}

function unsureOf(answer: () => Answer): Unsure {
  return { unknown: answer(), tor: answer(), partial: answer(), network: answer(), area: answer(), border: answer() };
}

/** Codes less those that lie inside another of them. */
function outermost(codes: readonly string[]): string[] {
  const inside = new Set(codes.filter(code => code.includes('-')).flatMap(placesInside));
  return codes.filter(code => !inside.has(code));
}

/** Whether no reader is reached. */
export function isNobody(reach: Reach): boolean {
  return !reach.everyone && reach.places.size === 0 && !byHint(reach);
}

/** Whether one reader can be in both. A shared network or area is no more than a guess. */
export function meeting(a: Reach, b: Reach): Chance {
  if (isNobody(a) || isNobody(b)) return 'no';
  if (a.everyone && b.everyone) return 'always';
  if (a.everyone || b.everyone) return (a.everyone ? b : a).places.size > 0 ? 'always' : 'perhaps';
  if (sharesAny(a.places, b.places)) return 'always';
  return byHint(a) || byHint(b) ? 'perhaps' : 'no';
}

/** Whether every reader in `b` is certainly in `a`. */
export function reachCovers(a: Reach, b: Reach): boolean {
  if (a.everyone) return true;
  if (b.everyone || !isInside(b.places, a.places) || !isInside(b.networks, a.networks)) return false;
  // A reader of a network is in `b` wherever `b` does not say otherwise; so `a` may not say otherwise anywhere else.
  if (byHint(b) && !isInside(a.except, b.except)) return false;
  if (b.areas.length === 0) return true;
  return (a.area || !b.area) && (a.border || !b.border) && JSON.stringify(a.areas) === JSON.stringify(b.areas);
}

/** A place that both hold, for an example; a country or a part of one where there is such. */
export function sharedPlace(a: Reach, b: Reach): string | undefined {
  const [narrow, wide] = a.everyone ? [b, a] : [a, b];
  let guess: string | undefined;
  for (const code of narrow.places) {
    if (!wide.everyone && !wide.places.has(code)) continue;
    if (code !== 'unknown' && code !== 'tor') return code;
    guess ??= code;
  }
  return guess;
}

/** Countries of a reach; `undefined` where readers of any country may be reached. */
export function countriesOf(reach: Reach): ReadonlySet<string> | undefined {
  if (reach.everyone || byHint(reach)) return undefined;
  return new Set([...reach.places].map(code => (code === 'unknown' || code === 'tor' ? code : code.slice(0, 2))));
}

const byHint = ({ networks, areas }: Reach): boolean => networks.size > 0 || areas.length > 0;

function sharesAny<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  for (const entry of small) if (large.has(entry)) return true;
  return false;
}

function isInside<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  if (a.size > b.size) return false;
  for (const entry of a) if (!b.has(entry)) return false;
  return true;
}
