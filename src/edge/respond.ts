/** From an answer to a response: validators, cache headers, 304 and HEAD. */

import { KEEP_NOTHING } from '../core/decided-headers.ts';
import { pageTypeOf } from '../page/media-type.ts';
import type { StoredPage } from '../page/stored-page.ts';
import { isForPeople } from './article-facts.ts';
import { type Said, say, versionOf } from './decided-headers.ts';
import { discard } from './discard.ts';
import build from './generated/build.json' with { type: 'json' };
import { addVary, forbidSharedStores, isBodiless, responseHeaders } from './headers.ts';
import type { CacheResult } from './page-source.ts';

/**
 * The response that carries a page, composed or not.
 * - ETag: weak, of page version, edits, what rules say in headers, and the code that makes all that, so a 304 says that none has changed
 *   (RFC 9110, section 8.8.3).
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
  readonly said: Said;
  readonly cache: CacheResult;
}

/** The last headers made for each page in memory: they change once a second, and are the same for many readers. */
const lastHeaders = new WeakMap<StoredPage, { readonly made: string; readonly headers: Headers }>();

function pageResponseHeaders(page: StoredPage, { edits, said, cache }: Made): Headers {
  const { protect } = said;
  const version = versionOf(said);
  const made = `${cache.status} ${cache.age} ${protect} ${edits} ${version}`;
  const last = lastHeaders.get(page);
  if (last?.made === made) return last.headers;
  const headers = new Headers(page.headers as [string, string][]);
  say(headers, said);
  if (protect) keepNothing(headers);
  else {
    headers.set('cache-control', page.noStore ? 'no-store' : 'private, no-cache');
    headers.set('etag', etagOf(page.version, edits === '' && version === '' ? '' : `${edits} ${version} ${build.id}`));
    if (edits === '' && page.lastModified !== undefined) headers.set('last-modified', page.lastModified);
  }
  if (edits !== '' && isForPeople(page)) sayType(headers, page);
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

/** What is decided of a response that is no page. */
export interface DecidedOther {
  readonly said: Said;
  /** Whether somebody somewhere gets another answer, now or later, so that only readers' own browsers may keep this one. */
  readonly regional: boolean;
}

/** A response that is no page, for one reader: as the source sent it, with what is decided of it, or 304. */
export function otherResponse(request: Request, response: Response, cache: CacheResult, decided?: DecidedOther): Response {
  if (response.webSocket) return response;
  const headers = responseHeaders(response.headers);
  headers.delete('cdn-cache-control');
  if (decided !== undefined) sayOfOther(headers, decided);
  if (cache.age > 0) headers.set('age', String(cache.age));
  headers.append('cache-status', cacheStatus(cache));
  const { status, statusText } = response;
  if (status === 200 && isRead(request) && isNotModified(request.headers, headers)) return notModified(headers, response.body);
  if (request.method === 'HEAD') return withoutBody(status, headers, response.body);
  return new Response(isBodiless(status) ? null : response.body, { status, statusText, headers });
}

function sayOfOther(headers: Headers, { said, regional }: DecidedOther): void {
  const version = versionOf(said);
  say(headers, said);
  if (version !== '' || said.protect) {
    // Neither the source's tag nor its date knows of these headers.
    const tag = headers.get('etag')?.replace(/^W\/|"/g, '');
    headers.delete('last-modified');
    headers.delete('etag');
    if (tag !== undefined && !said.protect) headers.set('etag', etagOf(tag, `${version} ${build.id}`));
  }
  if (!regional && !said.protect) return;
  const noStore = /\bno-store\b/i.test(headers.get('cache-control') ?? '');
  forbidSharedStores(headers);
  if (said.protect) keepNothing(headers);
  else headers.set('cache-control', noStore ? 'no-store' : 'private, no-cache');
}

function keepNothing(headers: Headers): void {
  for (const [name, value] of Object.entries(KEEP_NOTHING)) headers.set(name, value);
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

/** Fowler, Noll, Vo: 1a, twice 32 bits with two offsets. Tells apart the few edits of one page; protects nothing. */
function fnv1a(text: string): string {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let unit = 0; unit < text.length; unit++) {
    low = Math.imul(low ^ text.charCodeAt(unit), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(unit), 0x85ebca6b);
  }
  return (low >>> 0).toString(36) + (high >>> 0).toString(36);
}
