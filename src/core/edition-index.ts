/** What `decide` looks things up in: built once per edition, so that a reader pays only for the rules that may concern them. */

import type { ArticleFacts } from './article.ts';
import { normalName, pathMatcher } from './article-path.ts';
import type { Edition, Rule, Scope } from './edition.ts';
import { inLanguage, languagesOf } from './language.ts';
import type { Place } from './place.ts';
import { type Moment, momentOf } from './time.ts';

/** Why a rule that may concern a place does nothing here and now. */
export type Miss = 'place' | 'path' | 'article' | 'tags' | 'section' | 'authors' | 'language' | 'published' | 'time';

/** A rule made ready to be asked. */
export interface IndexedRule {
  readonly rule: Rule;
  readonly order: number;
  /** The first condition of the scope that the article does not meet. */
  outOfScope(facts: ArticleFacts): Miss | undefined;
  /** As `momentOf`, remembered until it changes: zones are slow and time is mostly the same. */
  moment(now: number): Moment;
}

export interface EditionIndex {
  /** The rules that may concern a reader at `place`, in the order of the rulebook. */
  candidates(place: Place): readonly IndexedRule[];
  /** The languages of a notice for a reader, remembered for each list of languages that is passed again. */
  languagesOf(notice: string, reader: readonly string[]): readonly string[];
}

const indexes = new WeakMap<Edition, EditionIndex>();

/** The index of an edition, built at the first call. */
export function indexOf(edition: Edition): EditionIndex {
  let index = indexes.get(edition);
  if (index === undefined) {
    index = buildIndex(edition);
    indexes.set(edition, index);
  }
  return index;
}

function buildIndex(edition: Edition): EditionIndex {
  const rules = edition.rules.map(indexRule);
  const everywhere = rules.filter(({ rule }) => rule.region === undefined);
  const byCountry = new Map<string, IndexedRule[]>();
  const byNetwork = new Map<number, IndexedRule[]>();
  const guesses: IndexedRule[] = [];
  for (const indexed of rules) {
    const region = indexed.rule.region === undefined ? undefined : edition.regions[indexed.rule.region];
    if (region === undefined) continue;
    for (const country of new Set(region.places.map(code => code.slice(0, 2)))) append(byCountry, country, indexed);
    for (const network of region.networks) append(byNetwork, network, indexed);
    if (indexed.rule.unsure.unknown === 'apply' || indexed.rule.unsure.tor === 'apply') guesses.push(indexed);
  }
  const none = merged(everywhere);
  const unsure = merged(everywhere, guesses);
  for (const [country, own] of byCountry) byCountry.set(country, merged(everywhere, own));
  const spoken = new WeakMap<readonly string[], Map<string, readonly string[]>>();
  return {
    languagesOf(id, reader) {
      let known = spoken.get(reader);
      if (known === undefined) {
        known = new Map();
        spoken.set(reader, known);
      }
      let languages = known.get(id);
      if (languages === undefined) {
        const notice = edition.notices[id];
        languages = notice === undefined ? [] : languagesOf(notice, reader, edition.site.languages);
        known.set(id, languages);
      }
      return languages;
    },
    candidates(place) {
      const known = place.kind === 'known' ? (byCountry.get(place.country) ?? none) : unsure;
      const hinted = place.kind === 'tor' || place.network === undefined ? undefined : byNetwork.get(place.network);
      return hinted === undefined ? known : merged(known, hinted);
    },
  };
}

function append<K>(map: Map<K, IndexedRule[]>, key: K, rule: IndexedRule): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [rule]);
  else list.push(rule);
}

function merged(...lists: (readonly IndexedRule[])[]): IndexedRule[] {
  return [...new Set(lists.flat())].sort((a, b) => a.order - b.order);
}

function indexRule(rule: Rule, order: number): IndexedRule {
  let moment: Moment | undefined;
  let since = 0;
  const timeless = rule.times.from === undefined && rule.times.until === undefined && rule.times.daily === undefined;
  const always: Moment = { active: true, changes: Infinity };
  return {
    rule,
    order,
    outOfScope: scopeTest(rule.scope),
    moment(now) {
      if (timeless) return always;
      if (moment === undefined || now < since || now >= moment.changes) {
        moment = momentOf(rule.times, now);
        since = now;
      }
      return moment;
    },
  };
}

function scopeTest(scope: Scope): (facts: ArticleFacts) => Miss | undefined {
  const conditions: [Miss, (facts: ArticleFacts) => boolean][] = [];
  if (scope.paths) {
    const inPaths = pathMatcher(scope.paths);
    conditions.push(['path', facts => inPaths(facts.path)]);
  }
  const { articles, languages, published } = scope;
  if (articles) conditions.push(['article', ({ id }) => id !== undefined && articles.includes(id)]);
  if (scope.tags) conditions.push(['tags', named(scope.tags, facts => facts.tags)]);
  if (scope.sections) conditions.push(['section', named(scope.sections, facts => facts.sections)]);
  if (scope.authors) conditions.push(['authors', named(scope.authors, facts => facts.authors)]);
  if (languages)
    conditions.push(['language', ({ language }) => language !== undefined && languages.some(range => inLanguage(language, range))]);
  if (published) {
    const { after = -Infinity, before = Infinity } = published;
    conditions.push(['published', facts => facts.published !== undefined && facts.published >= after && facts.published < before]);
  }
  return facts => conditions.find(([, holds]) => !holds(facts))?.[0];
}

function named(wanted: readonly string[], of: (facts: ArticleFacts) => readonly string[]): (facts: ArticleFacts) => boolean {
  const names = new Set(wanted.map(normalName));
  return facts => of(facts).some(name => names.has(normalName(name)));
}
