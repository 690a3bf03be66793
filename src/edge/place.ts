/** The only code that reads `request.cf` or a trusted header. */

import { type Place, placeFrom, UNKNOWN } from '../core/place.ts';
import type { Settings } from './config.ts';

/** Where a request comes from. Fails towards "unknown", for which every rule has its own answer. */
export function placeOf(request: Request, geo: Settings['geo']): Place {
  if (geo.source === 'cloudflare') {
    const cf = request.cf as IncomingRequestCfProperties | undefined;
    if (cf === undefined) return UNKNOWN;
    const { country, regionCode, asn: network, latitude, longitude, timezone: zone } = cf;
    return placeFrom(country, regionCode, { network, latitude, longitude, zone });
  }
  const { headers } = request;
  if (!sameSecret(headers.get('x-geo-secret') ?? '', geo.secret)) return UNKNOWN;
  return placeFrom(headers.get('x-geo-country'), headers.get('x-geo-region'), {
    network: headers.get('x-geo-asn'),
    latitude: headers.get('x-geo-latitude'),
    longitude: headers.get('x-geo-longitude'),
    zone: headers.get('x-geo-timezone'),
  });
}

/** Compared in a time that tells nothing of where two secrets differ; it tells the length of what was given, which the sender knows. */
function sameSecret(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  for (let unit = 0; unit < given.length; unit++) difference |= given.charCodeAt(unit) ^ secret.charCodeAt(unit % secret.length);
  return difference === 0;
}
