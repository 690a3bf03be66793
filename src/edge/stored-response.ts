/** The form in which the stand-in keeps responses: what the Cache API would act on by itself stands under other names. */

import { freshnessFrom } from './freshness.ts';

const STORED_AT = 'standfirst-stored-at';
/**
 * The stored response's own values of headers that the Cache API itself would act on. Content-Encoding is one of them: workerd packs
 * what is put and does not unpack what is matched, so that it would be packed twice.
 */
const KEPT = {
  'cache-control': 'standfirst-cache-control',
  vary: 'standfirst-vary',
  expires: 'standfirst-expires',
  'content-encoding': 'standfirst-content-encoding',
};

/** Whether the source lets a response be kept. */
export function isStorable({ headers }: Response): boolean {
  return freshnessFrom(headers.get('cdn-cache-control')) !== undefined;
}

/** Epoch milliseconds at which a kept response was stored. */
export function storedAt(headers: Headers): number {
  return Number(headers.get(STORED_AT));
}

/** The headers under which a storable response is kept, for as long as it may be of any use. */
export function keepingHeaders(own: Headers, now: number): Headers {
  const headers = new Headers(own);
  const { fresh, stale, staleIfError } = freshnessFrom(headers.get('cdn-cache-control')) ?? { fresh: 0, stale: 0, staleIfError: 0 };
  if (headers.has('content-encoding')) headers.delete('content-length');
  for (const [name, kept] of Object.entries(KEPT)) move(headers, name, kept);
  headers.set('cache-control', `max-age=${Math.max(1, fresh + Math.max(stale, staleIfError))}`);
  headers.set(STORED_AT, String(now));
  return headers;
}

/** Puts the value of one header under another name; where there is none, there is none there either. */
function move(headers: Headers, from: string, to: string): void {
  const value = headers.get(from);
  headers.delete(from);
  if (value === null) headers.delete(to);
  else headers.set(to, value);
}

/** A kept response's own headers. */
export function restored(stored: Headers): Headers {
  const headers = new Headers(stored);
  if (!headers.has(STORED_AT)) return headers;
  for (const [name, kept] of Object.entries(KEPT)) move(headers, kept, name);
  headers.delete(STORED_AT);
  return headers;
}

/** The stored response with a 304's news, as if it had just come. RFC 9111, section 4.3.4. */
export function revalidated(stored: Response, news: Response): Response {
  const headers = restored(stored.headers);
  for (const [name, value] of news.headers) if (name !== 'content-length' && name !== 'content-encoding') headers.set(name, value);
  return new Response(stored.body, { status: stored.status, statusText: stored.statusText, headers });
}
