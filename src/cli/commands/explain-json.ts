/** An explanation in the stable form that other programs read. */

import { Temporal } from 'temporal-polyfill';
import type { Annotated, Decision, OUTCOMES } from '../../core/decide.ts';
import { decidedHeaders } from '../../core/decided-headers.ts';
import { type Edition, SLOTS, type Slot } from '../../core/edition.ts';
import type { Explanation, Missed } from '../../core/explain.ts';
import { redirectTarget } from '../../core/redirect.ts';

export interface ExplanationJson {
  readonly outcome: (typeof OUTCOMES)[number];
  /** Gates first, then the notices in reading order. */
  readonly notices: readonly { readonly id: string; readonly languages: readonly string[]; readonly slot: Slot | 'gate' }[];
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

/**
 * The stable form of `explain --json`. Pure.
 * @param pathAndQuery of the request, for `{path}` in the address of a redirect
 * @param mentioned whether the page holds a name that is to be marked; without a page nobody knows, and no note is counted as shown
 */
export function explanationJson(
  edition: Edition,
  { decision, missed }: Pick<Explanation, 'decision' | 'missed'>,
  pathAndQuery: string,
  mentioned: (annotated: Annotated) => boolean = () => false,
): ExplanationJson {
  const notes = decision.annotations.filter(mentioned).map(({ note }) => note);
  return {
    outcome: decision.outcome,
    notices: [
      ...decision.gates.map(({ id, languages }) => ({ id, languages, slot: 'gate' as const })),
      ...inReadingOrder([...decision.notices, ...notes]).map(({ id, languages, slot }) => ({ id, languages, slot })),
    ],
    removals: removedSelectors(edition, decision),
    headers: headersOf(decision, pathAndQuery),
    matched: decision.matched,
    missed: missed.map(({ rule, because }) => ({ rule, because })),
    validUntil: Number.isFinite(decision.validUntil) ? Temporal.Instant.fromEpochMilliseconds(decision.validUntil).toString() : null,
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
