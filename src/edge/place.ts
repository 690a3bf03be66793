/** The only code that reads `request.cf` or a trusted header. */

import type { Asks } from '../core/edition-index.ts';
import { type Place, placeFrom, UNKNOWN } from '../core/place.ts';
import type { Settings } from './config.ts';

/**
 * Where a request comes from. Fails towards "unknown", for which every rule has its own answer.
 * @param asks what need not be found out is not
 */
export function placeOf(request: Request, geo: Settings['geo'], asks: Asks): Place {
  if (geo.source === 'cloudflare') {
    const cf = request.cf as IncomingRequestCfProperties | undefined;
    if (cf === undefined) return UNKNOWN;
    const { country, regionCode, asn: network } = cf;
    const point = asks.point ? { latitude: cf.latitude, longitude: cf.longitude } : {};
    return placeFrom(country, regionCode, { network, ...point, ...(asks.zone ? { zone: cf.timezone } : {}) });
  }
  const { headers } = request;
  if (!sameSecret(headers.get('x-geo-secret') ?? '', geo.secret)) return UNKNOWN;
  return placeFrom(headers.get('x-geo-country'), headers.get('x-geo-region'), {
    network: headers.get('x-geo-asn'),
    ...(asks.point ? { latitude: headers.get('x-geo-latitude'), longitude: headers.get('x-geo-longitude') } : {}),
    ...(asks.zone ? { zone: headers.get('x-geo-timezone') } : {}),
  });
}

/** Compared in a time that tells nothing of where two secrets differ; it tells the length of what was given, which the sender knows. */
function sameSecret(given: string, secret: string): boolean {
  let difference = given.length ^ secret.length;
  for (let unit = 0; unit < given.length; unit++) difference |= given.charCodeAt(unit) ^ secret.charCodeAt(unit % secret.length);
  return difference === 0;
}
