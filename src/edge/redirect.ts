/** Where a decision leads a reader. */

import type { Decision } from '../core/decide.ts';
import { decidedHeaders } from '../core/decided-headers.ts';
import { leadsElsewhere, redirectTarget } from '../core/redirect.ts';
import { discard } from './discard.ts';
import { addVary } from './headers.ts';
import type { Answer } from './page-source.ts';

/**
 * The address that a rule leads to from `url`, as a `Location`: relative where it is on this site, so that the site's other names stay
 * what they are. `undefined` where it leads nowhere else: to the page itself, or to nothing that is an address.
 */
export function locationFor(template: string, url: URL): string | undefined {
  const target = redirectTarget(template, `${url.pathname}${url.search}`);
  const local = !/^[a-z][a-z0-9+.-]*:|^\/\//i.test(template);
  const address = local ? `${url.origin}${target}` : target;
  if (!URL.canParse(address, url.origin) || !leadsElsewhere(address, url.href)) return undefined;
  const found = new URL(address, url.origin);
  return local ? addressOnSite(found) : found.href;
}

/** An address without its origin, to be read from any page of the same site. */
export function addressOnSite({ pathname, search, hash }: URL): string {
  // `//host/…` would be read as the address of a host.
  return `${pathname.startsWith('//') ? '/.' : ''}${pathname}${search}${hash}`;
}

/**
 * Leads to another address, away from what was asked for; nothing but that address depends on where the reader is.
 * @param method of the request: who posted an acknowledgement comes by GET (RFC 9110, section 15.4.4)
 */
export function redirectResponse(location: string, method: string, decision: Decision, from: Answered): Response {
  const [vary, body] = from.kind === 'page' ? [from.page.vary, from.body] : [from.response.headers.get('vary'), from.response.body];
  discard(body);
  return new Response(null, {
    status: method === 'POST' ? 303 : 302,
    headers: {
      location,
      vary: addVary(vary, 'Accept-Language'),
      'cache-control': 'private, no-cache',
      ...decidedHeaders(decision),
    },
  });
}

type Answered = Exclude<Answer, { kind: 'failure' }>;
