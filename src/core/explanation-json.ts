/** An explanation in the stable form that other programs read. */

import type { Annotated, Decision, OUTCOMES, Removed } from './decide.ts';
import { decidedHeaders } from './decided-headers.ts';
import { type Edition, SLOTS, type Slot } from './edition.ts';
import type { Explanation, Missed } from './explain.ts';
import { redirectTarget } from './redirect.ts';
import { instantText } from './time.ts';

export interface ExplanationJson {
  readonly outcome: (typeof OUTCOMES)[number];
  /** Gates first, then the notices in reading order, then those that stand in place of elements. */
  readonly notices: readonly { readonly id: string; readonly languages: readonly string[]; readonly slot: Slot | 'gate' | 'put' }[];
  /** CSS selectors of what is taken out. */
  readonly removals: readonly string[];
  /** What the decision makes of the response's headers, names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly matched: readonly string[];
  readonly missed: readonly Missed[];
  /** ISO 8601 in UTC: the first moment at which another answer is possible; `null` for never. */
  readonly validUntil: string | null;
  /** Hash of the edition. */
  readonly edition: string;
}

/** What is found in the page that is looked at. */
export interface PageFinds {
  /** Whether it holds a name that is to be marked. */
  readonly mentions: (annotated: Annotated) => boolean;
  /** Whether it holds an element that is to be taken out. */
  readonly elements: (removed: Removed) => boolean;
}

/**
 * The stable form of `explain --json`. Pure.
 * @param pathAndQuery of the request, for `{path}` in the address of a redirect
 * @param page what the page holds of what is looked for. Without a page nobody knows: elements are taken to be there, and names not
 */
export function explanationJson(
  edition: Edition,
  { decision, missed }: Pick<Explanation, 'decision' | 'missed'>,
  pathAndQuery: string,
  { mentions, elements }: PageFinds = { mentions: () => false, elements: () => true },
): ExplanationJson {
  const notes = decision.annotations.filter(mentions).map(({ note }) => note);
  const puts = new Map(decision.removals.filter(elements).flatMap(({ put }) => (put === undefined ? [] : [[put.id, put]])));
  return {
    outcome: decision.outcome,
    notices: [
      ...decision.gates.map(({ id, languages }) => ({ id, languages, slot: 'gate' as const })),
      ...inReadingOrder([...decision.notices, ...notes]).map(({ id, languages, slot }) => ({ id, languages, slot })),
      ...Array.from(puts.values(), ({ id, languages }) => ({ id, languages, slot: 'put' as const })),
    ],
    removals: removedSelectors(edition, decision),
    headers: headersOf(decision, pathAndQuery),
    matched: decision.matched,
    missed: missed.map(({ rule, because }) => ({ rule, because })),
    validUntil: Number.isFinite(decision.validUntil) ? instantText(decision.validUntil) : null,
    edition: decision.edition,
  };
}

/** Notices by slot, from the top of a page to its end; those of one slot stay in their order. */
export function inReadingOrder<T extends { readonly slot: Slot }>(notices: readonly T[]): T[] {
  return [...notices].sort((a, b) => SLOTS.indexOf(a.slot) - SLOTS.indexOf(b.slot));
}

/** The selectors of everything that is taken out, each once. */
export function removedSelectors({ preparation }: Edition, { removals }: Decision): string[] {
  return [...new Set(removals.flatMap(({ removal }) => preparation.removals[removal] ?? []))];
}

/** Response headers that follow from a decision. */
export function headersOf(decision: Decision, pathAndQuery: string): Record<string, string> {
  const { redirect } = decision;
  return { ...decidedHeaders(decision), ...(redirect === undefined ? {} : { location: redirectTarget(redirect.to, pathAndQuery) }) };
}
