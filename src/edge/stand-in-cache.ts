/**
 * A stand-in for the platform's cache in front of `Pages`, for where there is none (the local run). Same contract: what the source
 * says in CDN-Cache-Control decides; stale-while-revalidate in the background; stale-if-error; conditional revalidation; `Vary`;
 * concurrent requests collapsed. It answers as the platform does, with `Age` and `CF-Cache-Status`.
 */

import { STORED_PAGE_TYPE } from '../page/stored-page.ts';
import { FAILURE } from './failure.ts';
import { type Freshness, freshnessFrom } from './freshness.ts';
import { shortHash } from './short-hash.ts';
import { isStorable, keepingHeaders, restored, revalidated, storedAt } from './stored-response.ts';

/** The part of the Cache API that is used. */
export type Store = Pick<Cache, 'match' | 'put' | 'delete'>;

/** `fetch` asks the source; `waitUntil` keeps work going behind an answer; `now` is epoch milliseconds. */
export interface Surroundings {
  readonly store: Store;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly now: () => number;
}

/** Names of headers and a name of the generation: once a URL is forgotten, so are all its variants. */
const VARIANTS = 'standfirst-variants';

/** How long a request waits for another one that is filling the same entry, and how often it looks. Milliseconds. */
const COLLAPSE_LIMIT = 20_000;
const COLLAPSE_STEP = 10;
/** How long an entry that turned out not to be storable is not waited for. */
const UNSTORABLE_FOR = 60_000;
const UNSTORABLE_LIMIT = 2_000;

/** Entries being filled in this isolate, with the time at which that began: data, since work of one request is no other's to await. */
const filling = new Map<string, number>();
const unstorable = new Map<string, number>();

/** How long a source that failed is spared by those who waited for it or have something stale. Milliseconds. */
const FAILED_FOR = 2_000;
/** Sources' latest failures, with the time at which each was known. */
const failures = new Map<string, { readonly at: number; readonly status: number; readonly failure: string }>();

interface Entry {
  readonly response: Response;
  readonly freshness: Freshness;
  /** Seconds. */
  readonly age: number;
}

/** Answers a GET from the store or from the source. */
export async function fetchThrough(request: Request, around: Surroundings): Promise<Response> {
  let key = await variantKey(request, around.store);
  let entry = await look(key, around);
  const other = entry === undefined ? fillByAnother(key, around) : undefined;
  if (other !== undefined) {
    await other;
    key = await variantKey(request, around.store);
    entry = await look(key, around);
  }
  const waitedInVain = entry === undefined && other !== undefined ? recentFailure(key, around) : undefined;
  if (waitedInVain !== undefined) return waitedInVain;
  if (entry === undefined) return await fill(request, key, undefined, around);
  const { age, freshness } = entry;
  if (age < freshness.fresh) return answer(entry, 'HIT');
  if (age < freshness.fresh + freshness.stale) {
    if (!isBeingFilled(key, around)) around.waitUntil(fill(request, key, entry, around).then(response => response.body?.cancel()));
    return answer({ ...entry, response: entry.response.clone() }, 'UPDATING');
  }
  const began = around.now();
  const refill = freshness.fresh > 0 ? fillByAnother(key, around) : undefined;
  if (refill !== undefined) {
    await refill;
    const renewed = await look(key, around);
    const isNew = renewed !== undefined && (renewed.age < renewed.freshness.fresh || renewed.age * 1000 <= around.now() - began);
    if (isNew) return answer(renewed, 'HIT');
  }
  if (isOfUse(entry) && recentFailure(key, around) !== undefined) return answer(entry, 'STALE');
  return await fill(request, key, entry, around);
}

/** Forgets what is stored for a URL. */
export async function forget(url: string, store: Store): Promise<void> {
  await store.delete(url);
}

async function look(key: string, { store, now }: Surroundings): Promise<Entry | undefined> {
  const response = await store.match(key);
  if (response === undefined) return undefined;
  const freshness = freshnessFrom(response.headers.get('cdn-cache-control'));
  const age = Math.max(0, (now() - storedAt(response.headers)) / 1000);
  return freshness === undefined ? undefined : { response, freshness, age };
}

/** Asks the source and stores what it says; with a stale entry, conditionally, and as the answer where the source fails. */
async function fill(request: Request, key: string, stale: Entry | undefined, around: Surroundings): Promise<Response> {
  filling.set(key, around.now());
  const fresh = await around.fetch(conditional(request, stale?.response)).catch(() => undefined);
  if (fresh === undefined || fresh.status >= 500) {
    filling.delete(key);
    const failure = fresh?.headers.get(FAILURE);
    if (fresh !== undefined && failure) remember(failures, key, { at: around.now(), status: fresh.status, failure });
    if (stale !== undefined && isOfUse(stale)) return answer(stale, 'STALE');
    return fresh ?? new Response(null, { status: 502 });
  }
  if (fresh.status === 304 && stale !== undefined) {
    const renewed = revalidated(stale.response, fresh);
    const kept = isStorable(renewed) ? put(key, renewed.clone(), around) : around.store.delete(key);
    around.waitUntil(kept.finally(() => filling.delete(key)));
    return answer({ ...stale, response: renewed, age: 0 }, 'REVALIDATED');
  }
  if (!isStorable(fresh)) {
    filling.delete(key);
    remember(unstorable, key, around.now());
    return marked(fresh, 'BYPASS');
  }
  // Others wait for a page, which is whole by now; what streams, they can stream themselves.
  if (fresh.headers.get('content-type') !== STORED_PAGE_TYPE) filling.delete(key);
  around.waitUntil(store(request, fresh.clone(), around).finally(() => filling.delete(key)));
  return marked(fresh, stale === undefined ? 'MISS' : 'EXPIRED');
}

