/** Beside a preview: what the reader gets, why, and what nearly happened, in words. */

import { Facts, Note } from '../../../templates/desk/parts.tsx';
import {
  cannotCarryText,
  changesNextText,
  isSetAside,
  markTexts,
  outcomeDetails,
  outcomeText,
  tellingMisses,
} from '../../analysis/explain-sentences.ts';
import { guessWords, missText, momentText, SLOT_WORDS } from '../../analysis/explain-words.ts';
import { languageName } from '../../analysis/outcome-words-articles.ts';
import { basisWords } from '../../analysis/rule-words.ts';
import type { ArticleFacts } from '../../core/article.ts';
import type { Decision, ShownNotice } from '../../core/decide.ts';
import type { Edition, Rule } from '../../core/edition.ts';
import { type Explanation, explainAt } from '../../core/explain.ts';
import { inReadingOrder } from '../../core/explanation-json.ts';
import { placed } from '../../page/placing.ts';
import { BASE, type Desk } from '../desk.ts';
import type { Subject } from '../rulebook/subject.ts';
import { addressFor, storedAt } from '../serving.ts';
import { Lines, TakenOut, Titled, ToldToBrowsers } from './changes.tsx';
import type { Choice } from './choice.ts';

export interface Explained {
  readonly edition: Edition;
  readonly choice: Choice;
  readonly facts: ArticleFacts;
  readonly explanation: Explanation;
  /** What of it this page cannot carry. */
  readonly missing: readonly ShownNotice[];
  /** Why there is no article at the path, if there is none. */
  readonly failure?: string;
}

/** The decision with its reasons: about the very page that the edge would serve. Throws `Refused`. */
export async function explained(desk: Desk, { edition }: Subject, choice: Choice): Promise<Explained> {
  const { reader, now, languages, path } = choice;
  const { answer, failure, facts } = await storedAt(desk, edition, path);
  const explanation = explainAt(addressFor(desk, path).href, edition, reader.place, facts, languages, now);
  const body = answer?.kind === 'page' ? answer.body : answer?.response.body;
  if (body instanceof ReadableStream) await body.cancel();
  const { outcome } = explanation.decision;
  const isCarried = answer?.kind !== 'page' || outcome === 'withhold' || outcome === 'redirect';
  const missing = isCarried ? [] : placed(answer.page, explanation.decision).missing;
  return { edition, choice, facts, explanation, missing, ...(failure === undefined ? {} : { failure }) };
}

export function ExplanationPart(explained: Explained) {
  const { edition, choice, explanation, missing, failure } = explained;
  const { decision, distant } = explanation;
  const { reader, languages, path } = choice;
  if (failure !== undefined) return <NoArticle path={path} failure={failure} />;
  const details = outcomeDetails(edition, { pathAndQuery: path, languages }, decision);
  return (
    <>
      <section aria-labelledby="outcome">
        <h2 id="outcome">What this reader gets</h2>
        <p>
          <strong>{outcomeText(reader.place, decision)}</strong>
        </p>
        <Lines lines={details} />
        <NoticeList edition={edition} decision={decision} />
        <Titled title="Marked" lines={markTexts(edition, decision)} />
        <TakenOut edition={edition} decision={decision} />
        <ToldToBrowsers decision={decision} />
        {missing.map(notice => (
          <Note kind="warning">{cannotCarryText(notice)}</Note>
        ))}
        <p>{Number.isFinite(decision.validUntil) ? changesNextText(decision, edition.site.timeZone) : 'This does not change with time.'}</p>
      </section>
      <section aria-labelledby="because">
        <h2 id="because">Why</h2>
        <Fired {...explained} />
        <Nearly {...explained} />
        {distant > 0 && <p class="quiet">More than one condition stopped {distant === 1 ? 'one other rule' : `${distant} other rules`}.</p>}
      </section>
      <AskedAbout {...explained} />
    </>
  );
}

