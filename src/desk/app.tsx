/** Every path of the Desk, in one short list; and what holds for all of them. */

import { Hono } from 'hono';
import { apiRoutes } from './api/routes.tsx';
import { serveAsset } from './assets.ts';
import { auditRoutes } from './audit/routes.tsx';
import { authenticate } from './auth/authenticate.ts';
import { requireSameOrigin } from './auth/same-origin.ts';
import { settingsOf } from './config.ts';
import { coverageRoutes } from './coverage/routes.tsx';
import { demoRoutes } from './demo/routes.ts';
import { BASE, type Desk, type DeskEnv } from './desk.ts';
import { editionRoutes } from './editions/routes.tsx';
import { evidenceRoutes } from './evidence/routes.tsx';
import { helpRoutes } from './help/routes.tsx';
import { health } from './home/health.ts';
import { homeRoutes } from './home/routes.tsx';
import { noticeRoutes } from './notices/routes.tsx';
import { peopleRoutes } from './people/routes.tsx';
import { previewFrameRoutes, previewRoutes } from './preview/routes.tsx';
import { proposalRoutes } from './proposals/routes.tsx';
import { missing, refusal, wrongSettings } from './respond.tsx';
import { ruleRoutes } from './rules/routes.tsx';
import { securityHeaders } from './security-headers.ts';
import { signInRoutes } from './sign-in/routes.tsx';
import { textRoutes } from './text/routes.tsx';

const pages = new Hono<DeskEnv>()
  .route('/', homeRoutes)
  .route('/', noticeRoutes)
  .route('/', ruleRoutes)
  .route('/', textRoutes)
  .route('/', previewRoutes)
  .route('/', coverageRoutes)
  .route('/', proposalRoutes)
  .route('/', editionRoutes)
  .route('/', evidenceRoutes)
  .route('/', auditRoutes)
  .route('/', peopleRoutes)
  .route('/', helpRoutes)
  .route('/', apiRoutes);

// Not strict: `/-/desk` and `/-/desk/` are the same page.
export const desk = new Hono<DeskEnv>({ strict: false });

desk.onError((error, asked) => refusal(error, asked));
desk.notFound(asked => missing(asked));
desk.use(securityHeaders);
desk.get('/', asked => asked.redirect(`${BASE}/`));
desk.get(`${BASE}/assets/:file`, asked => serveAsset(asked.req.path));

desk.use(`${BASE}/*`, async (asked, next) => {
  const checked = settingsOf({ ...asked.env });
  if ('problems' in checked) return wrongSettings(checked.problems, asked);
  const { env } = asked;
  const context: Desk = {
    env,
    settings: checked.settings,
    store: { db: env.DB, now: Date.now },
    waitUntil: work => asked.executionCtx.waitUntil(work),
  };
  asked.set('desk', context);
  await next();
});
desk.get(`${BASE}/health`, health);
// A frame has no cookie: the link in its address is what says that it may be shown.
desk.route(BASE, previewFrameRoutes);
// Before the routes that need somebody: signing in, and the demo people of the local run.
desk.use(`${BASE}/*`, requireSameOrigin);
desk.route(BASE, signInRoutes);
desk.route(BASE, demoRoutes);
desk.use(`${BASE}/*`, authenticate);
desk.route(BASE, pages);
