/** Whether readers of other places, times or languages get other answers. */

import type { ArticleFacts } from '../core/article.ts';
import type { Edition, Rule } from '../core/edition.ts';
import { indexOf } from '../core/edition-index.ts';
import { RuleIndex, type TimedRules } from '../core/rule-index.ts';

const indexes = new WeakMap<Edition, RuleIndex>();

/**
 * Whether some rule is about what has these facts, somewhere, now or later: stores on the way, which know neither place nor rule, must
 * not keep it then (law 1).
 * @param now epoch milliseconds
 */
export function isRegional(edition: Edition, facts: ArticleFacts, now: number): boolean {
  const lists: TimedRules[] = [];
  indexFor(edition).lists(facts, lists);
  return lists.some(
    list => list.live(now).some(rule => rule.isInScope(facts)) || list.coming.some(({ indexed }) => indexed.isInScope(facts)),
  );
}

/** The rules that tell readers apart, wherever and whenever that is. */
function indexFor(edition: Edition): RuleIndex {
  let index = indexes.get(edition);
  if (index === undefined) {
    index = new RuleIndex();
    for (const indexed of indexOf(edition).rules) {
      if (!indexed.rule.shadow && tellsReadersApart(indexed.rule)) index.add(indexed);
    }
    indexes.set(edition, index);
  }
  return index;
}

/** Whether a rule holds in some places or at some times only, or leads readers elsewhere by their language. */
function tellsReadersApart({ region, times, actions }: Rule): boolean {
  const byLanguage = actions.some(action => action.type === 'redirect' && Object.keys(action.byLanguage).length > 0);
  return region !== undefined || Object.keys(times).length > 0 || byLanguage;
}