async function store(request: Request, response: Response, around: Surroundings): Promise<void> {
  const vary = response.headers.get('vary');
  if (vary === null) return await put(request.url, response, around);
  const names = vary
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
    .sort()
    .join();
  let variants = await variantsOf(request.url, around.store);
  if (variants?.split(' ', 1)[0] !== names) {
    variants = `${names} ${crypto.randomUUID()}`;
    const marker = { 'cache-control': 'max-age=31536000', [VARIANTS]: variants };
    await around.store.put(request.url, new Response(null, { headers: marker }));
  }
  await put(await keyOfVariant(request, variants), response, around);
}

async function put(key: string, response: Response, around: Surroundings): Promise<void> {
  const headers = keepingHeaders(response.headers, around.now());
  const { body, ended } = watched(response.body);
  try {
    await around.store.put(key, new Response(body, { status: response.status, statusText: response.statusText, headers }));
  } catch {
    await body?.cancel().catch(() => undefined);
  }
  // Where the source broke off, the reader's own stream says so; the store may take what came for all.
  if (!ended()) await around.store.delete(key);
}

/** A body, and whether it has come to its end and not merely broken off. */
function watched(body: ReadableStream<Uint8Array> | null): { body: ReadableStream<Uint8Array> | null; ended: () => boolean } {
  if (body === null) return { body, ended: () => true };
  let whole = false;
  const reader = body.getReader();
  const passed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await reader.read();
      whole = done;
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: reason => reader.cancel(reason),
  });
  return { body: passed, ended: () => whole };
}

function conditional(request: Request, stale: Response | undefined): Request {
  const headers = new Headers(request.headers);
  const [etag, modified] = [stale?.headers.get('etag'), stale?.headers.get('last-modified')];
  if (etag) headers.set('if-none-match', etag);
  if (modified) headers.set('if-modified-since', modified);
  return new Request(request.url, { headers, redirect: 'manual' });
}

function answer({ response, age }: Entry, status: string): Response {
  const out = new Response(response.body, {
    status: response.status,
    statusText: response.statusText,
    headers: restored(response.headers),
  });
  out.headers.set('age', String(Math.floor(age)));
  return marked(out, status);
}

function marked(response: Response, status: string): Response {
  const out = new Response(response.body, response);
  out.headers.set('cf-cache-status', status);
  return out;
}

async function variantKey(request: Request, cache: Store): Promise<string> {
  const variants = await variantsOf(request.url, cache);
  return variants === undefined ? request.url : await keyOfVariant(request, variants);
}

async function variantsOf(url: string, cache: Store): Promise<string | undefined> {
  return (await cache.match(url))?.headers.get(VARIANTS) ?? undefined;
}

/** RFC 9111, section 4.1. The values are hashed: what a reader's browser says of itself is in no store, not even as a key. */
async function keyOfVariant(request: Request, variants: string): Promise<string> {
  const [names = '', generation = ''] = variants.split(' ');
  const values = names.split(',').map(name => `${name}=${request.headers.get(name) ?? ''}`);
  const url = new URL(request.url);
  url.searchParams.append('standfirst-variant', await shortHash(generation, ...values));
  return url.href;
}

function isBeingFilled(key: string, { now }: Surroundings): boolean {
  const since = filling.get(key);
  return since !== undefined && now() - since < COLLAPSE_LIMIT;
}

/**
 * The end of the filling of an entry by another request, where it is worth waiting for. `undefined` at once where nobody fills it:
 * whoever is told so must begin before anybody else can be.
 */
function fillByAnother(key: string, around: Surroundings): Promise<void> | undefined {
  const futile = unstorable.get(key);
  if (!isBeingFilled(key, around) || (futile !== undefined && around.now() - futile < UNSTORABLE_FOR)) return undefined;
  return filled(key, around);
}

async function filled(key: string, around: Surroundings): Promise<void> {
  while (isBeingFilled(key, around)) await scheduler.wait(COLLAPSE_STEP);
}

/** Whether a stale entry may stand in for a source that fails. */
function isOfUse({ age, freshness }: Entry): boolean {
  return age < freshness.fresh + freshness.staleIfError;
}

function recentFailure(key: string, { now }: Surroundings): Response | undefined {
  const last = failures.get(key);
  if (last === undefined || now() - last.at >= FAILED_FOR) return undefined;
  return new Response(null, { status: last.status, headers: { [FAILURE]: last.failure } });
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > UNSTORABLE_LIMIT) map.delete(map.keys().next().value as string);
}
