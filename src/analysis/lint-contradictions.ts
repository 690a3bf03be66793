/** Rules that want different things of one page, for one reader, at one moment. */

import type { Action } from '../core/edition.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import { tooMany } from './lint-shadowing.ts';
import { failure, livingConcerns, type Subject, warning } from './lint-subject.ts';
import { articlesOf, readersIn, sharedCase } from './lint-words.ts';
import { type Concern, covers, overlapOf } from './overlap.ts';
import { PairBudget, PairIndex } from './overlap-pairs.ts';

/** Something a rule wants that only one rule can have. */
interface Claim {
  readonly concern: Concern;
  /** Number of the action. */
  readonly entry: number;
  /** What is contended for: a slot, a header, where the reader is led. */
  readonly for: string;
  /** Claims of one value agree. */
  readonly value: string;
  /** For messages. */
  readonly says: string;
}

export function* lintContradictions(subject: Subject): Generator<Finding> {
  const living = livingConcerns(subject);
  const budget = new PairBudget();
  for (const concern of living) yield* withinOne(concern);
  yield* withheldRedirects(living, budget);
  yield* contended(living, budget);
  if (budget.leftOut) yield tooMany();
}

function* withinOne({ rule, index }: Concern): Generator<Finding> {
  const at = (type: Action['type']) => rule.actions.findIndex(action => action.type === type);
  const [withhold, redirect, acknowledge] = [at('withhold'), at('redirect'), at('acknowledge')];
  const path = (entry: number) => ['rules', index, 'do', entry];
  if (withhold >= 0 && redirect >= 0) {
    yield failure(path(redirect), `\`${rule.id}\` withholds and redirects: nobody is ever led anywhere`, 'delete one of the two actions');
  }
  if (withhold >= 0 && acknowledge >= 0) {
    const message = `\`${rule.id}\` withholds and asks to acknowledge: nobody is ever asked`;
    yield failure(path(acknowledge), message, 'delete one of the two actions');
  }
  if (redirect >= 0 && acknowledge >= 0) {
    const message = `\`${rule.id}\` redirects and asks to acknowledge: whoever is led away is not asked`;
    yield warning(path(acknowledge), message, 'delete one of the two actions, or make two rules of them');
  }
  yield* shownTwice(rule.actions, path);
}

function* shownTwice(actions: readonly Action[], path: (entry: number) => (string | number)[]): Generator<Finding> {
  const seen = new Map<string, string>();
  for (const [entry, action] of actions.entries()) {
    if (action.type !== 'show') continue;
    const slot = seen.get(action.notice);
    seen.set(action.notice, action.slot);
    if (slot === undefined) continue;
    const message =
      slot === action.slot
        ? `\`${action.notice}\` is shown twice in \`${slot}\`; readers see it once`
        : `readers see \`${action.notice}\` twice on one page: in \`${slot}\` and in \`${action.slot}\``;
    yield warning(path(entry), message, 'delete one of the two');
  }
}

/** Readers who are to be led away, and to whom the article is withheld: they are led nowhere. */
function* withheldRedirects(living: readonly Concern[], budget: PairBudget): Generator<Finding> {
  const has = (type: Action['type']) => living.filter(({ rule }) => rule.actions.some(action => action.type === type));
  const withholding = new PairIndex(has('withhold'));
  for (const redirecting of has('redirect')) {
    const entry = redirecting.rule.actions.findIndex(({ type }) => type === 'redirect');
    const path = ['rules', redirecting.index, 'do', entry];
    for (const other of budget.spend(withholding.meeting(redirecting))) {
      const { chance } = overlapOf(redirecting, other);
      if (chance === 'no') continue;
      const [one, two] = [`\`${redirecting.rule.id}\``, `\`${other.rule.id}\``];
      if (covers(other, redirecting)) {
        const message = `${one} leads nobody anywhere: ${two} withholds ${articlesOf(redirecting.rule.scope)} from ${readersIn(redirecting.reach)}`;
        yield failure(path, message, `delete one of the two, or make ${two} narrower`);
      } else {
        const when = chance === 'perhaps' ? ' where both fire' : '';
        const message = `${one} redirects and ${two} withholds${when}: ${sharedCase(redirecting, other)} get the page that withholds, not the other address`;
        yield warning(path, message, `if that is not meant, leave those readers or articles out of one of the two`);
      }
    }
  }
}

/** Slots, headers and addresses for which several rules contend. */
function* contended(living: readonly Concern[], budget: PairBudget): Generator<Finding> {
  const claims = Map.groupBy(living.flatMap(claimsOf), claim => claim.for);
  for (const contenders of claims.values()) {
    if (new Set(contenders.map(({ value }) => value)).size < 2) continue;
    const byRule = Map.groupBy(contenders, ({ concern }) => concern);
    const index = new PairIndex();
    // Each rule is compared with those above it; then it is one of those above.
    for (const [concern, own] of byRule) {
      yield* own.slice(1).flatMap(claim => (claim.value === own[0]!.value ? [] : [contention(own[0]!, claim)]));
      for (const other of budget.spend(index.meeting(concern))) {
        const theirs = byRule.get(other)!;
        const pair = own.flatMap(claim => theirs.filter(({ value }) => value !== claim.value).map(their => [their, claim] as const))[0];
        if (pair !== undefined && overlapOf(other, concern).chance !== 'no' && !isException(pair[0], pair[1])) yield contention(...pair);
      }
      index.add(concern);
    }
  }
}

function claimsOf(concern: Concern): Claim[] {
  return concern.rule.actions.flatMap((action, entry): Claim[] => {
    const claim = (contended: string, value: string, says: string): Claim => ({ concern, entry, for: contended, value, says });
    if (action.type === 'show' && action.exclusive) {
      return [claim(`the first place in \`${action.slot}\``, action.notice, `\`${action.notice}\` there alone`)];
    }
    if (action.type === 'redirect') {
      const { to, byLanguage } = action;
      const says = `readers led to \`${to ?? Object.values(byLanguage)[0]}\``;
      return [claim('where readers are led', JSON.stringify([to, byLanguage]), says)];
    }
    if (action.type !== 'headers') return [];
    return Object.entries(action.headers).map(([name, value]) => claim(`the header \`${name}\``, value, `\`${name}: ${value}\``));
  });
}

/** A narrower rule above a wider one is an exception to it: the first in the rulebook is heard. Nothing is first beside another first. */
function isException(upper: Claim, lower: Claim): boolean {
  return !upper.for.startsWith('the first place') && covers(lower.concern, upper.concern) && !covers(upper.concern, lower.concern);
}

function contention(upper: Claim, lower: Claim): Finding {
  const [one, two] = [upper.concern, lower.concern];
  const path = ['rules', two.index, 'do', lower.entry];
  const same = one === two;
  const chance = same ? 'always' : overlapOf(one, two).chance;
  const who = same ? `\`${two.rule.id}\` says two things` : `\`${one.rule.id}\` and \`${two.rule.id}\` contend`;
  const where = chance === 'always' ? `for ${sharedCase(one, two)}` : `for ${sharedCase(one, two)}, where both fire`;
  const message = `${who} about ${lower.for} ${where}: ${upper.says}, and ${lower.says}; the first in the rulebook wins`;
  const mend = 'leave those readers or articles out of one of the two, or write the same in both';
  return chance === 'always' ? failure(path, message, mend) : warning(path, message, mend);
}
