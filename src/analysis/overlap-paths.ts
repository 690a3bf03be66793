/** Lists of URLPattern pathnames, compared without trying every path there is. */

import { normalPath, pathMatcher } from '../core/article-path.ts';
import type { Chance } from './reach.ts';

/** A list of patterns made ready to be compared. */
export interface Paths {
  readonly matches: (path: string) => boolean;
  /** Normalised paths of the patterns that match one path only. */
  readonly literals: readonly string[];
  /** The other patterns, as written. */
  readonly patterns: readonly string[];
}

/** What has a meaning of its own in a pattern. Source: URL Pattern Standard, WHATWG, "parse a pattern string". */
const SPECIAL = /[*:(){}\\?+]/;
/** What patterns and paths may spell in several ways. */
const SPELT = /[^\x21-\x7e]|%/;

export function readPaths(patterns: readonly string[]): Paths {
  const [literal, rest] = [patterns.filter(isLiteral), patterns.filter(pattern => !isLiteral(pattern))];
  // Compiling a pattern takes longer than all else, and most are never asked.
  let matcher: ((path: string) => boolean) | undefined;
  const matches = (path: string) => {
    matcher ??= pathMatcher(patterns);
    return matcher(path);
  };
  return { matches, literals: literal.map(literalPath), patterns: rest };
}

/** Whether a pattern matches one path only. */
function isLiteral(pattern: string): boolean {
  return !SPECIAL.test(pattern);
}

/** The path that a literal pattern matches, as rules see it. */
function literalPath(pattern: string): string {
  return normalPath(URL.parse(pattern, 'https://site.example')?.pathname ?? pattern);
}

/** Whether a pattern matches every path. */
export function isEveryPath(pattern: string): boolean {
  return pattern === '*' || pattern === '/*';
}

/** Whether a path can be in both lists. */
export function pathsMeet(a: Paths, b: Paths): Chance {
  if (a.literals.some(b.matches) || b.literals.some(a.matches)) return 'always';
  let chance: Chance = 'no';
  for (const one of a.patterns) {
    for (const other of b.patterns) {
      if (patternCovers(one, other) || patternCovers(other, one)) return 'always';
      if (!apart(one, other)) chance = 'perhaps';
    }
  }
  return chance;
}

/** Whether every path in `b` is certainly in `a`. */
export function pathsCover(a: Paths, b: Paths): boolean {
  return b.literals.every(a.matches) && b.patterns.every(pattern => a.patterns.some(wide => patternCovers(wide, pattern)));
}

/** Whether every path that `narrow` matches is certainly matched by `wide` too; both as written. */
export function patternCovers(wide: string, narrow: string): boolean {
  if (wide === narrow || isEveryPath(wide)) return true;
  if (isLiteral(narrow)) return pathMatcher([wide])(literalPath(narrow));
  const start = wide.slice(0, -1);
  const isStart = wide.endsWith('*') && isLiteral(start) && !SPELT.test(start);
  return isStart && !SPELT.test(narrow) && beginning(narrow).startsWith(start);
}

/** Whether no path can match both. With a slash behind it or without, a path begins as both patterns do. */
function apart(one: string, other: string): boolean {
  if (SPELT.test(one) || SPELT.test(other)) return false;
  const [left, right] = [beginning(one), beginning(other)];
  return !left.startsWith(right) && !right.startsWith(left);
}

/** The text before anything that has a meaning of its own. */
function beginning(pattern: string): string {
  return pattern.slice(0, pattern.search(SPECIAL));
}

/** A normal path that fits a URLPattern pathname; `undefined` where none could be made. */
export function pathExample(pattern: string): string | undefined {
  for (const word of ['example', '1', '2026', 'a', 'a-1', '01']) {
    const path = pattern
      .replace(/\\(.)|\((?:\\.|[^()\\])*\)/g, (whole, escaped: string | undefined) => escaped ?? (whole === '' ? '' : '*'))
      .replace(/[{}]/g, '')
      .replace(/:[A-Za-z_$][\w$]*\*?[?+*]?/g, word)
      .replace(/\*[?+*]?/g, word)
      .replace(/\?/g, '');
    if (normalPath(path) === path && matchesAny([pattern], path)) return path;
  }
  const literal = normalPath(pattern);
  return literal.startsWith('/') && matchesAny([pattern], literal) ? literal : undefined;
}

const matchers = new Map<string, (path: string) => boolean>();

/** Whether a path fits one of some patterns; a pattern that is none fits nothing. */
export function matchesAny(patterns: readonly string[], path: string): boolean {
  return patterns.some(pattern => {
    let test = matchers.get(pattern);
    if (test === undefined) {
      test = matcherOf(pattern);
      matchers.set(pattern, test);
    }
    return test(path);
  });
}

function matcherOf(pattern: string): (path: string) => boolean {
  try {
    return pathMatcher([pattern]);
  } catch {
    return () => false; // A rulebook that was checked has no such pattern.
  }
}
