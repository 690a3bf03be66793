/** Two people's texts of one notice, where one saved before the other. Pure. */

import type { TypedText } from '../proposals/changed-texts.ts';
import { isSameList, isSameText, type NoticeDraft } from './draft.ts';

/** A text that is another in what somebody typed and in what was saved meanwhile. Absent: taken out, or not there yet. */
export interface TextDifference {
  readonly language: string;
  readonly mine?: TypedText;
  readonly theirs?: TypedText;
  /** Whose text goes on: mine wherever I have changed it, so that nothing typed is lost; else theirs. */
  readonly kept: 'mine' | 'theirs';
  /** Whether both have changed it. */
  readonly conflict: boolean;
}

export interface Merged {
  readonly draft: NoticeDraft;
  readonly differences: readonly TextDifference[];
  /** Settings that are others in what was typed and in what was saved meanwhile. */
  readonly settings: readonly SettingName[];
}

const SETTINGS = ['kind', 'first', 'thenReader', 'size', 'more'] as const;
export type SettingName = (typeof SETTINGS)[number];

/** @param seen what both began with; without it, whatever is different counts as changed by both */
export function mergeDrafts(mine: NoticeDraft, seen: NoticeDraft | undefined, theirs: NoticeDraft): Merged {
  const languages = [...new Set([...mine.texts.keys(), ...theirs.texts.keys()])];
  const differences = languages.flatMap(language => differenceIn(language, mine, seen, theirs));
  const byLanguage = new Map(differences.map(difference => [difference.language, difference]));
  const texts = languages.flatMap((language): [string, TypedText][] => {
    const kept = byLanguage.get(language)?.kept === 'theirs' ? theirs : mine;
    const text = kept.texts.get(language);
    return text === undefined ? [] : [[language, text]];
  });
  const chosen = <Name extends 'kind' | 'thenReader' | 'more' | 'size'>(name: Name): NoticeDraft[Name] =>
    mine[name] === seen?.[name] ? theirs[name] : mine[name];
  const first = seen !== undefined && isSameList(mine.first, seen.first) ? theirs.first : mine.first;
  return {
    draft: {
      kind: chosen('kind'),
      first,
      thenReader: chosen('thenReader'),
      texts: new Map(texts),
      more: chosen('more'),
      size: chosen('size'),
    },
    differences,
    settings: SETTINGS.filter(name => String(mine[name]) !== String(theirs[name])),
  };
}

function differenceIn(language: string, mine: NoticeDraft, seen: NoticeDraft | undefined, theirs: NoticeDraft): TextDifference[] {
  const [own, other, before] = [mine.texts.get(language), theirs.texts.get(language), seen?.texts.get(language)];
  if (isSameText(own, other)) return [];
  // A language that is only theirs was added by them, unless I have seen it and taken it out.
  const untouched = seen === undefined ? own === undefined : isSameText(own, before);
  const conflict = !untouched && (seen === undefined || !isSameText(other, before));
  return [{ language, ...(own && { mine: own }), ...(other && { theirs: other }), kept: untouched ? 'theirs' : 'mine', conflict }];
}
