/**
 * `Pages`: the second entrypoint, behind the platform's cache. What it answers is the same for every reader on earth: prepared
 * pages, and other responses as they are.
 */

import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Preparation, Site } from '../core/edition.ts';
import { FACTS_HEADER } from '../page/facts.ts';
import { type Settings, settingsOf } from './config.ts';
import { preparationOf } from './editions.ts';
import type { Env } from './env.ts';
import { FAILURE, type Failure } from './failure.ts';
import { fetchLibrary } from './library.ts';
import { fetchOrigin, hasOrigin, OriginFailure, type OriginRequest, type OriginSettings, withinTime } from './origin.ts';
import { pathTag, storedForm } from './store-page.ts';

/** What a stored response depends on besides what readers send. It all stands in the address, so every cache tells it apart. */
export interface PageAddress {
  readonly preparation: string;
  /** What else of the edition it depends on: see `siteTerms`. */
  readonly site: string;
  readonly publicOrigin: string;
  /** Path and query. */
  readonly path: string;
}

const HOST = 'https://pages.internal';

/** The address under which `Pages`, and a cache before it, knows a page. */
export function pageUrl({ preparation, site, publicOrigin, path }: PageAddress): string {
  return `${HOST}/${preparation}/${site}/${encodeURIComponent(publicOrigin)}${path}`;
}

/** What a `pageUrl` was made of. */
export function addressOf(url: string): PageAddress {
  const [preparation = '', site = '', publicOrigin = ''] = url.slice(HOST.length + 1).split('/', 3);
  const path = url.slice(HOST.length + preparation.length + site.length + publicOrigin.length + 3);
  return { preparation, site, publicOrigin: decodeURIComponent(publicOrigin), path };
}

/**
 * What a page depends on of what an edition says of the site, as a part of an address: how long pages are kept and, in the library,
 * which writes pages itself, what stands in them. So none is kept longer than the edition says, or under a name that the site had.
 */
export function siteTerms({ name, languages, timeZone, cache: { fresh, stale, staleIfError } }: Site, settings: Settings): string {
  const lifetimes = [fresh, stale, staleIfError];
  return encodeURIComponent(JSON.stringify(hasOrigin(settings) ? [lifetimes] : [lifetimes, name, timeZone, languages]));
}

/** The site that `siteTerms` says; what whoever asks has already applied to the address, queries and cookies, is not in it. */
function siteOf(terms: string): Site {
  const [[fresh, stale, staleIfError], name = '', timeZone = 'UTC', languages = []] = JSON.parse(decodeURIComponent(terms));
  return { name, languages, timeZone, cache: { fresh, stale, staleIfError, ignoreQuery: [], ignoreCookies: [] } };
}

export class Pages extends WorkerEntrypoint<Env> {
  /** Answers a GET of a `pageUrl`. Never throws: what fails is a 5xx that no cache keeps, and for which it may serve something stale. */
  override async fetch(request: Request): Promise<Response> {
    const address = addressOf(request.url);
    const checked = settingsOf({ ...this.env });
    const preparation = await preparationOf(address.preparation, this.env);
    if ('problems' in checked || preparation === undefined) return failed('unready');
    return await answerPage(request, address, preparation, siteOf(address.site), checked.settings, this.env);
  }

  /** Makes the cache forget what it holds for a path, after an unsafe request to it. RFC 9111, section 4.4. */
  async invalidate(path: string): Promise<void> {
    await (this.ctx as { cache?: { purge(what: { tags: string[] }): Promise<unknown> } }).cache?.purge({ tags: [await pathTag(path)] });
  }
}

/**
 * Fills a page: asks the source and prepares what it says, here and past every cache. Of `address` only path and public origin count.
 * Never throws; see `Pages.fetch`.
 */
export async function answerPage(
  request: Request,
  address: PageAddress,
  preparation: Preparation,
  site: Site,
  settings: Settings,
  env: Env,
): Promise<Response> {
  const { path, publicOrigin } = address;
  try {
    const response = hasOrigin(settings)
      ? await fetchWithNews({ method: 'GET', path, headers: request.headers, publicOrigin }, settings)
      : await withinTime(answerFromLibrary(request, address, site, settings, env), settings);
    return await storedForm(response, { path, preparation, policy: site.cache, settings });
  } catch (error) {
    return failed(error instanceof OriginFailure ? error.kind : 'unready');
  }
}

async function answerFromLibrary(
  request: Request,
  { path, publicOrigin }: PageAddress,
  site: Site,
  settings: Settings,
  env: Env,
): Promise<Response> {
  const response = await fetchLibrary(path, publicOrigin, site, env, settings.localPreview);
  if (response === undefined) return new Response(null, { status: 404 });
  const etag = response.headers.get('etag');
  if (etag === null || request.headers.get('if-none-match') !== etag) return response;
  await response.body?.cancel();
  return new Response(null, { status: 304, headers: response.headers });
}

/** Headers of a 304 that change a stored page in more than its freshness. */
const NEWS = [FACTS_HEADER, 'content-language', 'content-security-policy', 'link'];

/** As `fetchOrigin`; but a "not modified" with news of the page is asked for again, whole: the news may be a reason to withhold it. */
async function fetchWithNews(request: OriginRequest, settings: OriginSettings): Promise<Response> {
  const response = await fetchOrigin(request, settings);
  if (response.status !== 304 || !NEWS.some(name => response.headers.has(name))) return response;
  const headers = new Headers(request.headers);
  for (const name of ['if-none-match', 'if-modified-since']) headers.delete(name);
  return await fetchOrigin({ ...request, headers }, settings);
}

function failed(failure: Failure): Response {
  const status = failure === 'origin-slow' ? 504 : failure === 'origin-down' ? 502 : 503;
  return new Response(null, { status, headers: { [FAILURE]: failure, 'cdn-cache-control': 'no-store', 'cache-control': 'no-store' } });
}
