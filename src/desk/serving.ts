/** What readers would get: the edge's own code, in this process, with any edition and any reader (law 8). */

import type { ArticleFacts, ArticleSummary } from '../core/article.ts';
import type { Edition } from '../core/edition.ts';
import type { Place } from '../core/place.ts';
import { factsOfOther, factsOfPage } from '../edge/article-facts.ts';
import { ask } from '../edge/ask.ts';
import type { Env as EdgeEnv } from '../edge/env.ts';
import { hasOrigin } from '../edge/origin.ts';
import type { Answer, Context } from '../edge/page-source.ts';
import { addressOf, answerPage } from '../edge/pages.ts';
import { serveWith } from '../edge/serve-article.ts';
import type { Desk } from './desk.ts';
import { Refused } from './errors.ts';
import { inTime } from './store/in-time.ts';

/** Somebody as the Desk imagines them. */
export interface Reader {
  readonly place: Place;
  /** Epoch milliseconds. */
  readonly now: number;
  /** BCP 47, the best first; empty where the reader does not say. */
  readonly languages: readonly string[];
}

export interface Served {
  readonly edition: Edition;
  readonly reader: Reader;
  /** Path and query on the site, from its `/` on. */
  readonly path: string;
  readonly method?: 'GET' | 'HEAD';
}

/**
 * What the edge would answer to a reader. Nothing of it is counted, or kept beyond the few seconds that the edge's own memory keeps a
 * page. Throws `Refused` for a path that is none of an article.
 */
export async function serveAs(desk: Desk, { edition, reader, path, method = 'GET' }: Served, copies?: PageCopies): Promise<Response> {
  const url = addressFor(desk, path);
  const imagined = { place: reader.place, now: reader.now, languages: reader.languages.join(',') };
  const context = contextFor(desk, edition, copies);
  return await serveWith({ edition, imagined, url }, requestFor(url, method), desk.settings.edge, edgeEnv(desk), context);
}

/** What the site says at a path before anything is decided, as the edge stores it. */
export interface Stored {
  /** `undefined` where there is nothing at the path, or the origin does not answer. */
  readonly answer: Extract<Answer, { kind: 'page' | 'other' }> | undefined;
  /** Why there is none: `not-found`, `origin-down`, `origin-slow`, `unready`, … */
  readonly failure?: string;
  readonly facts: ArticleFacts;
}

/** The page at a path with its facts: those by which the edge decides. Throws as `serveAs` does. */
export async function storedAt(desk: Desk, edition: Edition, path: string, copies?: PageCopies): Promise<Stored> {
  const url = addressFor(desk, path);
  const request = requestFor(url, 'GET');
  const around = { settings: desk.settings.edge, env: edgeEnv(desk), context: contextFor(desk, edition, copies), edition };
  const answer = await ask({ request }, request, url, around);
  if (answer.kind === 'page') return { answer, facts: factsOfPage(answer.page, url) };
  if (answer.kind === 'other') return { answer, facts: factsOfOther(answer.response, url) };
  const facts = factsOfOther(new Response(null, { status: 204 }), url);
  return { answer: undefined, failure: answer.kind === 'failure' ? answer.failure : answer.error, facts };
}

/** The absolute address of a path on the site. Throws `Refused`. */
export function addressFor({ settings }: Desk, path: string): URL {
  const address = `${settings.site.origin}${path}`;
  if (!path.startsWith('/') || !URL.canParse(address) || new URL(address).origin !== settings.site.origin) {
    throw new Refused('invalid', 'That is not the path of an article.', 'Write it from its first slash on, such as /2026/11/after-sunset.');
  }
  const url = new URL(address);
  if (url.pathname.startsWith('/-/') && !url.pathname.startsWith('/-/media/')) {
    throw new Refused('invalid', 'Paths that begin with /-/ are no articles.', 'Write the path of an article.');
  }
  return url;
}

/** An article that can be chosen. */
export interface ListedArticle {
  readonly path: string;
  readonly headline: string;
}

/** Milliseconds. */
const LIBRARY_TIMEOUT = 5000;
const MOST_LISTED = 200;

/**
 * Articles to choose from: those of the library, the newest first; with an origin, whose articles nobody lists, the front page and what
 * the rules of `edition` name by its whole path. Where the library does not answer, the front page alone.
 */
export async function articlesOf(desk: Desk, edition: Edition): Promise<readonly ListedArticle[]> {
  const front = { path: '/', headline: 'The front page' };
  if (hasOrigin(desk.settings.edge)) return [front, ...pathsNamed(edition).map(path => ({ path, headline: path }))].slice(0, MOST_LISTED);
  const listed = inTime(desk.env.LIBRARY.get<ArticleSummary[]>('index', 'json'), LIBRARY_TIMEOUT);
  const summaries = (await listed.catch(() => null)) ?? [];
  return [...summaries.slice(0, MOST_LISTED).map(({ path, headline }) => ({ path, headline })), front];
}

/** Paths that rules name in full, without a pattern. */
function pathsNamed({ rules }: Edition): readonly string[] {
  const paths = rules.flatMap(({ scope }) => scope.paths ?? []);
  return [...new Set(paths)].filter(path => /^\/[\w./~-]+$/.test(path));
}

/** What an origin takes for a browser's request, and nothing of whoever looks. */
function requestFor(url: URL, method: string): Request {
  return new Request(url, { method, headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } });
}

function edgeEnv({ env }: Desk): EdgeEnv {
  return { LIBRARY: env.LIBRARY };
}

/** Pages as they were when they were first asked for, so that many readers can be shown one and the same. */
export class PageCopies {
  readonly #held = new Map<string, { readonly init: ResponseInit; readonly body: ArrayBuffer }>();

  async of(request: Request, fill: (request: Request) => Promise<Response>): Promise<Response> {
    let held = this.#held.get(request.url);
    if (held === undefined) {
      const response = await fill(request);
      const headers = new Headers(response.headers);
      // Not for the edge's memory, which would give it to whoever looks next.
      headers.set('cdn-cache-control', 'no-store');
      held = { init: { status: response.status, headers }, body: await response.arrayBuffer() };
      this.#held.set(request.url, held);
    }
    return new Response(isEmpty(held.init.status) ? null : held.body, held.init);
  }
}

const isEmpty = (status = 200): boolean => status === 204 || status === 205 || status === 304;

/** `cache` is there so that no stand-in for the platform's cache is used: it would keep what only the Desk has looked at. */
function contextFor(desk: Desk, edition: Edition, copies?: PageCopies): Context {
  const { settings } = desk;
  const fill = (request: Request) =>
    answerPage(request, addressOf(request.url), edition.preparation, edition.site, settings.edge, edgeEnv(desk));
  const Pages: Context['exports']['Pages'] = {
    fetch: request => (copies === undefined ? fill(request) : copies.of(request, fill)),
    invalidate: async () => undefined,
  };
  return { waitUntil: desk.waitUntil, exports: { Pages }, cache: {} };
}
