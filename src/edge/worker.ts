/** The edge Worker. The default entrypoint is the gateway, which no cache stands before; `Pages` is the cached one. */

import { Hono, type Context as HonoContext } from 'hono';
import { renderAsFrom } from '../../templates/as-from.tsx';
import { NOTICE_PATH } from '../../templates/notice.ts';
import type { ArticleSummary } from '../core/article.ts';
import { AS_FROM_PATH, asFromAllowed, asFromChoice, asFromForm } from './as-from.ts';
import { type Settings, settingsOf } from './config.ts';
import { currentEdition } from './editions.ts';
import type { Env } from './env.ts';
import build from './generated/build.json' with { type: 'json' };
import { hasOrigin } from './origin.ts';
import { type Audience, contextOf, errorResponse, noticeResponse, ownPage } from './own-responses.ts';
import type { Context } from './page-source.ts';
import { readerLanguages } from './reader-languages.ts';
import { serveArticle } from './serve-article.ts';
import { styleAt } from './styles.ts';

export { Pages } from './pages.ts';

type Hosting = { Bindings: Env; Variables: { settings: Settings } };
type Asked = HonoContext<Hosting>;

const app = new Hono<Hosting>();
const checked = new WeakMap<Env, ReturnType<typeof settingsOf>>();

app.use(async (asked, next) => {
  let result = checked.get(asked.env);
  if (result === undefined) {
    result = settingsOf({ ...asked.env });
    checked.set(asked.env, result);
  }
  if ('problems' in result)
    return asked.json({ status: 'wrong settings', problems: result.problems }, 503, { 'cache-control': 'no-store' });
  asked.set('settings', result.settings);
  return await next();
});

app.get('/-/health', asked => {
  const { number, hash } = currentEdition();
  return asked.json({ status: 'ok', version: build.version, edition: { number, hash } }, 200, { 'cache-control': 'no-store' });
});

app.get('/-/style/:file', asked => {
  const text = styleAt(asked.req.path);
  if (text === undefined) return errorResponse('not-found', audienceOf(asked));
  const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' };
  return asked.body(text, 200, { ...headers, 'x-content-type-options': 'nosniff', 'access-control-allow-origin': '*' });
});

app.get(`${NOTICE_PATH}:id`, asked => {
  const notice = Object.values(currentEdition().notices).find(({ publicId, more }) => more && publicId === asked.req.param('id'));
  return notice === undefined ? errorResponse('not-found', audienceOf(asked)) : noticeResponse(notice, audienceOf(asked));
});

app.get(AS_FROM_PATH, async asked => {
  const audience = audienceOf(asked);
  if (!asFromAllowed(asked.req.raw, asked.var.settings)) return errorResponse('not-found', audience);
  const { chosen, frame } = asFromChoice(new URL(asked.req.url).searchParams);
  const articles = hasOrigin(asked.var.settings) ? [] : ((await asked.env.LIBRARY.get<ArticleSummary[]>('index', 'json')) ?? []);
  return ownPage(renderAsFrom(asFromForm(articles, chosen), frame, contextOf(audience)), 200);
});

app.all('/-/media/*', asked => (hasOrigin(asked.var.settings) ? errorResponse('not-found', audienceOf(asked)) : serve(asked)));
app.all('/-/*', asked => errorResponse('not-found', audienceOf(asked)));
app.all('*', serve);

app.onError((error, asked) => {
  // Neither the message nor the request is logged: either may tell of a reader (law 6).
  // biome-ignore lint/suspicious/noConsole: the one line by which ops learn that something is broken.
  console.error(JSON.stringify({ event: 'internal-error', name: error.name, at: error.stack?.split('\n')[1]?.trim() }));
  return errorResponse('internal', audienceOf(asked));
});

export default app;

function serve(asked: Asked): Promise<Response> {
  return serveArticle(asked.req.raw, asked.var.settings, asked.env, contextFrom(asked.executionCtx));
}

/** `exports` and `cache` are the platform's, newer than Hono's types. */
function contextFrom(execution: unknown): Context {
  const platform = execution as ExecutionContext & Pick<Context, 'exports' | 'cache'>;
  return { waitUntil: work => platform.waitUntil(work), exports: platform.exports, cache: platform.cache };
}

function audienceOf(asked: Asked): Audience {
  const languages = readerLanguages(asked.req.header('accept-language') ?? null);
  return { edition: currentEdition(), origin: new URL(asked.req.url).origin, languages };
}
