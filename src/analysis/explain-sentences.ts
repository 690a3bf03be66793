/** An explanation in sentences: what happens, why, what nearly happened. For the command line and the Desk alike. */

import type { Decision, ShownNotice } from '../core/decide.ts';
import type { Basis, Edition, Rule } from '../core/edition.ts';
import type { Missed } from '../core/explain.ts';
import { headersOf, removedSelectors } from '../core/explanation-json.ts';
import type { Place } from '../core/place.ts';
import { guessText, momentText, readersIn, SLOT_WORDS } from './explain-words.ts';

/** `Readers in Crimea get the article with a notice.` */
export function outcomeText(place: Place, { outcome, notices, removals, annotations, gates }: Decision): string {
  const readers = readersIn(place);
  if (outcome === 'withhold') return `${readers} do not get the article: it is withheld.`;
  if (outcome === 'redirect') return `${readers} are led to another address.`;
  const gate = outcome === 'acknowledge' ? ` once they have acknowledged ${a(gates.length)}` : '';
  const changes = [
    ...(notices.length > 0 ? [`with ${a(notices.length)}`] : []),
    ...(removals.length > 0 ? ['with elements taken out'] : []),
    ...(annotations.length > 0 ? ['with names marked'] : []),
  ];
  if (changes.length === 0) return `${readers} get the article as it is${gate === '' ? '' : `,${gate}`}.`;
  return `${readers} get the article ${and(changes)}${gate === '' ? '' : `,${gate}`}.`;
}

/** `a`, `a and b`, `a, b and c`. */
const and = (parts: readonly string[]): string => parts.join(', ').replace(/, ([^,]*)$/, ' and $1');

const a = (notices: number): string => (notices === 1 ? 'a notice' : `${notices} notices`);

/** What is said on the page that stands in place of the article, or where readers are led; empty where the article is there. */
export function outcomeDetails(
  edition: Edition,
  { pathAndQuery, languages }: { readonly pathAndQuery: string; readonly languages: readonly string[] },
  decision: Decision,
): string[] {
  const { withheld, redirect } = decision;
  if (redirect !== undefined) return [headersOf(decision, pathAndQuery).location ?? ''];
  if (withheld === undefined) return [];
  const { reason, demandedBy, until } = withheld;
  const language = [...languages, ...edition.site.languages].find(tag => reason[tag] !== undefined) ?? Object.keys(reason)[0] ?? '';
  return [
    `reason given: ${reason[language] ?? 'none'}`,
    ...(demandedBy === undefined ? [] : [`demanded by: ${demandedBy}`]),
    ...(until === undefined ? [] : [`readers are told that it ends: ${momentText(until, edition.site.timeZone)}`]),
  ];
}

/** Which names get a mark, and which note explains it. */
export function markTexts({ preparation }: Edition, { annotations }: Decision): string[] {
  return annotations.map(({ mentions, mark, every, note }) => {
    const names = (preparation.mentions[mentions] ?? []).join(', ');
    return `${names}: ${mark} behind ${every ? 'every' : 'the first'} mention, and where there is one, the note ${note.id} ${SLOT_WORDS[note.slot]}`;
  });
}

/** What is taken out, and what stands in its place. */
export function removalTexts(edition: Edition, decision: Decision): string[] {
  const puts = decision.removals.flatMap(({ removal, put }) =>
    put === undefined ? [] : [`${put.id} stands in place of ${(edition.preparation.removals[removal] ?? []).join(', ')}`],
  );
  const selectors = removedSelectors(edition, decision);
  return [...(selectors.length === 0 ? [] : [selectors.join(', ')]), ...puts];
}

/** On what ground a rule fired, whether something stronger set it aside, and by which guess. */
export function firedText(rule: Rule, edition: Edition, place: Place, decision: Decision): string {
  const guess = guessText(rule, edition, place);
  const told = `${basisText(rule.basis)}${isSetAside(rule, decision) ? SET_ASIDE[decision.outcome] : ''}`;
  return guess === undefined ? told : `${told}; ${guess}`;
}

const SET_ASIDE = {
  serve: '',
  acknowledge: '',
  redirect: ' (set aside: readers are led elsewhere)',
  withhold: ' (set aside: the article is withheld)',
} as const;

/** Whether nothing of what a rule does is left, since another rule does something stronger. */
export function isSetAside({ actions }: Rule, { outcome, notices }: Decision): boolean {
  if (outcome !== 'withhold' && outcome !== 'redirect') return false;
  return !actions.some(
    action =>
      action.type === outcome ||
      action.type === 'protect' ||
      action.type === 'headers' ||
      (action.type === 'show' && notices.some(({ id }) => id === action.notice)),
  );
}

function basisText(basis: Basis | undefined): string {
  if (basis === undefined) return '';
  const { kind, law, authority, owner } = basis;
  const ground = [law, authority].filter(part => part !== undefined).join('; ');
  return `${kind}${ground === '' ? '' : `: ${ground}`}${owner === undefined ? '; nobody answers for it' : `; ${owner} answers for it`}`;
}

/** A rulebook for the whole world has many a rule that is only about another place. */
const MOST_MISSES = 25;

/** The misses that tell most, in the order of the rulebook, and how many others there are. */
export function tellingMisses(missed: readonly Missed[]): { readonly told: readonly Missed[]; readonly more: number } {
  // The place is what people know best; what else stopped a rule is news.
  const telling = [...missed.filter(({ because }) => because !== 'place'), ...missed.filter(({ because }) => because === 'place')];
  const told = new Set(telling.slice(0, MOST_MISSES));
  return { told: missed.filter(miss => told.has(miss)), more: missed.length - told.size };
}

/** When the answer may change. */
export function changesNextText(decision: Decision, zone: string): string {
  if (!Number.isFinite(decision.validUntil)) return 'The answer never changes.';
  return `The answer may change next: at ${momentText(decision.validUntil, zone)}.`;
}

/** What happens in place of a notice that a page cannot carry. */
export function cannotCarryText({ id, ifImpossible }: Pick<ShownNotice, 'id' | 'ifImpossible'>): string {
  return `This page cannot carry ${id}: ${INSTEAD[ifImpossible]}.`;
}

const INSTEAD = {
  acknowledge: 'readers are asked to acknowledge it before the article',
  withhold: 'the article is withheld',
} as const;
