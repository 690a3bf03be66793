/** The pages of proposals and what their buttons do. */

import { type Context, Hono } from 'hono';
import { Note } from '../../../templates/desk/parts.tsx';
import { demand } from '../auth/permissions.ts';
import { limit } from '../auth/rate-limit.ts';
import type { DeskEnv } from '../desk.ts';
import { liveEdition } from '../editions/store.ts';
import { Refused, STATUS } from '../errors.ts';
import { formOf } from '../form.ts';
import { deskPage, done, type PageStatus } from '../page.tsx';
import { peopleNames } from '../people/store.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { heldEdition } from '../rulebook/subject.ts';
import { readContent } from '../store/contents.ts';
import { EmergencyForm } from './actions.tsx';
import { FORM_ACTS, revisionIn } from './acts.ts';
import type { Attempt } from './attempt.ts';
import { ChangesForReaders, GateFindings } from './gate-view.tsx';
import { NewProposalForm, ProposalList } from './list.tsx';
import { STATES } from './proposal.ts';
import { ProposalPage } from './proposal-page.tsx';
import { proposalsIn, revisionsOf } from './store.ts';
import { stateAfter } from './transitions.ts';
import { Typed, visibleText } from './typed.tsx';
import { type ProposalView, proposalView } from './view.ts';
import { createProposal } from './write.ts';

type Asked = Context<DeskEnv>;

export const proposalRoutes = new Hono<DeskEnv>();

proposalRoutes.get('/proposals', async asked => {
  const { store } = asked.get('desk');
  const principal = asked.get('principal');
  const [proposals, people, live] = [await proposalsIn(store, STATES), await peopleNames(store), await liveEdition(asked.get('desk'))];
  const zone = (await heldEdition(asked.get('desk'), live.hash)).site.timeZone;
  const lead = 'What is on its way to readers, and what came of it.';
  const list = <ProposalList {...{ proposals, principal, people, zone, live: live.hash }} />;
  return deskPage(asked, { title: 'Proposals', section: 'proposals', lead }, list);
});

proposalRoutes.get('/proposals/new', async asked => {
  demand(asked.get('principal'), 'write');
  return await newPage(asked);
});

proposalRoutes.post('/proposals/new', async asked => {
  const form = await formOf(asked);
  try {
    const { id } = await createProposal(asked.get('desk'), asked.get('principal'), {
      ...{ id: form.text('id'), title: form.text('title'), reason: form.text('reason') },
    });
    return done(asked, `/proposals/${id}`, 'created');
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return await newPage(asked, { act: 'new', form, refused: error });
  }
});

proposalRoutes.get('/proposals/:id', async asked => {
  await limit(asked, 'heavy');
  const view = await proposalView(asked.get('desk'), asked.get('principal'), asked.req.param('id'), asked.req.query('against'));
  return proposalPage(asked, view);
});

proposalRoutes.get('/proposals/:id/emergency', async asked => {
  const view = await proposalView(asked.get('desk'), asked.get('principal'), asked.req.param('id'));
  stateAfter(view.proposal, 'publish-unapproved', view.principal, { live: view.live.hash });
  return emergencyPage(asked, view);
});

for (const [act, run] of Object.entries(FORM_ACTS)) {
  proposalRoutes.post(`/proposals/:id/${act}`, async asked => {
    const [desk, principal, id] = [asked.get('desk'), asked.get('principal'), asked.req.param('id')];
    const form = await formOf(asked);
    try {
      const { code, path } = await run({ desk, principal, id, form, revision: revisionIn(form) });
      return done(asked, path ?? `/proposals/${id}`, code);
    } catch (error) {
      if (!(error instanceof Refused) || error.kind === 'not-found' || error.kind === 'store') throw error;
      return await refusedPage(asked, { act, form, refused: error });
    }
  });
}

async function newPage(asked: Asked, attempt?: Attempt): Promise<Response> {
  const { number } = await liveEdition(asked.get('desk'));
  const options = { title: 'New proposal', section: 'proposals', ...statusOf(attempt) } as const;
  return deskPage(asked, options, <NewProposalForm attempt={attempt} number={number} />);
}

/** The page as it is now, with why it was refused and what was typed: nothing of that is lost. */
async function refusedPage(asked: Asked, attempt: Attempt): Promise<Response> {
  const desk = asked.get('desk');
  const view = await proposalView(desk, asked.get('principal'), asked.req.param('id') ?? '');
  if (attempt.act === 'emergency') return emergencyPage(asked, view, attempt);
  return proposalPage(asked, view, attempt, await seenBefore(asked, view, attempt));
}

function proposalPage(
  asked: Asked,
  view: ProposalView,
  attempt?: Attempt,
  seen?: { readonly revision: number; readonly content: RulebookContent },
): Response {
  const options = { title: visibleText(view.proposal.title), kicker: 'Proposal', section: 'proposals', ...statusOf(attempt) } as const;
  return deskPage(asked, options, <ProposalPage view={view} attempt={attempt} seenBefore={seen} />);
}

function emergencyPage(asked: Asked, view: ProposalView, attempt?: Attempt): Response {
  const { proposal, report } = view;
  const options = {
    title: 'Publish without approval',
    kicker: <Typed text={proposal.title} />,
    section: 'proposals',
    ...statusOf(attempt),
  } as const;
  return deskPage(
    asked,
    options,
    <>
      {attempt && (
        <Note kind="danger" title={attempt.refused.message} answers>
          {attempt.refused.mend}
        </Note>
      )}
      {report && <ChangesForReaders changes={report.changes} limits={report.limits} />}
      {report && <GateFindings report={report} next="Nobody has approved it." />}
      {report?.ok && <EmergencyForm view={view} attempt={attempt} />}
    </>,
  );
}

/** The text of the revision that the form was about, where there is a newer one by now. */
async function seenBefore(asked: Asked, { proposal }: ProposalView, { form, refused }: Attempt) {
  if (refused.kind !== 'stale') return undefined;
  const { store } = asked.get('desk');
  const seen = (await revisionsOf(store, proposal.id)).find(({ number }) => String(number) === form.text('revision'));
  if (seen === undefined || seen.number === proposal.revision) return undefined;
  return { revision: seen.number, content: await readContent<RulebookContent>(store, seen.content) };
}

function statusOf(attempt: Attempt | undefined): { status?: PageStatus } {
  return attempt === undefined ? {} : { status: STATUS[attempt.refused.kind] };
}
