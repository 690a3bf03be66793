/** What of a rulebook ends soon or is over, so that nobody is met by a notice whose ground is gone. Pure. */

import type { Edition } from '../../core/edition.ts';
import type { Rulebook } from '../../rulebook/schema.ts';

/** Days ahead that count as soon. */
export const SOON = 30;

const DAY = 86_400_000;

export interface Expiry {
  readonly rule: string;
  /** The rule itself, the ground that it stands on, or the day by which somebody looks at it again. */
  readonly what: 'rule' | 'ground' | 'review';
  /** Epoch milliseconds: of a day, its last moment in UTC. */
  readonly at: number;
  /** Whether only the day is known. */
  readonly day: boolean;
  readonly over: boolean;
}

/**
 * Ends within `SOON` days and those that are over, the earliest first. Of a rule that is over only that is told. A rule that ends by
 * each reader's own clock counts as ending by UTC.
 * @param now epoch milliseconds
 */
export function expiringIn({ rules }: Pick<Rulebook, 'rules'>, edition: Pick<Edition, 'rules'>, now: number): Expiry[] {
  const ends = new Map(edition.rules.map(({ id, times }) => [id, endOf(times.until)]));
  const found = rules.flatMap(({ id, basis }): Expiry[] => {
    const end = ends.get(id);
    const own: Expiry[] = end === undefined ? [] : [{ rule: id, what: 'rule', at: end, day: false, over: end <= now }];
    if (own.some(({ over }) => over)) return own;
    const days = (['ground', 'review'] as const).flatMap((what): Expiry[] => {
      const date = what === 'ground' ? basis?.until : basis?.review;
      if (date === undefined) return [];
      const at = Date.parse(`${date}T00:00:00Z`) + DAY - 1;
      return [{ rule: id, what, at, day: true, over: at < now }];
    });
    return [...own, ...days];
  });
  return found.filter(({ at }) => at <= now + SOON * DAY).sort((a, b) => a.at - b.at || (a.rule < b.rule ? -1 : 1));
}

function endOf(until: Edition['rules'][number]['times']['until']): number | undefined {
  return typeof until === 'object' ? Date.parse(`${until.local}Z`) : until;
}
