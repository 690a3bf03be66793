/** Whether readers of other places or times get other answers. */

import type { ArticleFacts } from '../core/article.ts';
import type { Edition } from '../core/edition.ts';
import { indexOf } from '../core/edition-index.ts';
import { RuleIndex, type TimedRules } from '../core/rule-index.ts';

const indexes = new WeakMap<Edition, RuleIndex>();

/**
 * Whether some rule is about what has these facts, somewhere, now or later: stores on the way, which know neither place nor rule, must
 * not keep it then (law 1).
 */
export function isRegional(edition: Edition, facts: ArticleFacts): boolean {
  const now = Date.now();
  const lists: TimedRules[] = [];
  indexFor(edition).lists(facts, lists);
  return lists.some(
    list => list.live(now).some(rule => rule.isInScope(facts)) || list.coming.some(({ indexed }) => indexed.isInScope(facts)),
  );
}

/** The rules that hold in some places or at some times only, wherever and whenever that is. */
function indexFor(edition: Edition): RuleIndex {
  let index = indexes.get(edition);
  if (index === undefined) {
    index = new RuleIndex();
    for (const indexed of indexOf(edition).rules) {
      const { shadow, region, times } = indexed.rule;
      if (!shadow && (region !== undefined || Object.keys(times).length > 0)) index.add(indexed);
    }
    indexes.set(edition, index);
  }
  return index;
}
