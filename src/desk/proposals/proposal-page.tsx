/** The page of a proposal: what it changes, for whom, whether it can be published, and what can be done with it. */

import type { Child } from 'hono/jsx';
import { deskPath, Facts, Note, PersonName, Post, StateBadge, TextArea, TextField, When } from '../../../templates/desk/parts.tsx';
import { may } from '../auth/permissions.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { type ActionProps, Actions, seen } from './actions.tsx';
import { typedIn } from './attempt.ts';
import { Outdated } from './conflicts.tsx';
import { Differences } from './differences.tsx';
import { ChangesForReaders, GateFindings } from './gate-view.tsx';
import { Comments, Revisions, Verdicts } from './history.tsx';
import { LinkRow } from './link-row.tsx';
import { momentInZone } from './moment.ts';
import { nextStep } from './next-step.ts';
import { OPEN_STATES } from './proposal.ts';
import { TypedParagraphs, visibleText } from './typed.tsx';
import type { ProposalView } from './view.ts';
import { TEXT_LIMIT, TITLE_LIMIT } from './write.ts';

export interface ProposalPageProps extends ActionProps {
  /** The text that somebody saw who asked for something, where there is a newer one. */
  readonly seenBefore?: { readonly revision: number; readonly content: RulebookContent } | undefined;
}

export function ProposalPage({ view, attempt, seenBefore }: ProposalPageProps) {
  const { proposal, report, live } = view;
  const isOpen = OPEN_STATES.includes(proposal.state);
  return (
    <>
      {attempt && <Refusal {...{ view, attempt, seenBefore }} />}
      <Overview view={view} />
      {isOpen && proposal.base !== live.hash && <Outdated view={view} attempt={attempt} />}
      {isOpen && <EditLinks view={view} attempt={attempt} />}
      {report && (
        <Part id="gate" title="Can it be published?">
          <GateFindings report={report} next={nextStep(proposal, live.hash)} />
        </Part>
      )}
      {report && (
        <Part id="changes" title="Who gets what changed">
          <ChangesForReaders changes={report.changes} limits={report.limits} />
        </Part>
      )}
      <Texts view={view} />
      <Part id="actions" title="What you can do">
        {isOpen ? <Actions view={view} attempt={attempt} /> : <p>Nothing more becomes of this proposal.</p>}
      </Part>
      <Part id="verdicts" title="What approvers said">
        <Verdicts view={view} />
      </Part>
      <Part id="comments" title="Comments">
        <Comments view={view} attempt={attempt} />
      </Part>
      <Part id="revisions" title="Revisions">
        <Revisions view={view} />
      </Part>
    </>
  );
}

