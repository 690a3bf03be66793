/** Preview as: any edition or proposal, as any reader, at any moment. */

import { Hono } from 'hono';
import { assetPath } from '../assets.ts';
import { demand } from '../auth/permissions.ts';
import { limit } from '../auth/rate-limit.ts';
import type { DeskEnv } from '../desk.ts';
import { deskPage } from '../page.tsx';
import { subjectChoices, subjectFrom } from '../rulebook/subject.ts';
import { articlesOf } from '../serving.ts';
import { choiceFrom, typedFrom } from './choice.ts';
import { explained } from './explanation.tsx';
import { previewFrame } from './frame.ts';
import { previewToken } from './link.ts';
import { PreviewPage } from './page.tsx';

export const previewRoutes = new Hono<DeskEnv>().get('/preview', async asked => {
  const desk = asked.get('desk');
  const principal = asked.get('principal');
  demand(principal, 'read');
  await limit(asked, 'heavy');
  const subject = await subjectFrom(desk, asked.req.query('of'));
  const [subjects, articles] = [await subjectChoices(desk, subject), await articlesOf(desk, subject.edition)];
  const typed = { ...typedFrom(name => asked.req.query(name), articles[0]?.path ?? '/'), of: subject.of };
  const options = { title: 'Preview', section: 'preview', wide: true, styles: [assetPath('preview.css')], lead: subject.label } as const;
  const view = { typed, subject, subjects, articles };
  const checked = choiceFrom(desk, typed);
  if ('errors' in checked) return deskPage(asked, { ...options, status: 422 }, <PreviewPage {...view} errors={checked.errors} />);
  const { choice } = checked;
  const shown = { token: await previewToken(desk, principal, subject, choice), explained: await explained(desk, subject, choice) };
  return deskPage(asked, options, <PreviewPage {...view} shown={shown} />);
});

/** The frame, which has no cookie of whoever looks: it comes before authentication, and the link itself says what it may show. */
export const previewFrameRoutes = new Hono<DeskEnv>().get('/preview/frame/:token', asked =>
  previewFrame(asked.get('desk'), asked.req.param('token'), new URL(asked.req.url).origin),
);
