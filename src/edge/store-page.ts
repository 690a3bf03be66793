/** From a source's response to what is stored: pages prepared, everything else passed through as it is. */

import { normalPath } from '../core/article-path.ts';
import type { CachePolicy, Preparation } from '../core/edition.ts';
import { joinBytes } from '../page/edits.ts';
import { type PageSyntax, sniffedSyntax } from '../page/media-type.ts';
import { isTooLarge, PAGE_LIMIT, type PreparedPage, prepareBeginning, preparePage } from '../page/prepare.ts';
import { encodeHead, STORED_PAGE_TYPE, type StoredPage } from '../page/stored-page.ts';
import type { Settings } from './config.ts';
import { codingsOf, isDecodedByRuntime, UNPACKED_LIMIT, undoCodings } from './content-coding.ts';
import { freshnessField, freshnessOf } from './freshness.ts';
import { addVary, isBodiless, pageHeaders, pageTypeIn, responseHeaders, SOURCE_AGE, secondsIn } from './headers.ts';
import { OriginFailure, withinTime } from './origin.ts';
import { shortHash } from './short-hash.ts';

/** What a response is stored under and how. */
export interface Storing {
  /** As readers ask for it: path and query. */
  readonly path: string;
  readonly preparation: Preparation;
  readonly policy: CachePolicy;
  readonly settings: Settings;
}

/** The stored form of a response. Throws `OriginFailure` where a page breaks off or takes too long. */
export async function storedForm(response: Response, storing: Storing): Promise<Response> {
  const headers = responseHeaders(response.headers);
  // A 304 speaks for the response that it renews.
  const spoken = { status: response.status === 304 ? 200 : response.status, headers: response.headers };
  const freshness = freshnessOf(spoken, storing.path, storing.policy);
  // The directives of a 304 update those of the stored response only where there are any (RFC 9111, section 4.3.4).
  const silent = response.status === 304 && !/./.test(`${headers.get('cache-control') ?? ''}${headers.get('cdn-cache-control') ?? ''}`);
  if (!silent) headers.set('cdn-cache-control', freshnessField(freshness));
  // A 304 renews what is stored, which is in our form and not in the one that it may describe.
  if (response.status === 304) for (const name of ['content-type', 'content-encoding', 'content-length', 'vary']) headers.delete(name);
  headers.set('cache-tag', await cacheTags(storing.path));
  headers.set(SOURCE_AGE, String(secondsIn(headers, 'age')));
  headers.delete('age');
  const syntax = await syntaxOfPage(response, storing.settings);
  if (syntax === undefined) return passedThrough(response, headers);
  const { bytes, rest } = await readPage(response, storing.settings);
  const header = (name: string) => response.headers.get(name);
  const whole = rest === undefined && !isTooLarge(bytes);
  const prepared = (whole ? preparePage : prepareBeginning)(bytes, header, storing.preparation, syntax);
  const page = await storedPage(response, prepared, bytes, rest !== undefined, storing);
  headers.set('content-type', STORED_PAGE_TYPE);
  for (const name of ['content-length', 'content-encoding', 'set-cookie', 'accept-ranges']) headers.delete(name);
  const vary = withoutEncoding(headers.get('vary'));
  if (vary === '') headers.delete('vary');
  else headers.set('vary', vary);
  const body = rest === undefined ? joinBytes([encodeHead(page), bytes]) : streamed([encodeHead(page), bytes], rest);
  // The page's own status stands in the head, since a cache in front treats statuses each in its own way; but what is an error must
  // be one to it, so that it serves something stale instead.
  return new Response(body, { status: page.status >= 500 ? page.status : 200, headers });
}

/** The cache tag of everything stored for a path, whatever its query. */
export async function pathTag(path: string): Promise<string> {
  return `path-${await shortHash(normalPath(path.split('?', 1)[0] ?? '/'))}`;
}

