/** What evidence is asked: a reader, a moment, an article, from the fields of its form. */

import { readerFrom } from '../../analysis/audience.ts';
import type { ArticleFacts } from '../../core/article.ts';
import type { EvidenceQuestion } from '../../evidence/evidence-file.ts';
import { Wrong } from '../../rulebook/problems.ts';
import { readLanguage } from '../../rulebook/readers.ts';
import type { Desk } from '../desk.ts';
import { Refused } from '../errors.ts';
import { momentFrom } from '../proposals/moment.ts';
import { addressFor } from '../serving.ts';

/** The fields of the form. Those after `languages` say something of the article that its page does not say today. */
export const FIELDS = [
  'place',
  'at',
  'zone',
  'path',
  'languages',
  'article',
  'tags',
  'sections',
  'authors',
  'language',
  'published',
] as const;
export type FieldName = (typeof FIELDS)[number];

/** What was typed, as it was typed. */
export type Typed = Readonly<Record<FieldName, string>>;

/** Fields that cannot be used, each with what is wrong and how to mend it. */
export type FieldErrors = Readonly<Partial<Record<FieldName, string>>>;

/** What was said of the article in place of its page. */
export type GivenFacts = Partial<Pick<ArticleFacts, 'id' | 'tags' | 'sections' | 'authors' | 'language' | 'published'>>;

export interface Asking {
  readonly question: EvidenceQuestion;
  readonly given: GivenFacts;
}

export function typedFrom(query: (name: string) => string | undefined): Typed {
  return Object.fromEntries(FIELDS.map(name => [name, query(name)?.trim() ?? ''])) as unknown as Typed;
}

/** The query by which the same is asked again. */
export function queryOf(typed: Typed): string {
  return new URLSearchParams(FIELDS.flatMap(name => (typed[name] === '' ? [] : [[name, typed[name]]]))).toString();
}

/** What was typed as a question, or everything that is wrong with it. */
export function askingFrom(desk: Desk, typed: Typed): Asking | { readonly errors: FieldErrors } {
  const errors: Partial<Record<FieldName, string>> = {};
  const tried = <T>(name: FieldName, read: () => T | Wrong): T | undefined => {
    try {
      const value = read();
      if (!(value instanceof Wrong)) return value;
      errors[name] = `${capital(value.message)}: ${value.mend}.`;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors[name] = `${error.message} ${error.mend}`;
    }
    return undefined;
  };
  const zone = typed.zone || 'UTC';
  const reader = readerFrom(typed.place);
  if (reader === undefined) errors.place = 'That is not a place. Write a country such as SG, a part of one such as UA-43, unknown or tor.';
  const at = tried('at', () => momentFrom(typed.at, zone));
  const path = tried('path', () => pathFrom(desk, typed.path));
  const languages = tried('languages', () => tagsFrom(typed.languages));
  const language = typed.language === '' ? undefined : tried('language', () => tagFrom(typed.language));
  const published = typed.published === '' ? undefined : tried('published', () => momentFrom(typed.published, zone));
  if (Object.keys(errors).length > 0 || reader === undefined || at === undefined || path === undefined || languages === undefined) {
    return { errors };
  }
  const question = { place: reader.place, at, path, languages };
  return { question, given: givenFrom(typed, { language, published }) };
}

function givenFrom(typed: Typed, read: { language: string | undefined; published: number | undefined }): GivenFacts {
  return {
    ...(typed.article === '' ? {} : { id: typed.article }),
    ...(typed.tags === '' ? {} : { tags: listed(typed.tags) }),
    ...(typed.sections === '' ? {} : { sections: listed(typed.sections) }),
    ...(typed.authors === '' ? {} : { authors: listed(typed.authors) }),
    ...(read.language === undefined ? {} : { language: read.language }),
    ...(read.published === undefined ? {} : { published: read.published }),
  };
}

/** Path and query; a whole address of the site is understood too. */
function pathFrom(desk: Desk, text: string): string {
  const { origin } = desk.settings.site;
  const { pathname, search } = addressFor(desk, text.startsWith(`${origin}/`) ? text.slice(origin.length) : text);
  return `${pathname}${search}`;
}

/** More than any reader's browser names. */
const MOST_LANGUAGES = 10;

function tagsFrom(text: string): readonly string[] | Wrong {
  const tags = text.split(/[\s,;]+/).filter(tag => tag !== '');
  if (tags.length > MOST_LANGUAGES) return new Wrong(`${tags.length} languages`, `name ${MOST_LANGUAGES} at most`);
  const read = tags.map(tagFrom);
  return read.find(tag => tag instanceof Wrong) ?? (read as string[]);
}

/** In whatever case it was typed. */
function tagFrom(text: string): string | Wrong {
  try {
    return readLanguage(Intl.getCanonicalLocales(text)[0] ?? text);
  } catch {
    return readLanguage(text);
  }
}

function listed(text: string): string[] {
  return text.split(',').flatMap(part => part.trim() || []);
}

function capital(text: string): string {
  return text.replace(/^[a-z]/, first => first.toUpperCase());
}
