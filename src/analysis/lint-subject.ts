/** What the findings are about, and how one is written down. */

import type { Action, Edition, Rule } from '../core/edition.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import type { Path } from '../rulebook/problems.ts';
import type { Rulebook } from '../rulebook/schema.ts';
import { type Concern, concernsOf } from './overlap.ts';
import { earliest, latest } from './overlap-times.ts';
import { Reaches } from './reach.ts';

/** A page of the site, to try the selectors of a rulebook on. */
export interface Sample {
  /** For people: a file or an address. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The `Content-Type` it came with. */
  readonly contentType: string;
}

/** A rulebook with its edition: `edition.rules[i]` is compiled from `rulebook.rules[i]`, action by action. */
export interface Subject {
  readonly rulebook: Rulebook;
  readonly edition: Edition;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly samples: readonly Sample[];
  readonly reaches: Reaches;
  readonly concerns: readonly Concern[];
}

/** Findings of one family, in the order of the rulebook; asked for one by one, so that there need not be more than anybody reads. */
export type Family = (subject: Subject) => Iterable<Finding>;

export function subjectOf(
  rulebook: Rulebook,
  edition: Edition,
  { now, samples }: { readonly now: number; readonly samples: readonly Sample[] },
): Subject {
  const reaches = new Reaches(edition);
  return { rulebook, edition, now, samples, reaches, concerns: concernsOf(edition, reaches) };
}

export function warning(path: Path, message: string, mend: string, part?: 'name'): Finding {
  return { path, message, mend, severity: 'warning', ...(part && { part }) };
}

/** For what is certainly wrong: nobody can have meant it. */
export function failure(path: Path, message: string, mend: string): Finding {
  return { path, message, mend, severity: 'error' };
}

/** Whether a rule may still fire now or later. */
export function isToCome({ times: { until } }: Pick<Rule, 'times'>, now: number): boolean {
  return until === undefined || latest(until) > now;
}

/** Whether a rule has begun for somebody. */
export function hasBegun({ times: { from } }: Pick<Rule, 'times'>, now: number): boolean {
  return from === undefined || earliest(from) <= now;
}

/** The rules that act now or later: on trial or over, a rule stands in nobody's way. */
export function livingConcerns({ concerns, now }: Subject): Concern[] {
  return concerns.filter(({ rule }) => !rule.shadow && isToCome(rule, now));
}

/** The notices that an action may show. */
export function noticesOf(action: Action): readonly string[] {
  if (action.type === 'show' || action.type === 'acknowledge') return [action.notice];
  if (action.type === 'annotate') return [action.annotation.note];
  return action.type === 'remove' && action.put !== undefined ? [action.put] : [];
}

/** A day for people, in UTC: `2026-11-22`. */
export function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

/** `a`, `a and b`, `a, b and c`, with `more` in place of all but the first few. */
export function listed(words: readonly string[], most = 6, joint = 'and'): string {
  const few = words.length > most ? [...words.slice(0, most - 1), `${words.length - most + 1} more`] : words;
  return few.length < 2 ? (few[0] ?? '') : `${few.slice(0, -1).join(', ')} ${joint} ${few.at(-1)}`;
}
