/** Sets of places, country by country: unions and differences that know what lies inside what. */

import { isCountry, placesInside } from './places.ts';

/** What a set holds of one country: all of it but `parts`, or `parts` alone. Parts come with everything that lies inside them. */
interface Share {
  readonly whole: boolean;
  readonly parts: ReadonlySet<string>;
}

/** Shares by country code; a country of which nothing is in the set is not there. */
export type Places = ReadonlyMap<string, Share>;

export const NOWHERE: Places = new Map();

const WHOLE: Share = { whole: true, parts: new Set() };

/** One country or subdivision, by its canonical code. */
export function placesOf(code: string): Places {
  return new Map([isCountry(code) ? [code, WHOLE] : [code.slice(0, 2), { whole: false, parts: new Set([code, ...placesInside(code)]) }]]);
}

/** What is in any of the sets. */
export function joined(sets: readonly Places[]): Places {
  const all = new Map<string, Share>();
  for (const [country, share] of sets.flatMap(set => [...set])) {
    const before = all.get(country);
    all.set(country, before === undefined ? share : union(before, share));
  }
  return all;
}

/** What is in the first set and not in the second. */
export function without(places: Places, removed: Places): Places {
  const left = [...places].map(([country, share]): [string, Share] => {
    const less = removed.get(country);
    return [country, less === undefined ? share : difference(share, less)];
  });
  return new Map(left.filter(([, { whole, parts }]) => whole || parts.size > 0));
}

/** The codes of a set: countries and parts that are in it, and parts of its countries that are not. */
export function listed(places: Places): { places: string[]; except: string[] } {
  const inside = [...places].flatMap(([country, { whole, parts }]) => (whole ? [country] : [...parts]));
  const outside = [...places].flatMap(([, { whole, parts }]) => (whole ? [...parts] : []));
  return { places: inside.sort(), except: outside.sort() };
}

function union(a: Share, b: Share): Share {
  if (a.whole && b.whole) return { whole: true, parts: both(a.parts, b.parts) };
  if (a.whole) return { whole: true, parts: less(a.parts, b.parts) };
  if (b.whole) return { whole: true, parts: less(b.parts, a.parts) };
  return { whole: false, parts: new Set([...a.parts, ...b.parts]) };
}

function difference(from: Share, removed: Share): Share {
  if (from.whole && removed.whole) return { whole: false, parts: less(removed.parts, from.parts) };
  if (from.whole) return { whole: true, parts: new Set([...from.parts, ...removed.parts]) };
  if (removed.whole) return { whole: false, parts: both(from.parts, removed.parts) };
  return { whole: false, parts: less(from.parts, removed.parts) };
}

/** Parts that are neither removed nor hold what is: of those, some lies on either side. */
function less(parts: ReadonlySet<string>, removed: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...parts].filter(part => !removed.has(part) && !placesInside(part).some(inner => removed.has(inner))));
}

function both(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter(part => b.has(part)));
}
