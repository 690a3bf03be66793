/** The edge Worker. The default entrypoint is the gateway, which no cache stands before; `Pages` is the cached one. */

import { type SettingProblem, settingsOf } from './config.ts';
import { currentEdition, heldEdition } from './editions.ts';
import type { Env } from './env.ts';
import { audienceOf, errorResponse } from './own-responses.ts';
import { ownRoutes } from './own-routes.ts';
import type { Context } from './page-source.ts';
import { serveArticle } from './serve-article.ts';

export { Pages } from './pages.ts';

/** Articles, which is nearly everything, go straight to their one function; our own paths are routed. */
export default {
  async fetch(request: Request, env: Env, execution: ExecutionContext): Promise<Response> {
    const isOwn = isOwnPath(request.url);
    if (isOwn && env.DESK !== undefined && isDeskPath(request.url)) return await env.DESK.fetch(request);
    const checked = checkedSettings(env);
    if ('problems' in checked) return wrongSettings(checked.problems);
    const { settings } = checked;
    const context = contextFrom(execution);
    const serve = (asked: Request) => serveArticle(asked, settings, env, context);
    try {
      if (!isOwn) return await serve(request);
      const edition = await currentEdition(settings, env, context);
      return await ownRoutes.fetch(request, { library: env.LIBRARY, settings, edition, serve });
    } catch (error) {
      return internalError(error, request);
    }
  },
};

const checkedEnvironments = new WeakMap<Env, ReturnType<typeof settingsOf>>();

function checkedSettings(env: Env): ReturnType<typeof settingsOf> {
  let checked = checkedEnvironments.get(env);
  if (checked === undefined) {
    checked = settingsOf({ ...env });
    checkedEnvironments.set(env, checked);
  }
  return checked;
}

function wrongSettings(problems: readonly SettingProblem[]): Response {
  return Response.json({ status: 'wrong settings', problems }, { status: 503, headers: { 'cache-control': 'no-store' } });
}

/** Neither the message nor the request is logged: either may tell of a reader (law 6). */
function internalError(error: unknown, request: Request): Response {
  const { name, stack } = error instanceof Error ? error : new Error('not an error');
  // biome-ignore lint/suspicious/noConsole: the one line by which ops learn that something is broken.
  console.error(JSON.stringify({ event: 'internal-error', name, at: stack?.split('\n')[1]?.trim() }));
  return errorResponse('internal', audienceOf(request, heldEdition()));
}

/** Whether the path begins with `/-/`; the runtime has already normalised the address. */
function isOwnPath(url: string): boolean {
  return url.startsWith('/-/', url.indexOf('/', 'https://'.length));
}

/** Whether the path is the Desk's, which stands behind the edge in the local run only. */
function isDeskPath(url: string): boolean {
  return /^\/-\/desk(\/|$)/.test(new URL(url).pathname);
}

/** `exports` and `cache` are the platform's, newer than Hono's types, and slow to get: they are asked for only where they are needed. */
function contextFrom(execution: unknown): Context {
  const platform = execution as ExecutionContext & Pick<Context, 'exports' | 'cache'>;
  return {
    waitUntil: work => platform.waitUntil(work),
    get exports() {
      return platform.exports;
    },
    get cache() {
      return platform.cache;
    },
  };
}