/** How a response is to be parsed if browsers show it as a page; redirects lead on to one, and nobody sees theirs. */
async function syntaxOfPage(response: Response, settings: Settings): Promise<PageSyntax | undefined> {
  const { status, headers } = response;
  const attached = /^\s*attachment/i.test(headers.get('content-disposition') ?? '');
  const redirects = [301, 302, 303, 307, 308].includes(status) && headers.has('location');
  if (response.body === null || status === 206 || isBodiless(status) || attached || redirects) return undefined;
  const type = pageTypeIn(headers);
  if (type !== 'unclear') return type;
  const reader = (response.clone().body as ReadableStream<Uint8Array>).getReader();
  const syntax = await withinTime(sniff(reader, headers.get('content-type')), settings).catch(() => undefined);
  reader.cancel().catch(() => undefined);
  return syntax;
}

/** Reads no further than it needs to tell. */
async function sniff(reader: ReadableStreamDefaultReader<Uint8Array>, contentType: string | null): Promise<PageSyntax | undefined> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    chunks.push(value);
    const syntax = sniffedSyntax(joinBytes(chunks), contentType);
    if (syntax !== 'more') return syntax;
  }
}

async function cacheTags(path: string): Promise<string> {
  return `standfirst, ${await pathTag(path)}`;
}

function passedThrough(response: Response, headers: Headers): Response {
  if (response.webSocket) return response;
  if (headers.get('content-type') === STORED_PAGE_TYPE) headers.set('content-type', 'application/octet-stream');
  const body = isBodiless(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

async function storedPage(
  response: Response,
  prepared: PreparedPage,
  bytes: Uint8Array,
  streams: boolean,
  storing: Storing,
): Promise<StoredPage> {
  const headers = pageHeaders(response.headers);
  const { etag, 'last-modified': modified } = Object.fromEntries(response.headers);
  const identity = streams ? (etag ?? modified ?? crypto.randomUUID()) : '';
  const version = await shortHash(String(response.status), identity, JSON.stringify(headers), storing.preparation.hash, bytes);
  const cacheable = response.headers.get('cache-control') ?? '';
  return {
    ...prepared,
    version,
    status: response.status,
    headers,
    streamed: streams,
    ...(modified === undefined ? {} : { lastModified: modified }),
    vary: withoutEncoding(response.headers.get('vary')),
    noStore: /\bno-store\b/i.test(cacheable),
  };
}

/** The bytes of a page without content coding: all, or, of a page past the limit, a beginning and the rest of the stream. */
async function readPage(
  response: Response,
  settings: Settings,
): Promise<{ bytes: Uint8Array; rest?: ReadableStreamDefaultReader<Uint8Array> }> {
  const contentEncoding = response.headers.get('content-encoding');
  const decoded = isDecodedByRuntime(contentEncoding);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const limit = decoded ? PAGE_LIMIT : UNPACKED_LIMIT;
  const { chunks, ended } = await withinTime(readUpTo(reader, limit), settings);
  const bytes = joinBytes(chunks);
  if (decoded) return ended ? { bytes } : { bytes, rest: reader };
  try {
    if (!ended) throw new RangeError('A page that is larger packed than it may be unpacked.');
    return { bytes: undoCodings(bytes, codingsOf(contentEncoding)) };
  } catch {
    throw new OriginFailure('origin-down');
  }
}

async function readUpTo(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Promise<{ chunks: Uint8Array[]; ended: boolean }> {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length <= limit; ) {
    const { done, value } = await reader.read();
    if (done) return { chunks, ended: true };
    chunks.push(value);
    length += value.length;
  }
  return { chunks, ended: false };
}

function streamed(first: readonly Uint8Array[], rest: ReadableStreamDefaultReader<Uint8Array>): ReadableStream<Uint8Array> {
  const queue = [...first];
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = queue.shift() ?? (await rest.read()).value;
      if (next === undefined) controller.close();
      else controller.enqueue(next);
    },
    cancel: reason => rest.cancel(reason),
  });
}

function withoutEncoding(vary: string | null): string {
  return addVary(
    null,
    ...(vary ?? '')
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== '' && name.toLowerCase() !== 'accept-encoding'),
  );
}
