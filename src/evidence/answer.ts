/** What an edition showed a reader: the same call for whoever makes evidence and for whoever checks it. Pure. */

import type { ArticleFacts } from '../core/article.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Edition } from '../core/edition.ts';
import { explainAt } from '../core/explain.ts';
import { explanationJson } from '../core/explanation-json.ts';
import { type CameNotice, cameOf } from './came.ts';
import type { EvidenceAnswer, EvidenceQuestion, ShownText } from './evidence-file.ts';
import { type EvidencePage, pageFor } from './evidence-page.ts';

/** The host of an article of which nobody says it. */
const NO_SITE = 'site.invalid';

/**
 * Decides, looks what becomes of it on the page, and gathers the texts.
 * @param page where it is not known, each notice says what came of it if the page could not carry it, or `only` if it hangs on the text
 */
export function answerOf(
  edition: Edition,
  { place, at, path, languages }: EvidenceQuestion,
  facts: ArticleFacts,
  page: EvidencePage,
): Pick<EvidenceAnswer, 'page' | 'answer' | 'withheld' | 'notices'> {
  const here = new URL(`https://${facts.site ?? NO_SITE}${path}`).href;
  // A redirect to the very address that was asked for is none, as at the edge.
  const { decision, missed } = explainAt(here, edition, place, facts, languages, at);
  const { outcome, removals, notices } = cameOf(edition, decision, facts, page);
  const { notices: _, ...answer } = explanationJson(edition, { decision: { ...decision, outcome, removals }, missed }, path);
  return {
    page: pageFor(page, decision),
    answer,
    ...(decision.withheld === undefined ? {} : { withheld: decision.withheld }),
    notices: notices.flatMap(notice => textsOf(edition, notice)),
  };
}

/** Whether a reader got the same by both, whatever else differs. */
export function isSameShown(one: EvidenceAnswer, other: EvidenceAnswer): boolean {
  return shownBy(one) === shownBy(other);
}

function shownBy({ answer: { outcome, removals, headers }, withheld, notices }: EvidenceAnswer): string {
  return canonicalJson({ outcome, removals, headers, withheld, notices });
}

function textsOf(edition: Edition, { id, languages, ...shown }: CameNotice): ShownText[] {
  return languages.flatMap(language => {
    const text = edition.notices[id]?.text[language];
    if (text === undefined) return [];
    const { heading, body, plain, direction } = text;
    return [{ id, language, direction, heading, body, plain, ...shown }];
  });
}
