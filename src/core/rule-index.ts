/** Rules found by the article that they are about, so that those about others cost nothing. */

import type { ArticleFacts } from './article.ts';
import { normalName } from './article-path.ts';
import type { Bound } from './edition.ts';
import type { IndexedRule } from './edition-index.ts';
import { normalNames } from './scope.ts';

/** Rules of one kind of place, under the most telling condition of their scope. */
export class RuleIndex {
  readonly #rest = new TimedRules();
  readonly #articles = new Map<string, TimedRules>();
  readonly #paths = new Map<string, TimedRules>();
  readonly #tags = new Map<string, TimedRules>();
  readonly #authors = new Map<string, TimedRules>();
  readonly #sections = new Map<string, TimedRules>();

  add(indexed: IndexedRule): void {
    const { articles, paths, tags, authors, sections } = indexed.rule.scope;
    const prefixes = paths?.map(literalPrefix);
    if (articles) file(this.#articles, articles, indexed);
    else if (prefixes && !prefixes.includes('')) file(this.#paths, prefixes, indexed);
    else if (tags) file(this.#tags, tags.map(normalName), indexed);
    else if (authors) file(this.#authors, authors.map(normalName), indexed);
    else if (sections) file(this.#sections, sections.map(normalName), indexed);
    else this.#rest.add(indexed);
  }

  /** Every list in which a rule about the article may stand; a rule may stand in several. */
  lists(facts: ArticleFacts, into: TimedRules[]): void {
    if (!this.#rest.isEmpty) into.push(this.#rest);
    if (facts.id !== undefined) take(this.#articles, facts.id, into);
    if (this.#paths.size > 0) {
      const { path } = facts;
      take(this.#paths, path, into);
      for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) take(this.#paths, path.slice(0, at), into);
    }
    if (this.#tags.size > 0) for (const tag of normalNames(facts.tags)) take(this.#tags, tag, into);
    if (this.#authors.size > 0) for (const author of normalNames(facts.authors)) take(this.#authors, author, into);
    if (this.#sections.size > 0) for (const section of normalNames(facts.sections)) take(this.#sections, section, into);
  }
}

/**
 * Rules in a list that knows the time: those that have ended are not looked at, and those that are to come only by the first that
 * concerns the article.
 */
export class TimedRules {
  readonly #all: IndexedRule[] = [];
  #live: readonly IndexedRule[] = [];
  #coming: readonly { readonly indexed: IndexedRule; readonly from: number }[] = [];
  /** The time for which the two are right: from the first to before the second. */
  #since = Infinity;
  #end = -Infinity;

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  add(indexed: IndexedRule): void {
    this.#all.push(indexed);
  }

  /** Rules that have begun and not ended at `now`, or go by more than one clock. */
  live(now: number): readonly IndexedRule[] {
    if (now < this.#since || now >= this.#end) this.#sort(now);
    return this.#live;
  }

  /** The others that are to come, the first first; to be asked after `live`. */
  get coming(): readonly { readonly indexed: IndexedRule; readonly from: number }[] {
    return this.#coming;
  }

  #sort(now: number): void {
    const bounds = this.#all.flatMap(({ rule: { times } }) => [instant(times.from), instant(times.until)].filter(at => at !== undefined));
    this.#since = bounds.reduce((latest, at) => (at <= now ? Math.max(latest, at) : latest), -Infinity);
    this.#end = bounds.reduce((first, at) => (at > now ? Math.min(first, at) : first), Infinity);
    const open = this.#all.filter(({ rule: { times } }) => (instant(times.until) ?? Infinity) > now);
    this.#live = open.filter(({ rule: { times } }) => (instant(times.from) ?? -Infinity) <= now);
    this.#coming = open
      .map(indexed => ({ indexed, from: instant(indexed.rule.times.from) ?? -Infinity }))
      .filter(({ from }) => from > now)
      .sort((a, b) => a.from - b.from);
  }
}

/** A bound that is the same for every reader. */
function instant(bound: Bound | undefined): number | undefined {
  return typeof bound === 'number' ? bound : undefined;
}

function file(lists: Map<string, TimedRules>, keys: readonly string[], indexed: IndexedRule): void {
  for (const key of new Set(keys)) {
    let list = lists.get(key);
    if (list === undefined) {
      list = new TimedRules();
      lists.set(key, list);
    }
    list.add(indexed);
  }
}

function take(lists: ReadonlyMap<string, TimedRules>, key: string, into: TimedRules[]): void {
  const list = lists.get(key);
  if (list !== undefined) into.push(list);
}

/**
 * The whole segments that every path begins with that fits a URLPattern pathname: the pattern itself where it is all literal; empty
 * where nothing can be said.
 */
function literalPrefix(pattern: string): string {
  const literal = /^[\w\-.~!$&',;=@/]*/.exec(pattern)?.[0] ?? '';
  // An address loses its segments of dots, and so does a pattern.
  if (/\/\.|%2e/i.test(pattern)) return '';
  if (literal === pattern) return pattern.length > 1 && pattern.endsWith('/') ? pattern.slice(0, -1) : pattern;
  return literal.slice(0, Math.max(0, literal.lastIndexOf('/'))).replace(/\/+$/, '');
}
