/** Could two rules concern the same reader, article and moment? Does one concern all that the other does? */

import type { Edition, Rule } from '../core/edition.ts';
import { type Condition, type ReadScope, readScope, scopeCovers, scopesMeet } from './overlap-scope.ts';
import { timesCover, timesMeet } from './overlap-times.ts';
import { type Chance, meeting, type Reach, Reaches, reachCovers } from './reach.ts';

/** A rule made ready to be compared with others. */
export interface Concern {
  readonly rule: Rule;
  /** In the order of the rulebook, from 0. */
  readonly index: number;
  readonly reach: Reach;
  readonly scope: ReadScope;
}

export type Dimension = 'place' | 'time' | Condition;

export interface Overlap {
  /** `no`: they never fire together. `always`: there is a case in which they certainly do. */
  readonly chance: Chance;
  /** What each dimension that both rules ask about says by itself. */
  readonly by: Readonly<Partial<Record<Dimension, Chance>>>;
}

/** The rules of an edition, ready to be compared; `order` counts as in the edition. */
export function concernsOf(edition: Edition, reaches = new Reaches(edition)): Concern[] {
  return edition.rules.map((rule, index) => ({ rule, index, reach: reaches.of(rule), scope: readScope(rule.scope) }));
}

/** Whether two rules can fire for one reader, article and moment. Whether they are on trial (`shadow`) does not matter here. */
export function overlapOf(a: Concern, b: Concern): Overlap {
  const place = meeting(a.reach, b.reach);
  if (place === 'no') return { chance: 'no', by: { place } };
  const scopes = scopesMeet(a.scope, b.scope);
  if (scopes.chance === 'no') return { chance: 'no', by: { place, ...scopes.by } };
  const time = timesMeet(a.rule.times, b.rule.times);
  const chances = [place, scopes.chance, time];
  const chance = chances.includes('no') ? 'no' : chances.includes('perhaps') ? 'perhaps' : 'always';
  return { chance, by: { place, ...scopes.by, time } };
}

/** Whether `a` certainly fires whenever `b` does. `false` where that cannot be told. */
export function covers(a: Concern, b: Concern): boolean {
  return reachCovers(a.reach, b.reach) && timesCover(a.rule.times, b.rule.times) && scopeCovers(a.scope, b.scope);
}
