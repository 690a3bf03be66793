/** `page ← Pages(path)`, or past every cache where a request or its method is one reader's own. */

import type { ErrorKind } from '../../templates/strings.ts';
import type { CachePolicy, Edition, Preparation } from '../core/edition.ts';
import { pageTypeIn } from '../page/prepare-any.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import type { Settings } from './config.ts';
import type { Env } from './env.ts';
import { requestHeaders, sharedRequestHeaders } from './headers.ts';
import { fetchOrigin, hasOrigin, OriginFailure, type OriginSettings } from './origin.ts';
import { type Answer, answerFrom, type Context, forgetPage, pageFrom } from './page-source.ts';
import { answerPage, pageUrl, siteTerms } from './pages.ts';
import { mayCarry } from './read-page.ts';
import { storedForm } from './store-page.ts';

/** What a request is answered with. */
interface Surroundings {
  readonly settings: Settings;
  readonly env: Env;
  readonly context: Context;
  readonly edition: Edition;
}

interface Refused {
  readonly kind: 'refused';
  readonly error: ErrorKind;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An `ETag` of a page composed here. An origin that saw one could only misunderstand it. */
const OWN_ETAG = /W\/"[0-9a-f]{16}(-[0-9a-z]+)?"/;

/** Asks for what a reader wants. An acknowledgement asks for the article itself. */
export async function ask(
  posted: Acknowledgement | { readonly request: Request },
  original: Request,
  url: URL,
  around: Surroundings,
): Promise<Answer | Refused> {
  const request = 'request' in posted ? posted.request : new Request(original.url, { headers: articleHeaders(original.headers) });
  const { settings, env, edition, context } = around;
  const { preparation, site } = edition;
  const { cache } = site;
  const path = `${url.pathname}${withoutIgnored(url.search, cache.ignoreQuery)}`;
  const reading = request.method === 'GET' || request.method === 'HEAD';
  if (!hasOrigin(settings) && !reading) return { kind: 'refused', error: 'method', headers: { allow: 'GET, HEAD' } };
  const address = { preparation: preparation.hash, site: siteTerms(site, settings), publicOrigin: url.origin, path };
  const stored = pageUrl(address);
  if (hasOrigin(settings) && !isShareable(request, cache)) {
    const answer = await askDirectly(request, `${url.pathname}${url.search}`, url.origin, settings, edition);
    const mayChange = !/^(GET|HEAD|OPTIONS)$/.test(request.method);
    // RFC 9111, section 4.4: what an origin refuses has changed nothing.
    if (mayChange && statusOf(answer) < 400) context.waitUntil(forgetPage(stored, path, context));
    return answer;
  }
  const answer = await pageFrom(
    stored,
    () => sharedHeaders(request.headers),
    context,
    asked => answerPage(asked, address, preparation, site, settings, env),
  );
  const absent = answer.kind === 'other' && answer.response.status === 404 && !hasOrigin(settings);
  return absent ? { kind: 'refused', error: 'not-found' } : answer;
}

function sharedHeaders(headers: Headers): Headers {
  const shared = sharedRequestHeaders(headers);
  shared.set('accept-encoding', acceptedCodings(headers));
  return shared;
}

/** By which scripts ask for a part of a page or its data in place of the page; few origins say so in `Vary`. */
const PART_OF_PAGE = ['x-requested-with', 'rsc', 'hx-request', 'turbo-frame', 'x-pjax', 'x-inertia', 'x-up-version'];
/** Credentials under other names than Authorization. Those that come with a navigation do not travel (headers.ts). */
const CREDENTIALS = [
  'x-api-key',
  'x-auth-token',
  'x-access-token',
  'cf-access-client-id',
  'cf-access-client-secret',
  'cf-access-jwt-assertion',
];

/** Whether a request may be answered with what is kept for everybody, and its answer kept. */
function isShareable(request: Request, cache: CachePolicy): boolean {
  const { method, headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return false;
  // `Origin`: a script of another site asks, and what it may read (Access-Control-Allow-Origin) is often said to it alone.
  if (['authorization', 'range', 'upgrade', 'origin'].some(name => headers.has(name))) return false;
  const navigates = headers.get('sec-fetch-dest') === 'document';
  if (!navigates && (PART_OF_PAGE.some(name => headers.has(name)) || CREDENTIALS.some(name => headers.has(name)))) return false;
  const cookie = headers.get('cookie');
  return cookie === null || cookie.split(';').every(pair => isIgnored(pair.split('=', 1)[0]?.trim() ?? '', cache.ignoreCookies));
}

/** One reader's own request, to the origin and back; stored nowhere. */
async function askDirectly(
  request: Request,
  path: string,
  publicOrigin: string,
  settings: OriginSettings,
  edition: Edition,
): Promise<Answer> {
  const headers = directHeaders(request);
  const reading = request.method === 'GET' || request.method === 'HEAD';
  // The body of a GET has no meaning (RFC 9110, section 9.3.1) and cannot be sent on.
  const body = reading ? null : request.body;
  try {
    let response = await fetchOrigin({ method: request.method, path, headers, body, publicOrigin }, settings);
    if (response.webSocket) return { kind: 'other', response, cache: { status: DIRECT, age: 0 } };
    if (reading && mayBePartOfPage(request.method, response, edition.preparation, path)) {
      // No notice can be put into it, nor anything be decided about it; the whole page can be had in its place. RFC 9110 lets a
      // server ignore Range (section 14.2), and `respond.ts` answers HEAD and If-None-Match.
      await response.body?.cancel();
      for (const name of ['range', 'if-range', 'if-none-match']) headers.delete(name);
      response = await fetchOrigin({ method: 'GET', path, headers, publicOrigin }, settings);
    }
    const form = await storedForm(response, { path, preparation: edition.preparation, policy: edition.site.cache, settings });
    const answer = await answerFrom(form);
    return answer.kind === 'failure' ? answer : { ...answer, cache: { ...answer.cache, status: DIRECT } };
  } catch (error) {
    if (error instanceof OriginFailure) return { kind: 'failure', failure: error.kind };
    throw error;
  }
}

/** Whether a response may stand for a page without being all of it: a part, the head, or "not modified", which seldom says of what. */
function mayBePartOfPage(method: string, response: Response, preparation: Preparation, path: string): boolean {
  const { status, headers } = response;
  const type = headers.get('content-type');
  const page = pageTypeIn(name => headers.get(name)) !== undefined || mayCarry(response, preparation, path);
  if (status === 206) return page || /^\s*multipart\//i.test(type ?? '');
  return status === 304 ? type === null || page : method === 'HEAD' && page;
}

/** A cache's word for what it has no part in. */
const DIRECT = 'BYPASS';

function statusOf(answer: Answer): number {
  return answer.kind === 'page' ? answer.page.status : answer.kind === 'other' ? answer.response.status : 502;
}

function directHeaders(request: Request): Headers {
  const reading = request.method === 'GET' || request.method === 'HEAD';
  const headers = requestHeaders(reading ? withoutBodyHeaders(request.headers) : request.headers, {
    upgrade: request.headers.has('upgrade'),
  });
  headers.set('accept-encoding', acceptedCodings(request.headers));
  // A date says nothing about which notices a reader's copy held, so it must not earn a 304.
  headers.delete('if-modified-since');
  if (OWN_ETAG.test(headers.get('if-none-match') ?? '')) headers.delete('if-none-match');
  return headers;
}

/** The codings that a reader takes and that can be undone here, in one of three forms, so that few variants arise. */
function acceptedCodings(headers: Headers): string {
  const accepted = headers.get('accept-encoding') ?? '';
  if (/\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted)) return 'gzip, br';
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accepted) ? 'gzip' : 'identity';
}

