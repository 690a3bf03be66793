/** Which rules put a notice before readers. Pure. */

import type { Action, Edition, Rule } from '../../core/edition.ts';

/** By the name of the notice; notices that no rule names are not in it. */
export function rulesByNotice({ rules }: Edition): ReadonlyMap<string, readonly Rule[]> {
  const pairs = rules.flatMap(rule => [...new Set(rule.actions.flatMap(noticeIn))].map(notice => ({ notice, rule })));
  return new Map([...Map.groupBy(pairs, ({ notice }) => notice)].map(([notice, found]) => [notice, found.map(({ rule }) => rule)]));
}

function noticeIn(action: Action): string[] {
  switch (action.type) {
    case 'show':
    case 'acknowledge':
      return [action.notice];
    case 'remove':
      return action.put === undefined ? [] : [action.put];
    case 'annotate':
      return [action.annotation.note];
    default:
      return [];
  }
}
