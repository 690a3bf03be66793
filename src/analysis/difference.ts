/** What changes for whom, from one edition to another: of what readers get, not of what the rulebook says. */

import type { ArticleFacts } from '../core/article.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { decide } from '../core/decide.ts';
import type { Edition } from '../core/edition.ts';
import type { Place } from '../core/place.ts';
import { placesOfInterest, type Reader, type ReaderClass } from './audience.ts';
import { articleOfBoth, articlesOfInterest, distinctScopes, MOST_ARTICLES, type SampleArticle } from './audience-articles.ts';
import { languagesOfInterest } from './coverage.ts';
import { type Outcome, outcomeKey, outcomeOf } from './coverage-outcome.ts';
import { type ChangedRules, type Concerning, changedRules } from './difference-rules.ts';
import { changeOf, type Wording, wordingOf } from './difference-words.ts';
import { Clocks, type Interval, mergeIntervals, overlapping, YEAR } from './moments.ts';
import { momentWords } from './outcome-words-articles.ts';

export interface DifferenceOptions {
  /** Epoch milliseconds; changes are looked for from here on, for a year. */
  readonly now: number;
  /** Articles to look at beside those that stand for what rules are about. */
  readonly articles?: readonly SampleArticle[];
  /** Called for every class of readers. */
  readonly onStep?: (done: number, total: number) => void;
}

/** The same change for all of these readers, articles and languages, at all of these times. */
export interface Change extends Wording {
  readonly places: readonly string[];
  readonly articles: readonly ArticleFacts[];
  readonly languages: readonly string[];
  /** Epoch milliseconds: `from` inclusive, `until` exclusive, `Infinity` where it stays so for the year that was looked at. */
  readonly times: readonly { readonly from: number; readonly until: number }[];
  /** What the first of the readers gets of the first article, in the first language, at the first of the times. */
  readonly before: Outcome;
  readonly after: Outcome;
}

export interface Difference {
  readonly changes: readonly Change[];
  /** What could not be looked at, in words; empty where everything was. */
  readonly limits: readonly string[];
  /** Decisions that were made to find out. */
  readonly decisions: number;
}

/** Decisions that are made at most; beyond, the rest is said to be left out. */
const MOST_DECISIONS = 4_000_000;

/** What changes for whom. Every place, article and language that is named really differs at the times that are named. */
export function difference(old: Edition, next: Edition, { now, articles: given = [], onStep }: DifferenceOptions): Difference {
  const changed = changedRules(old, next);
  if (!changed.any) return { changes: [], limits: [], decisions: 0 };
  const editions = [old, next];
  const { articles, limits } = articlesFor(editions, changed, given);
  const classes = placesOfInterest(editions, { thorough: true });
  const languages = languagesOfInterest(editions);
  const comparison = new Comparison(
    old,
    next,
    languages.map(language => [language]),
    now,
  );
  const found: Found[] = [];
  for (const [index, alike] of classes.entries()) {
    for (const article of articles) {
      const concerning = changed.concerning(alike.place, article.facts, now);
      if (concerning.same || comparison.decisions > MOST_DECISIONS) continue;
      found.push(...comparison.of(concerning, alike, article).map(change => ({ ...change, readers: alike.readers, article })));
    }
    onStep?.(index + 1, classes.length);
  }
  const everyone = classes.flatMap(({ readers }) => readers);
  const wording = wordingOf({ old, next, everyone, articles, languages, now });
  const changes = grouped(found).map(group => describe(group, wording));
  const stopped = [
    ...(comparison.decisions > MOST_DECISIONS ? ['there is too much to compare: only a part was looked at'] : []),
    ...(comparison.horizon < now + YEAR
      ? [`hours change so often that some were only looked at until ${momentWords(comparison.horizon)}`]
      : []),
  ];
  return { changes, limits: [...limits, ...stopped], decisions: comparison.decisions };
}

/** Articles on which a changed rule may fire: alone, and together with any other rule. */
function articlesFor(editions: readonly Edition[], changed: ChangedRules, given: readonly SampleArticle[]) {
  const { articles, left } = articlesOfInterest(editions, { thorough: true, first: changed.scopes });
  const scopes = distinctScopes(editions);
  const all = new Map([...articles, ...given].map(article => [canonicalJson(article.facts), article]));
  const own = articles.filter(({ facts }) => changed.concernsArticle(facts));
  const tried = new Set<SampleArticle>();
  let room = MOST_ARTICLES;
  for (const one of own) {
    tried.add(one);
    for (const other of articles) {
      if (room <= 0) break;
      const both = tried.has(other) ? undefined : articleOfBoth(one, other, scopes);
      const key = both && canonicalJson(both.facts);
      if (both === undefined || key === undefined || all.has(key)) continue;
      all.set(key, both);
      room -= 1;
    }
  }
  const limits = [
    ...(left > 0 ? [`rules have too many sets of conditions: ${left} of them have no article that stands for them`] : []),
    ...(room <= 0 ? ['not every two rules were tried on one article'] : []),
  ];
  return { articles: [...all.values()].filter(({ facts }) => changed.concernsArticle(facts)), limits };
}

/** A change for one class of readers and one article. */
interface Found extends Different {
  readonly readers: readonly Reader[];
  readonly article: SampleArticle;
}

