/** The addresses of notices: looked at in an edition or a proposal, edited in a proposal. */

import { type Context, Hono } from 'hono';
import { demand } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { formOf } from '../form.ts';
import { done } from '../page.tsx';
import { beginFrom } from '../proposals/begin.tsx';
import { subjectFrom } from '../rulebook/subject.ts';
import { editableProposal } from './editable.ts';
import { orNothing } from './editing.ts';
import { editNotice, previewNotice, saveForm } from './editor.tsx';
import { noticePath } from './language-fields.tsx';
import { listNotices, showNotice } from './looking.tsx';
import { addNewNotice, newNoticeIn, newNoticePage } from './new-notice.tsx';
import { noticeStyle } from './shown.tsx';

type Asked = Context<DeskEnv>;

export const noticeRoutes = new Hono<DeskEnv>();

noticeRoutes.get('/notices', asked => listNotices(asked));

noticeRoutes.post('/notices', async asked => {
  const form = await formOf(asked);
  try {
    const { id } = await beginFrom(asked.get('desk'), asked.get('principal'), form);
    return done(asked, `/proposals/${id}/notices`, 'created');
  } catch (error) {
    return await listNotices(asked, { form, refused: shownAgain(error) });
  }
});

noticeRoutes.get('/notices/:file{notice\\.[\\w]+\\.css}', asked => noticeStyle(asked.req.param('file')));

noticeRoutes.get('/notices/:notice', asked => showNotice(asked, asked.req.param('notice')));

noticeRoutes.post('/notices/:notice', async asked => {
  const [form, notice] = [await formOf(asked), asked.req.param('notice')];
  demand(asked.get('principal'), 'write');
  try {
    await demandNotice(asked, notice);
    const { id } = await beginFrom(asked.get('desk'), asked.get('principal'), form);
    return done(asked, noticePath({ id, notice }), 'created');
  } catch (error) {
    return await showNotice(asked, notice, { form, refused: shownAgain(error) });
  }
});

noticeRoutes.get('/proposals/:id/notices', async asked => {
  const { title, revision } = await editableProposal(asked.get('desk'), asked.get('principal'), asked.req.param('id'));
  const typed = { ...{ name: '', kind: '', language: '', heading: '', body: '' }, revision: `${revision}` };
  return newNoticePage(asked, { id: asked.req.param('id'), title, typed });
});

noticeRoutes.post('/proposals/:id/notices', async asked => await addNotice(asked, asked.req.param('id')));

noticeRoutes.get('/proposals/:id/notices/:notice', asked => editNotice(asked, asked.req.param('id'), asked.req.param('notice')));

noticeRoutes.post('/proposals/:id/notices/:notice', asked => saveForm(asked, asked.req.param('id'), asked.req.param('notice')));

noticeRoutes.post('/proposals/:id/notices/:notice/preview', asked =>
  previewNotice(asked, asked.req.param('id'), asked.req.param('notice')),
);

async function addNotice(asked: Asked, id: string): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  demand(principal, 'write');
  const typed = newNoticeIn(await formOf(asked));
  try {
    await addNewNotice(desk, principal, id, typed);
    return done(asked, noticePath({ id, notice: typed.name }), 'saved');
  } catch (error) {
    const refused = shownAgain(error);
    const proposal = await orNothing(editableProposal(desk, principal, id));
    // Saving again is about what is there now, after it was shown that there is something else.
    const revision = refused.kind === 'stale' && proposal !== undefined ? `${proposal.revision}` : typed.revision;
    return newNoticePage(asked, { id, title: proposal?.title, typed: { ...typed, revision }, refused });
  }
}

/** A proposal begins with what is live: what is not there cannot be changed in it. */
async function demandNotice(asked: Asked, name: string): Promise<void> {
  const { edition } = await subjectFrom(asked.get('desk'), 'live');
  if (Object.hasOwn(edition.notices, name)) return;
  throw new Refused('not-found', 'There is no such notice in the live edition.', 'Look for it in the list of notices.');
}

/** The refusal, to be shown with what was typed. What is about who asks, or about nothing, has a page of its own. */
function shownAgain(error: unknown): Refused {
  if (error instanceof Refused && error.kind !== 'forbidden' && error.kind !== 'not-found') return error;
  throw error;
}
