/** A decision with its reasons: which rules nearly fired, and what stopped each. */

import type { ArticleFacts } from './article.ts';
import { type Decision, decide, decideAt } from './decide.ts';
import type { Edition, Unsure } from './edition.ts';
import { indexOf, type Miss } from './edition-index.ts';
import type { Place } from './place.ts';

/** A rule that a single condition kept from firing. */
export interface Missed {
  readonly rule: string;
  /** A guess by its name (`partial`, `tor`, …) where the rule skips it. */
  readonly because: Miss | 'place' | keyof Unsure | 'shadow';
}

export interface Explanation {
  readonly decision: Decision;
  /** In the order of the rulebook. */
  readonly missed: readonly Missed[];
  /** How many other rules did not fire: more than one condition stopped each. */
  readonly distant: number;
}

/** Decides as `decide` does, and looks at every other rule. Arguments as there. */
export function explain(edition: Edition, place: Place, facts: ArticleFacts, languages: readonly string[], now: number): Explanation {
  const decision = decide(edition, place, facts, languages, now);
  const fired = new Set(decision.matched);
  const missed: Missed[] = [];
  let distant = 0;
  for (const indexed of indexOf(edition).rules) {
    if (fired.has(indexed.rule.id)) continue;
    const reasons: Missed['because'][] = indexed.misses(place, facts, now);
    if (indexed.rule.shadow) reasons.push('shadow');
    const [because] = reasons;
    if (because !== undefined && reasons.length === 1) missed.push({ rule: indexed.rule.id, because });
    else distant += 1;
  }
  return { decision, missed, distant };
}

/** As `explain` for a reader who asks for an absolute address: a redirect to that very address is none, as in `decideAt`. */
export function explainAt(
  here: string,
  edition: Edition,
  place: Place,
  facts: ArticleFacts,
  languages: readonly string[],
  now: number,
): Explanation {
  return { ...explain(edition, place, facts, languages, now), decision: decideAt(here, edition, place, facts, languages, now) };
}
