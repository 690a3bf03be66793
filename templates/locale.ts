/** How languages, names and moments are written for readers. */

import type { Direction } from '../src/core/edition.ts';

const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg', 'Samr', 'Mand', 'Aran']);

/** The direction in which a language is written; `ltr` for a tag that is not well formed. */
export function directionOf(language: string): Direction {
  try {
    return RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr';
  } catch {
    return 'ltr';
  }
}

/** A language's name in that language itself, with a capital where its script has them: `Русский`. */
export function nameOfLanguage(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language', fallback: 'code' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}

/** Date, time and zone in words: `12 November 2026 at 09:40 CET`. */
export function momentIn(language: string, instant: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat(houseLocale(language), {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(new Date(instant));
}

/** The date alone, for lists. */
export function dayIn(language: string, instant: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat(houseLocale(language), { dateStyle: 'long', timeZone }).format(new Date(instant));
}

/** Parts of a list with its separators, `A, B and C`, so that each name can be marked up. */
export function listIn(language: string, names: readonly string[]): readonly { readonly isName: boolean; readonly text: string }[] {
  const parts = new Intl.ListFormat(language, { type: 'conjunction' }).formatToParts(names);
  return parts.map(part => ({ isName: part.type === 'element', text: part.value }));
}

/** Plain `en` would mean American dates and hours; the house writes the day first and counts to 24. */
function houseLocale(language: string): string {
  return language.toLowerCase() === 'en' ? 'en-GB' : language;
}