function Part({ id, title, children }: { id: string; title: string; children?: Child }) {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** What was refused and why; where somebody else has saved meanwhile, what they changed. */
function Refusal({ view, attempt, seenBefore }: ProposalPageProps) {
  const { message = '', mend = '' } = attempt?.refused ?? {};
  return (
    <>
      <Note kind="danger" title={message} answers>
        {mend}
      </Note>
      {seenBefore && (
        <Part id="since" title={`What changed since revision ${seenBefore.revision}, which you saw`}>
          <p>What you typed is still in its form below. Sending it now is about revision {view.proposal.revision}.</p>
          <Differences old={seenBefore.content} next={view.texts.next} />
        </Part>
      )}
    </>
  );
}

function Overview({ view }: { view: ProposalView }) {
  const { proposal, base, people, zone } = view;
  const { authors, scheduledFor, suspended, edition, supersededBy } = proposal;
  const facts: (readonly [Child, Child])[] = [
    ['State', <StateBadge state={proposal.state} />],
    ['Written by', authors.map((id, index) => [index > 0 ? ', ' : '', <PersonName id={id} people={people} />])],
    ['Begun', <When at={proposal.createdAt} />],
    ['Changes', <a href={deskPath(`/editions/${base.hash}`)}>{`edition ${base.number}, “${visibleText(base.title)}”`}</a>],
    ['Revision', `${proposal.revision}`],
  ];
  if (scheduledFor !== undefined)
    facts.push(['Scheduled for', `${momentInZone(scheduledFor, zone)}, ${momentInZone(scheduledFor, 'UTC')}`]);
  if (edition !== undefined) facts.push(['Became', <a href={deskPath(`/editions/${edition}`)}>the edition that was published</a>]);
  if (supersededBy !== undefined) facts.push(['Its place took', <a href={deskPath(`/proposals/${supersededBy}`)}>another proposal</a>]);
  return (
    <section>
      <Facts list={facts} />
      {suspended !== undefined && (
        <Note kind="warning" title="The schedule is suspended: nothing is published by itself">
          {suspended}
        </Note>
      )}
      <TypedParagraphs text={proposal.reason} />
      <LinkRow
        label="On this page"
        links={[
          ...(OPEN_STATES.includes(proposal.state) ? [{ href: '#gate', words: 'Can it be published?' }] : []),
          ...(OPEN_STATES.includes(proposal.state) ? [{ href: '#changes', words: 'Who gets what changed' }] : []),
          { href: '#texts', words: 'What is written differently' },
          { href: '#actions', words: 'What you can do' },
          { href: '#comments', words: 'Comments' },
          { href: '#revisions', words: 'Revisions' },
        ]}
      />
    </section>
  );
}

function EditLinks({ view, attempt }: ActionProps) {
  const { proposal, principal } = view;
  if (!may(principal, 'write')) return null;
  const path = (part: string) => deskPath(`/proposals/${proposal.id}/${part}`);
  const isApproved = proposal.state === 'approved' || proposal.state === 'scheduled';
  return (
    <section aria-labelledby="edit">
      <h2 id="edit">Edit</h2>
      {isApproved && <Note kind="warning">Any edit makes the approval void and cancels a schedule.</Note>}
      <LinkRow
        links={[
          { href: deskPath(`/notices?of=proposal:${proposal.id}`), words: 'Change a notice' },
          { href: path('notices'), words: 'Write a new notice' },
          { href: deskPath(`/rules?of=proposal:${proposal.id}`), words: 'Change a rule' },
          { href: path('rules'), words: 'Write a new rule' },
          { href: path('text'), words: 'Edit the files as text' },
          { href: deskPath(`/preview?of=proposal:${proposal.id}`), words: 'Preview it as a reader' },
          { href: deskPath(`/who?of=proposal:${proposal.id}`), words: 'Who would see what' },
        ]}
      />
      <Describe view={view} attempt={attempt} />
    </section>
  );
}

function Describe({ view, attempt }: ActionProps) {
  const { proposal } = view;
  return (
    <details open={attempt?.act === 'describe'}>
      <summary>Change the title or the reason</summary>
      <Post action={`/proposals/${proposal.id}/describe`} label="Save title and reason" kind="secondary" fields={seen(view)}>
        <TextField
          label="Title"
          name="title"
          value={typedIn(attempt, 'describe', 'title') ?? proposal.title}
          attributes={{ required: true, maxlength: TITLE_LIMIT }}
        />
        <TextArea
          label="Reason"
          name="reason"
          value={typedIn(attempt, 'describe', 'reason') ?? proposal.reason}
          attributes={{ required: true, maxlength: TEXT_LIMIT }}
        />
      </Post>
    </details>
  );
}

function Texts({ view }: { view: ProposalView }) {
  const { proposal, against, choices, texts } = view;
  return (
    <Part id="texts" title="What is written differently">
      <p>Compared with {against.words}. What is taken out is struck through, what is added is underlined.</p>
      {choices.length > 1 && (
        <LinkRow
          label="Compare with"
          links={choices.slice(0, 12).map(({ value, words }) => ({
            ...{ href: deskPath(`/proposals/${proposal.id}?against=${value}#texts`), words, current: value === against.value },
          }))}
        />
      )}
      <Differences old={texts.old} next={texts.next} />
    </Part>
  );
}
