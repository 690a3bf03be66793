/** A rule as a sentence, for people who do not program. */

import type { Action, Basis, Edition, NoticeKind, Rule } from '../core/edition.ts';
import type { Rulebook } from '../rulebook/schema.ts';
import { headingOf, reasonOf, slotWords } from './outcome-words.ts';
import { languageName } from './outcome-words-articles.ts';
import { listed } from './outcome-words-lists.ts';
import { readersWords } from './rule-words-readers.ts';
import { scopeWords } from './rule-words-scope.ts';
import { dayWords, timesWords } from './rule-words-times.ts';

export interface RuleWords {
  /** The whole, with a full stop. */
  readonly sentence: string;
  readonly parts: {
    /** `readers in Crimea, Sevastopol and 4 more places`. */
    readonly who: string;
    /** `see “If you are in Russia” above the headline; share buttons are taken out and nothing is stored`. */
    readonly what: string;
    /** `every article`. */
    readonly where: string;
    /** `until 20 December 2026, 12:00 UTC`; empty: always. */
    readonly when: string;
    /** Whether the rule is on trial, in words; empty where it is not. */
    readonly trial: string;
  };
}

/**
 * A rule of an edition in words; `undefined` where there is none of this name.
 * @param regions of the rulebook that the edition is compiled from: with them the groups in a region go by their names
 */
export function ruleWords(edition: Edition, id: string, regions?: Rulebook['regions']): RuleWords | undefined {
  const rule = edition.rules.find(one => one.id === id);
  if (rule === undefined) return undefined;
  const who = readersWords(edition, rule, regions);
  const where = scopeWords(rule.scope);
  const when = timesWords(rule.times);
  const { between, see, besides } = doneBy(edition, rule);
  const verbs = [...between.map(verb => verb(where)), ...see];
  const what = [...between.map(verb => verb('it')), ...see];
  const place = between.length > 0 ? '' : ` on ${where}`;
  const main = verbs.length > 0 ? `${who} ${listed(verbs)}${place}` : `for ${who}${place}`;
  const rest = verbs.length > 0 ? besides.map(text => `; ${text}`).join('') : `, ${besides.join('; ')}`;
  const trial = rule.shadow ? 'On trial: decided and counted, and not shown' : '';
  const words = `${main}${when === '' ? '' : `, ${when}`}${rest}`;
  return {
    sentence: ended(rule.shadow ? `On trial: ${words}` : `${words[0]!.toUpperCase()}${words.slice(1)}`),
    parts: { who, what: [...(what.length > 0 ? [listed(what)] : []), ...besides].join('; '), where, when, trial },
  };
}

interface Done {
  /** What comes between readers and the article, in words that name it. */
  readonly between: readonly ((article: string) => string)[];
  /** What readers do, in the plural. */
  readonly see: readonly string[];
  /** What is done besides, as clauses. */
  readonly besides: readonly string[];
}

function doneBy(edition: Edition, { actions, ifImpossible }: Rule): Done {
  const parts = actions.map(action => actionWords(edition, action));
  const shows = actions.some(({ type }) => type === 'show');
  const fallback = ifImpossible === 'withhold' && shows ? ['a page that cannot carry the notice is withheld'] : [];
  return {
    between: parts.flatMap(({ between = [] }) => between),
    see: parts.flatMap(({ see = [] }) => see),
    besides: [...parts.flatMap(({ besides = [] }) => besides), ...fallback],
  };
}

function actionWords(edition: Edition, action: Action): Partial<Done> {
  switch (action.type) {
    case 'show': {
      const order = action.exclusive ? ' (before every other notice there)' : '';
      return { see: [`see ${headingOf(edition, action.notice)} ${slotWords(action.slot)}${order}`] };
    }
    case 'acknowledge':
      return { between: [article => `are asked to acknowledge ${headingOf(edition, action.notice)} before ${article}`] };
    case 'protect':
      return { besides: ['share buttons are taken out and nothing is stored'] };
    case 'remove': {
      const elements = listed(edition.preparation.removals[action.removal] ?? []) || 'some elements';
      const { put } = action;
      return put === undefined
        ? { besides: [`the elements ${elements} are taken out`] }
        : { see: [`see ${headingOf(edition, put)} in place of ${elements}`] };
    }
    case 'withhold': {
      const by = action.demandedBy === undefined ? '' : `, demanded by ${action.demandedBy}`;
      const until = action.showUntil ? ', and until when' : '';
      return {
        between: [article => `cannot read ${article}${by}`],
        besides: [`they are told why${until}: ${reasonOf(edition, { reason: action.reason })}`],
      };
    }
    case 'redirect':
      return { between: [article => `are sent to ${targetWords(action)} from ${article}`] };
    case 'headers':
      return { besides: Object.entries(action.headers).map(([name, value]) => `the header ${name} is set to ${value}`) };
    case 'annotate': {
      const { mentions, mark, every, note, slot } = action.annotation;
      const names = listed(edition.preparation.mentions[mentions] ?? []);
      const which = every ? 'every mention' : 'the first mention';
      return { see: [`see ${which} of ${names} marked ${mark}, with ${headingOf(edition, note)} ${slotWords(slot)}`] };
    }
  }
}

function targetWords({ to, byLanguage }: Extract<Action, { type: 'redirect' }>): string {
  const own = Object.entries(byLanguage).map(([tag, address]) => `${address} (who read ${languageName(tag)})`);
  return [...own, ...(to === undefined ? [] : [own.length > 0 ? `${to} (all others)` : to])].join(' or ');
}

/** The ground of a rule of an edition; of a rulebook's, with its days (`2026-12-20`). */
export interface Ground extends Basis {
  readonly since?: string;
  readonly until?: string;
  readonly review?: string;
}

const GROUND: Readonly<Record<NoticeKind, string>> = {
  mandate: 'Legal duty',
  contract: 'Contract',
  voluntary: 'Our own choice',
  safety: 'Safety of readers',
};

/**
 * The ground of a rule: `Legal duty: Contempt of Court Act 1981, section 4(2). Authority: The Crown Court. Owner: legal@courier.example.
 * In force since 12 November 2026, to be reviewed by 12 February 2027.` What is private stays out.
 */
export function basisWords(basis: Ground | undefined): string {
  if (basis === undefined) return 'No ground is written down.';
  const { kind, law, authority, owner, since, until, review, public: told } = basis;
  const days = [
    ...(since === undefined ? [] : [`in force since ${dayWords(since)}`]),
    ...(until === undefined ? [] : [`ends on ${dayWords(until)}`]),
    ...(review === undefined ? [] : [`to be reviewed by ${dayWords(review)}`]),
  ].join(', ');
  const sentences = [
    law === undefined ? GROUND[kind] : `${GROUND[kind]}: ${law}`,
    ...(authority === undefined ? [] : [`Authority: ${authority}`]),
    ...(owner === undefined ? [] : [`Owner: ${owner}`]),
    ...(days === '' ? [] : [`${days[0]!.toUpperCase()}${days.slice(1)}`]),
    ...(told === undefined ? [] : [told]),
  ];
  return sentences.map(ended).join(' ');
}

/** With a full stop, unless the text has one. */
function ended(text: string): string {
  return /[.!?…]”?$/.test(text) ? text : `${text}.`;
}
