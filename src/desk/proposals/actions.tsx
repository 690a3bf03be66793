/** What can be done with a proposal, each button worded as what it does; and why the rest cannot be done now. */

import { CheckBox, deskPath, Facts, FieldGroup, Note, Post, TextArea } from '../../../templates/desk/parts.tsx';
import { type Attempt, typedIn } from './attempt.ts';
import { languageWords } from './differences.tsx';
import { type Possible, possibleActs } from './possible.ts';
import { ScheduleForm } from './schedule-form.tsx';
import type { Act } from './transitions.ts';
import { visibleText } from './typed.tsx';
import type { ProposalView } from './view.ts';
import { TEXT_LIMIT } from './write.ts';

export interface ActionProps {
  readonly view: ProposalView;
  /** What was refused just now. */
  readonly attempt?: Attempt | undefined;
}

export function Actions({ view, attempt }: ActionProps) {
  const possible = possibleActs(view);
  const can = (act: Act) => possible.get(act)?.whyNot === undefined;
  const given = { view, attempt };
  return (
    <>
      {can('submit') && <Submit {...given} />}
      {can('approve') && <Approve {...given} />}
      {can('publish') && <Publish {...given} />}
      {can('schedule') && <ScheduleForm {...given} />}
      {can('cancel-schedule') && <CancelSchedule {...given} />}
      {can('reject') && <Reject {...given} />}
      {can('publish-unapproved') && <Emergency {...given} />}
      {can('withdraw') && <Withdraw {...given} />}
      <Impossible list={[...possible.values()].filter(({ act, whyNot }) => whyNot !== undefined && act in NAMES)} />
    </>
  );
}

const NAMES: Readonly<Partial<Record<Act, string>>> = {
  submit: 'Send for review',
  approve: 'Approve',
  reject: 'Send back with a reason',
  schedule: 'Publish at a moment to come',
  'cancel-schedule': 'Cancel the schedule',
  publish: 'Publish now',
  'publish-unapproved': 'Publish without approval',
  withdraw: 'Withdraw',
};

function Impossible({ list }: { list: readonly Possible[] }) {
  if (list.length === 0) return null;
  return (
    <details>
      <summary>What cannot be done now, and why</summary>
      <Facts list={list.map(({ act, whyNot }) => [NAMES[act], `${whyNot?.message} ${whyNot?.mend}`] as const)} />
    </details>
  );
}

/** What every form of a proposal carries: which text the page has shown. */
export function seen({ proposal }: ProposalView): Record<string, string | number> {
  return { revision: proposal.revision, base: proposal.base };
}

function Submit({ view }: ActionProps) {
  const label = 'Send for review: somebody else looks at it, and may approve it';
  return <Post action={`/proposals/${view.proposal.id}/submit`} label={label} fields={seen(view)} />;
}

function Approve({ view, attempt }: ActionProps) {
  const { proposal, untouched } = view;
  const minor = attempt?.act === 'approve' ? attempt.form.texts('minor') : [];
  return (
    <section class="panel">
      <h3>Approve</h3>
      <Post action={`/proposals/${proposal.id}/approve`} label="Approve these changes: they can then be published" fields={seen(view)}>
        <CheckBox
          label="I have read whom this changes what for"
          name="confirmed"
          checked={typedIn(attempt, 'approve', 'confirmed') !== undefined}
          attributes={{ required: true }}
        />
        {untouched.length > 0 && (
          <FieldGroup
            legend="Translations that were not touched"
            hint="Tick what is true. Without the tick these translations count as outdated until somebody has looked at them."
          >
            {untouched.map(({ notice, source, languages }) => (
              <CheckBox
                label={`${notice}: minor change, translations stay valid`}
                hint={`The text in ${languageWords(source)} was changed; ${languages.map(languageWords).join(', ')} stayed as they were.`}
                name="minor"
                value={notice}
                checked={minor.includes(notice)}
              />
            ))}
          </FieldGroup>
        )}
        <TextArea
          label="Comment (may be empty)"
          name="comment"
          id="field-approve-comment"
          rows={2}
          value={typedIn(attempt, 'approve', 'comment') ?? ''}
          attributes={{ maxlength: TEXT_LIMIT }}
        />
      </Post>
    </section>
  );
}

function Publish({ view }: ActionProps) {
  const label = 'Publish now: readers get it within a minute and a half';
  return <Post action={`/proposals/${view.proposal.id}/publish`} label={label} fields={seen(view)} />;
}

function CancelSchedule({ view }: ActionProps) {
  const label = 'Cancel the schedule: nothing is published, the approval stays';
  return <Post action={`/proposals/${view.proposal.id}/cancel-schedule`} label={label} kind="secondary" fields={seen(view)} />;
}

function Reject({ view, attempt }: ActionProps) {
  return (
    <section class="panel">
      <h3>Send back</h3>
      <Post action={`/proposals/${view.proposal.id}/reject`} label="Send back with a reason" kind="secondary" fields={seen(view)}>
        <TextArea
          label="What has to be mended, and why"
          name="comment"
          id="field-reject-comment"
          rows={3}
          value={typedIn(attempt, 'reject', 'comment') ?? ''}
          attributes={{ required: true, maxlength: TEXT_LIMIT }}
        />
      </Post>
    </section>
  );
}

/** Leads to a page of its own, where it says what follows. */
function Emergency({ view }: ActionProps) {
  return (
    <p>
      <a class="button danger" href={deskPath(`/proposals/${view.proposal.id}/emergency`)}>
        Publish without approval (emergency): first read what follows
      </a>
    </p>
  );
}

function Withdraw({ view }: ActionProps) {
  const label = 'Withdraw this proposal: nothing comes of it';
  return <Post action={`/proposals/${view.proposal.id}/withdraw`} label={label} kind="secondary" fields={seen(view)} />;
}

/** The step before publishing what nobody has approved. */
export function EmergencyForm({ view, attempt }: ActionProps) {
  const { proposal } = view;
  return (
    <>
      <Note kind="danger" title="Nobody has approved this">
        <ul>
          <li>{`Readers get “${visibleText(proposal.title)}” within a minute and a half.`}</li>
          <li>The history, the audit log and the evidence say for good that you published it without approval, and your reason.</li>
          <li>An approver has to review it afterwards; until then the home page says so.</li>
        </ul>
      </Note>
      <Post
        action={`/proposals/${proposal.id}/emergency`}
        label="Publish without approval: readers get it within a minute and a half"
        kind="danger"
        fields={seen(view)}
      >
        <TextArea
          label="Why it cannot wait for an approval"
          name="reason"
          rows={4}
          value={typedIn(attempt, 'emergency', 'reason') ?? ''}
          attributes={{ required: true, maxlength: TEXT_LIMIT }}
        />
      </Post>
    </>
  );
}
