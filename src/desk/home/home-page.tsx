/** The home page: what waits, what is coming, and what readers get. */

import type { Child } from 'hono/jsx';
import { deskPath, Empty, Facts, Note, nameOf, StateBadge, When } from '../../../templates/desk/parts.tsx';
import { may, type Principal } from '../auth/permissions.ts';
import type { Proposal } from '../proposals/proposal.ts';
import { Typed } from '../proposals/typed.tsx';
import { Alarms } from './alarms.tsx';
import { ExpiringPart } from './expiring-view.tsx';
import type { HomeView } from './view.ts';

export function HomePage({ view, principal }: { view: HomeView; principal: Principal }) {
  return (
    <>
      <Alarms view={view} principal={principal} />
      <div class="columns">
        <div>
          <WaitingPart view={view} mayWrite={may(principal, 'write')} />
          <ScheduledPart view={view} />
          <ExpiringPart expiring={view.expiring} />
        </div>
        <aside>
          <LivePart view={view} />
          <TranslationsPart view={view} />
        </aside>
      </div>
    </>
  );
}

function WaitingPart({ view: { waiting, people }, mayWrite }: { view: HomeView; mayWrite: boolean }) {
  const { toJudge, toPublish, sentBack, drafts } = waiting;
  const isEmpty = [toJudge, toPublish, sentBack, drafts].every(list => list.length === 0);
  return (
    <section aria-labelledby="waiting">
      <h2 id="waiting">What waits for you</h2>
      {isEmpty && (
        <Empty title="Nothing waits for you">
          <p>
            {mayWrite ? (
              <>
                To change what readers see, <a href={deskPath('/proposals/new')}>begin a proposal</a>, or open one of the{' '}
                <a href={deskPath('/notices')}>notices</a>.
              </>
            ) : (
              <>
                You can look at <a href={deskPath('/who')}>who sees what</a>, or at all <a href={deskPath('/proposals')}>proposals</a>.
              </>
            )}
          </p>
        </Empty>
      )}
      <Proposals title="To be judged by you" list={toJudge} people={people} />
      <Proposals title="Approved, and ready to be published" list={toPublish} people={people} />
      <Proposals title="Sent back to you" list={sentBack} people={people} />
      <Proposals title="Your drafts" list={drafts} people={people} />
      {mayWrite && !isEmpty && (
        <p class="actions">
          <a class="button secondary" href={deskPath('/proposals/new')}>
            Begin a proposal
          </a>
        </p>
      )}
    </section>
  );
}

interface ListProps {
  readonly title: string;
  readonly list: readonly Proposal[];
  readonly people: ReadonlyMap<string, string>;
}

function Proposals({ title, list, people }: ListProps) {
  if (list.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="list">
        {list.map(({ id, title, state, createdBy, changedAt }) => (
          <li>
            <p class="title">
              <a href={deskPath(`/proposals/${id}`)}>
                <Typed text={title} />
              </a>{' '}
              <StateBadge state={state} />
            </p>
            <p class="quiet">
              {nameOf(createdBy, people)}, changed on <When at={changedAt} />
            </p>
          </li>
        ))}
      </ul>
    </>
  );
}

function ScheduledPart({ view: { scheduled } }: { view: HomeView }) {
  if (scheduled.length === 0) return null;
  return (
    <section aria-labelledby="scheduled">
      <h2 id="scheduled">What is scheduled</h2>
      <ul class="list">
        {scheduled.map(({ id, title, scheduledFor, suspended }) => (
          <li>
            <p class="title">
              <a href={deskPath(`/proposals/${id}`)}>
                <Typed text={title} />
              </a>
            </p>
            {suspended === undefined ? (
              <p class="quiet">Goes to readers on {scheduledFor !== undefined && <When at={scheduledFor} />}</p>
            ) : (
              <Note kind="warning" title="The schedule is suspended">
                {suspended}
              </Note>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function LivePart({ view: { live, approvedBy, served, people } }: { view: HomeView }) {
  const { hash, number, title, kind, publishedBy, publishedAt } = live;
  const approved = approvedBy.length === 0 ? 'nobody' : approvedBy.map(id => nameOf(id, people)).join(', ');
  const facts: [Child, Child][] =
    kind === 'built-in'
      ? [['Published', 'with the edge itself']]
      : [
          ['Published', <When at={publishedAt} />],
          ['By', nameOf(publishedBy, people)],
          ...(kind === 'roll-back' ? [] : [['Approved by', approved] as [Child, Child]]),
        ];
  return (
    <section class="panel" aria-labelledby="live">
      <h2 id="live">What readers get</h2>
      <p class="figure">
        <a href={deskPath(`/editions/${hash}`)}>Edition {number}</a>
      </p>
      <p>
        <Typed text={title} />
      </p>
      <Facts list={facts} />
      {served.kind !== 'warning' && <p class="quiet">{served.words}</p>}
    </section>
  );
}

function TranslationsPart({ view: { translations } }: { view: HomeView }) {
  const { outdated, missing } = translations;
  return (
    <section class="panel" aria-labelledby="translations">
      <h2 id="translations">Translations</h2>
      <p>{outdated === 0 ? 'None is outdated.' : outdated === 1 ? 'One is outdated.' : `${outdated} are outdated.`}</p>
      {missing > 0 && <p>{missing === 1 ? 'One notice is' : `${missing} notices are`} not in every language of the publication.</p>}
      <p>
        <a href={deskPath('/notices')}>See the notices</a>
      </p>
    </section>
  );
}
