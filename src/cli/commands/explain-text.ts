/** An explanation for people: what happens first, then why. */

import type { Decision } from '../../core/decide.ts';
import type { Basis, Edition, Rule } from '../../core/edition.ts';
import type { Explanation } from '../../core/explain.ts';
import { codeOf, type Place } from '../../core/place.ts';
import type { Io } from '../io.ts';
import { count, paint, wrapped, wrappedColumns } from '../terminal.ts';
import { headersOf, inReadingOrder, removedSelectors } from './explain-json.ts';
import type { LookedAt } from './explain-page.ts';
import { pageText } from './explain-page-text.ts';
import type { Question } from './explain-question.ts';
import { guessText, missText, momentText, readersIn, SLOT_WORDS } from './explain-words.ts';

/** The whole answer, a line break at its end. */
export function explanationText(io: Io, edition: Edition, question: Question, explanation: Explanation, page?: LookedAt): string {
  const { decision } = explanation;
  const { bold } = paint(io);
  const title = (text: string) => `\n${bold(text)}\n`;
  const parts = [
    `${wrapped(outcomeText(question.place, decision), io.columns).split('\n').map(bold).join('\n')}\n${outcomeDetails(io, edition, question, decision)}`,
    wrappedColumns(surroundings(edition, question), io.columns, { indent: 2 }),
    section(title('Shown'), noticesText(io, edition, decision)),
    section(title('Marked'), marksText(io, edition, decision)),
    section(title('Taken out'), removalsText(io, edition, decision)),
    section(
      title('Headers'),
      listed(
        io,
        Object.entries(headersOf(decision, question.pathAndQuery)).map(([name, value]) => `${name}: ${value}`),
      ),
    ),
    page === undefined ? '' : `${title('The page')}${pageText(io, edition, decision, page)}`,
    `${title('Because of')}${matchedText(io, edition, question.place, decision)}`,
    section(title('Nearly'), nearlyText(io, edition, question, explanation)),
    `\n${changesText(io, edition, explanation)}`,
  ];
  return parts.join('');
}