function NoArticle({ path, failure }: { path: string; failure: string }) {
  const words: Readonly<Record<string, string>> = {
    'not-found': `There is no article at ${path}. Readers are told so.`,
    'origin-down': 'The origin of the site does not answer, so nobody can say what readers would get of it.',
    'origin-slow': 'The origin of the site takes too long to answer, so nobody can say what readers would get of it.',
  };
  return <Note kind="warning">{words[failure] ?? 'Nothing could be read at this path just now. Try again in a moment.'}</Note>;
}

function NoticeList({ edition, decision: { gates, notices, outcome } }: Pick<Explanation, 'decision'> & { edition: Edition }) {
  const shown = [
    ...gates.map(({ id, languages }) => ({ id, languages, where: 'to be acknowledged before the article' })),
    ...inReadingOrder(notices).map(({ id, languages, slot }) => ({
      ...{ id, languages },
      where: outcome === 'withhold' ? 'on the page that says that it is withheld' : SLOT_WORDS[slot],
    })),
  ];
  if (shown.length === 0) return null;
  return (
    <ul class="list">
      {shown.map(({ id, languages, where }) => (
        <li>
          <p>
            <a href={`${BASE}/notices/${encodeURIComponent(id)}`}>{id}</a>, {where}
          </p>
          {languages.map(tag => (
            <p class="quiet">
              {languageName(tag)}:{' '}
              <span lang={tag} dir={edition.notices[id]?.text[tag]?.direction ?? 'auto'}>
                {edition.notices[id]?.text[tag]?.heading ?? ''}
              </span>
            </p>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Fired({ edition, choice, explanation: { decision } }: Explained) {
  const rules = decision.matched.flatMap(id => edition.rules.find(rule => rule.id === id) ?? []);
  if (rules.length === 0) return <p>No rule fires for this reader.</p>;
  return (
    <ul class="list">
      {rules.map(rule => (
        <li>
          <a href={`${BASE}/rules/${encodeURIComponent(rule.id)}`}>{rule.id}</a>
          <p>
            {[basisWords(rule.basis), setAsideWords(rule, decision), guessWords(rule, edition, choice.reader.place)]
              .filter(words => words !== undefined)
              .join(' ')}
          </p>
        </li>
      ))}
    </ul>
  );
}

function setAsideWords(rule: Rule, decision: Decision): string | undefined {
  if (!isSetAside(rule, decision)) return undefined;
  return `What it does is set aside, since ${decision.outcome === 'withhold' ? 'the article is withheld' : 'readers are led elsewhere'}.`;
}

function Nearly({ edition, choice, facts, explanation: { missed } }: Explained) {
  if (missed.length === 0) return null;
  const { told, more } = tellingMisses(missed);
  return (
    <details>
      <summary>Rules that a single condition stopped ({missed.length})</summary>
      <ul class="list">
        {told.map(miss => (
          <li>
            <a href={`${BASE}/rules/${encodeURIComponent(miss.rule)}`}>{miss.rule}</a>
            <p>{missText(miss, edition, choice.reader.place, facts)}</p>
          </li>
        ))}
      </ul>
      {more > 0 && <p class="quiet">And {more} more, about other places.</p>}
    </details>
  );
}

function AskedAbout({ edition, choice: { reader, now, languages }, facts }: Explained) {
  const { site } = edition;
  return (
    <section aria-labelledby="asked">
      <h2 id="asked">What was asked</h2>
      <Facts
        list={[
          ['Place', `${reader.name} (${reader.code})`],
          ['Moment', momentText(now, site.timeZone)],
          ['Reads', languages.length === 0 ? `not said; the site’s languages are ${site.languages.join(', ')}` : languages.join(', ')],
          ['Article', `${facts.site ?? ''}${facts.path}`],
          ['Form', facts.surface ?? 'no page'],
          ...(facts.tags.length > 0 ? [['Tags', facts.tags.join(', ')] as const] : []),
          ...(facts.sections.length > 0 ? [['Section', facts.sections.join(', ')] as const] : []),
          ...(facts.language === undefined ? [] : [['Written in', languageName(facts.language)] as const]),
        ]}
      />
    </section>
  );
}
