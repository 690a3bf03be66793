/** The answer as a page: to read, to print, and to take away as a file. */

import { Facts, Note, When } from '../../../templates/desk/parts.tsx';
import { readersIn } from '../../analysis/explain-words.ts';
import { languageName } from '../../analysis/outcome-words-articles.ts';
import { isSameShown } from '../../evidence/answer.ts';
import { momentWords } from '../../evidence/check.ts';
import { hadEarlier } from '../../evidence/clock-words.ts';
import { type EvidenceAnswer, SPREADING } from '../../evidence/evidence-file.ts';
import type { Words } from '../audit/words.ts';
import { BASE } from '../desk.ts';
import { Decided, Excerpt } from './decided.tsx';
import type { KnownFacts } from './facts.ts';
import { LongCode } from './long-code.tsx';
import type { Gathered } from './make.ts';
import { queryOf, type Typed } from './question.ts';
import { Fired, Shown } from './shown.tsx';

export interface AnswerView {
  readonly typed: Typed;
  readonly gathered: Gathered;
  readonly known: KnownFacts;
  readonly words: Words;
}

export function EvidenceAnswerPage({ typed, gathered, known, words }: AnswerView) {
  const [first, ...others] = gathered.answers as readonly [EvidenceAnswer, ...EvidenceAnswer[]];
  const { question } = gathered;
  return (
    <>
      <h2>
        {readersIn(question.place)}, {momentWords(question.at)}
      </h2>
      <Facts
        list={[
          ['Article', <code>{question.path}</code>],
          ['Moment', <Moment at={question.at} zone={typed.zone || 'UTC'} />],
          ['Reading', question.languages.map(languageName).join(', ') || 'not known'],
        ]}
      />
      <p class="actions">
        <a class="button" href={`${BASE}/evidence/file?${queryOf(typed)}`}>
          Download as a file
        </a>
      </p>
      {others.length > 0 && <Unsettled at={question.at} first={first} others={others} />}
      <section>
        <AnswerPart answer={first} words={words} />
      </section>
      {others.map(answer => (
        <section>
          <h2>Or, where an edge still had edition {answer.signed.number}</h2>
          <AnswerPart answer={answer} words={words} />
        </section>
      ))}
      <h2>What is taken to be known of the article</h2>
      <FactsPart known={known} />
      <h2>The audit log around it</h2>
      <Excerpt gathered={gathered} words={words} />
      <h2>How to check it</h2>
      <p>
        The file holds all of this with the whole edition. Anybody can check it without the Desk and without a network:{' '}
        <LongCode text={`npx standfirst verify evidence.json --key ${first.publicKey}`} />. That this key is the publisher’s own is to be
        shown in another way: it stands in EDITION_KEYS of the edge.
      </p>
    </>
  );
}

/** To the second: editions follow each other within minutes. */
function Moment({ at, zone }: { at: number; zone: string }) {
  const utc = <time datetime={new Date(at).toISOString()}>{momentWords(at)}</time>;
  if (zone === 'UTC') return utc;
  const clock = new Intl.DateTimeFormat('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
    ...{ hourCycle: 'h23', timeZone: zone, timeZoneName: 'short' },
  });
  return (
    <>
      {clock.format(at)} ({utc})
    </>
  );
}

function AnswerPart({ answer, words }: { answer: EvidenceAnswer; words: Words }) {
  return (
    <>
      <h3>What the reader saw</h3>
      <Shown answer={answer} />
      <h3>Because of these rules</h3>
      <Fired answer={answer} />
      <h3>By whose decision</h3>
      <Decided answer={answer} names={words.people} />
    </>
  );
}

function Unsettled({ at, first, others }: { at: number; first: EvidenceAnswer; others: readonly EvidenceAnswer[] }) {
  const { signed, record } = first;
  const numbers = others.map(({ signed: { number } }) => number).join(' or ');
  const isAhead = record.publishedAt > at;
  const title = isAhead
    ? `Edition ${signed.number} may have been shown before the moment at which the audit log has it published`
    : `Edition ${signed.number} was published by then, but edition ${numbers} may still have been shown`;
  return (
    <Note kind="warning" title={title}>
      {isAhead && (
        <p>
          The log has it published on {momentWords(record.publishedAt)}, and yet {hadEarlier(record)}: a clock was ahead. The log never runs
          backwards, so the later of the two moments stands in it.
        </p>
      )}
      <p>
        Edges take a new edition over within {SPREADING / 1000} seconds after the first of them has it.{' '}
        {record.confirmedAt === undefined
          ? 'No edge was ever seen with this one.'
          : `The first was seen with it on ${momentWords(record.confirmedAt)}.`}{' '}
        {others.every(other => isSameShown(first, other))
          ? 'This reader got the same from all of them.'
          : 'What they showed this reader differs.'}{' '}
        All are below.
      </p>
    </Note>
  );
}

function FactsPart({ known: { facts, fromPage } }: { known: KnownFacts }) {
  const { id, tags, sections, authors, language, published, surface } = facts;
  return (
    <>
      <p>
        {fromPage
          ? 'These are as the page says today, but for what was given in the form; what it has places for is as it is today, too. The Desk does not keep what a page was at the time.'
          : 'There is no page at this path today, so only what was given in the form is known, and not what the page could carry.'}
      </p>
      <Facts
        list={[
          ['Form', surface ?? 'not a page'],
          ['Id', id ?? 'none'],
          ['Tags', tags.join(', ') || 'none'],
          ['Sections', sections.join(', ') || 'none'],
          ['Authors', authors.join(', ') || 'none'],
          ['Language', language ?? 'none'],
          ['Published', published === undefined ? 'not said' : <When at={published} />],
        ]}
      />
    </>
  );
}
