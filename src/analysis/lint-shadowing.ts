/** Rules that another rule makes idle. */

import type { Action, Rule } from '../core/edition.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import { livingConcerns, noticesOf, type Subject, warning } from './lint-subject.ts';
import { does, readersIn } from './lint-words.ts';
import { type Concern, covers } from './overlap.ts';
import { PairBudget, PairIndex } from './overlap-pairs.ts';

export function* lintShadowing(subject: Subject): Generator<Finding> {
  const living = livingConcerns(subject);
  const budget = new PairBudget();
  const byAction = indexesBy(living, concern => concern.rule.actions.map(action => signature(action, concern.rule)));
  for (const concern of living) {
    const idle = repeated(concern, byAction, budget);
    if (idle !== undefined) yield idle;
  }
  yield* unseen(subject, living, budget);
  if (budget.leftOut) yield tooMany();
}

/** What is said where a family left out pairs of rules. */
export function tooMany(): Finding {
  const mend = 'give rules for many articles to one rule with a list of them; until then some of what is wrong may not be found';
  return warning(['rules'], 'too many rules are about the same readers to compare every two of them', mend, 'name');
}

/** A rule all of whose actions other rules do for the same readers and articles already. */
function repeated(concern: Concern, byAction: ReadonlyMap<string, PairIndex>, budget: PairBudget): Finding | undefined {
  const { rule, index } = concern;
  const others = new Set<string>();
  for (const action of rule.actions) {
    const candidates = byAction.get(signature(action, rule))?.covering(concern) ?? [];
    const other = find(budget.spend(candidates), candidate => covers(candidate, concern) && comesFirst(candidate, concern, action));
    if (other === undefined) return undefined;
    others.add(other.rule.id);
  }
  if (others.size === 0) return undefined;
  const names = [...others].map(id => `\`${id}\``).join(' and ');
  const message = `\`${rule.id}\` adds nothing: ${names} ${others.size === 1 ? 'does' : 'do'} the same already for ${readersIn(concern.reach)}, at all its times`;
  return warning(['rules', index, 'id'], message, `delete \`${rule.id}\`, or make ${names} narrower`);
}

/** Of two rules that cover each other, the later is the idle one. Of two reasons to withhold, the first is told. */
function comesFirst(candidate: Concern, concern: Concern, action: Action): boolean {
  if (candidate.index < concern.index) return true;
  return action.type !== 'withhold' && !covers(concern, candidate);
}

/** Actions that do the same have one signature. */
function signature(action: Action, { ifImpossible }: Rule): string {
  if (action.type === 'withhold') return 'withhold';
  if (action.type === 'show') return `show ${action.notice} ${action.slot} ${action.order} ${action.exclusive} ${ifImpossible}`;
  return JSON.stringify(action);
}

/** What comes to nothing where nobody gets the page. */
const LOST: readonly Action['type'][] = ['show', 'acknowledge', 'remove', 'annotate'];

/** Actions that come to nothing because the same readers never get the page. */
function* unseen({ edition }: Subject, living: readonly Concern[], budget: PairBudget): Generator<Finding> {
  const barring = new PairIndex(living.filter(({ rule }) => rule.actions.some(bars)));
  for (const concern of living) {
    if (!concern.rule.actions.some(({ type }) => LOST.includes(type))) continue;
    const self = concern.rule.actions.some(bars) ? [concern] : [];
    const bar = find(budget.spend([...self, ...barring.covering(concern)]), other => covers(other, concern));
    if (bar === undefined) continue;
    const withheld = bar.rule.actions.some(({ type }) => type === 'withhold');
    for (const [entry, action] of concern.rule.actions.entries()) {
      const safe = withheld && action.type === 'show' && edition.notices[action.notice]?.kind === 'safety';
      if (safe || !LOST.includes(action.type)) continue;
      if (bar === concern && action.type === 'acknowledge') continue; // Said as a contradiction.
      yield unseenAction(concern, entry, action, bar);
    }
  }
}

function unseenAction(concern: Concern, entry: number, action: Action, bar: Concern): Finding {
  const by = bar === concern ? 'the rule itself' : `\`${bar.rule.id}\``;
  const verb = does(bar.rule.actions.find(bars)?.type ?? 'withhold');
  const [notice] = noticesOf(action);
  const what = notice === undefined ? 'this action' : `\`${notice}\``;
  const message = `${what} is never seen: ${by} ${verb} for ${readersIn(concern.reach)}, all whom \`${concern.rule.id}\` is about`;
  const mend = `delete the action, or make ${bar === concern ? 'two rules of it' : `${by} narrower`}; only safety notices stand on a page that withholds`;
  return warning(['rules', concern.index, 'do', entry], message, mend);
}

/** Whether an action keeps every reader of its rule from the page. A redirect within the site may lead to a page of the same rule. */
function bars(action: Action): boolean {
  if (action.type === 'withhold') return true;
  return action.type === 'redirect' && /^https?:/.test(action.to ?? '') && Object.keys(action.byLanguage).length === 0;
}

function indexesBy(concerns: readonly Concern[], keysOf: (concern: Concern) => readonly string[]): Map<string, PairIndex> {
  const indexes = new Map<string, PairIndex>();
  for (const concern of concerns) {
    for (const key of new Set(keysOf(concern))) {
      const index = indexes.get(key);
      if (index === undefined) indexes.set(key, new PairIndex([concern]));
      else index.add(concern);
    }
  }
  return indexes;
}

function find<T>(entries: Iterable<T>, wanted: (entry: T) => boolean): T | undefined {
  for (const entry of entries) if (wanted(entry)) return entry;
  return undefined;
}
