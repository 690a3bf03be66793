/** The pages of rules: the list, one rule, and their forms in proposals. */

import { type Context, Hono } from 'hono';
import { deskPath } from '../../../templates/desk/parts.tsx';
import { demand, may } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused, STATUS } from '../errors.ts';
import { formOf } from '../form.ts';
import { deskPage, done, type PageStatus } from '../page.tsx';
import { Begin, beginFrom, type NotBegun, ownDrafts } from '../proposals/begin.tsx';
import { readDraft } from '../proposals/draft.ts';
import type { Proposal } from '../proposals/proposal.ts';
import { Typed } from '../proposals/typed.tsx';
import { checkedContent } from '../rulebook/checked.ts';
import { loadContent } from '../rulebook/content.ts';
import { type Subject, subjectChoices, subjectFrom } from '../rulebook/subject.ts';
import { ruleAddRoutes } from './add-routes.tsx';
import { choicesIn } from './choices.ts';
import { rulePath } from './edit-page.tsx';
import { isForForm, ruleEditRoutes } from './edit-routes.tsx';
import { BrokenList, RuleList } from './list.tsx';
import { RulePage } from './rule-page.tsx';
import { found, type RuleSummary, summariesOf } from './summaries.ts';

type Asked = Context<DeskEnv>;

export const ruleRoutes = new Hono<DeskEnv>().route('/', ruleEditRoutes).route('/', ruleAddRoutes);

const LEAD = 'Which readers get what, on which articles, and on what ground.';

ruleRoutes.get('/rules', asked => listPage(asked));

ruleRoutes.post('/rules', asked => begun(asked, id => `/proposals/${id}/rules`, listPage));

ruleRoutes.get('/rules/:rule', asked => rulePage(asked));

ruleRoutes.post('/rules/:rule', asked => begun(asked, id => rulePath(id, asked.req.param('rule')), rulePage));

/** Begins a draft from a form and leads on into it; or shows the page again with what was typed. */
async function begun(
  asked: Asked,
  next: (id: string) => string,
  page: (asked: Asked, notBegun: NotBegun) => Promise<Response>,
): Promise<Response> {
  const form = await formOf(asked);
  demand(asked.get('principal'), 'write');
  try {
    const { id } = await beginFrom(asked.get('desk'), asked.get('principal'), form);
    return done(asked, next(id), 'created');
  } catch (error) {
    if (!isForForm(error)) throw error;
    return await page(asked, { form, refused: error });
  }
}

async function listPage(asked: Asked, notBegun?: NotBegun): Promise<Response> {
  const [desk, principal, of, query] = [
    asked.get('desk'),
    asked.get('principal'),
    asked.req.query('of'),
    asked.req.query('q')?.trim() ?? '',
  ];
  const subject = await subjectOrBroken(asked, of);
  if (subject instanceof Response) return subject;
  const summaries = await summariesFor(asked, subject);
  const rest = subject.of === 'live' ? '' : `?${new URLSearchParams({ of: subject.of })}`;
  const mayAdd = may(principal, 'write') && subject.of === 'live';
  return deskPage(
    asked,
    { title: 'Rules', section: 'rules', lead: LEAD, kicker: <Typed text={subject.label} />, ...statusOf(notBegun) },
    <>
      <AddLink asked={asked} subject={subject} />
      <RuleList
        {...{ of: subject.of, query, all: summaries.length, pathOf: (id: string) => `/rules/${encodeURIComponent(id)}${rest}` }}
        summaries={found(summaries, query)}
        subjects={await subjectChoices(desk, subject)}
      />
      {mayAdd && <AddForm drafts={await ownDrafts(desk, principal)} notBegun={notBegun} />}
    </>,
  );
}

function AddForm({ drafts, notBegun }: { drafts: readonly Proposal[]; notBegun: NotBegun | undefined }) {
  return (
    <section aria-labelledby="add">
      <h2 id="add">Add a rule</h2>
      <Begin
        {...{ action: '/rules', label: 'Begin a draft', title: 'Add a rule', drafts, notBegun }}
        next={draft => `/proposals/${draft}/rules`}
      />
    </section>
  );
}

function statusOf(notBegun: NotBegun | undefined): { status?: PageStatus } {
  return notBegun === undefined ? {} : { status: STATUS[notBegun.refused.kind] };
}

async function rulePage(asked: Asked, notBegun?: NotBegun): Promise<Response> {
  const [desk, principal, id] = [asked.get('desk'), asked.get('principal'), asked.req.param('rule') ?? ''];
  const subject = await subjectFrom(desk, asked.req.query('of'));
  const summary = (await summariesFor(asked, subject)).find(one => one.id === id);
  if (summary === undefined) throw new Refused('not-found', 'There is no such rule.', 'Look for it in the list of rules.');
  const drafts = subject.of === 'live' ? await ownDrafts(desk, principal) : [];
  return deskPage(
    asked,
    {
      title: id,
      section: 'rules',
      kicker: <Kicker subject={subject} />,
      lead: <Typed text={summary.sentence} />,
      wide: true,
      ...statusOf(notBegun),
    },
    <RulePage {...{ subject, summary, drafts, notBegun, mayWrite: may(principal, 'write') }} />,
  );
}

function Kicker({ subject: { of, label } }: { subject: Subject }) {
  return (
    <>
      <a href={deskPath(`/rules?${new URLSearchParams({ of })}`)}>Rules</a>: <Typed text={label} />
    </>
  );
}

function AddLink({ asked, subject: { proposal } }: { asked: Asked; subject: Subject }) {
  if (proposal === undefined || !may(asked.get('principal'), 'write')) return null;
  return (
    <p>
      <a class="button" href={deskPath(`/proposals/${proposal.id}/rules`)}>
        Add a rule
      </a>
    </p>
  );
}

async function summariesFor(asked: Asked, { rulebook, edition, content }: Subject): Promise<RuleSummary[]> {
  const now = asked.get('desk').store.now();
  const { problems } = await checkedContent(content, edition.number, now);
  return summariesOf({ rulebook, edition, content, problems, now });
}

/** A proposal whose files have errors makes no edition; the way to mend its rules must be there all the same. */
async function subjectOrBroken(asked: Asked, of: string | undefined): Promise<Subject | Response> {
  const desk = asked.get('desk');
  try {
    return await subjectFrom(desk, of);
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== 'invalid' || !of?.startsWith('proposal:')) throw error;
    const { proposal, content } = await readDraft(desk, of.slice('proposal:'.length));
    const { rules } = choicesIn(content);
    const label = `The proposal “${proposal.title}”`;
    return deskPage(
      asked,
      { title: 'Rules', section: 'rules', lead: LEAD, kicker: <Typed text={label} /> },
      <BrokenList proposal={proposal.id} rules={rules} problems={loadContent(content).problems} />,
    );
  }
}
