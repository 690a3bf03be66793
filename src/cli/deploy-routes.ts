/** Which hosts the routes of a Worker take. A pattern is a host and a path; only a `*` at its beginning stands for other hosts. */

import type { Unstable_Config } from 'wrangler';

type Routes = Partial<Pick<Unstable_Config, 'routes' | 'route'>>;

/** The hosts of all routes, in lower case, as the patterns have them: `news.example.org`, `*.example.org`. */
export function hostsOf({ routes = [], route }: Routes): string[] {
  const all = route === undefined ? routes : [...routes, route];
  return all.map(one => hostOf(typeof one === 'string' ? one : one.pattern));
}

/** Whether some host fits both patterns. */
export function meet(one: string, other: string): boolean {
  if (!one.startsWith('*')) return other.startsWith('*') ? one.endsWith(other.slice(1)) : one === other;
  if (!other.startsWith('*')) return meet(other, one);
  return one.endsWith(other.slice(1)) || other.endsWith(one.slice(1));
}

function hostOf(pattern: string): string {
  return (pattern.replace(/^https?:\/\//i, '').split('/', 1)[0] ?? '').toLowerCase();
}
