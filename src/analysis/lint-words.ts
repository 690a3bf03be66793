/** Readers and articles of rules in a few words. */

import type { Action, Scope } from '../core/edition.ts';
import { placeName } from '../rulebook/place-names.ts';
import { listed } from './lint-subject.ts';
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
export function sharedReaders(a: Reach, b: Reach): string {
  if (a.everyone && b.everyone) return 'every reader';
  const place = sharedPlace(a, b);
  return place === undefined ? 'readers whose network or point on the map says so' : `readers in ${placeName(place)}`;
}

/** What of an article a rule asks, for messages: `article a-1`, `pages with the tag x`, `every page`. */
export function articlesOf(scope: Scope): string {
  const { sites, paths, articles, tags, sections, authors, languages, published } = scope;
  const words = [
    articles && `article ${listed(articles, 3)}`,
    paths && `the pages at ${listed(paths, 3)}`,
    tags && `the tag ${listed(tags, 3)}`,
    sections && `the section ${listed(sections, 3)}`,
    authors && `the author ${listed(authors, 3)}`,
    languages && `the language ${listed(languages, 3)}`,
    sites && `the site ${listed(sites, 3)}`,
    published && 'the day of publication',
  ].filter(word => word !== undefined);
  return words.length === 0 ? 'every page' : words.join(' with ');
}

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