/** An acknowledgement's headers as those of the GET that it stands for. Browsers send `Origin` with every POST, their own too. */
function articleHeaders(headers: Headers): Headers {
  const out = withoutBodyHeaders(headers);
  out.delete('origin');
  return out;
}

function withoutBodyHeaders(headers: Headers): Headers {
  const out = new Headers(headers);
  for (const name of ['content-length', 'content-type', 'content-encoding', 'transfer-encoding']) out.delete(name);
  return out;
}

/** A query less the parameters that change nothing, every other byte of it as it was. */
function withoutIgnored(search: string, patterns: readonly string[]): string {
  if (search.length < 2) return '';
  const kept = search
    .slice(1)
    .split('&')
    .filter(pair => !matchesAny(pair.split('=', 1)[0] ?? '', patterns));
  return kept.length === 0 ? '' : `?${kept.join('&')}`;
}

function isIgnored(name: string, patterns: readonly string[]): boolean {
  return name === '' || matchesAny(name, patterns);
}

const globs = new Map<string, RegExp>();

/** Whether a name fits one of the patterns, in which `*` stands for any run of characters. */
function matchesAny(name: string, patterns: readonly string[]): boolean {
  return patterns.some(pattern => {
    let glob = globs.get(pattern);
    if (glob === undefined) {
      const parts = pattern.split('*').map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
      glob = new RegExp(`^${parts.join('.*')}$`);
      globs.set(pattern, glob);
    }
    return glob.test(name);
  });
}
