/** What a decision says in the headers of a response. */

import type { Decision } from '../core/decide.ts';

export interface Said {
  /** Headers that rules set. */
  readonly headers: Decision['headers'];
  /** Whether the reader may be in danger: nothing stored, no referrer. */
  readonly protect: boolean;
  /** `Link` values of notices that the response itself cannot carry. */
  readonly links?: readonly string[];
}

/** Tells what is said apart; empty where no rule sets a header. */
export function versionOf({ headers, links = NONE }: Said): string {
  for (const _ in headers) return JSON.stringify([headers, links]);
  return links.length === 0 ? '' : JSON.stringify(links);
}

const NONE: readonly string[] = [];

/** Writes into a response's headers what rules say. What is decided of stores and referrers is said after it. */
export function say(into: Headers, { headers, links = NONE }: Said): void {
  for (const name in headers) into.set(name, headers[name] ?? '');
  for (const link of links) into.append('link', link);
}
