/** What happened to a proposal: its revisions, what approvers said, comments. */

import { Badge, DataTable, deskPath, Empty, PersonName, Post, TextArea, When } from '../../../templates/desk/parts.tsx';
import { may } from '../auth/permissions.ts';
import type { ActionProps } from './actions.tsx';
import { sameId, typedIn } from './attempt.ts';
import type { Verdict } from './proposal.ts';
import { Typed, TypedParagraphs } from './typed.tsx';
import type { ProposalView } from './view.ts';
import { TEXT_LIMIT } from './write.ts';

export function Verdicts({ view: { verdicts, people } }: { view: ProposalView }) {
  if (verdicts.length === 0) return <p>No approver has said anything yet.</p>;
  return (
    <ol class="list">
      {verdicts.toReversed().map(verdict => (
        <li>
          <p>
            <VerdictBadge verdict={verdict} /> by <PersonName id={verdict.person} people={people} />, <When at={verdict.at} />
          </p>
          {verdict.voidAt !== undefined && (
            <p class="hint">
              Void since <When at={verdict.voidAt} />: the proposal was changed or sent back then.
            </p>
          )}
          {verdict.comment !== '' && <TypedParagraphs text={verdict.comment} />}
          {verdict.minor.length > 0 && (
            <p class="hint">
              Minor change, translations stay valid: <Typed text={verdict.minor.join(', ')} />
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}

function VerdictBadge({ verdict: { verdict, voidAt } }: { verdict: Verdict }) {
  if (voidAt !== undefined) {
    return (
      <Badge tone="quiet" icon="dash">
        {verdict === 'approve' ? 'Approval, void' : 'Sent back earlier'}
      </Badge>
    );
  }
  return verdict === 'approve' ? (
    <Badge tone="good" icon="tick">
      Approved
    </Badge>
  ) : (
    <Badge tone="danger" icon="cross">
      Sent back
    </Badge>
  );
}

export function Revisions({ view: { proposal, revisions, people } }: { view: ProposalView }) {
  if (revisions.length === 0) return <Empty>It took over the files of an earlier edition as they were.</Empty>;
  const rows = revisions
    .toReversed()
    .map(({ number, author, at, note }) => [
      number === proposal.revision ? `${number} (this one)` : String(number),
      <Typed text={note} />,
      <PersonName id={author} people={people} />,
      <When at={at} />,
      number === proposal.revision ? '' : <a href={deskPath(`/proposals/${proposal.id}?against=${number}#texts`)}>What changed since</a>,
    ]);
  return <DataTable caption="Revisions" quietCaption head={['Revision', 'What was done', 'By', 'When', 'Compare']} rows={rows} />;
}

export function Comments({ view, attempt }: ActionProps) {
  const { proposal, principal, comments, people } = view;
  return (
    <>
      {comments.length === 0 && <p>No comments yet.</p>}
      <ol class="list">
        {comments.map(({ person, at, revision, text }) => (
          <li>
            <p>
              <strong>
                <PersonName id={person} people={people} />
              </strong>
              , <When at={at} />, on revision {revision}
            </p>
            <TypedParagraphs text={text} />
          </li>
        ))}
      </ol>
      {may(principal, 'comment') && (
        <Post
          action={`/proposals/${proposal.id}/comment`}
          label="Add the comment"
          kind="secondary"
          fields={{ id: sameId(attempt, 'comment'), revision: proposal.revision }}
        >
          <TextArea
            label="Comment"
            name="text"
            id="field-comment-text"
            rows={3}
            value={typedIn(attempt, 'comment', 'text') ?? ''}
            attributes={{ required: true, maxlength: TEXT_LIMIT }}
          />
        </Post>
      )}
    </>
  );
}
