/** Rules as a list tells of them: the sentence, the ground, in which state they are, and what is found in them. Pure. */

import { basisWords, ruleWords } from '../../analysis/rule-words.ts';
import type { Action, Bound, Edition, Rule } from '../../core/edition.ts';
import type { Problem } from '../../rulebook/problems.ts';
import type { Rulebook, RuleDocument } from '../../rulebook/schema.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { problemsIn, rulePlaces } from './place-of-rule.ts';

export const OUTCOME_GROUPS = [
  ['withhold', 'Articles that cannot be read'],
  ['redirect', 'Readers who are led elsewhere'],
  ['acknowledge', 'Asked before the article'],
  ['show', 'Notices in the page'],
  ['remove', 'Taken out of the page'],
  ['headers', 'Said to programs only'],
] as const;
export type OutcomeGroup = (typeof OUTCOME_GROUPS)[number][0];

/** What is special about a rule at a moment. */
export type Mark = 'trial' | 'ended' | 'to-come' | 'ground-over' | 'overdue';

export interface RuleSummary {
  readonly id: string;
  readonly rule: Rule;
  /** As it is written, with its days. */
  readonly document: RuleDocument;
  readonly group: OutcomeGroup;
  readonly sentence: string;
  readonly basis: string;
  readonly marks: readonly Mark[];
  readonly problems: readonly Problem[];
  readonly file: string;
  readonly line: number;
}

interface Summarised {
  readonly rulebook: Rulebook;
  readonly edition: Edition;
  readonly content: RulebookContent;
  readonly problems: readonly Problem[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** In the order of the rulebook. */
export function summariesOf({ rulebook, edition, content, problems, now }: Summarised): RuleSummary[] {
  const places = new Map(rulePlaces(content).map(place => [place.id, place]));
  const documents = new Map(rulebook.rules.map(document => [document.id, document]));
  return edition.rules.flatMap((rule): RuleSummary[] => {
    const [document, place] = [documents.get(rule.id), places.get(rule.id)];
    const words = ruleWords(edition, rule.id, rulebook.regions);
    if (document === undefined || place === undefined || words === undefined) return [];
    return [
      {
        ...{ id: rule.id, rule, document, file: place.file, line: place.line },
        group: groupOf(rule),
        sentence: words.sentence,
        basis: basisWords(document.basis),
        marks: marksOf(rule, document, now),
        problems: problemsIn(place, problems),
      },
    ];
  });
}

/** Those that hold every word that was asked for, anywhere in what is told of them. */
export function found(summaries: readonly RuleSummary[], query: string): RuleSummary[] {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter(word => word !== '');
  return summaries.filter(summary => {
    const text = JSON.stringify([summary.id, summary.sentence, summary.basis, summary.document]).toLowerCase();
    return words.every(word => text.includes(word));
  });
}

/** By the strongest of what a rule does. */
function groupOf({ actions }: Rule): OutcomeGroup {
  const has = (...types: Action['type'][]) => actions.some(({ type }) => types.includes(type));
  if (has('withhold')) return 'withhold';
  if (has('redirect')) return 'redirect';
  if (has('acknowledge')) return 'acknowledge';
  if (has('show', 'annotate')) return 'show';
  return has('remove', 'protect') ? 'remove' : 'headers';
}

function marksOf({ shadow, times }: Rule, { basis }: RuleDocument, now: number): Mark[] {
  const today = new Date(now).toISOString().slice(0, 10);
  return [
    ...(shadow ? ['trial' as const] : []),
    ...(times.until !== undefined && lastOf(times.until) <= now ? ['ended' as const] : []),
    ...(times.from !== undefined && firstOf(times.from) > now ? ['to-come' as const] : []),
    ...(basis?.until !== undefined && basis.until < today ? ['ground-over' as const] : []),
    ...(basis?.review !== undefined && basis.review < today ? ['overdue' as const] : []),
  ];
}

const HOUR = 3_600_000;

/** When the last clock on earth (UTC−12) shows a time. */
function lastOf(bound: Bound): number {
  return typeof bound === 'number' ? bound : Date.parse(`${bound.local}Z`) + 12 * HOUR;
}

/** When the first clock on earth (UTC+14) shows it. */
function firstOf(bound: Bound): number {
  return typeof bound === 'number' ? bound : Date.parse(`${bound.local}Z`) - 14 * HOUR;
}
