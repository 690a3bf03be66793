/** Regions as the edge asks them: every place written out, so that being in one is a look-up. */

import type { Region } from '../core/edition.ts';
import { GROUP_NAMES, groupPlaces } from './groups.ts';
import { decisiveSubdivisions, placesInside } from './places.ts';
import type { RegionDocument, Rulebook, RuleDocument } from './schema.ts';

/** The region of a rule: the one it names, or one of the places it lists (`places:GB-ENG+GB-WLS`); none: everywhere. */
export function regionOf(when: RuleDocument['when']): string | undefined {
  return when.region ?? (when.places && `places:${[...new Set(when.places)].sort().join('+')}`);
}

/** Every region that is named or that a rule lists, by name. */
export function compileRegions(rulebook: Rulebook): Record<string, Region> {
  const regions = new Map(Object.entries(rulebook.regions).map(([name, region]) => [name, compileRegion(region)]));
  for (const { when } of rulebook.rules) {
    const name = regionOf(when);
    if (name === undefined || when.places === undefined || regions.has(name)) continue;
    regions.set(name, compileRegion({ places: when.places, except: [], networks: [], outermost: true }));
  }
  return Object.fromEntries(regions);
}

/** Subdivisions, by country, of every country of which some region names a part. */
export function subdivisionsOf(regions: Readonly<Record<string, Region>>): Record<string, string[]> {
  const named = new Set(Object.values(regions).flatMap(({ places, except }) => [...places, ...except].filter(code => code.includes('-'))));
  const countries = new Set(Array.from(named, code => code.slice(0, 2)));
  return Object.fromEntries(Array.from(countries, country => [country, decisiveSubdivisions(country, named)]));
}

function compileRegion({ places, except, networks, outermost }: RegionDocument): Region {
  const named = withParts(places);
  const groups = places.flatMap(place => groupPlaces(place, outermost) ?? []);
  const outside = except.flatMap(place => groupPlaces(place, outermost)?.places ?? [place]);
  // What a group leaves out comes back when it is named beside the group.
  const leftOut = withParts(groups.flatMap(group => group.except)).filter(place => !named.includes(place));
  return {
    places: sorted([...named, ...withParts(groups.flatMap(group => group.places))]),
    except: sorted([...withParts(outside), ...leftOut]),
    networks: [...new Set(networks)].sort((a, b) => a - b),
  };
}

/** Places, each followed by everything that lies inside it. Groups are passed over. */
function withParts(codes: readonly string[]): string[] {
  return codes.filter(code => !GROUP_NAMES.includes(code)).flatMap(code => [code, ...placesInside(code)]);
}

const sorted = (codes: readonly string[]): string[] => [...new Set(codes)].sort();
