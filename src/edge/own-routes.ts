/** Our own paths, which begin with `/-/`: health, styles, notices, pictures of the library, and the local viewer. */

import { Hono, type Context as HonoContext } from 'hono';
import { renderAsFrom } from '../../templates/as-from.tsx';
import { NOTICE_PATH } from '../../templates/notice.ts';
import type { ArticleSummary } from '../core/article.ts';
import type { Edition } from '../core/edition.ts';
import { AS_FROM_PATH, asFromAllowed, asFromChoice, asFromForm } from './as-from.ts';
import type { Settings } from './config.ts';
import { editionHealth } from './editions.ts';
import type { Env } from './env.ts';
import build from './generated/build.json' with { type: 'json' };
import { hasOrigin } from './origin.ts';
import { type Audience, audienceOf, contextOf, errorResponse, noticeResponse, ownPage } from './own-responses.ts';
import { styleAt } from './styles.ts';

/** What a route is given beside the platform's bindings. */
export interface OwnBindings {
  readonly library: Env['LIBRARY'];
  readonly settings: Settings;
  /** The one in force. */
  readonly edition: Edition;
  /** Serves a path that is in the library. */
  readonly serve: (request: Request) => Promise<Response>;
}

type Asked = HonoContext<{ Bindings: OwnBindings }>;

/** Answers every request whose path begins with `/-/`. */
export const ownRoutes = new Hono<{ Bindings: OwnBindings }>();

ownRoutes.get('/-/health', asked =>
  asked.json({ status: 'ok', version: build.version, ...editionHealth() }, 200, { 'cache-control': 'no-store' }),
);

ownRoutes.get('/-/style/:file', asked => {
  const text = styleAt(asked.req.path);
  if (text === undefined) return errorResponse('not-found', readerOf(asked));
  const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=31536000, immutable' };
  return asked.body(text, 200, { ...headers, 'x-content-type-options': 'nosniff', 'access-control-allow-origin': '*' });
});

ownRoutes.get(`${NOTICE_PATH}:id`, asked => {
  const notice = Object.values(asked.env.edition.notices).find(({ publicId }) => publicId === asked.req.param('id'));
  return notice === undefined ? errorResponse('not-found', readerOf(asked)) : noticeResponse(notice, readerOf(asked));
});

ownRoutes.get(AS_FROM_PATH, async asked => {
  const audience = readerOf(asked);
  if (!asFromAllowed(asked.req.raw, asked.env.settings)) return errorResponse('not-found', audience);
  const { chosen, frame } = asFromChoice(new URL(asked.req.url).searchParams);
  const articles = hasOrigin(asked.env.settings) ? [] : ((await asked.env.library.get<ArticleSummary[]>('index', 'json')) ?? []);
  return ownPage(renderAsFrom(asFromForm(articles, chosen), frame, contextOf(audience)), 200);
});

ownRoutes.all('/-/media/*', asked =>
  hasOrigin(asked.env.settings) ? errorResponse('not-found', readerOf(asked)) : asked.env.serve(asked.req.raw),
);
ownRoutes.all('/-/*', asked => errorResponse('not-found', readerOf(asked)));

ownRoutes.onError(error => {
  throw error; // One place answers for everything that breaks: worker.ts.
});

function readerOf(asked: Asked): Audience {
  return audienceOf(asked.req.raw, asked.env.edition);
}
