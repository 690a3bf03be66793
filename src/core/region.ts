/** Is a place inside a region? An honest answer has more than two values. */

import type { Edition, Region, Unsure } from './edition.ts';
import type { Place } from './place.ts';

/** What can be said of a place and a region: certain (`in`, `out`), or one or more guesses for which a rule has its own answer. */
export type Standing = 'in' | 'out' | readonly (keyof Unsure)[];

/**
 * Where `place` stands to `region`. A country without a subdivision is `partial` when only a part of it belongs, and so is a
 * subdivision code that ISO 3166-2 does not have. A network that belongs to the region is a hint and never more.
 */
export function standing(region: Region, place: Place, subdivisions: Edition['subdivisions']): Standing {
  if (place.kind === 'tor') return ['tor'];
  const hinted = place.network !== undefined && region.networks.includes(place.network);
  if (place.kind === 'unknown') return hinted ? ['unknown', 'network'] : ['unknown'];
  const answer = inPlaces(region, place.country, place.subdivision, subdivisions[place.country]);
  if (answer === 'partial') return hinted ? ['partial', 'network'] : ['partial'];
  return answer === 'out' && hinted ? ['network'] : answer;
}

/** Whether a rule applies to a place that stands so to its region: certainty decides, else the rule's own answers. */
export function applies(where: Standing, unsure: Unsure): boolean {
  return typeof where === 'string' ? where === 'in' : where.some(guess => unsure[guess] === 'apply');
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
