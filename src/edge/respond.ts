/** From an answer to a response: validators, cache headers, 304 and HEAD. */

import { pageTypeOf } from '../page/media-type.ts';
import type { StoredPage } from '../page/stored-page.ts';
import build from './generated/build.json' with { type: 'json' };
import { addVary, isBodiless, responseHeaders } from './headers.ts';
import type { CacheResult } from './page-source.ts';

/**
 * The response that carries a page, composed or not.
 * - ETag: weak, of page version, edits and the code that makes them, so a 304 says that none has changed (RFC 9110, section 8.8.3).
 * - Cache-Control: readers revalidate every time, so nothing outlives the decision; under `protect` nothing is kept.
 * - Vary and the rest are the same whether a notice is there or not: headers tell nothing of a place.
 */
export function pageResponse(request: Request, page: StoredPage, body: Uint8Array | ReadableStream<Uint8Array>, made: Made): Response {
  const headers = pageResponseHeaders(page, made);
  const etag = headers.get('etag');
  const status = page.status;
  if (status === 200 && isRead(request) && etag !== null && matches(request.headers.get('if-none-match'), etag))
    return notModified(headers, body);
  if (request.method === 'HEAD') return withoutBody(status, headers, body);
  return new Response(body as BodyInit, { status, headers });
}

interface Made {
  readonly edits: string;
  readonly protect: boolean;
  readonly cache: CacheResult;
}

/** The last headers made for each page in memory: they change once a second, and are the same for many readers. */
const lastHeaders = new WeakMap<StoredPage, { readonly made: string; readonly headers: Headers }>();

function pageResponseHeaders(page: StoredPage, { edits, protect, cache }: Made): Headers {
  const made = `${cache.status} ${cache.age} ${protect} ${edits}`;
  const last = lastHeaders.get(page);
  if (last?.made === made) return last.headers;
  const headers = new Headers(page.headers as [string, string][]);
  if (protect) {
    headers.set('cache-control', 'no-store');
    headers.set('referrer-policy', 'no-referrer');
  } else {
    headers.set('cache-control', page.noStore ? 'no-store' : 'private, no-cache');
    headers.set('etag', etagOf(page.version, edits === '' ? '' : `${edits} ${build.id}`));
    if (edits === '' && page.lastModified !== undefined) headers.set('last-modified', page.lastModified);
  }
  if (edits !== '') sayType(headers, page);
  headers.set('vary', addVary(page.vary, 'Accept-Language'));
  headers.set('age', String(cache.age));
  headers.append('cache-status', cacheStatus(cache));
  lastHeaders.set(page, { made, headers });
  return headers;
}

/** What browsers would have found out from the beginning of the page, which a notice may have changed. */
function sayType(headers: Headers, { charset }: StoredPage): void {
  const given = headers.get('content-type');
  const type = pageTypeOf(given, true) === undefined ? 'text/html' : (given ?? 'text/html');
  headers.set('content-type', charset === undefined ? type : `${type}; charset=${charset}`);
}

/** A response that is no page, for one reader: as the source sent it, or 304. */
export function otherResponse(request: Request, response: Response, cache: CacheResult): Response {
  if (response.webSocket) return response;
  const headers = responseHeaders(response.headers);
  headers.delete('cdn-cache-control');
  if (cache.age > 0) headers.set('age', String(cache.age));
  headers.append('cache-status', cacheStatus(cache));
  const { status, statusText } = response;
  if (status === 200 && isRead(request) && isNotModified(request.headers, headers)) return notModified(headers, response.body);
  if (request.method === 'HEAD') return withoutBody(status, headers, response.body);
  return new Response(isBodiless(status) ? null : response.body, { status, statusText, headers });
}

/** Weak: with its content decoded, recoded and copied a page is equivalent and not the same bytes. */
function etagOf(version: string, edits: string): string {
  return `W/"${version}${edits === '' ? '' : `-${fnv1a(edits)}`}"`;
}

/** RFC 9211. Nothing in it depends on who reads. */
function cacheStatus({ status, age }: CacheResult): string {
  const words: Readonly<Record<string, string>> = {
    HIT: `hit; detail=age-${age}`,
    UPDATING: `hit; detail=stale-while-revalidate`,
    STALE: 'fwd=stale; detail=stale-if-error',
    REVALIDATED: 'fwd=stale; fwd-status=304; stored',
    EXPIRED: 'fwd=stale; stored',
    MISS: 'fwd=uri-miss; stored',
    BYPASS: 'fwd=bypass',
  };
  return `standfirst; ${words[status] ?? 'fwd=uri-miss'}`;
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** RFC 9110, section 13.2.2, for a recipient with one representation. */
function isNotModified(request: Headers, response: Headers): boolean {
  const wanted = request.get('if-none-match');
  if (wanted !== null) {
    const etag = response.get('etag');
    return etag !== null && matches(wanted, etag);
  }
  const since = Date.parse(request.get('if-modified-since') ?? '');
  const modified = Date.parse(response.get('last-modified') ?? '');
  return !Number.isNaN(since) && !Number.isNaN(modified) && modified <= since;
}

/** Weak comparison, RFC 9110, section 8.8.3.2. */
function matches(wanted: string | null, etag: string): boolean {
  if (wanted === null) return false;
  const opaque = (tag: string) => tag.trim().replace(/^W\//, '');
  return wanted.trim() === '*' || (wanted.match(/(?:W\/)?"[^"]*"/g) ?? []).some(tag => opaque(tag) === opaque(etag));
}

function notModified(all: Headers, body: unknown): Response {
  discard(body);
  const headers = new Headers(all);
  for (const name of ['content-length', 'content-encoding', 'content-type', 'content-language']) headers.delete(name);
  return new Response(null, { status: 304, headers });
}

function withoutBody(status: number, all: Headers, body: unknown): Response {
  const headers = new Headers(all);
  if (body instanceof Uint8Array) headers.set('content-length', String(body.length));
  discard(body);
  return new Response(null, { status, headers });
}

function discard(body: unknown): void {
  if (body instanceof ReadableStream) body.cancel().catch(() => undefined);
}

/** Fowler, Noll, Vo: 1a, twice 32 bits with two offsets. Tells apart the few edits of one page; protects nothing. */
function fnv1a(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let unit = 0; unit < text.length; unit++) {
    low = Math.imul(low ^ text.charCodeAt(unit), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(unit), 0x85ebca6b);
  }
  return (low >>> 0).toString(36) + (high >>> 0).toString(36);
}
