/** How long a response may be kept: RFC 9111 by a library, targeted fields by RFC 9213, stale serving by RFC 5861. */

import HttpCachePolicy from 'http-cache-semantics';
import { parseDictionary, serializeDictionary } from 'structured-headers';
import type { CachePolicy } from '../core/edition.ts';

/** Seconds from now: fresh, then served while it is being refreshed, then served only when the source fails. */
export interface Freshness {
  readonly fresh: number;
  readonly stale: number;
  readonly staleIfError: number;
}

const TARGETED = 'cdn-cache-control';
/** Reusing one of these for another reader would show them somebody else's variant, or put a reader's traits into a store. */
const UNSHAREABLE_VARY = /(^|,)\s*(\*|cookie|authorization|user-agent|referer|x-forwarded-for|x-geo-[a-z]+)\s*(,|$)/i;

/** Streams that may never end. */
const ENDLESS = /^\s*(text\/event-stream|multipart\/x-mixed-replace)/i;

/** How long a shared cache may keep the response to a GET without credentials; `undefined`: not at all. */
export function freshnessOf(response: { status: number; headers: Headers }, url: string, defaults: CachePolicy): Freshness | undefined {
  const { status, headers } = response;
  if (ENDLESS.test(headers.get('content-type') ?? '')) return undefined;
  if (headers.has('set-cookie') || UNSHAREABLE_VARY.test(headers.get('vary') ?? '') || status === 206 || status >= 500) return undefined;
  const control = controlOf(headers);
  const policy = new HttpCachePolicy(
    { url, method: 'GET', headers: {} },
    { status, headers: { ...Object.fromEntries(headers), ...control.headers } },
    { shared: true, cacheHeuristic: 0 },
  );
  if (!policy.storable()) return undefined;
  const explicit = /(^|[\s,])(s-maxage|max-age|no-cache)\b/i.test(control.text) || control.headers.expires !== undefined;
  const fresh = explicit ? Math.max(0, Math.floor(policy.maxAge() - policy.age())) : defaults.fresh;
  // RFC 9111, section 4.2.4, and RFC 5861, section 3: these forbid what follows.
  if (/(^|[\s,])(must-revalidate|proxy-revalidate|s-maxage|no-cache)\b/i.test(control.text)) return { fresh, stale: 0, staleIfError: 0 };
  return {
    fresh,
    // What the origin sends already stale it wants to be asked for each time.
    stale: seconds(control.text, 'stale-while-revalidate') ?? (fresh === 0 ? 0 : defaults.stale),
    staleIfError: seconds(control.text, 'stale-if-error') ?? defaults.staleIfError,
  };
}

/** The field that carries a freshness to the cache in front of `Pages`: the platform's, or the stand-in. */
export function freshnessField(freshness: Freshness | undefined): string {
  if (freshness === undefined) return 'no-store';
  const { fresh, stale, staleIfError } = freshness;
  return `max-age=${fresh}, stale-while-revalidate=${stale}, stale-if-error=${staleIfError}`;
}

/** Reads what `freshnessField` wrote. */
export function freshnessFrom(field: string | null): Freshness | undefined {
  if (field === null || field.includes('no-store')) return undefined;
  return {
    fresh: seconds(field, 'max-age') ?? 0,
    stale: seconds(field, 'stale-while-revalidate') ?? 0,
    staleIfError: seconds(field, 'stale-if-error') ?? 0,
  };
}

/** The directives that count, as a Cache-Control text and as the headers for the library: a valid targeted field alone, else the usual ones. */
function controlOf(headers: Headers): { text: string; headers: Record<string, string | undefined> } {
  const targeted = headers.get(TARGETED);
  if (targeted !== null) {
    try {
      const text = serializeDictionary(parseDictionary(targeted)).replace(/=\?1/g, '');
      return { text, headers: { 'cache-control': text, expires: undefined, pragma: undefined } };
    } catch {
      // RFC 9213, section 2.1: a targeted field that does not parse is ignored.
    }
  }
  const text = headers.get('cache-control') ?? '';
  return { text, headers: { expires: headers.get('expires') ?? undefined } };
}

function seconds(control: string, directive: string): number | undefined {
  const value = new RegExp(`(?:^|[\\s,])${directive}\\s*=\\s*"?(\\d{1,10})`, 'i').exec(control)?.[1];
  return value === undefined ? undefined : Number(value);
}
