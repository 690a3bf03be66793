/** Who sees what: every class of readers, article and language at one time, or some of them through time. */

import { decide } from '../core/decide.ts';
import type { Edition } from '../core/edition.ts';
import { classesOf, placesOfInterest, type Reader, type ReaderClass } from './audience.ts';
import { articlesOfInterest, type SampleArticle } from './audience-articles.ts';
import { isUntouched, type Outcome, outcomeKey, outcomeOf } from './coverage-outcome.ts';
import { decisionsThrough, mergeIntervals, YEAR } from './moments.ts';
import { OTHER_LANGUAGE } from './outcome-words-articles.ts';

export interface CoverageOptions {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Every reader that the edition tells apart, if not given. */
  readonly readers?: readonly Reader[];
  /** A representative of what each rule is about, if not given. */
  readonly articles?: readonly SampleArticle[];
  /** Those of the site, each that a notice has, and one that none has, if not given. */
  readonly languages?: readonly string[];
  /** Called for every class of readers. */
  readonly onStep?: (done: number, total: number) => void;
}

/** What all readers of a class get of one article, in one language. */
export interface CoverageRow {
  readonly readers: readonly Reader[];
  readonly article: SampleArticle;
  /** BCP 47: the only one that the reader reads. `OTHER_LANGUAGE` stands for any that no text has. */
  readonly language: string;
  readonly outcome: Outcome;
  /** Equal for outcomes that no reader can tell apart. */
  readonly key: string;
  /** Epoch milliseconds: `from` inclusive, `until` exclusive, `Infinity` for ever. */
  readonly from: number;
  readonly until: number;
}

export interface Coverage {
  readonly at: number;
  /** Whether rows are times; else all are of one moment. */
  readonly through: boolean;
  readonly classes: readonly ReaderClass[];
  readonly articles: readonly SampleArticle[];
  readonly languages: readonly string[];
  readonly rows: readonly CoverageRow[];
  /** What rules are about and no article stands for, because there are too many. */
  readonly left: number;
}

/** The matrix at `options.at`. Every row is exactly what `decide` says of each of its readers. */
export function coverage(edition: Edition, options: CoverageOptions): Coverage {
  const intern = interning(edition);
  return rowsFor(edition, { ...options, through: false }, (place, facts, language) => {
    const decision = decide(edition, place, facts, [language], options.at);
    return [{ ...intern(decision), from: options.at, until: decision.validUntil }];
  });
}

/** The same through time: a row for each time within which nothing changes for the reader. Up to a year. */
export function coverageThrough(edition: Edition, options: CoverageOptions & { readonly until: number }): Coverage {
  const intern = interning(edition);
  const span = { from: options.at, until: Math.min(options.until, options.at + YEAR) };
  return rowsFor(edition, { ...options, through: true }, (place, facts, language) => {
    const through = decisionsThrough(edition, place, facts, [language], span);
    const seen = through.map(({ value, ...times }) => ({ ...times, value: intern(value) }));
    return mergeIntervals(seen, ({ key }) => key).map(({ from, until, value }) => ({ ...value, from, until }));
  });
}

/** Languages in which readers may be told apart: the site's, those of texts and redirects, and one for which there is nothing. */
export function languagesOfInterest(editions: readonly Edition[]): readonly string[] {
  const known = new Set(
    editions.flatMap(({ site, notices, rules }) => [
      ...site.languages,
      ...Object.values(notices).flatMap(({ text }) => Object.keys(text)),
      ...rules.flatMap(({ actions }) => actions.flatMap(action => (action.type === 'redirect' ? Object.keys(action.byLanguage) : []))),
    ]),
  );
  return [...known.add(OTHER_LANGUAGE)];
}

type Found = Pick<CoverageRow, 'outcome' | 'key' | 'from' | 'until'>;

function rowsFor(
  edition: Edition,
  { at, through, readers, articles, languages, onStep }: CoverageOptions & { readonly through: boolean },
  find: (place: Reader['place'], facts: SampleArticle['facts'], language: string) => readonly Found[],
): Coverage {
  const classes = readers === undefined ? placesOfInterest([edition]) : classesOf([edition], readers);
  const samples = articles === undefined ? articlesOfInterest([edition]) : { articles, left: 0 };
  const spoken = languages ?? languagesOfInterest([edition]);
  const rows = classes.flatMap(({ readers: alike, place }, index) => {
    const found = samples.articles.flatMap(article =>
      spoken.flatMap(language => find(place, article.facts, language).map(cell => ({ readers: alike, article, language, ...cell }))),
    );
    onStep?.(index + 1, classes.length);
    return found;
  });
  return { at, through, classes, articles: samples.articles, languages: spoken, rows, left: samples.left };
}

/** Outcomes are few and rows are many. */
function interning(edition: Edition): (decision: ReturnType<typeof decide>) => { readonly outcome: Outcome; readonly key: string } {
  const known = new Map<string, { outcome: Outcome; key: string }>();
  return decision => {
    const outcome = outcomeOf(edition, decision);
    const key = isUntouched(outcome) ? '' : outcomeKey(outcome);
    const same = known.get(key) ?? { outcome, key };
    known.set(key, same);
    return same;
  };
}
