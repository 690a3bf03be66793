/** What a reader was shown, and by which rules: the first half of the answer. */

import { Empty, Facts, Markup, Note } from '../../../templates/desk/parts.tsx';
import { slotWords } from '../../analysis/outcome-words.ts';
import { languageName } from '../../analysis/outcome-words-articles.ts';
import { basisWords, ruleWords } from '../../analysis/rule-words.ts';
import { conditionWords, insteadOf, withheldBecause } from '../../evidence/came-words.ts';
import type { EvidenceAnswer, ShownText } from '../../evidence/evidence-file.ts';

const OUTCOMES = {
  serve: 'The article',
  acknowledge: 'A page with notices to confirm, and then the article',
  redirect: 'Nothing here: the reader was sent to another address',
  withhold: 'A page that says that the article is withheld',
} as const;

export function Shown({ answer }: { answer: EvidenceAnswer }) {
  const { answer: decided, notices, withheld } = answer;
  const condition = conditionWords(answer);
  return (
    <>
      <Facts
        list={[
          ['What came', `${OUTCOMES[decided.outcome]}${condition}`],
          ...(decided.headers.location === undefined ? [] : [['Sent to', <code>{decided.headers.location}</code>] as const]),
          ...(decided.removals.length === 0 ? [] : [['Taken out of the page', <code>{decided.removals.join(', ')}</code>] as const]),
        ]}
      />
      {condition !== '' && (
        <Note kind="warning" title="Nobody knows whether the page could carry every notice">
          <p>There is no page at this path today to look at. Each notice says what came where there was no place for it.</p>
        </Note>
      )}
      {withheld === undefined && decided.outcome === 'withhold' && (
        <Note kind="warning" title="No rule withholds the article, and yet it could not be shown">
          <p>{withheldBecause(answer)}.</p>
        </Note>
      )}
      {withheld !== undefined && (
        <Note kind="warning" title="The page that was shown in place of the article said">
          {Object.entries(withheld.reason).map(([language, text]) => (
            <p lang={language} dir="auto">
              {text}
            </p>
          ))}
          {withheld.demandedBy !== undefined && <p>Demanded by: {withheld.demandedBy}</p>}
        </Note>
      )}
      {notices.length === 0 && <Empty>No notice was shown.</Empty>}
      {notices.map(notice => (
        <ShownNotice notice={notice} />
      ))}
    </>
  );
}

const ONLY = {
  'with-name': ', where the article named somebody who is to be marked',
  'with-element': ', where the page held an element that is taken out',
} as const;

const OTHER_SLOTS = {
  put: slotWords('replacement'),
  entry: 'as an entry of its own in the feed or the data',
  link: 'only named in the headers of the answer, which can carry no notice',
  withheld: 'on the page in place of the article',
} as const;

function whereShown(notice: ShownText): string {
  const { slot, only, uncarried } = notice;
  const where = slot === 'put' || slot === 'entry' || slot === 'link' || slot === 'withheld' ? OTHER_SLOTS[slot] : slotWords(slot);
  const instead = insteadOf(notice);
  return [
    where,
    only === undefined ? '' : ONLY[only],
    uncarried ? ', since the article’s page has no place for it' : '',
    instead === undefined ? '' : `; where the page could not carry it, ${instead}`,
  ].join('');
}

function ShownNotice({ notice }: { notice: ShownText }) {
  const { id, language, direction, heading, body, plain } = notice;
  const name = languageName(language);
  return (
    <article class="panel" aria-label={`${id} in ${name}`}>
      <p class="kicker">
        {id}, in {name}, {whereShown(notice)}
      </p>
      <div class="notice-text" lang={language} dir={direction}>
        <h3>{heading}</h3>
        <Markup html={body} />
      </div>
      <details>
        <summary>As plain text, and as markup</summary>
        <pre lang={language} dir={direction}>
          {plain}
        </pre>
        <pre>
          <code>{body}</code>
        </pre>
      </details>
    </article>
  );
}

/** The rules that fired, each as a sentence, with its ground. */
export function Fired({ answer: { edition, answer } }: { answer: EvidenceAnswer }) {
  if (answer.matched.length === 0)
    return <p>No rule of the edition concerned this reader, so the article was shown as the site publishes it.</p>;
  return (
    <ul class="list">
      {answer.matched.map(id => (
        <li>
          <p>
            <span class="title">{id}</span>: {ruleWords(edition, id)?.sentence}
          </p>
          <p class="quiet">{basisWords(edition.rules.find(rule => rule.id === id)?.basis)}</p>
        </li>
      ))}
    </ul>
  );
}