function outcomeText(place: Place, { outcome, notices, removals, annotations, gates }: Decision): string {
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

const a = (notices: number): string => (notices === 1 ? 'a notice' : count(notices, 'notice'));

/** What is said on the page that stands in place of the article, or where readers are led. */
function outcomeDetails(io: Io, edition: Edition, { pathAndQuery, languages }: Question, decision: Decision): string {
  const { withheld, redirect } = decision;
  if (redirect !== undefined) return `${listed(io, [headersOf(decision, pathAndQuery).location ?? ''])}\n`;
  if (withheld === undefined) return '\n';
  const { reason, demandedBy, until } = withheld;
  const language = [...languages, ...edition.site.languages].find(tag => reason[tag] !== undefined) ?? Object.keys(reason)[0] ?? '';
  return `${listed(io, [
    `reason given: ${reason[language] ?? 'none'}`,
    ...(demandedBy === undefined ? [] : [`demanded by: ${demandedBy}`]),
    ...(until === undefined ? [] : [`readers are told that it ends: ${momentText(until, edition.site.timeZone)}`]),
  ])}\n`;
}

function surroundings({ site }: Edition, { place, facts, languages, now }: Question): string[][] {
  const hints = place.kind === 'tor' ? [] : [place.network && `AS${place.network}`, place.zone, place.point && pointText(place.point)];
  const said = [
    facts.surface ?? 'no page',
    facts.contentType,
    facts.id === undefined ? undefined : `id ${facts.id}`,
    facts.language === undefined ? undefined : `in ${facts.language}`,
    facts.published === undefined ? undefined : `published ${momentText(facts.published, site.timeZone)}`,
    named('section', facts.sections),
    named('tag', facts.tags),
    named('author', facts.authors),
  ];
  return [
    ['Place', joined([codeOf(place), ...hints], ', ')],
    ['Moment', momentText(now, site.timeZone)],
    ['Article', `${facts.site ?? ''}${facts.path}`],
    ['', joined(said, '; ')],
    ['Reads', languages.length === 0 ? `not known; the site's are ${site.languages.join(', ')}` : languages.join(', ')],
  ];
}

function named(one: string, names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : `${one}${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
}

function joined(parts: readonly (string | number | undefined)[], between: string): string {
  return parts.filter(part => part !== undefined && part !== '').join(between);
}

function pointText({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }): string {
  return `${latitude},${longitude}`;
}

function noticesText(io: Io, edition: Edition, { gates, notices, outcome }: Decision): string {
  const { bold, dim } = paint(io);
  const one = (id: string, languages: readonly string[], where: string) => {
    const rows = languages.map(language => [language, edition.notices[id]?.text[language]?.heading ?? '']);
    return `  ${bold(id)} ${dim(where)}\n${wrappedColumns(rows, io.columns, { indent: 4 })}`;
  };
  const withheld = outcome === 'withhold' ? 'on the page that says so' : undefined;
  return [
    ...gates.map(({ id, languages }) => one(id, languages, 'to be acknowledged before the article')),
    ...inReadingOrder(notices).map(({ id, languages, slot }) => one(id, languages, withheld ?? SLOT_WORDS[slot])),
  ].join('');
}

function marksText(io: Io, { preparation }: Edition, { annotations }: Decision): string {
  return listed(
    io,
    annotations.map(({ mentions, mark, every, note }) => {
      const names = (preparation.mentions[mentions] ?? []).join(', ');
      return `${names}: ${mark} behind ${every ? 'every' : 'the first'} mention, and where there is one, the note ${note.id} ${SLOT_WORDS[note.slot]}`;
    }),
  );
}

function removalsText(io: Io, edition: Edition, decision: Decision): string {
  const puts = decision.removals.flatMap(({ removal, put }) =>
    put === undefined ? [] : [`${put.id} stands in place of ${(edition.preparation.removals[removal] ?? []).join(', ')}`],
  );
  const selectors = removedSelectors(edition, decision);
  return listed(io, [...(selectors.length === 0 ? [] : [selectors.join(', ')]), ...puts]);
}

function matchedText(io: Io, edition: Edition, place: Place, decision: Decision): string {
  if (decision.matched.length === 0) return '  no rule\n';
  const rows = decision.matched.map(id => {
    const rule = edition.rules.find(candidate => candidate.id === id);
    if (rule === undefined) return [id];
    const guess = guessText(rule, edition, place);
    const told = `${basisText(rule.basis)}${isSetAside(rule, decision) ? SET_ASIDE[decision.outcome] : ''}`;
    return [id, guess === undefined ? told : `${told}; ${guess}`];
  });
  return wrappedColumns(rows, io.columns, { indent: 2 });
}

const SET_ASIDE = {
  serve: '',
  acknowledge: '',
  redirect: ' (set aside: readers are led elsewhere)',
  withhold: ' (set aside: the article is withheld)',
} as const;

/** Whether nothing of what a rule does is left, since another rule does something stronger. */
function isSetAside({ actions }: Rule, { outcome, notices }: Decision): boolean {
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

function nearlyText(io: Io, edition: Edition, { place, facts }: Question, { missed }: Explanation): string {
  if (missed.length === 0) return '';
  // The place is what people know best; what else stopped a rule is news.
  const telling = [...missed.filter(({ because }) => because !== 'place'), ...missed.filter(({ because }) => because === 'place')];
  const shown = new Set(telling.slice(0, MOST_MISSES));
  const lines = missed.filter(miss => shown.has(miss)).map(miss => [miss.rule, missText(miss, edition, place, facts)]);
  const more = missed.length - shown.size;
  return `${wrappedColumns(lines, io.columns, { indent: 2 })}${more === 0 ? '' : `  and ${more} more, of other places; --json names them all\n`}`;
}

function changesText(io: Io, { site, number, hash }: Edition, { decision, distant }: Explanation): string {
  const others = distant === 0 ? '' : `More than one condition stopped ${count(distant, 'other rule')}.\n`;
  const changes = Number.isFinite(decision.validUntil)
    ? wrapped(`The answer may change next: at ${momentText(decision.validUntil, site.timeZone)}.`, io.columns)
    : 'The answer never changes.';
  return `${others}${changes}\nEdition ${number}, ${hash.slice(0, 16)}\n`;
}

function section(title: string, text: string): string {
  return text === '' ? '' : `${title}${text}`;
}

function listed({ columns: width }: Io, lines: readonly string[]): string {
  return lines.map(line => `  ${wrapped(line, width - 4, '    ')}\n`).join('');
}
