/** The words of the interface, in every language that readers are answered in. */

import type { Direction } from '../src/core/edition.ts';
import { ar } from './strings/ar.ts';
import { be } from './strings/be.ts';
import { de } from './strings/de.ts';
import { en } from './strings/en.ts';
import { es } from './strings/es.ts';
import { fa } from './strings/fa.ts';
import { fr } from './strings/fr.ts';
import { he } from './strings/he.ts';
import { ru } from './strings/ru.ts';
import { uk } from './strings/uk.ts';

/** Everything that can go wrong with a request and has a page of its own. */
export type ErrorKind =
  | 'not-found'
  | 'bad-request'
  | 'too-long'
  | 'method'
  | 'loop'
  | 'origin-down'
  | 'origin-slow'
  | 'internal'
  | 'unready';

interface Message {
  readonly title: string;
  readonly text: string;
}

export interface Strings {
  /** BCP 47. */
  readonly language: string;
  readonly direction: Direction;
  readonly skipToArticle: string;
  readonly skipToContent: string;
  readonly skipToRelated: string;
  readonly frontPage: string;
  readonly backToFrontPage: string;
  readonly breaking: string;
  /** Stands before the names of the authors. */
  readonly by: string;
  readonly published: string;
  readonly updated: string;
  readonly alsoIn: string;
  readonly author: string;
  readonly authors: string;
  readonly topics: string;
  readonly related: string;
  readonly share: string;
  readonly shareByMail: string;
  readonly shareByText: string;
  readonly subscribe: string;
  readonly subscribeText: string;
  readonly subscribeByMail: string;
  readonly comments: string;
  readonly commentsText: string;
  readonly writeToEditor: string;
  readonly notice: { readonly title: string; readonly languages: string };
  readonly withheld: Message & {
    readonly reason: string;
    /** The reason where a page has no place for the notice that must stand in it. */
    readonly cannotCarry: string;
    readonly demandedBy: string;
    readonly until: string;
  };
  readonly gate: {
    readonly acknowledge: Message & { readonly button: string };
    readonly carry: Message & { readonly button: string };
  };
  readonly errors: Readonly<Record<ErrorKind, Message>>;
  /** The local viewer. */
  readonly asFrom: {
    readonly title: string;
    readonly text: string;
    readonly place: string;
    readonly countries: string;
    readonly parts: string;
    readonly hidden: string;
    readonly code: string;
    readonly codeHint: string;
    readonly time: string;
    readonly timeHint: string;
    readonly languages: string;
    readonly languagesHint: string;
    readonly page: string;
    readonly show: string;
    readonly width: string;
    readonly phone: string;
    readonly desktop: string;
    readonly frame: string;
  };
}

export const STRINGS: Readonly<Record<string, Strings>> = { en, ru, uk, be, de, fr, es, ar, fa, he };

/** The first of `languages` (BCP 47, best first) that there are words in, by its primary subtag; English if there is none. */
export function stringsFor(languages: readonly string[]): Strings {
  for (const language of languages) {
    const primary = language.split('-', 1)[0]?.toLowerCase() ?? '';
    if (Object.hasOwn(STRINGS, primary)) return STRINGS[primary]!;
  }
  return en;
}
