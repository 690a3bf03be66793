/** The decision: what one edition says of one article for one reader at one moment, and until when. */

import type { ArticleFacts } from './article.ts';
import { type Action, type Edition, type LocalText, type Rule, SHARE_REMOVAL, type Slot } from './edition.ts';
import { type IndexedRule, indexOf } from './edition-index.ts';
import { bestLanguage, inLanguage } from './language.ts';
import type { Place } from './place.ts';
import { leadsElsewhere, redirectTarget } from './redirect.ts';
import { instantOf } from './time.ts';
import { zonesOf } from './zones.ts';

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

/** A set of elements to take out. */
export interface Removed {
  /** A key of `Preparation.removals`. */
  readonly removal: string;
  /** The notice that stands where each element was. */
  readonly put?: Pick<ShownNotice, 'id' | 'languages' | 'ifImpossible'>;
}

/** Names to mark, and the notice that is shown where the page holds one of them. */
export interface Annotated {
  /** A key of `Preparation.mentions`. */
  readonly mentions: string;
  readonly mark: string;
  readonly every: boolean;
  readonly note: ShownNotice;
}

export const OUTCOMES = ['serve', 'acknowledge', 'redirect', 'withhold'] as const;

export interface Decision {
  /** Withhold beats redirect beats acknowledge beats serve. */
  readonly outcome: (typeof OUTCOMES)[number];
  /** In the order in which they stand in their slots. With `withhold` only the safety notices are left, with `redirect` none. */
  readonly notices: readonly ShownNotice[];
  readonly removals: readonly Removed[];
  readonly annotations: readonly Annotated[];
  /** Response headers that rules set, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the reader may be in danger: nothing stored, no referrer. */
  readonly protect: boolean;
  readonly withheld?: Withholding;
  /** With `redirect`: the rule, and an address in which `{path}` stands for path and query. */
  readonly redirect?: { readonly rule: string; readonly to: string };
  /** What must be acknowledged before the article, with `acknowledge`. */
  readonly gates: readonly Pick<ShownNotice, 'id' | 'languages'>[];
  /** Epoch milliseconds: the first moment at which another answer is possible. `Infinity` for never. */
  readonly validUntil: number;
  /** Rules that fired, in the order of the rulebook. */
  readonly matched: readonly string[];
  /** Rules that would have fired, had they not been on trial. */
  readonly shadow: readonly string[];
  /** Hash of the edition. */
  readonly edition: string;
}

/**
 * Decides. Pure: the same arguments give the same decision on the edge, in the Desk and on the command line.
 * @param languages what the reader reads, BCP 47, the best first
 * @param now epoch milliseconds
 */
export function decide(edition: Edition, place: Place, facts: ArticleFacts, languages: readonly string[], now: number): Decision {
  return decideOn({ edition, place, facts, languages, now, redirects: true });
}

/** As `decide`, for a reader who is already where a rule leads: no rule leads anywhere. */
export function decideWithoutRedirect(
  edition: Edition,
  place: Place,
  facts: ArticleFacts,
  languages: readonly string[],
  now: number,
): Decision {
  return decideOn({ edition, place, facts, languages, now, redirects: false });
}

/** As `decide` for a reader who asks for an absolute address: a rule that leads to that very address leads nowhere. */
export function decideAt(
  here: string,
  edition: Edition,
  place: Place,
  facts: ArticleFacts,
  languages: readonly string[],
  now: number,
): Decision {
  const decision = decide(edition, place, facts, languages, now);
  const { redirect } = decision;
  if (redirect === undefined) return decision;
  const { pathname, search } = new URL(here);
  const isElsewhere = leadsElsewhere(redirectTarget(redirect.to, `${pathname}${search}`), here);
  return isElsewhere ? decision : decideWithoutRedirect(edition, place, facts, languages, now);
}

/** Who asks for what, and when. */
interface Asked {
  readonly edition: Edition;
  readonly place: Place;
  readonly facts: ArticleFacts;
  readonly languages: readonly string[];
  readonly now: number;
  readonly redirects: boolean;
}

function decideOn(asked: Asked): Decision {
  const { edition } = asked;
  const { fired, shadow, validUntil } = firing(asked);
  const done = together(fired, asked);
  return {
    ...inOutcome(edition, done),
    headers: done.headers,
    protect: done.protect,
    validUntil,
    matched: fired.map(({ rule }) => rule.id),
    shadow: shadow.map(({ rule }) => rule.id),
    edition: edition.hash,
  };
}

/** The rules that fire, those that would, and until when. */
function firing({ edition, place, facts, now }: Asked) {
  const [fired, shadow]: [IndexedRule[], IndexedRule[]] = [[], []];
  let validUntil = Infinity;
  for (const list of indexOf(edition).lists(place, facts)) {
    for (const indexed of list.live(now)) {
      if (!indexed.isInScope(facts)) continue;
      const { active, changes } = indexed.moment(now, place);
      if (changes < validUntil) validUntil = changes;
      if (active) (indexed.rule.shadow ? shadow : fired).push(indexed);
    }
    for (const { indexed, from } of list.coming) {
      if (from >= validUntil) break;
      if (indexed.isInScope(facts)) validUntil = from;
    }
  }
  return { fired: inRulebookOrder(fired), shadow: inRulebookOrder(shadow), validUntil };
}

/** Sorted, each once: a rule may stand in several lists. */
function inRulebookOrder(rules: IndexedRule[]): IndexedRule[] {
  if (rules.length < 2) return rules;
  return rules.sort((a, b) => a.order - b.order).filter((rule, index) => rule !== rules[index - 1]);
}

/** A `show` that fired, with what puts it in order. */
interface Showing extends ShownNotice {
  readonly exclusive: boolean;
  readonly order: number;
}

