/** Which articles a rule is about. */

import type { ArticleFacts } from './article.ts';
import { normalName, pathMatcher } from './article-path.ts';
import type { Scope } from './edition.ts';
import { inLanguage } from './language.ts';

/** The conditions of a scope, by the names under which they are reported. */
export type ScopeMiss =
  | 'site'
  | 'path'
  | 'article'
  | 'tags'
  | 'section'
  | 'authors'
  | 'language'
  | 'surface'
  | 'content-type'
  | 'published';

type Condition = readonly [name: ScopeMiss, holds: (facts: ArticleFacts) => boolean];

/** The conditions of a scope that are written, each ready to be asked; the cheapest first. Patterns are compiled when first asked. */
export function conditionsOf(scope: Scope): readonly Condition[] {
  const { sites, paths, articles, languages, surfaces, contentTypes, published } = scope;
  const conditions: Condition[] = [];
  if (surfaces) conditions.push(['surface', ({ surface }) => surface !== undefined && surfaces.includes(surface)]);
  if (articles) conditions.push(['article', ({ id }) => id !== undefined && articles.includes(id)]);
  if (sites) conditions.push(['site', ({ site }) => site !== undefined && sites.some(pattern => isHost(site, pattern))]);
  if (paths) conditions.push(['path', lazily(() => pathMatcher(paths))]);
  if (scope.tags) conditions.push(['tags', named(scope.tags, facts => facts.tags)]);
  if (scope.sections) conditions.push(['section', named(scope.sections, facts => facts.sections)]);
  if (scope.authors) conditions.push(['authors', named(scope.authors, facts => facts.authors)]);
  if (languages) {
    conditions.push(['language', ({ language }) => language !== undefined && languages.some(range => inLanguage(language, range))]);
  }
  if (contentTypes) {
    conditions.push([
      'content-type',
      ({ contentType }) => contentType !== undefined && contentTypes.some(range => inType(contentType, range)),
    ]);
  }
  if (published) {
    const { after = -Infinity, before = Infinity } = published;
    conditions.push(['published', facts => facts.published !== undefined && facts.published >= after && facts.published < before]);
  }
  return conditions;
}

const normalised = new WeakMap<readonly string[], readonly string[]>();

/** Names as they are compared, remembered for each list: a page's facts are asked for again and again. */
export function normalNames(names: readonly string[]): readonly string[] {
  if (names.length === 0) return names;
  let known = normalised.get(names);
  if (known === undefined) {
    known = names.map(normalName);
    normalised.set(names, known);
  }
  return known;
}

function lazily(compile: () => (path: string) => boolean): (facts: ArticleFacts) => boolean {
  let test: ((path: string) => boolean) | undefined;
  return ({ path }) => {
    test ??= compile();
    return test(path);
  };
}

function named(wanted: readonly string[], of: (facts: ArticleFacts) => readonly string[]): (facts: ArticleFacts) => boolean {
  const names = new Set(wanted.map(normalName));
  return facts => normalNames(of(facts)).some(name => names.has(name));
}

/** Whether a host is the one named, or lies under it where `*.` is written before it. */
export function isHost(site: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? site.endsWith(pattern.slice(1)) : site === pattern;
}

/** Whether a type is the one named, or any subtype where `/*` is written. */
export function inType(type: string, range: string): boolean {
  return range.endsWith('/*') ? type.startsWith(range.slice(0, -1)) : type === range;
}
