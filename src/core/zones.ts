/** Which clock a reader looks at. */

import type { Edition } from './edition.ts';
import type { Place } from './place.ts';

/**
 * The IANA zones that a reader at `place` may live by: the one that the network says when it is one of the place's, else all of the
 * place's; those of a place that the edition does not know: what the network says, else the publication's own.
 */
export function zonesOf(edition: Edition, place: Place): readonly string[] {
  const said = place.kind === 'tor' ? undefined : knownZone(place.zone);
  const own = place.kind === 'known' ? (place.subdivision && edition.zones[place.subdivision]) || edition.zones[place.country] : undefined;
  if (own === undefined || own.length === 0) return [said ?? edition.site.timeZone];
  const mine = said === undefined ? undefined : own.find(zone => knownZone(zone) === said);
  return mine === undefined ? own : [mine];
}

const names = new Map<string, string | undefined>();
const MOST_NAMES = 1000;

/** The one name of a zone that may have several (`Asia/Calcutta`); `undefined` for what is none. */
function knownZone(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  if (!names.has(name)) {
    if (names.size >= MOST_NAMES) names.clear();
    names.set(name, resolved(name));
  }
  return names.get(name);
}

function resolved(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined; // A network may say anything.
  }
}
