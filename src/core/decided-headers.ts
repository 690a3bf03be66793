/** What a decision says in the headers of a response, whatever else stands in them. */

import type { Decision } from './decide.ts';

/** Nothing of it is kept, and no address is sent on from it. */
export const KEEP_NOTHING = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } as const;

/**
 * Headers by lower-case name. Those that keep a reader safe cannot be set aside by a rule; a redirect carries none of a rule's; a page of
 * our own, which a withheld article and a gate are, has a policy of its own.
 */
export function decidedHeaders({ outcome, headers, protect }: Decision): Readonly<Record<string, string>> {
  if (outcome === 'redirect') return protect ? KEEP_NOTHING : {};
  if (outcome === 'serve') return protect ? { ...headers, ...KEEP_NOTHING } : headers;
  const { 'content-security-policy': _, ...rest } = headers;
  return { ...rest, ...KEEP_NOTHING };
}
