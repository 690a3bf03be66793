/** The small form that begins a proposal, wherever something is to be changed; and the proposals that somebody has begun already. */

import { deskPath, Note, Post, StateBadge, TextArea, TextField } from '../../../templates/desk/parts.tsx';
import { may, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { liveEdition } from '../editions/store.ts';
import type { Refused } from '../errors.ts';
import type { Form } from '../form.ts';
import { isId } from './attempt.ts';
import type { Proposal } from './proposal.ts';
import { proposalsIn } from './store.ts';
import { Typed } from './typed.tsx';
import { createProposal, TEXT_LIMIT, TITLE_LIMIT } from './write.ts';

/** A proposal that was asked for and not begun. */
export interface NotBegun {
  readonly form: Form;
  readonly refused: Refused;
}

/** Drafts of somebody's own from the live edition, those changed last first: what is begun already is to be gone on with. */
export async function ownDrafts(desk: Desk, principal: Principal): Promise<Proposal[]> {
  if (!may(principal, 'write')) return [];
  const [live, open] = [await liveEdition(desk), await proposalsIn(desk.store, ['draft', 'rejected'])];
  return open.filter(({ authors, base }) => base === live.hash && authors.includes(principal.person.id));
}

/** Begins what the form asks for. Throws `Refused`. */
export async function beginFrom(desk: Desk, principal: Principal, form: Form): Promise<Proposal> {
  return await createProposal(desk, principal, { id: form.text('id'), title: form.text('title'), reason: form.text('reason') });
}

interface BeginProps {
  /** A path in the Desk, to which the form is sent. */
  readonly action: string;
  readonly label: string;
  readonly title: string;
  readonly drafts: readonly Proposal[];
  /** Where going on with a draft leads, as a path in the Desk. */
  readonly next: (id: string) => string;
  readonly notBegun?: NotBegun | undefined;
}

export function Begin({ action, label, title, drafts, next, notBegun }: BeginProps) {
  const { form, refused } = notBegun ?? {};
  const typedId = form?.text('id') ?? '';
  const errorOf = (field: string) => (refused?.details.field === field ? { error: `${refused.message} ${refused.mend}` } : {});
  return (
    <>
      {drafts.length > 0 && (
        <>
          <p>You have begun these already. Go on with one of them, so that everything can be approved together:</p>
          <ul class="list">
            {drafts.slice(0, 10).map(draft => (
              <li>
                <a href={deskPath(next(draft.id))}>
                  <Typed text={draft.title} />
                </a>{' '}
                <StateBadge state={draft.state} />
              </li>
            ))}
          </ul>
        </>
      )}
      {refused && (
        <Note kind="danger" title={refused.message} answers>
          {refused.mend}
        </Note>
      )}
      <Post
        action={action}
        label={label}
        kind={drafts.length > 0 ? 'secondary' : 'primary'}
        fields={{ id: isId(typedId) && refused?.kind !== 'conflict' ? typedId : crypto.randomUUID() }}
      >
        <TextField
          label="Title"
          name="title"
          value={form?.text('title') ?? title}
          attributes={{ required: true, maxlength: TITLE_LIMIT }}
          {...errorOf('title')}
        />
        <TextArea
          label="Reason"
          name="reason"
          hint="Why it has to change: whoever approves it reads this, and it stays in the history."
          rows={3}
          value={form?.text('reason') ?? ''}
          attributes={{ required: true, maxlength: TEXT_LIMIT }}
          {...errorOf('reason')}
        />
      </Post>
    </>
  );
}
