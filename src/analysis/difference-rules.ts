/** Which rules two editions do not have in common: only where one of those has a say can anything be different. */

import type { ArticleFacts } from '../core/article.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { type Action, type Edition, type Region, type Scope, SHARE_REMOVAL } from '../core/edition.ts';
import { indexOf } from '../core/edition-index.ts';
import type { Place } from '../core/place.ts';
import { isByReader } from '../core/time.ts';
import { zonesOf } from '../core/zones.ts';

export interface ChangedRules {
  readonly any: boolean;
  readonly scopes: readonly Scope[];
  /** Whether one of them may fire on an article. */
  concernsArticle(facts: ArticleFacts): boolean;
  /** What both editions have to say of an article to readers at a place, from a moment on. */
  concerning(place: Place, facts: ArticleFacts, now: number): Concerning;
}

export interface Concerning {
  /** Equal where all that may be said is. */
  readonly key: string;
  /** Whether both editions say the same. */
  readonly same: boolean;
  /** The rules of each edition that may fire, by their numbers. */
  readonly rules: readonly (readonly number[])[];
}

/** Rules of either edition that the other does not have, or has in another order. Names do not count. */
export function changedRules(old: Edition, next: Edition): ChangedRules {
  const [before, after] = [old, next].map(contentsOf) as [string[], string[]];
  const numbers = new Map([...before, ...after].map((content, index) => [content, index]));
  const kept = longestCommon(before, after);
  const changed = [
    ...before.flatMap((_, index) => (kept.left.has(index) ? [] : [indexOf(old).rules[index]!])),
    ...after.flatMap((_, index) => (kept.right.has(index) ? [] : [indexOf(next).rules[index]!])),
  ];
  // Rules with the same scope are asked once.
  const scopes = new Map(changed.map(rule => [canonicalJson(rule.rule.scope), rule]));
  return {
    any: changed.length > 0,
    scopes: Array.from(scopes.values(), ({ rule }) => rule.scope),
    concernsArticle: facts => [...scopes.values()].some(rule => rule.isInScope(facts)),
    concerning(place, facts, now) {
      const rules = [old, next].map(edition => ordersOf(edition, place, facts, now));
      const [left, right] = rules.map((orders, side) => orders.map(order => numbers.get([before, after][side]![order]!)).join());
      const zones = [old, next].map(edition => zonesOf(edition, place).join());
      return { key: [left, right, ...zones, facts.language].join('|'), same: left === right, rules };
    },
  };
}

/** The rules, by their numbers, that may fire at `now` or later. */
function ordersOf(edition: Edition, place: Place, facts: ArticleFacts, now: number): number[] {
  const lists = indexOf(edition).lists(place, facts);
  const rules = lists.flatMap(list => [...list.live(now), ...list.coming.map(({ indexed }) => indexed)]);
  const orders = rules.filter(indexed => !indexed.rule.shadow && indexed.isInScope(facts)).map(({ order }) => order);
  return [...new Set(orders)].sort((a, b) => a - b);
}

/** Each rule as everything that `decide` makes of it, whatever its parts are called. */
function contentsOf(edition: Edition): string[] {
  const regions = new Map<string, string>();
  const zones = JSON.stringify(edition.zones);
  return edition.rules.map(({ shadow, region, unsure, scope, times, actions, ifImpossible }) => {
    if (region !== undefined && !regions.has(region)) regions.set(region, regionContent(edition, edition.regions[region]));
    const where = region === undefined ? 'everywhere' : regions.get(region);
    const clocks = isByReader(times) ? [zones, edition.site.timeZone] : [];
    const says = actions.map(action => actionContent(edition, action));
    return canonicalJson({ shadow, where, unsure: region === undefined ? undefined : unsure, scope, times, clocks, says, ifImpossible });
  });
}

function regionContent({ subdivisions }: Edition, region: Region | undefined): string {
  const codes = region === undefined ? [] : [...region.places, ...region.except];
  const split = new Set(codes.filter(code => code.includes('-')).map(code => code.slice(0, 2)));
  return canonicalJson({ region, split: Object.fromEntries([...split].map(country => [country, subdivisions[country]])) });
}

function actionContent({ notices, preparation, site }: Edition, action: Action): object {
  const told = (id: string) => ({ id, notice: notices[id], languages: site.languages });
  switch (action.type) {
    case 'show':
    case 'acknowledge':
      return { ...action, told: told(action.notice) };
    case 'remove':
      return { ...action, removal: preparation.removals[action.removal], told: action.put === undefined ? undefined : told(action.put) };
    case 'protect':
      return { ...action, removal: preparation.removals[SHARE_REMOVAL] };
    case 'annotate':
      return {
        type: action.type,
        ...action.annotation,
        mentions: preparation.mentions[action.annotation.mentions],
        told: told(action.annotation.note),
      };
    default:
      return action;
  }
}

/**
 * The positions of entries that both lists have in the same order: of each content the first with the first, and of those pairs
 * the longest run that rises on both sides (patience sorting).
 */
function longestCommon(left: readonly string[], right: readonly string[]): { left: ReadonlySet<number>; right: ReadonlySet<number> } {
  const places = new Map<string, number[]>();
  for (const [index, entry] of right.entries()) places.set(entry, [...(places.get(entry) ?? []), index]);
  const pairs = left.flatMap((entry, index) => {
    const place = places.get(entry)?.shift();
    return place === undefined ? [] : [{ left: index, right: place }];
  });
  const tails: number[] = [];
  const before: number[] = [];
  for (const [index, pair] of pairs.entries()) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tails[middle]!]!.right < pair.right) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? tails[low - 1]! : -1;
    tails[low] = index;
  }
  const kept: { left: number; right: number }[] = [];
  for (let at = tails.at(-1) ?? -1; at >= 0; at = before[at]!) kept.push(pairs[at]!);
  return { left: new Set(kept.map(pair => pair.left)), right: new Set(kept.map(pair => pair.right)) };
}
