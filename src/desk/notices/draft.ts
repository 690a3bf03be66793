/** A notice as it stands in the editor's form, and what of it is another in the rulebook. Pure. */

import { NOTICE_KINDS, type Notice, type NoticeKind } from '../../core/edition.ts';
import type { FieldChange } from '../../rulebook/edit.ts';
import { isMapping } from '../../rulebook/untyped.ts';
import type { Form } from '../form.ts';
import type { TypedText } from '../proposals/changed-texts.ts';

export interface NoticeDraft {
  /** Empty where the rulebook holds none that there is. */
  readonly kind: NoticeKind | '';
  readonly first: readonly string[];
  readonly thenReader: boolean;
  /** By language, in the order of the rulebook. Exactly as typed. */
  readonly texts: ReadonlyMap<string, TypedText>;
  readonly more: boolean;
  readonly size: Notice['size'];
}

/** The entry of a notice as it is written, right or wrong; `undefined` where it is nothing that a form could show. */
export function draftOf(value: unknown): NoticeDraft | undefined {
  if (!isMapping(value)) return undefined;
  const { kind, text, more, size } = value;
  const languages = isMapping(value.languages) ? value.languages : {};
  return {
    kind: kindFrom(kind),
    first: [languages.first ?? []].flat().filter(entry => typeof entry === 'string'),
    thenReader: languages.then !== 'none',
    texts: new Map(Object.entries(isMapping(text) ? text : {}).map(([language, entry]) => [language, textOf(entry)])),
    more: more !== false,
    size: size === 'double' ? 'double' : 'body',
  };
}

/** What a form has sent: `language` for each text, and `heading.<language>` and `body.<language>`. */
export function draftIn(form: Form): NoticeDraft {
  const languages = [...new Set(form.texts('language'))];
  return {
    kind: kindFrom(form.text('kind')),
    first: [...new Set(form.texts('first'))].filter(language => language !== ''),
    thenReader: form.text('follow') !== 'none',
    texts: new Map(
      languages.map(language => [language, { heading: form.text(`heading.${language}`), body: form.text(`body.${language}`) }]),
    ),
    more: form.has('more'),
    size: form.text('size') === 'double' ? 'double' : 'body',
  };
}

/** The members of an entry that a draft makes others: nothing else of it is written. @param value of the entry as it is */
export function changesTo(value: unknown, draft: NoticeDraft): FieldChange[] {
  const before = draftOf(value);
  if (before === undefined) return [];
  const written = isMapping(value) && isMapping(value.text) ? value.text : {};
  const gone = [...before.texts.keys()].filter(language => !draft.texts.has(language));
  return [
    ...(before.kind === draft.kind || draft.kind === '' ? [] : [{ path: ['kind'], value: draft.kind }]),
    ...(isSameList(before.first, draft.first) ? [] : [{ path: ['languages', 'first'], value: oneOrMany(draft.first) }]),
    ...(before.thenReader === draft.thenReader ? [] : [{ path: ['languages', 'then'], value: draft.thenReader ? 'reader' : 'none' }]),
    ...[...draft.texts].flatMap(([language, text]) => textChanges(language, text, before.texts.get(language), written[language])),
    ...gone.map(language => ({ path: ['text', language], value: undefined })),
    ...(before.more === draft.more ? [] : [{ path: ['more'], value: draft.more }]),
    ...(before.size === draft.size ? [] : [{ path: ['size'], value: draft.size }]),
  ];
}

function textChanges(language: string, { heading, body }: TypedText, before: TypedText | undefined, written: unknown): FieldChange[] {
  const path = ['text', language];
  if (before === undefined) return [{ path, value: { heading, body } }];
  if (before.heading === heading && before.body === body) return [];
  if (!isMapping(written)) return [{ path, value: { heading, body } }];
  return [
    ...(before.heading === heading ? [] : [{ path: [...path, 'heading'], value: heading }]),
    ...(before.body === body ? [] : [{ path: [...path, 'body'], value: body }]),
  ];
}

export function isSameText(one: TypedText | undefined, other: TypedText | undefined): boolean {
  return one?.heading === other?.heading && one?.body === other?.body;
}

export function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((entry, index) => entry === other[index]);
}

function kindFrom(value: unknown): NoticeKind | '' {
  return NOTICE_KINDS.find(kind => kind === value) ?? '';
}

/** What YAML reads as no text (`heading: 5`) is no text to edit either. */
function textOf(value: unknown): TypedText {
  const { heading, body } = isMapping(value) ? value : {};
  return { heading: typeof heading === 'string' ? heading : '', body: typeof body === 'string' ? body : '' };
}

function oneOrMany(list: readonly string[]): string | readonly string[] | undefined {
  return list.length > 1 ? list : list[0];
}
