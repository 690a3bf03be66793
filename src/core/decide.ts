/** The decision: what one edition says of one article for one reader at one moment, with its reasons. */

import type { ArticleFacts } from './article.ts';
import { type Action, type Edition, type LocalText, type Rule, SHARE_REMOVAL, type Slot } from './edition.ts';
import { type IndexedRule, indexOf, type Miss } from './edition-index.ts';
import type { Place } from './place.ts';
import { applies, standing } from './region.ts';

export interface ShownNotice {
  /** A key of `Edition.notices`. */
  readonly id: string;
  readonly languages: readonly string[];
  readonly slot: Slot;
  /** What happens on a page that cannot carry it. */
  readonly ifImpossible: 'acknowledge' | 'withhold';
}

export interface Withholding {
  readonly rule: string;
  readonly reason: LocalText;
  readonly demandedBy?: string;
  /** Epoch milliseconds, when the rule ends and says that readers may know. */
  readonly until?: number;
}

export interface Decision {
  /** Withhold beats acknowledge beats serve. */
  readonly outcome: 'serve' | 'withhold' | 'acknowledge';
  /** In the order in which they stand in their slots. With `withhold` only the safety notices are left. */
  readonly notices: readonly ShownNotice[];
  /** Keys of `Preparation.removals`. */
  readonly removals: readonly string[];
  /** Whether the reader may be in danger: nothing stored, no referrer. */
  readonly protect: boolean;
  readonly withheld?: Withholding;
  /** What must be acknowledged before the article, with `acknowledge`. */
  readonly gates: readonly Omit<ShownNotice, 'slot' | 'ifImpossible'>[];
  /** Epoch milliseconds: the first moment at which another answer is possible. `Infinity` for never. */
  readonly validUntil: number;
  readonly matched: readonly string[];
  /** Rules that would have fired, had they not been on trial. */
  readonly shadow: readonly string[];
  /** Rules that may concern the place, and the condition that stopped each. */
  readonly missed: readonly { readonly rule: string; readonly because: Miss }[];
  /** Hash of the edition. */
  readonly edition: string;
}

/**
 * Decides. Pure: the same arguments give the same decision on the edge, in the Desk and on the command line.
 * @param languages what the reader reads, BCP 47, the best first
 * @param now epoch milliseconds
 */
export function decide(edition: Edition, place: Place, facts: ArticleFacts, languages: readonly string[], now: number): Decision {
  const fired: IndexedRule[] = [];
  const shadow: string[] = [];
  const missed: { rule: string; because: Miss }[] = [];
  let validUntil = Infinity;
  const index = indexOf(edition);
  for (const indexed of index.candidates(place)) {
    const { rule } = indexed;
    const because = (concerns(edition, rule, place) ? undefined : 'place') ?? indexed.outOfScope(facts);
    if (because !== undefined) {
      missed.push({ rule: rule.id, because });
      continue;
    }
    const moment = indexed.moment(now);
    validUntil = Math.min(validUntil, moment.changes);
    if (!moment.active) missed.push({ rule: rule.id, because: 'time' });
    else if (rule.shadow) shadow.push(rule.id);
    else fired.push(indexed);
  }
  return { ...act(edition, fired, id => index.languagesOf(id, languages)), validUntil, shadow, missed, edition: edition.hash };
}

function concerns(edition: Edition, rule: Rule, place: Place): boolean {
  if (rule.region === undefined) return true;
  const region = edition.regions[rule.region];
  return region !== undefined && applies(standing(region, place, edition.subdivisions), rule.unsure);
}

/** A `show` that fired, with what puts it in order. */
interface Showing extends ShownNotice {
  readonly exclusive: boolean;
  readonly order: number;
}

/** What the rules that fired do together. `speak` gives the languages of a notice for the reader. */
function act(edition: Edition, fired: readonly IndexedRule[], speak: (notice: string) => readonly string[]) {
  const shows = new Map<string, Showing>();
  const gates = new Map<string, Decision['gates'][number]>();
  const removals = new Set<string>();
  let withheld: Withholding | undefined;
  for (const { rule } of fired) {
    for (const action of rule.actions) {
      if (action.type === 'show') {
        const key = `${action.slot} ${action.notice}`;
        shows.set(key, shows.get(key) ?? showing(action, rule, speak(action.notice)));
      } else if (action.type === 'acknowledge') gates.set(action.notice, { id: action.notice, languages: speak(action.notice) });
      else if (action.type === 'protect') removals.add(SHARE_REMOVAL);
      else if (action.type === 'remove') removals.add(action.removal);
      else withheld ??= withholding(action, rule);
    }
  }
  const notices = [...shows.values()].sort(inSlotOrder);
  const matched = fired.map(({ rule }) => rule.id);
  const protect = removals.has(SHARE_REMOVAL);
  if (withheld !== undefined) {
    const safety = notices.filter(({ id }) => edition.notices[id]?.kind === 'safety');
    return { outcome: 'withhold' as const, notices: safety.map(strip), removals: [], protect, withheld, gates: [], matched };
  }
  const outcome: Decision['outcome'] = gates.size > 0 ? 'acknowledge' : 'serve';
  return { outcome, notices: notices.map(strip), removals: [...removals], protect, gates: [...gates.values()], matched };
}

function showing(action: Extract<Action, { type: 'show' }>, rule: Rule, languages: readonly string[]): Showing {
  const { notice: id, slot, exclusive, order } = action;
  return { id, languages, slot, ifImpossible: rule.ifImpossible, exclusive, order };
}

function withholding(action: Extract<Action, { type: 'withhold' }>, rule: Rule): Withholding {
  const until = action.showUntil ? rule.times.until : undefined;
  return {
    rule: rule.id,
    reason: action.reason,
    ...(action.demandedBy === undefined ? {} : { demandedBy: action.demandedBy }),
    ...(until === undefined ? {} : { until }),
  };
}

/** An exclusive first stands above everything else of its slot; sorting is stable, so equals keep the order of the rulebook. */
function inSlotOrder(a: Showing, b: Showing): number {
  return Number(b.exclusive) - Number(a.exclusive) || a.order - b.order;
}

function strip({ id, languages, slot, ifImpossible }: Showing): ShownNotice {
  return { id, languages, slot, ifImpossible };
}
