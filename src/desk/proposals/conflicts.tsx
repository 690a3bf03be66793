/** A proposal that is no longer about what is live: how to go on with it. */

import { deskPath, Note, Post } from '../../../templates/desk/parts.tsx';
import { DiffBudget, lineDiff } from '../../analysis/text-diff.ts';
import { may } from '../auth/permissions.ts';
import { type ActionProps, seen } from './actions.tsx';
import { sameId } from './attempt.ts';
import { counted, Lines, roomOfPage } from './diff-view.tsx';
import type { MergeConflict } from './merge.ts';
import { Typed, visibleText } from './typed.tsx';

/** Says that another edition is live by now, with the button that puts the changes on top of it; and where both changed the same lines. */
export function Outdated({ view, attempt }: ActionProps) {
  const { proposal, principal, live, base } = view;
  const conflicts = conflictsIn(attempt?.refused.details.conflicts);
  return (
    <Note kind="warning" title={`Edition ${live.number} was published since this proposal was begun`}>
      <p>
        It changes edition {base.number}; live is{' '}
        <a href={deskPath(`/editions/${live.hash}`)}>{`edition ${live.number}, “${visibleText(live.title)}”`}</a>. It can be approved and
        published once its changes stand on top of that one.
      </p>
      {may(principal, 'write') && conflicts.length === 0 && (
        <Post action={`/proposals/${proposal.id}/update`} label={`Bring up to date with edition ${live.number}`} fields={seen(view)} />
      )}
      {conflicts.length > 0 && <Conflicts view={view} attempt={attempt} conflicts={conflicts} />}
    </Note>
  );
}

function Conflicts({ view, attempt, conflicts }: ActionProps & { conflicts: readonly MergeConflict[] }) {
  const { proposal, live } = view;
  const [budget, room] = [new DiffBudget(), roomOfPage()];
  return (
    <>
      <p>
        {`Both have changed the same lines, in ${counted(conflicts.length, 'file')}. Nobody but you can say which are right. ` +
          'Begin again from the live edition and make the change there: this page stays, with everything that was written.'}
      </p>
      <Post
        action={`/proposals/${proposal.id}/supersede`}
        label={`Begin again from edition ${live.number}: this proposal ends, a new one with its title begins`}
        fields={{ ...seen(view), id: sameId(attempt, 'supersede') }}
      />
      {conflicts.map(({ file, mine, theirs }) => (
        <details open={conflicts.length === 1}>
          <summary>
            <Typed text={file} />: from edition {live.number} (taken out) to this proposal (added)
          </summary>
          <Lines stretches={lineDiff(theirs, mine, budget)} room={room} />
          <div class="split">
            <Whole title={`Edition ${live.number}`} text={theirs} />
            <Whole title="This proposal" text={mine} />
          </div>
        </details>
      ))}
    </>
  );
}

function Whole({ title, text }: { title: string; text: string }) {
  return (
    <label>
      {title}
      <textarea readonly rows={12} dir="ltr">{`\n${text}`}</textarea>
    </label>
  );
}

/** Where the page shows whole texts, so long each. */
const MOST_CONFLICTS = 20;

function conflictsIn(details: unknown): MergeConflict[] {
  if (!Array.isArray(details)) return [];
  return (details as MergeConflict[]).slice(0, MOST_CONFLICTS).filter(({ mine, theirs }) => mine.length + theirs.length < 1_000_000);
}
