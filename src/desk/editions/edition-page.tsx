/** One edition: what it is, who stands for it, what can be done with it. */

import type { Child } from 'hono/jsx';
import { deskPath, Facts, Hash, Note, PersonName, When } from '../../../templates/desk/parts.tsx';
import type { Principal } from '../auth/permissions.ts';
import { LongCode } from '../evidence/long-code.tsx';
import type { Attempt } from '../proposals/attempt.ts';
import { LinkRow } from '../proposals/link-row.tsx';
import type { Verdict } from '../proposals/proposal.ts';
import { Typed, TypedParagraphs, visible } from '../proposals/typed.tsx';
import type { RulebookContent } from '../rulebook/content.ts';
import { Approvers, canRollBackTo, Kind, LiveBadge } from './list.tsx';
import type { Review } from './review.ts';
import { ReviewForm, ReviewView } from './review-view.tsx';
import type { EditionRecord } from './store.ts';

export interface EditionPageProps {
  readonly record: EditionRecord;
  readonly live: EditionRecord;
  readonly previous?: EditionRecord | undefined;
  readonly principal: Principal;
  readonly people: ReadonlyMap<string, string>;
  readonly approvals: readonly Verdict[];
  readonly review?: Review | undefined;
  /** Absent where this person may review it. */
  readonly whyNoReview?: string | undefined;
  readonly content: RulebookContent;
  readonly attempt?: Attempt | undefined;
}

export function EditionPage(props: EditionPageProps) {
  const { record, live, principal, attempt, content } = props;
  return (
    <>
      {attempt && (
        <Note kind="danger" title={attempt.refused.message} answers>
          {attempt.refused.mend}
        </Note>
      )}
      {record.kind === 'emergency' && <EmergencyReview {...props} />}
      <section>
        <EditionFacts {...props} />
        <TypedParagraphs text={record.reason} />
        <LinkRow links={linksOf(props)} />
        {canRollBackTo(record, live, principal) && (
          <p>
            <a class="button secondary" href={deskPath(`/editions/${record.hash}/roll-back`)}>
              {`Roll back to edition ${record.number}: first see what changes for whom`}
            </a>
          </p>
        )}
      </section>
      <Approvals {...props} />
      <Files content={content} />
    </>
  );
}

function EditionFacts({ record, live, people, approvals, review }: EditionPageProps) {
  const { number, hash, key, signature, publishedAt, publishedBy, pointedAt, confirmedAt, source } = record;
  const ids = [...new Set(approvals.map(({ person }) => person))];
  const facts: (readonly [Child, Child])[] = [
    ['Number', [`${number} `, hash === live.hash ? <LiveBadge /> : '']],
    ['Kind', <Kind record={record} review={review} />],
    ['Published', [<When at={publishedAt} />, ' by ', <PersonName id={publishedBy} people={people} />]],
    ['Approved by', <Approvers record={record} ids={ids} people={people} />],
  ];
  if (source === 'published') {
    facts.push(['Given to the edge', pointedAt === undefined ? 'Not yet: the Desk tries again every minute' : <When at={pointedAt} />]);
    facts.push(['First seen at the edge', confirmedAt === undefined ? 'Not yet' : <When at={confirmedAt} />]);
  }
  facts.push(['Hash', <LongCode text={hash} />], ['Key', <Hash value={key} />], ['Signature', <LongCode text={signature} />]);
  return <Facts list={facts} />;
}

function linksOf({ record, previous }: EditionPageProps) {
  const { hash, proposal, source } = record;
  return [
    ...(proposal === undefined ? [] : [{ href: deskPath(`/proposals/${proposal}`), words: 'The proposal that it came of' }]),
    ...(previous === undefined
      ? []
      : [{ href: deskPath(`/editions/compare?from=${previous.hash}&to=${hash}`), words: `What it changed of edition ${previous.number}` }]),
    { href: deskPath(`/preview?of=${hash}`), words: 'Preview it as a reader' },
    { href: deskPath(`/who?of=${hash}`), words: 'Who sees what' },
    { href: deskPath(`/notices?of=${hash}`), words: 'Its notices' },
    { href: deskPath(`/rules?of=${hash}`), words: 'Its rules' },
    ...(source === 'published' ? [{ href: deskPath('/evidence'), words: 'Evidence of what readers saw' }] : []),
  ];
}

function EmergencyReview({ record, review, whyNoReview, people, attempt }: EditionPageProps) {
  if (review !== undefined) return <ReviewView review={review} people={people} />;
  return (
    <Note kind="danger" title="Published without approval, and nobody has reviewed it">
      {whyNoReview === undefined ? <ReviewForm hash={record.hash} attempt={attempt} /> : whyNoReview}
    </Note>
  );
}

function Approvals({ approvals, people }: EditionPageProps) {
  if (approvals.length === 0) return null;
  return (
    <section aria-labelledby="approvals">
      <h2 id="approvals">Approvals of this very text</h2>
      <ul class="list">
        {approvals.map(({ person, at, comment, minor }) => (
          <li>
            <p>
              <PersonName id={person} people={people} />, <When at={at} />
            </p>
            {comment !== '' && <TypedParagraphs text={comment} />}
            {minor.length > 0 && (
              <p class="hint">
                Minor change, translations stay valid: <Typed text={minor.join(', ')} />
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** UTF-16 units of a file that are put on the page. */
const LARGEST_SHOWN = 500_000;

function Files({ content: { files } }: { content: RulebookContent }) {
  return (
    <section aria-labelledby="files">
      <h2 id="files">Its files</h2>
      {Object.entries(files).map(([name, text]) => (
        <details>
          <summary>
            <Typed text={name} />
          </summary>
          {text.length > LARGEST_SHOWN ? (
            <p class="hint">Too large to show here. `standfirst pull` fetches it.</p>
          ) : (
            <pre dir="ltr">
              {'\n'}
              {visible(text)}
            </pre>
          )}
        </details>
      ))}
    </section>
  );
}
