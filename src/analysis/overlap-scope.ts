/** Which articles rules are about, compared condition by condition. */

import { normalName } from '../core/article-path.ts';
import type { Scope } from '../core/edition.ts';
import { inLanguage } from '../core/language.ts';
import { inType, isHost } from '../core/scope.ts';
import { type Paths, pathsCover, pathsMeet, readPaths } from './overlap-paths.ts';
import type { Chance } from './reach.ts';

export type Condition = keyof Scope;

/** What is asked of the article itself, and of the form in which it comes. */
const CONTENT = ['sites', 'paths', 'articles', 'tags', 'sections', 'authors', 'languages', 'published'] as const satisfies Condition[];
const FORM = ['surfaces', 'contentTypes'] as const satisfies Condition[];
const CONDITIONS: readonly Condition[] = [...CONTENT, ...FORM];

/** A scope made ready to be compared. */
export interface ReadScope {
  readonly scope: Scope;
  readonly paths: Paths | undefined;
}

export function readScope(scope: Scope): ReadScope {
  const { tags, sections, authors } = scope;
  return {
    scope: {
      ...scope,
      ...(tags && { tags: tags.map(normalName) }),
      ...(sections && { sections: sections.map(normalName) }),
      ...(authors && { authors: authors.map(normalName) }),
    },
    paths: scope.paths && readPaths(scope.paths),
  };
}

/** How many things a scope asks of the article itself; none: it is the whole site. */
export function asksOfArticle(scope: Scope): number {
  return CONTENT.filter(condition => scope[condition] !== undefined).length;
}

/** Whether one article in one form can meet both, by condition; those that neither or only one asks are left out. */
export function scopesMeet(a: ReadScope, b: ReadScope): { chance: Chance; by: Partial<Record<Condition, Chance>> } {
  const by: Partial<Record<Condition, Chance>> = {};
  for (const condition of CONDITIONS) {
    if (a.scope[condition] !== undefined && b.scope[condition] !== undefined) by[condition] = meet(condition, a, b);
  }
  const chances = Object.values(by);
  if (chances.includes('no')) return { chance: 'no', by };
  // An article with this tag may or may not be on that path.
  const crossed = [CONTENT, FORM].some(group => asksMore(group, a.scope, b.scope) && asksMore(group, b.scope, a.scope));
  return { chance: crossed || chances.includes('perhaps') ? 'perhaps' : 'always', by };
}

/** Whether every article in `b` is certainly in `a`. */
export function scopeCovers(a: ReadScope, b: ReadScope): boolean {
  return CONDITIONS.every(condition => {
    if (a.scope[condition] === undefined) return true;
    return b.scope[condition] !== undefined && cover(condition, a, b);
  });
}

function asksMore(group: readonly Condition[], a: Scope, b: Scope): boolean {
  return group.some(condition => a[condition] !== undefined && b[condition] === undefined);
}

function meet(condition: Condition, a: ReadScope, b: ReadScope): Chance {
  const [one, other] = [a.scope, b.scope];
  if (condition === 'paths') return a.paths && b.paths ? pathsMeet(a.paths, b.paths) : 'perhaps';
  if (condition === 'published') return publishedMeet(one.published ?? {}, other.published ?? {}) ? 'always' : 'no';
  const within = WITHIN[condition];
  const [left, right] = [one[condition] ?? [], other[condition] ?? []];
  if (left.some(x => right.some(y => within(x, y) || within(y, x)))) return 'always';
  return SEVERAL.has(condition) ? 'perhaps' : 'no';
}

function cover(condition: Condition, a: ReadScope, b: ReadScope): boolean {
  const [one, other] = [a.scope, b.scope];
  if (condition === 'paths') return a.paths !== undefined && b.paths !== undefined && pathsCover(a.paths, b.paths);
  if (condition === 'published') {
    const [wide, narrow] = [one.published ?? {}, other.published ?? {}];
    return (wide.after ?? -Infinity) <= (narrow.after ?? -Infinity) && (wide.before ?? Infinity) >= (narrow.before ?? Infinity);
  }
  const within = WITHIN[condition];
  return (other[condition] ?? []).every(y => (one[condition] ?? []).some(x => within(y, x)));
}

/** Of these an article may have several, so that different names do not keep rules apart. */
const SEVERAL: ReadonlySet<Condition> = new Set(['tags', 'sections', 'authors']);

const same = (a: string, b: string): boolean => a === b;

/** Whether the first entry lies inside the second. */
const WITHIN: Readonly<Record<Exclude<Condition, 'paths' | 'published'>, (a: string, b: string) => boolean>> = {
  sites: isHost,
  articles: same,
  tags: same,
  sections: same,
  authors: same,
  languages: inLanguage,
  surfaces: same,
  contentTypes: inType,
};

function publishedMeet(a: NonNullable<Scope['published']>, b: NonNullable<Scope['published']>): boolean {
  return Math.max(a.after ?? -Infinity, b.after ?? -Infinity) < Math.min(a.before ?? Infinity, b.before ?? Infinity);
}
