/** The pages of editions, and rolling back. */

import { type Context, Hono } from 'hono';
import { demand } from '../auth/permissions.ts';
import { limit } from '../auth/rate-limit.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused, STATUS } from '../errors.ts';
import { formOf } from '../form.ts';
import { deskPage, done, type PageStatus } from '../page.tsx';
import { peopleNames } from '../people/store.ts';
import { type Attempt, isId } from '../proposals/attempt.ts';
import { visibleText } from '../proposals/typed.tsx';
import { gateReport } from '../publishing/gate.ts';
import { rollBack } from '../publishing/roll-back.ts';
import { approvalsOf, approversByEdition } from './approvals.ts';
import { CompareForm, ComparisonView, comparisonOf } from './compare.tsx';
import { EditionPage } from './edition-page.tsx';
import { EditionList } from './list.tsx';
import { allReviews, demandReview, reviewEdition, reviewOf } from './review.ts';
import { RollBackPage } from './roll-back.tsx';
import { allEditions, contentOf, editionOf, isLiveGiven, liveEdition } from './store.ts';

type Asked = Context<DeskEnv>;

export const editionRoutes = new Hono<DeskEnv>();

editionRoutes.get('/editions', async asked => {
  const desk = asked.get('desk');
  // First, since it enters the built-in edition into the history where that is empty.
  const live = await liveEdition(desk);
  const [editions, people, approvers, reviews] = await Promise.all([
    allEditions(desk.store),
    peopleNames(desk.store),
    approversByEdition(desk.store),
    allReviews(desk.store),
  ]);
  const lead = 'What readers got, and when. Nothing here is ever changed or deleted.';
  const list = <EditionList {...{ editions, live, people, approvers, reviews }} principal={asked.get('principal')} />;
  return deskPage(asked, { title: 'Editions', section: 'editions', lead, wide: true }, list);
});

editionRoutes.get('/editions/compare', async asked => {
  await limit(asked, 'heavy');
  const desk = asked.get('desk');
  const live = await liveEdition(desk);
  const editions = await allEditions(desk.store);
  const from = asked.req.query('from') || live.previous || live.hash;
  const to = asked.req.query('to') || live.hash;
  const comparison = await comparisonOf(desk, await editionOf(desk.store, from), await editionOf(desk.store, to));
  const title = `Edition ${comparison.from.number} and edition ${comparison.to.number}`;
  return deskPage(
    asked,
    { title, section: 'editions', kicker: 'Compare' },
    <>
      <section>
        <CompareForm editions={editions} from={from} to={to} />
      </section>
      <ComparisonView {...comparison} />
    </>,
  );
});

editionRoutes.get('/editions/:hash', asked => editionPage(asked));

editionRoutes.get('/editions/:hash/roll-back', async asked => {
  demand(asked.get('principal'), 'roll-back');
  await limit(asked, 'heavy');
  return await rollBackPage(asked);
});

editionRoutes.post('/editions/:hash/roll-back', async asked => {
  const form = await formOf(asked);
  try {
    const id = form.text('id');
    if (!isId(id)) throw new Refused('invalid', 'The form has no id.', 'Load the page again and send it once more.');
    const { hash } = await rollBack(asked.get('desk'), asked.get('principal'), {
      ...{ id, to: asked.req.param('hash'), reason: form.text('reason'), live: form.text('live') },
    });
    return done(asked, `/editions/${hash}`, (await isLiveGiven(asked.get('desk'))) ? 'rolled-back' : 'rolled-back-later');
  } catch (error) {
    if (!isForForm(error)) throw error;
    return await rollBackPage(asked, { act: 'roll-back', form, refused: error });
  }
});

editionRoutes.post('/editions/:hash/review', async asked => {
  const form = await formOf(asked);
  const hash = asked.req.param('hash');
  try {
    await reviewEdition(asked.get('desk'), asked.get('principal'), hash, { verdict: form.text('verdict'), comment: form.text('comment') });
    return done(asked, `/editions/${hash}`, 'reviewed');
  } catch (error) {
    if (!isForForm(error)) throw error;
    return await editionPage(asked, { act: 'review', form, refused: error });
  }
});

async function editionPage(asked: Asked, attempt?: Attempt): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  const live = await liveEdition(desk);
  const record = await editionOf(desk.store, asked.req.param('hash') ?? '');
  const { store } = desk;
  const [people, approvals, review, content] = await Promise.all([
    peopleNames(store),
    approvalsOf(store, record),
    reviewOf(store, record.hash),
    contentOf(store, record),
  ]);
  const previous = record.previous === undefined ? undefined : await editionOf(store, record.previous);
  const whyNoReview = await refusalOf(() => demandReview(desk, principal, record));
  const options = {
    title: visibleText(record.title),
    kicker: `Edition ${record.number}`,
    section: 'editions',
    ...statusOf(attempt),
  } as const;
  return deskPage(
    asked,
    options,
    <EditionPage {...{ record, live, previous, principal, people, approvals, review, content, whyNoReview, attempt }} />,
  );
}

async function rollBackPage(asked: Asked, attempt?: Attempt): Promise<Response> {
  const desk = asked.get('desk');
  const live = await liveEdition(desk);
  const record = await editionOf(desk.store, asked.req.param('hash') ?? '');
  const report = await gateReport(desk, record.content, live.hash);
  const options = { title: `Roll back to edition ${record.number}`, section: 'editions', ...statusOf(attempt) } as const;
  return deskPage(asked, options, <RollBackPage {...{ record, live, report, attempt }} />);
}

/** Why something would be refused, as words; `undefined` where it would not. */
async function refusalOf(check: () => Promise<void>): Promise<string | undefined> {
  try {
    await check();
    return undefined;
  } catch (error) {
    if (error instanceof Refused) return `${error.message} ${error.mend}`;
    throw error;
  }
}

/** Refusals that are shown above the form with what was typed; the others have no form to show. */
function isForForm(error: unknown): error is Refused {
  return error instanceof Refused && error.kind !== 'not-found' && error.kind !== 'store';
}

function statusOf(attempt: Attempt | undefined): { status?: PageStatus } {
  return attempt === undefined ? {} : { status: STATUS[attempt.refused.kind] };
}
