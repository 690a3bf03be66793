/** The review of what was published without approval: its form, and what was said. */

import { FieldGroup, Note, PersonName, Post, TextArea, When } from '../../../templates/desk/parts.tsx';
import { type Attempt, typedIn } from '../proposals/attempt.ts';
import { TypedParagraphs } from '../proposals/typed.tsx';
import { TEXT_LIMIT } from '../proposals/write.ts';
import type { Review } from './review.ts';

export function ReviewView({ review: { verdict, person, at, comment }, people }: { review: Review; people: ReadonlyMap<string, string> }) {
  const title = verdict === 'confirm' ? 'Published without approval; confirmed afterwards' : 'Published without approval; somebody objects';
  return (
    <Note kind={verdict === 'confirm' ? 'warning' : 'danger'} title={title}>
      <p>
        <PersonName id={person} people={people} />, <When at={at} />
      </p>
      {comment !== '' && <TypedParagraphs text={comment} />}
      {verdict === 'object' && <p>Readers get it all the same until somebody rolls back or publishes another edition.</p>}
    </Note>
  );
}

const CHOICES = [
  { value: 'confirm', words: 'I confirm it: readers may go on getting it' },
  { value: 'object', words: 'I object: it has to be rolled back or changed' },
] as const;

export function ReviewForm({ hash, attempt }: { hash: string; attempt?: Attempt | undefined }) {
  const typed = typedIn(attempt, 'review', 'verdict');
  return (
    <Post action={`/editions/${hash}/review`} label="Record this review: it can be given once">
      <FieldGroup legend="What do you say of it, now that it is live?">
        {CHOICES.map(({ value, words }) => (
          <label>
            <input type="radio" name="verdict" value={value} required checked={typed === value} /> {words}
          </label>
        ))}
      </FieldGroup>
      <TextArea
        label="Comment (needed if you object)"
        name="comment"
        rows={3}
        value={typedIn(attempt, 'review', 'comment') ?? ''}
        attributes={{ maxlength: TEXT_LIMIT }}
      />
    </Post>
  );
}
