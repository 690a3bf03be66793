/** An explanation for people: what happens first, then why. */

import {
  changesNextText,
  firedText,
  markTexts,
  outcomeDetails,
  outcomeText,
  removalTexts,
  tellingMisses,
} from '../../analysis/explain-sentences.ts';
import { missText, momentText, SLOT_WORDS } from '../../analysis/explain-words.ts';
import type { Decision } from '../../core/decide.ts';
import type { Edition } from '../../core/edition.ts';
import type { Explanation } from '../../core/explain.ts';
import { headersOf, inReadingOrder } from '../../core/explanation-json.ts';
import { codeOf, type Place } from '../../core/place.ts';
import type { Io } from '../io.ts';
import { count, paint, wrapped, wrappedColumns } from '../terminal.ts';
import type { LookedAt } from './explain-page.ts';
import { pageText } from './explain-page-text.ts';
import type { Question } from './explain-question.ts';

/** The whole answer, a line break at its end. */
export function explanationText(io: Io, edition: Edition, question: Question, explanation: Explanation, page?: LookedAt): string {
  const { decision } = explanation;
  const { bold } = paint(io);
  const title = (text: string) => `\n${bold(text)}\n`;
  const parts = [
    `${wrapped(outcomeText(question.place, decision), io.columns).split('\n').map(bold).join('\n')}\n${detailsText(io, outcomeDetails(edition, question, decision))}`,
    wrappedColumns(surroundings(edition, question), io.columns, { indent: 2 }),
    section(title('Shown'), noticesText(io, edition, decision)),
    section(title('Marked'), listed(io, markTexts(edition, decision))),
    section(title('Taken out'), listed(io, removalTexts(edition, decision))),
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

function detailsText(io: Io, details: readonly string[]): string {
  return details.length === 0 ? '\n' : `${listed(io, details)}\n`;
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

function matchedText(io: Io, edition: Edition, place: Place, decision: Decision): string {
  if (decision.matched.length === 0) return '  no rule\n';
  const rows = decision.matched.map(id => {
    const rule = edition.rules.find(candidate => candidate.id === id);
    return rule === undefined ? [id] : [id, firedText(rule, edition, place, decision)];
  });
  return wrappedColumns(rows, io.columns, { indent: 2 });
}

function nearlyText(io: Io, edition: Edition, { place, facts }: Question, { missed }: Explanation): string {
  if (missed.length === 0) return '';
  const { told, more } = tellingMisses(missed);
  const lines = told.map(miss => [miss.rule, missText(miss, edition, place, facts)]);
  return `${wrappedColumns(lines, io.columns, { indent: 2 })}${more === 0 ? '' : `  and ${more} more, of other places; --json names them all\n`}`;
}

function changesText(io: Io, { site, number, hash }: Edition, { decision, distant }: Explanation): string {
  const others = distant === 0 ? '' : `More than one condition stopped ${count(distant, 'other rule')}.\n`;
  const changes = wrapped(changesNextText(decision, site.timeZone), io.columns);
  return `${others}${changes}\nEdition ${number}, ${hash.slice(0, 16)}\n`;
}

function section(title: string, text: string): string {
  return text === '' ? '' : `${title}${text}`;
}

function listed({ columns: width }: Io, lines: readonly string[]): string {
  return lines.map(line => `  ${wrapped(line, width - 4, '    ')}\n`).join('');
}
