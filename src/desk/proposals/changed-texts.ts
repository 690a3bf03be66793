/** Which texts of notices are different between two rulebooks. Pure. */

import type { Edition, NoticeText } from '../../core/edition.ts';
import type { Rulebook } from '../../rulebook/schema.ts';
import { sourceLanguage } from '../publishing/translations.ts';

/** As it is typed: Markdown. */
export interface TypedText {
  readonly heading: string;
  readonly body: string;
}

export interface ChangedText {
  readonly language: string;
  /** Absent where the language, or the notice, is new. */
  readonly before?: TypedText;
  /** Absent where it was taken out. */
  readonly after?: TypedText;
}

export interface ChangedNotice {
  readonly notice: string;
  readonly texts: readonly ChangedText[];
}

/** Notices of which some text is not the same, in the order of the alphabet. */
export function changedTexts(old: Pick<Rulebook, 'notices'>, next: Pick<Rulebook, 'notices'>): ChangedNotice[] {
  const names = [...new Set([...Object.keys(old.notices), ...Object.keys(next.notices)])].sort();
  return names
    .map(notice => ({ notice, texts: textsOf(own(old.notices, notice)?.text ?? {}, own(next.notices, notice)?.text ?? {}) }))
    .filter(({ texts }) => texts.length > 0);
}

function textsOf(old: Readonly<Record<string, TypedText>>, next: Readonly<Record<string, TypedText>>): ChangedText[] {
  const languages = [...new Set([...Object.keys(next), ...Object.keys(old)])];
  return languages.flatMap(language => {
    const [before, after] = [own(old, language), own(next, language)];
    if (before?.heading === after?.heading && before?.body === after?.body) return [];
    return [{ language, ...(before && { before }), ...(after && { after }) }];
  });
}

/** A notice whose first text was changed while some of its translations stayed as they were. */
export interface Untouched {
  readonly notice: string;
  /** The language that the others are translations of. */
  readonly source: string;
  readonly languages: readonly string[];
}

/** Notices of which an approver can say that the change is minor: translations of the text before are good for the new one. */
export function untouchedTranslations(old: Edition, next: Edition): Untouched[] {
  return Object.values(next.notices).flatMap(notice => {
    const before = own(old.notices, notice.id);
    const source = sourceLanguage(next, notice);
    if (before === undefined || source === undefined || !isChanged(before.text[source], notice.text[source])) return [];
    const languages = Object.keys(notice.text).filter(
      language => language !== source && isSame(before.text[language], notice.text[language]),
    );
    return languages.length === 0 ? [] : [{ notice: notice.id, source, languages }];
  });
}

function isSame(old: NoticeText | undefined, next: NoticeText | undefined): boolean {
  return old !== undefined && old.heading === next?.heading && old.body === next.body;
}

function isChanged(old: NoticeText | undefined, next: NoticeText | undefined): boolean {
  return old !== undefined && !isSame(old, next);
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
