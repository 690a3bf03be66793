/** `page ← Pages(path)`: memory, then the cache in front of `Pages`, the platform's or its stand-in. */

import { joinBytes } from '../page/edits.ts';
import { decodeHead, STORED_PAGE_TYPE, type StoredPage } from '../page/stored-page.ts';
import { FAILURE, type Failure } from './failure.ts';
import { freshnessFrom } from './freshness.ts';
import build from './generated/build.json' with { type: 'json' };
import { SOURCE_AGE, secondsIn } from './headers.ts';
import { PageMemory } from './page-memory.ts';
import { addressOf, type Pages } from './pages.ts';
import { fetchThrough, forget } from './stand-in-cache.ts';

/** What a source has to say to a request. */
export type Answer =
  | {
      readonly kind: 'page';
      readonly page: StoredPage;
      readonly body: Uint8Array | ReadableStream<Uint8Array>;
      readonly cache: CacheResult;
    }
  | { readonly kind: 'other'; readonly response: Response; readonly cache: CacheResult }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** How the cache came by an answer; `status` in the platform's words, `age` in seconds. */
export interface CacheResult {
  readonly status: string;
  readonly age: number;
}

/** The part of a request's context that is used. */
export interface Context {
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly exports: { readonly Pages: Pick<Pages, 'fetch' | 'invalidate'> };
  /** There only where the platform's cache is. */
  readonly cache?: unknown;
}

const memory = new PageMemory();

/**
 * Asks for a `pageUrl`.
 * @param headers must be no reader's own, and are only made where memory does not have the page
 * @param prepare fills the page in this isolate, where `Pages` could not: it may know nothing of this edition and have nobody to ask
 */
export async function pageFrom(
  url: string,
  headers: () => Headers,
  context: Context,
  prepare: (request: Request) => Promise<Response>,
): Promise<Answer> {
  const now = Date.now();
  const held = memory.get(url, now);
  if (held !== undefined) {
    return { kind: 'page', page: held.page, body: held.body, cache: { status: 'HIT', age: Math.floor((now - held.bornAt) / 1000) } };
  }
  const request = new Request(url, { headers: headers(), redirect: 'manual' });
  let response = await throughCache(request, context);
  let answer = await answerFrom(response).catch(() => afresh(request, context));
  if (answer.kind === 'failure' && answer.failure === 'unready') {
    response = await prepare(request);
    answer = await answerFrom(response);
  }
  if (answer.kind === 'page' && answer.body instanceof Uint8Array && isShared(answer, response)) {
    const held = { page: answer.page, body: answer.body, bornAt: now - answer.cache.age * 1000 };
    memory.set(url, held, now, lifetimeOf(answer.cache, response));
  }
  return answer;
}

/** What the source itself says, where what was stored turned out to be damaged: a reader is not to pay for a broken store. */
async function afresh(request: Request, context: Context): Promise<Answer> {
  await forgetPage(request.url, addressOf(request.url).path, context);
  return await answerFrom(await context.exports.Pages.fetch(request)).catch(() => ({ kind: 'failure', failure: 'unready' }));
}

/** Forgets what is stored for an address: in memory, in the stand-in, and in the platform's cache. */
export async function forgetPage(url: string, path: string, context: Context): Promise<void> {
  memory.delete(url);
  if (context.cache === undefined) await forget(url, await standInStore());
  else await context.exports.Pages.invalidate(path);
}

/** Reads the answer of `Pages` or of a cache in front of it. */
export async function answerFrom(response: Response): Promise<Answer> {
  const failure = response.headers.get(FAILURE) as Failure | null;
  if (failure !== null) return { kind: 'failure', failure };
  const age = secondsIn(response.headers, 'age') + secondsIn(response.headers, SOURCE_AGE);
  const cache = { status: response.headers.get('cf-cache-status') ?? 'MISS', age };
  if (response.headers.get('content-type') !== STORED_PAGE_TYPE || response.body === null) return { kind: 'other', response, cache };
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const { page, rest } = await readHead(reader);
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      if (rest.length > 0) controller.enqueue(rest);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: reason => reader.cancel(reason),
  });
  return { kind: 'page', page, body: page.streamed ? stream : await readAll(reader, rest), cache };
}

/** Milliseconds for which memory may answer in place of the cache. What the source failed to renew is as good as it gets. */
function lifetimeOf({ status }: CacheResult, { headers }: Response): number {
  const freshness = freshnessFrom(headers.get('cdn-cache-control'));
  if (freshness === undefined || status === 'STALE') return Number.POSITIVE_INFINITY;
  return Math.max(0, freshness.fresh - secondsIn(headers, 'age')) * 1000;
}

/** Whether a page is everybody's. One that is being renewed (`UPDATING`) is not worth holding. */
function isShared(answer: Extract<Answer, { kind: 'page' }>, response: Response): boolean {
  const stored = ['HIT', 'MISS', 'EXPIRED', 'REVALIDATED', 'STALE'].includes(answer.cache.status);
  return stored && !response.headers.has('vary') && !(response.headers.get('cdn-cache-control') ?? '').includes('no-store');
}

async function throughCache(request: Request, context: Context): Promise<Response> {
  if (context.cache !== undefined) return await context.exports.Pages.fetch(request);
  return await fetchThrough(request, {
    store: await standInStore(),
    fetch: conditional => context.exports.Pages.fetch(conditional) as Promise<Response>,
    waitUntil: context.waitUntil,
    now: Date.now,
  });
}

/** A store of its own for each build, as the platform keeps one for each version of the Worker. */
function standInStore(): Promise<Cache> {
  return caches.open(`pages-${build.id}`);
}

async function readHead(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<{ page: StoredPage; rest: Uint8Array }> {
  let bytes: Uint8Array = new Uint8Array(0);
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new RangeError('A stored page ends before its head does.');
    bytes = bytes.length === 0 ? value : joinBytes([bytes, value]);
    const head = decodeHead(bytes);
    if (head !== undefined) return { page: head.page, rest: bytes.subarray(head.bodyAt) };
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, first: Uint8Array): Promise<Uint8Array> {
  const chunks = [first];
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  return chunks.length === 1 ? first : joinBytes(chunks);
}
