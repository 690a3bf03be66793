/** What the Desk calls the settings of a notice. */

import type { Notice, NoticeKind } from '../../core/edition.ts';
import { languageWords } from '../proposals/differences.tsx';
import type { TranslationState } from '../publishing/translations.ts';
import type { NoticeDraft } from './draft.ts';
import type { SettingName } from './merge-drafts.ts';

export const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  mandate: 'Legal duty',
  contract: 'Contract',
  voluntary: 'Our own choice',
  safety: 'Safety of readers',
};

/** @param live whether readers get it as it stands */
export function translationWords(state: TranslationState, live: boolean): string {
  const there = live ? 'Live' : 'Written';
  return { source: `${there}, first text`, current: there, outdated: 'Outdated translation', missing: 'Missing' }[state];
}

/** `Every reader is shown Russian (ru), then their own language where there is a text in it.` */
export function orderWords({ first, thenReader }: Pick<Notice, 'first' | 'thenReader'>): string {
  const own = 'their own language where there is a text in it, else the publication’s';
  if (first.length === 0) return `Readers are shown ${own}.`;
  const named = new Intl.ListFormat('en-GB').format(first.map(languageWords));
  return thenReader ? `Every reader is shown ${named}, then ${own}.` : `Every reader is shown ${named}, and nothing else.`;
}

/** A setting of a draft, as its field in the form calls it and says it. */
export function settingWords(name: SettingName, draft: NoticeDraft): readonly [label: string, value: string] {
  switch (name) {
    case 'kind':
      return ['Why it exists', draft.kind === '' ? 'not said' : KIND_WORDS[draft.kind]];
    case 'first':
      return ['Every reader is shown first', draft.first.map(languageWords).join(', ') || 'none'];
    case 'thenReader':
      return ['Then', draft.thenReader ? 'the reader’s own language' : 'nothing else'];
    case 'size':
      return ['Size', draft.size === 'double' ? 'at least twice the size of the text' : 'as the text of the article'];
    case 'more':
      return ['A page of its own', draft.more ? 'linked' : 'not linked'];
  }
}
