/** All proposals: mine, those that wait for a review, those that have a date, the others. */

import type { Child } from 'hono/jsx';
import {
  DataTable,
  deskPath,
  Empty,
  Note,
  PersonName,
  Post,
  StateBadge,
  TextArea,
  TextField,
  When,
} from '../../../templates/desk/parts.tsx';
import { may, type Principal } from '../auth/permissions.ts';
import { type Attempt, sameId, typedIn } from './attempt.ts';
import { momentInZone } from './moment.ts';
import { OPEN_STATES, type Proposal } from './proposal.ts';
import { Typed } from './typed.tsx';
import { TEXT_LIMIT, TITLE_LIMIT } from './write.ts';

export interface ListProps {
  readonly proposals: readonly Proposal[];
  readonly principal: Principal;
  readonly people: ReadonlyMap<string, string>;
  /** Hash of the live edition, and the publication's time zone. */
  readonly live: string;
  readonly zone: string;
}

export function ProposalList(props: ListProps) {
  const { proposals, principal } = props;
  const groups = groupsOf(proposals, principal);
  return (
    <>
      {may(principal, 'write') && (
        <p>
          <a class="button" href={deskPath('/proposals/new')}>
            Begin a new proposal
          </a>
        </p>
      )}
      {proposals.length === 0 && (
        <Empty title="There are no proposals yet">
          A proposal is a draft change of notices and rules. Somebody writes it, somebody else approves it, then readers see it.
        </Empty>
      )}
      <Group {...props} id="review" title="Waiting for review" list={groups.review} what={reviewWords} />
      <Group {...props} id="mine" title="Mine" list={groups.mine} what={stateWords} />
      <Group {...props} id="scheduled" title="Scheduled" list={groups.scheduled} what={scheduleWords} />
      <Group {...props} id="others" title="Others in progress" list={groups.others} what={stateWords} />
      <Group {...props} id="past" title="Over" list={groups.past} what={stateWords} />
    </>
  );
}

function groupsOf(proposals: readonly Proposal[], { person }: Principal) {
  const open = proposals.filter(({ state }) => OPEN_STATES.includes(state));
  const isMine = ({ authors }: Proposal) => authors.includes(person.id);
  return {
    review: open.filter(({ state }) => state === 'in-review'),
    mine: open.filter(proposal => isMine(proposal) && proposal.state !== 'in-review' && proposal.state !== 'scheduled'),
    scheduled: open.filter(({ state }) => state === 'scheduled').sort((a, b) => (a.scheduledFor ?? 0) - (b.scheduledFor ?? 0)),
    others: open.filter(proposal => !isMine(proposal) && proposal.state !== 'in-review' && proposal.state !== 'scheduled'),
    past: proposals.filter(({ state }) => !OPEN_STATES.includes(state)),
  };
}

interface GroupProps extends ListProps {
  readonly id: string;
  readonly title: string;
  readonly list: readonly Proposal[];
  readonly what: (proposal: Proposal, props: ListProps) => Child;
}

function Group({ id, title, list, what, ...props }: GroupProps) {
  if (list.length === 0) return null;
  const rows = list.map(proposal => [
    <a href={deskPath(`/proposals/${proposal.id}`)}>
      <Typed text={proposal.title} />
    </a>,
    <StateBadge state={proposal.state} />,
    what(proposal, props),
    <PersonName id={proposal.createdBy} people={props.people} />,
    <When at={proposal.changedAt} />,
  ]);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <DataTable caption={title} quietCaption head={['Title', 'State', 'What is next', 'Begun by', 'Last changed']} rows={rows} />
    </section>
  );
}

function reviewWords(proposal: Proposal, { principal, live }: ListProps): string {
  if (proposal.base !== live) return 'Has to be brought up to date first';
  if (!may(principal, 'approve')) return 'Waits for an approver';
  return proposal.authors.includes(principal.person.id)
    ? 'Waits for another approver: you wrote a part of it'
    : 'Waits for you, or another approver';
}

function scheduleWords({ scheduledFor, suspended }: Proposal, { zone }: ListProps): Child {
  if (suspended !== undefined) return `Suspended. ${suspended}`;
  if (scheduledFor === undefined) return '';
  const utc = zone === 'UTC' ? '' : ` (${momentInZone(scheduledFor, 'UTC')})`;
  return `Is published ${momentInZone(scheduledFor, zone)}${utc}`;
}

function stateWords({ state, base, edition, supersededBy }: Proposal, { live }: ListProps): Child {
  if (edition !== undefined) return <a href={deskPath(`/editions/${edition}`)}>See the edition</a>;
  if (supersededBy !== undefined) return <a href={deskPath(`/proposals/${supersededBy}`)}>See what took its place</a>;
  if (!OPEN_STATES.includes(state)) return '';
  if (base !== live) return 'Has to be brought up to date';
  if (state === 'rejected') return 'Has to be mended: see the reason';
  return state === 'approved' ? 'Can be published' : 'Is being written';
}

/** Title and reason of a proposal to be. */
export function NewProposalForm({ attempt, number }: { attempt?: Attempt | undefined; number: number }) {
  const field = attempt?.refused.details.field;
  const errorOf = (name: string) => (field === name ? { error: `${attempt?.refused.message} ${attempt?.refused.mend}` } : {});
  return (
    <>
      {attempt && (
        <Note kind="danger" title={attempt.refused.message} answers>
          {attempt.refused.mend}
        </Note>
      )}
      <p>{`It begins with the text of the live edition, number ${number}. Readers see nothing of it until it is approved and published.`}</p>
      <Post action="/proposals/new" label="Begin the proposal" fields={{ id: sameId(attempt, 'new') }}>
        <TextField
          label="Title"
          name="title"
          hint="What changes, in a few words: “Reword the notice for Russia”."
          value={typedIn(attempt, 'new', 'title') ?? ''}
          attributes={{ required: true, maxlength: TITLE_LIMIT }}
          {...errorOf('title')}
        />
        <TextArea
          label="Reason"
          name="reason"
          hint="Why: the order, the request, the mistake. It stays in the history."
          value={typedIn(attempt, 'new', 'reason') ?? ''}
          attributes={{ required: true, maxlength: TEXT_LIMIT }}
          {...errorOf('reason')}
        />
      </Post>
    </>
  );
}
