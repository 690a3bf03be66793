/** What readers get, in words: as it is said of `readers in Crimea`, in the singular or the plural. */

import { type Edition, SHARE_REMOVAL, type Slot } from '../core/edition.ts';
import { isUntouched, type Outcome, type SeenNotice } from './coverage-outcome.ts';
import { momentWords } from './outcome-words-articles.ts';
import { listed } from './outcome-words-lists.ts';

const WHERE: Readonly<Record<Slot, string>> = {
  'page-top': 'at the top of the page',
  'before-headline': 'above the headline',
  'after-headline': 'below the headline',
  'before-body': 'above the text',
  'after-body': 'below the text',
  'page-end': 'at the end of the page',
};

/** `above the headline`. */
export function slotWords(slot: SeenNotice['slot']): string {
  if (slot === 'gate') return 'on a page before the article';
  return slot === 'replacement' ? 'in place of what is taken out' : WHERE[slot];
}

/** The heading of a notice in the publication's language, in quotation marks. */
export function headingOf(edition: Edition, id: string): string {
  const notice = edition.notices[id];
  const language = edition.site.languages.find(tag => notice?.text[tag] !== undefined) ?? Object.keys(notice?.text ?? {})[0];
  return `“${(language === undefined ? undefined : notice?.text[language]?.heading) || id}”`;
}

/** Texts of a reason in the publication's language, in quotation marks. */
export function reasonOf(edition: Edition, { reason }: NonNullable<Outcome['withheld']>): string {
  const text = edition.site.languages.map(tag => reason[tag]).find(found => found !== undefined) ?? Object.values(reason)[0] ?? '';
  return `“${shortened(text)}”`;
}

/** At most a line of it. */
function shortened(text: string, most = 90): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= most
    ? line
    : `${line.slice(0, line.lastIndexOf(' ', most - 1) > 0 ? line.lastIndexOf(' ', most - 1) : most - 1)} …`;
}

export interface WordsOptions {
  /** What is said of the languages of a notice, where they are not to be named one by one. */
  readonly languages?: (notice: SeenNotice) => string;
  /** Elements of pages by the selectors that find them, as ops write them; else they are elements. */
  readonly selectors?: boolean;
}

/** `sees “If you are in Russia” above the headline, in ru and en; share buttons are gone; nothing is stored`. */
export function outcomeWords(edition: Edition, seen: Outcome, options: WordsOptions = {}): string {
  const parts = partsOf(edition, seen, options);
  return parts.length === 0 ? 'gets the page as it is' : parts.join('; ');
}

function partsOf(edition: Edition, seen: Outcome, { languages = inLanguages, selectors = true }: WordsOptions): string[] {
  if (isUntouched(seen)) return [];
  return [
    ...outcomePart(edition, seen),
    ...(seen.gates.length > 0 ? [`is asked to acknowledge ${listed(seen.gates.map(({ id }) => headingOf(edition, id)))} first`] : []),
    ...seen.notices.map(notice => `sees ${headingOf(edition, notice.id)} ${slotWords(notice.slot)}${languages(notice)}`),
    ...namedRemovals(edition, seen).map(removal => removalPart(edition, removal, selectors)),
    ...(seen.protect ? ['share buttons are gone', 'nothing is stored'] : []),
    ...seen.annotations.map(({ names, mark, note }) => `sees ${listed(names)} marked ${mark}, with ${headingOf(edition, note.id)}`),
    ...Object.entries(seen.headers).map(([name, value]) => `gets the header ${name}: ${value}`),
  ];
}

function outcomePart(edition: Edition, { withheld, redirect, outcome }: Outcome): string[] {
  if (withheld !== undefined) {
    const by = withheld.demandedBy === undefined ? '' : `, demanded by ${withheld.demandedBy}`;
    const until = withheld.until === undefined ? '' : `, until ${momentWords(withheld.until)}`;
    return [`cannot read it: ${reasonOf(edition, withheld)}${by}${until}`];
  }
  return outcome === 'redirect' && redirect !== undefined ? [`is sent to ${redirect}`] : [];
}

/** The elements that rules name: those that `protect` takes out go without saying beside the protection. */
export function namedRemovals(edition: Edition, { protect, removals }: Outcome): Outcome['removals'] {
  const share = edition.preparation.removals[SHARE_REMOVAL]?.join('\n');
  return removals.filter(({ selectors, put }) => !protect || put !== undefined || selectors.join('\n') !== share);
}

function removalPart(edition: Edition, { selectors, put }: Outcome['removals'][number], named: boolean): string {
  const elements = selectors.length === 0 ? 'some elements' : named ? listed(selectors) : elementsWords(selectors.length);
  return put === undefined ? `${elements} taken out` : `${headingOf(edition, put.id)} in place of ${elements}`;
}

/** However many a page has: of one selector nobody can tell. */
function elementsWords(selectors: number): string {
  return selectors === 1 ? 'an element of the page' : 'some elements of the page';
}

function inLanguages({ languages }: SeenNotice): string {
  return languages.length === 0 ? '' : `, in ${listed(languages)}`;
}

/** `ru, then the reader's language`: what a notice says of languages, whoever reads. */
export function languageRule(edition: Edition, id: string): string {
  const notice = edition.notices[id];
  if (notice === undefined) return '';
  const first = notice.first.join(', ');
  if (!notice.thenReader) return first;
  return first === '' ? "the reader's language" : `${first}, then the reader's language`;
}
