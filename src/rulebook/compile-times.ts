/** The times of a rule as the edge asks them, and the clocks that it needs for that. */

import { Temporal } from 'temporal-polyfill';
import type { Bound, Daily, Edition, Region, Rule, Times } from '../core/edition.ts';
import { isByReader } from '../core/time.ts';
import { defined } from './defined.ts';
import { allCountries, isCountry, isInside, subdivisionsOfCountry } from './places.ts';
import type { LocalBound } from './times.ts';
import { zonesOf } from './zones.ts';

/** The times of a rule of the document. */
interface WrittenTimes {
  readonly from?: number | LocalBound;
  readonly until?: number | LocalBound;
  readonly daily?: Daily;
}

/**
 * `earliest` and `latest` become the first and the last instant at which a clock of the region shows the time; `reader` stays a
 * wall-clock time. A time that a clock skips is moved forward, of one that it shows twice the first is taken (RFC 5545).
 * @param region the rule's; without one, or with hints only, every clock on earth counts
 */
export function compileTimes(when: WrittenTimes, region: Region | undefined): Times {
  const bound = (written: number | LocalBound | undefined) => (written === undefined ? undefined : compileBound(written, region));
  return defined({ from: bound(when.from), until: bound(when.until), daily: when.daily });
}

function compileBound(written: number | LocalBound, region: Region | undefined): Bound {
  if (typeof written === 'number') return written;
  if (written.zone === 'reader') return { local: written.local };
  const local = Temporal.PlainDateTime.from(written.local);
  const instants = zonesOfRegion(region).map(zone => local.toZonedDateTime(zone).epochMilliseconds);
  return written.zone === 'earliest' ? Math.min(...instants) : Math.max(...instants);
}

function zonesOfRegion(region: Region | undefined): readonly string[] {
  const zones = new Set((region?.places ?? []).flatMap(code => wholeParts(code, region!)).flatMap(zonesOf));
  return zones.size === 0 ? zonesOnEarth() : [...zones];
}

/** A place itself, or, where the region leaves out a part of a country, the parts of it that stay. */
function wholeParts(code: string, region: Region): readonly string[] {
  if (!isCountry(code) || !region.except.some(part => part.startsWith(`${code}-`))) return [code];
  const left = subdivisionsOfCountry(code).filter(part => !region.except.some(out => out === part || isInside(out, part)));
  return left.length === 0 ? [code] : left;
}

let everyZone: readonly string[] | undefined;

function zonesOnEarth(): readonly string[] {
  everyZone ??= [...new Set(allCountries().flatMap(zonesOf))];
  return everyZone;
}

/**
 * The zones of every place whose readers some rule concerns by their own clock: of its country, and of a part of that where the
 * clocks are not all of the country's. A rule without a region, or with hints that any reader may carry, needs those of every country.
 */
export function zonesFor(rules: readonly Pick<Rule, 'region' | 'times'>[], regions: Readonly<Record<string, Region>>): Edition['zones'] {
  const asked = new Set(rules.filter(({ times }) => isByReader(times)).map(rule => rule.region));
  const codes = [...asked].flatMap(name => codesOf(name === undefined ? undefined : regions[name]));
  return Object.fromEntries(
    [...new Set(codes)]
      .sort()
      .map(code => [code, zonesOf(code)])
      .filter(([, zones]) => zones!.length > 0),
  );
}

function codesOf(region: Region | undefined): readonly string[] {
  const everywhere = region === undefined || region.networks.length > 0 || region.areas.length > 0;
  if (everywhere) return allCountries().flatMap(country => [country, ...differing(subdivisionsOfCountry(country))]);
  return region.places.flatMap(code => {
    if (!isCountry(code)) return [code.slice(0, 2), ...differing([code])];
    return [code, ...differing(subdivisionsOfCountry(code).filter(part => !region.except.includes(part)))];
  });
}

/** The subdivisions whose zones are not those of their country. */
function differing(codes: readonly string[]): string[] {
  return codes.filter(code => zonesOf(code).join() !== zonesOf(code.slice(0, 2)).join());
}
