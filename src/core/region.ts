/** Is a place inside a region? An honest answer has more than two values. */

import { inAreas } from './area.ts';
import type { Edition, Region, Unsure } from './edition.ts';
import type { Place } from './place.ts';

/** What can be said of a place and a region: certain (`in`, `out`), or one or more guesses for which a rule has its own answer. */
export type Standing = 'in' | 'out' | readonly (keyof Unsure)[];

/**
 * Where `place` stands to `region`. A country without a subdivision is `partial` when only a part of it belongs, and so is a
 * subdivision code that ISO 3166-2 does not have. A network or a point on the map that belongs to the region is a hint and never more.
 */
export function standing(region: Region, place: Place, subdivisions: Edition['subdivisions']): Standing {
  if (place.kind === 'tor') return ['tor'];
  const hints = hintsOf(region, place);
  if (place.kind === 'unknown') return ['unknown', ...hints];
  const answer = inPlaces(region, place.country, place.subdivision, subdivisions[place.country]);
  if (answer === 'partial') return ['partial', ...hints];
  return answer === 'out' && hints.length > 0 && !isExcepted(region, place) ? hints : answer;
}

/** Whether a rule applies to a place that stands so to its region: certainty decides, else the rule's own answers. */
export function applies(where: Standing, unsure: Unsure): boolean {
  return typeof where === 'string' ? where === 'in' : where.some(guess => unsure[guess] === 'apply');
}

const NO_HINTS: readonly (keyof Unsure)[] = [];

function hintsOf(region: Region, { network, point }: Exclude<Place, { kind: 'tor' }>): readonly (keyof Unsure)[] {
  const hinted = network !== undefined && region.networks.includes(network);
  const where = point === undefined || region.areas.length === 0 ? 'out' : inAreas(region.areas, point);
  if (!hinted && where === 'out') return NO_HINTS;
  return [
    ...(hinted ? (['network'] as const) : []),
    ...(where === 'out' ? [] : [where === 'inner' ? ('area' as const) : ('border' as const)]),
  ];
}

/** What a region leaves out by name no hint brings back. */
function isExcepted(region: Region, { country, subdivision }: Extract<Place, { kind: 'known' }>): boolean {
  return region.except.includes(country) || (subdivision !== undefined && region.except.includes(subdivision));
}

function inPlaces(region: Region, country: string, subdivision: string | undefined, recognised: readonly string[] | undefined) {
  const certain = subdivision !== undefined && (recognised === undefined || recognised.includes(subdivision));
  if (region.except.includes(country)) return 'out';
  if (certain) {
    if (region.except.includes(subdivision)) return 'out';
    return region.places.includes(country) || region.places.includes(subdivision) ? 'in' : 'out';
  }
  const part = `${country}-`;
  const someOut = region.except.some(code => code.startsWith(part));
  if (region.places.includes(country)) return someOut ? 'partial' : 'in';
  return region.places.some(code => code.startsWith(part)) ? 'partial' : 'out';
}
