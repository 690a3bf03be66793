/** From a source's response to what is stored: pages prepared, everything else passed through as it is. */

import { normalPath } from '../core/article-path.ts';
import type { CachePolicy, Preparation } from '../core/edition.ts';
import { joinBytes } from '../page/edits.ts';
import { FACTS_HEADER } from '../page/facts.ts';
import type { PreparedPage } from '../page/prepare.ts';
import { encodeHead, STORED_PAGE_TYPE, type StoredPage } from '../page/stored-page.ts';
import { FOUND_SURFACE } from './article-facts.ts';
import type { Settings } from './config.ts';
import { freshnessField, freshnessOf } from './freshness.ts';
import { addVary, isBodiless, pageHeaders, responseHeaders, SOURCE_AGE, secondsIn } from './headers.ts';
import { readResponse } from './read-page.ts';
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
  const readable = await readResponse(response, storing);
  if ('other' in readable) {
    const { other, found, unread } = readable;
    for (const name of ['content-encoding', 'content-length']) if (!other.headers.has(name)) headers.delete(name);
    if (found !== undefined) headers.set(FOUND_SURFACE, found);
    // What may yet turn out to carry notices is not kept as something that cannot.
    if (unread) headers.set('cdn-cache-control', 'no-store');
    return passedThrough(other, headers);
  }
  const { prepared, bytes, rest } = readable;
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

async function cacheTags(path: string): Promise<string> {
  return `standfirst, ${await pathTag(path)}`;
}

function passedThrough(response: Response, headers: Headers): Response {
  if (response.webSocket) return response;
  // Rules ask for its facts at each request.
  const facts = response.headers.get(FACTS_HEADER);
  if (facts !== null) headers.set(FACTS_HEADER, facts);
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
  // When it was sent makes no other page of it.
  const telling = JSON.stringify(headers.filter(([name]) => name !== 'date'));
  const version = await shortHash(String(response.status), identity, telling, storing.preparation.hash, bytes);
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
