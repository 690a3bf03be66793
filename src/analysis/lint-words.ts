/** Readers and articles of rules in a few words. */

import type { Action, Scope } from '../core/edition.ts';
import { placeName } from '../rulebook/place-names.ts';
import { dayOf, listed } from './lint-subject.ts';
import { languageName } from './outcome-words-articles.ts';
import type { Concern } from './overlap.ts';
import { asksOfArticle } from './overlap-scope.ts';
import { type Reach, sharedPlace } from './reach.ts';

/** `readers in Crimea`, `readers in Crimea, Russia and 4 more`, `every reader`. */
export function readersIn(reach: Reach): string {
  if (reach.everyone) return 'every reader';
  if (reach.names.length > 0) return `readers in ${listed(reach.names.map(placeName), 4)}`;
  return reach.places.size > 0
    ? `readers in ${listed([...reach.places].map(placeName))}`
    : 'readers whose network or point on the map says so';
}

/** Whom two rules both reach: `readers in Russia`. */
function sharedReaders(a: Reach, b: Reach): string {
  if (a.everyone && b.everyone) return 'every reader';
  const place = sharedPlace(a, b);
  return place === undefined ? 'readers whose network or point on the map says so' : `readers in ${placeName(place)}`;
}

/** The articles that a rule is about: `article a-1`, `articles with the tag x or y`, `every page`. */
export function articlesOf(scope: Scope): string {
  const { sites, paths, articles, tags, sections, authors, languages, contentTypes, published } = scope;
  const named = articles ? `article ${listed(articles, 3)}` : paths && `the pages at ${listed(paths, 3)}`;
  const said = [
    articles && paths && `at ${anyOf(paths)}`,
    tags && `with the tag ${anyOf(tags)}`,
    sections && `in the section ${anyOf(sections)}`,
    authors && `by ${anyOf(authors)}`,
    languages && `in ${anyOf(languages.map(languageName))}`,
    contentTypes && `of the type ${anyOf(contentTypes)}`,
    sites && `on ${anyOf(sites)}`,
    published?.after !== undefined && `published since ${dayOf(published.after)}`,
    published?.before !== undefined && `published before ${dayOf(published.before)}`,
  ].filter(words => typeof words === 'string');
  if (named === undefined && said.length === 0) return 'every page';
  return [named ?? 'articles', ...said].join(' ');
}

const anyOf = (names: readonly string[]): string => listed(names, 3, 'or');

/** `readers in Russia`, for what both rules say of them: for the beginning of a sentence. */
export function sharedCase(a: Concern, b: Concern): string {
  const narrow = asksOfArticle(a.rule.scope) >= asksOfArticle(b.rule.scope) ? a : b;
  return `${sharedReaders(a.reach, b.reach)} (${articlesOf(narrow.rule.scope)})`;
}

const DOES: Readonly<Record<Action['type'], string>> = {
  show: 'shows a notice',
  protect: 'protects',
  remove: 'removes elements',
  withhold: 'withholds',
  redirect: 'redirects',
  acknowledge: 'asks to acknowledge',
  headers: 'sets headers',
  annotate: 'annotates',
};

export function does(type: Action['type']): string {
  return DOES[type];
}