/** What the rules that fired ask for together, before one outcome beats another. */
class Together {
  readonly shows = new Map<string, Showing>();
  readonly gates = new Map<string, Decision['gates'][number]>();
  readonly removals = new Map<string, Removed>();
  readonly annotations: Annotated[] = [];
  headers: Readonly<Record<string, string>> = NO_HEADERS;
  withheld: Withholding | undefined;
  redirect: Decision['redirect'];

  get protect(): boolean {
    return this.removals.has(SHARE_REMOVAL);
  }
}

const NO_HEADERS: Decision['headers'] = Object.freeze({});

/** Where rules say different things of one thing, the first in the rulebook is heard. */
function together(fired: readonly IndexedRule[], asked: Asked): Together {
  const done = new Together();
  for (const { rule } of fired) for (const action of rule.actions) add(done, action, rule, asked);
  return done;
}

function add(done: Together, action: Action, rule: Rule, asked: Asked): void {
  switch (action.type) {
    case 'show': {
      const key = `${action.slot} ${action.notice}`;
      done.shows.set(key, stricter(done.shows.get(key), showing(action, rule, asked)));
      break;
    }
    case 'protect':
      done.removals.set(SHARE_REMOVAL, { removal: SHARE_REMOVAL });
      break;
    case 'remove':
      if (done.removals.get(action.removal)?.put === undefined) done.removals.set(action.removal, removed(action, rule, asked));
      break;
    case 'withhold':
      done.withheld ??= withholding(action, rule, asked);
      break;
    case 'redirect':
      if (asked.redirects) done.redirect ??= redirecting(action, rule, asked);
      break;
    case 'acknowledge':
      done.gates.set(action.notice, { id: action.notice, languages: spoken(action.notice, asked) });
      break;
    case 'headers':
      done.headers = { ...action.headers, ...done.headers };
      break;
    case 'annotate': {
      const { mentions, mark, every, note: id, slot } = action.annotation;
      const note = { id, languages: spoken(id, asked), slot, ifImpossible: rule.ifImpossible };
      done.annotations.push({ mentions, mark, every, note });
    }
  }
}

/** Withhold beats redirect beats acknowledge beats serve. */
function inOutcome(edition: Edition, { shows, gates, removals, annotations, withheld, redirect }: Together) {
  const sorted = [...shows.values()].sort(inSlotOrder);
  if (withheld !== undefined) {
    const safety = sorted.filter(({ id }) => edition.notices[id]?.kind === 'safety').map(strip);
    return { outcome: 'withhold' as const, notices: safety, removals: [], annotations: [], gates: [], withheld };
  }
  if (redirect !== undefined) return { outcome: 'redirect' as const, notices: [], removals: [], annotations: [], gates: [], redirect };
  const outcome: Decision['outcome'] = gates.size > 0 ? 'acknowledge' : 'serve';
  return { outcome, notices: sorted.map(strip), removals: [...removals.values()], annotations, gates: [...gates.values()] };
}

function spoken(notice: string, { edition, languages }: Asked): readonly string[] {
  return indexOf(edition).languagesOf(notice, languages);
}

function showing(action: Extract<Action, { type: 'show' }>, { ifImpossible }: Rule, asked: Asked): Showing {
  const { notice: id, slot, exclusive, order } = action;
  return { id, languages: spoken(id, asked), slot, ifImpossible, exclusive, order };
}

function removed({ removal, put: id }: Extract<Action, { type: 'remove' }>, { ifImpossible }: Rule, asked: Asked): Removed {
  return id === undefined ? { removal } : { removal, put: { id, languages: spoken(id, asked), ifImpossible } };
}

function withholding(action: Extract<Action, { type: 'withhold' }>, rule: Rule, { edition, place }: Asked): Withholding {
  const { until } = rule.times;
  // Where a reader may live by several clocks, the article stays withheld by the last of them.
  const shown =
    action.showUntil && until !== undefined ? Math.max(...zonesOf(edition, place).map(zone => instantOf(until, zone))) : undefined;
  return {
    rule: rule.id,
    reason: action.reason,
    ...(action.demandedBy === undefined ? {} : { demandedBy: action.demandedBy }),
    ...(shown === undefined ? {} : { until: shown }),
  };
}

/** Nowhere where the article is in the reader's best language already, or none of the languages is the reader's and no other address is given. */
function redirecting(
  { to, byLanguage }: Extract<Action, { type: 'redirect' }>,
  rule: Rule,
  { facts, languages }: Asked,
): Decision['redirect'] {
  const offered = Object.keys(byLanguage);
  const best =
    offered.length === 0 ? undefined : bestLanguage(facts.language === undefined ? offered : [...offered, facts.language], languages);
  const isThere = best !== undefined && facts.language !== undefined && inLanguage(facts.language, best);
  if (isThere || (best !== undefined && !offered.includes(best))) return undefined;
  const target = best === undefined ? to : byLanguage[best];
  return target === undefined ? undefined : { rule: rule.id, to: target };
}

/** One notice of two that are asked for: as the first in the rulebook says, but what one of them insists on holds. */
function stricter(first: Showing | undefined, second: Showing): Showing {
  if (first === undefined) return second;
  const ifImpossible = second.ifImpossible === 'withhold' ? 'withhold' : first.ifImpossible;
  return { ...first, exclusive: first.exclusive || second.exclusive, ifImpossible };
}

/** An exclusive first stands above everything else of its slot; sorting is stable, so equals keep the order of the rulebook. */
function inSlotOrder(a: Showing, b: Showing): number {
  return Number(b.exclusive) - Number(a.exclusive) || a.order - b.order;
}

function strip({ id, languages, slot, ifImpossible }: Showing): ShownNotice {
  return { id, languages, slot, ifImpossible };
}
