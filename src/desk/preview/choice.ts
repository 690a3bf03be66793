/** As whom, when and what somebody wants to look at: the fields of the preview's form, from a query. */

import { type Reader as Audience, readerFrom } from '../../analysis/audience.ts';
import type { Desk } from '../desk.ts';
import { Refused } from '../errors.ts';
import { momentFrom } from '../proposals/moment.ts';
import { addressFor } from '../serving.ts';

export const WIDTHS = ['phone', 'desktop'] as const;
export type Width = (typeof WIDTHS)[number];

/** What was typed, as it was typed. */
export interface Typed {
  readonly of: string;
  readonly place: string;
  /** As `<input type="datetime-local">` sends it, in UTC; empty for now. */
  readonly at: string;
  readonly languages: string;
  readonly path: string;
  readonly width: Width;
}

/** What it comes to. */
export interface Choice {
  readonly reader: Audience;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly languages: readonly string[];
  readonly path: string;
}

/** Fields that cannot be used, each with what is wrong and how to mend it. */
export type FieldErrors = Partial<Record<'place' | 'at' | 'languages' | 'path', string>>;

/** Places that most questions are about. Any other can be typed. */
export const USUAL_PLACES: readonly (readonly [code: string, name: string])[] = [
  ['RU-MOW', 'Moscow'],
  ['UA-43', 'Simferopol'],
  ['UA-40', 'Sevastopol'],
  ['UA-30', 'Kyiv'],
  ['UA', 'Ukraine, somewhere'],
  ['BY-HM', 'Minsk'],
  ['SG', 'Singapore'],
  ['GB-ENG', 'England'],
  ['FR', 'France'],
  ['DE-BE', 'Berlin'],
  ['US-NY', 'New York'],
  ['unknown', 'Nobody knows where'],
  ['tor', 'Through Tor'],
];

/** @param first the path of the article that is looked at where none is named */
export function typedFrom(query: (name: string) => string | undefined, first: string): Typed {
  const width = query('width');
  return {
    of: query('of') || 'live',
    place: query('place')?.trim() || 'RU-MOW',
    at: query('at')?.trim() ?? '',
    languages: query('languages')?.trim() ?? '',
    path: query('path')?.trim() || first,
    width: WIDTHS.find(known => known === width) ?? 'desktop',
  };
}

/** What was typed as a choice, or everything that is wrong with it. */
export function choiceFrom(desk: Desk, typed: Typed): { readonly choice: Choice } | { readonly errors: FieldErrors } {
  const errors: { -readonly [Name in keyof FieldErrors]: string } = {};
  const tried = <T>(name: keyof FieldErrors, read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      errors[name] = `${error.message} ${error.mend}`;
      return undefined;
    }
  };
  const reader = readerFrom(typed.place);
  if (reader === undefined) errors.place = 'That is not a place. Write a country such as SG, a part of one such as UA-43, unknown or tor.';
  const now = typed.at === '' ? desk.store.now() : tried('at', () => momentFrom(typed.at.replace(/Z$/, ''), 'UTC'));
  const path = tried('path', () => pathFrom(desk, typed.path));
  const languages = languagesFrom(typed.languages);
  if (languages === undefined) errors.languages = 'Write tags of languages with commas between them, such as uk, en.';
  if (reader === undefined || now === undefined || path === undefined || languages === undefined) return { errors };
  return { choice: { reader, now, languages, path } };
}

/** Path and query; a whole address of the site is understood too. */
function pathFrom(desk: Desk, text: string): string {
  const { pathname, search } = addressFor(
    desk,
    text.startsWith(`${desk.settings.site.origin}/`) ? text.slice(desk.settings.site.origin.length) : text,
  );
  return `${pathname}${search}`;
}

/** More than any reader's browser names. */
const MOST_LANGUAGES = 10;

function languagesFrom(text: string): readonly string[] | undefined {
  const tags = text.split(/[\s,;]+/).filter(tag => tag !== '');
  return tags.length <= MOST_LANGUAGES && tags.every(tag => /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag)) ? tags : undefined;
}