interface Different {
  /** Equal for changes that are told in the same words, at the same times. */
  readonly key: string;
  readonly languages: string[];
  readonly times: readonly { readonly from: number; readonly until: number }[];
  readonly before: Outcome;
  readonly after: Outcome;
}

/** Compares what readers get of both editions, once for all to whom and about which the rules say the same. */
class Comparison {
  decisions = 0;
  /** Up to when everything was looked at. */
  horizon: number;
  readonly #editions: readonly [old: Edition, next: Edition];
  readonly #languages: readonly (readonly string[])[];
  readonly #now: number;
  readonly #known = new Map<string, readonly Different[]>();
  readonly #changes = new Map<string, string>();
  readonly #clocks: Clocks;

  constructor(old: Edition, next: Edition, languages: readonly (readonly string[])[], now: number) {
    this.#editions = [old, next];
    this.#languages = languages;
    this.#now = now;
    this.horizon = now + YEAR;
    this.#clocks = new Clocks({ from: now, until: now + YEAR });
  }

  /** Every change for a class of readers on an article. */
  of({ key, rules }: Concerning, { place }: ReaderClass, { facts }: SampleArticle): readonly Different[] {
    const known = this.#known.get(key) ?? this.#compare(rules, place, facts);
    this.#known.set(key, known);
    return known;
  }

  #compare(rules: Concerning['rules'], place: Place, facts: ArticleFacts): readonly Different[] {
    const [left, right] = this.#editions.map((edition, side) => this.#clocks.through(edition, rules[side] ?? [], place));
    const spans = overlapping(left!, right!);
    const end = spans.at(-1)?.until ?? this.#now;
    this.horizon = Math.min(this.horizon, end);
    const found = new Map<string, Different>();
    for (const languages of this.#languages) {
      // The same rules say the same to the same reader, whenever that is.
      const pairs = new Map<string, Pair>();
      const intervals = spans.map(({ from, until, value: [was, is] }) => {
        const rules = `${was}|${is}`;
        const pair = pairs.get(rules) ?? this.#pair(place, facts, languages, from);
        pairs.set(rules, pair);
        return { from, until, value: pair };
      });
      const different = mergeIntervals(intervals, ({ change }) => change).filter(({ value }) => value.change !== '');
      for (const same of Map.groupBy(different, ({ value }) => value.change).values()) this.#keep(found, same, languages[0]!, end);
    }
    return [...found.values()];
  }

  #keep(found: Map<string, Different>, same: readonly Interval<Pair>[], language: string, end: number): void {
    const times = same.map(({ from, until }) => ({ from, until: until >= end ? Infinity : until }));
    const { before, after, change } = same[0]!.value;
    const key = JSON.stringify([change, times.map(({ from, until }) => [from, String(until)])]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { key, languages: [language], times, before, after });
    else known.languages.push(language);
  }

  #pair(place: Place, facts: ArticleFacts, languages: readonly string[], at: number): Pair {
    this.decisions += 2;
    const [before, after] = this.#editions.map(edition => outcomeOf(edition, decide(edition, place, facts, languages, at)));
    return { before: before!, after: after!, change: this.#changeOf(before!, after!) };
  }

  #changeOf(before: Outcome, after: Outcome): string {
    const [was, is] = [outcomeKey(before), outcomeKey(after)];
    if (was === is) return '';
    const exact = `${was}\n${is}`;
    const known = this.#changes.get(exact) ?? changeOf(...this.#editions, before, after).join('\n');
    this.#changes.set(exact, known);
    return known;
  }
}

interface Pair {
  readonly before: Outcome;
  readonly after: Outcome;
  /** What is different, in words; empty where nothing is. */
  readonly change: string;
}

interface Group extends Omit<Found, 'readers' | 'article' | 'key'> {
  readonly readers: readonly Reader[];
  readonly articles: readonly SampleArticle[];
}

/** Changes told in the same words, for the same articles and languages, as one: every reader of a group has it on every article of it. */
function grouped(found: readonly Found[]): Group[] {
  const groups = new Map<string, { readers: Reader[]; articles: SampleArticle[]; first: Found }>();
  for (const same of Map.groupBy(found, ({ key, languages }) => `${key}\n${languages.join()}`).values()) {
    for (const [readers, own] of Map.groupBy(same, entry => entry.readers)) {
      const articles = own.map(({ article }) => article);
      const key = `${own[0]!.key}\n${own[0]!.languages.join()}\n${articles.map(({ facts }) => JSON.stringify(facts)).join()}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { readers: [...readers], articles, first: own[0]! });
      else group.readers.push(...readers);
    }
  }
  return Array.from(groups.values(), ({ readers, articles, first: { languages, times, before, after } }) => ({
    ...{ readers, articles, languages, times, before, after },
  }));
}

function describe(group: Group, wording: (group: Group) => Wording): Change {
  const { readers, articles, languages, times, before, after } = group;
  const codes = new Set(readers.map(({ code }) => code));
  return {
    ...wording(group),
    // What holds without a hint holds with it.
    places: readers.filter(({ hint }) => hint === undefined || !codes.has(hint.base)).map(({ code }) => code),
    articles: articles.map(({ facts }) => facts),
    ...{ languages, times, before, after },
  };
}
