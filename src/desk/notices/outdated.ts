/** Which translations of a draft are older than the text that they translate. */

import type { Edition, Notice } from '../../core/edition.ts';
import { sourceLanguage, translationsOf } from '../publishing/translations.ts';
import type { Store } from '../store/database.ts';

export interface Translations {
  /** The language that the others are translations of. */
  readonly source: string | undefined;
  readonly outdated: ReadonlySet<string>;
}

/**
 * Outdated is what was outdated before, and what stays as it is while the draft changes the first text.
 * @param base the edition that the draft changes
 */
export async function translationsIn(store: Store, base: Edition, draft: Notice): Promise<Translations> {
  const source = sourceLanguage(base, draft);
  const states = (await translationsOf(store, { ...base, notices: { [draft.id]: draft } })).get(draft.id) ?? {};
  const known = Object.keys(draft.text).filter(language => states[language] === 'outdated');
  const before = Object.hasOwn(base.notices, draft.id) ? base.notices[draft.id] : undefined;
  const left =
    source === undefined || isSame(before, draft, source)
      ? []
      : Object.keys(draft.text).filter(language => isSame(before, draft, language));
  return { source, outdated: new Set([...known, ...left].filter(language => language !== source)) };
}

/** Whether both have the same text in a language; a notice that is new has nothing in common with what was. */
function isSame(before: Notice | undefined, draft: Notice, language: string): boolean {
  const [old, next] = [before?.text[language], draft.text[language]];
  if (before === undefined) return old === next;
  return old?.heading === next?.heading && old?.body === next?.body;
}
