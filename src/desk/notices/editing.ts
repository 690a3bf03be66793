/** What the editor of a notice works on: gathered from the database for a draft, or from a form alone where the database fails. */

import type { Edition, Notice } from '../../core/edition.ts';
import { entryValue, type SharedPart, sharedOf } from '../../rulebook/edit.ts';
import type { Desk } from '../desk.ts';
import { Refused } from '../errors.ts';
import type { Form } from '../form.ts';
import type { Proposal } from '../proposals/proposal.ts';
import { proposalOf } from '../proposals/store.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { heldEdition } from '../rulebook/subject.ts';
import { readContent } from '../store/contents.ts';
import { compileDraft } from './compile-draft.ts';
import { draftOf, type NoticeDraft } from './draft.ts';
import { type Finding, findingsIn } from './findings.ts';
import { type Translations, translationsIn } from './outdated.ts';

/** What a draft belongs to. */
export interface Around {
  readonly proposal: Proposal;
  /** The edition that the proposal changes. */
  readonly base: Edition;
  /** Parts that other notices have too. */
  readonly shared: readonly SharedPart[];
}

/** A notice in a proposal, as it was saved last. */
export interface Saved extends Around {
  readonly content: RulebookContent;
  readonly notice: string;
  readonly draft: NoticeDraft;
}

/** Which languages stand side by side, and whose reader the preview is for; empty: whatever is usual. */
export interface Looking {
  readonly left: string;
  readonly right: string;
  readonly reader: string;
}

/** Everything that the page shows of a draft. */
export interface Editing {
  readonly id: string;
  readonly notice: string;
  /** What the form says that its writer saw. */
  readonly revision: string;
  readonly draft: NoticeDraft;
  readonly looking: Looking;
  /** Absent where the database failed. */
  readonly around?: Around;
  readonly compiled: Notice;
  readonly findings: readonly Finding[];
  readonly translations: Translations;
  /** Of the publication, the main one first. */
  readonly languages: readonly string[];
}

/** Throws `Refused` where there is no such proposal, or no such notice in it. */
export async function savedNotice(desk: Desk, id: string, notice: string): Promise<Saved> {
  const proposal = await proposalOf(desk.store, id);
  const content = await readContent<RulebookContent>(desk.store, proposal.content);
  const draft = draftOf(entryValue(content, ['notices', notice]));
  if (draft === undefined) {
    const mend = 'Look for it in the list of notices, or in the files as text: it may stand there twice, or not be readable.';
    throw new Refused('not-found', 'There is no such notice in this proposal.', mend);
  }
  const shared = sharedOf(content, ['notices', notice]);
  return { proposal, content, notice, draft, shared, base: await heldEdition(desk, proposal.base) };
}

/** What a preview needs, without the files: they may be large, and somebody is typing. Throws `Refused` where there is no such proposal. */
export async function aroundDraft(desk: Desk, id: string): Promise<Around> {
  const proposal = await proposalOf(desk.store, id);
  return { proposal, base: await heldEdition(desk, proposal.base), shared: [] };
}

interface Given {
  readonly id: string;
  readonly notice: string;
  readonly revision: string;
  readonly draft: NoticeDraft;
  readonly looking: Looking;
  readonly around: Around | undefined;
}

/** What can be said of a draft. Where the database fails on the way, less is said, and nothing that was typed is lost. */
export async function editingOf(desk: Desk, given: Given): Promise<Editing> {
  const { id, notice, revision, draft, looking, around } = given;
  const { site } = around?.base ?? { site: { name: 'The publication', languages: ['en'] } };
  const compiled = await compileDraft(notice, draft, site);
  const translations = around === undefined ? undefined : await orNothing(translationsIn(desk.store, around.base, compiled));
  return {
    ...{ id, notice, revision, draft, looking, compiled },
    ...(around && { around }),
    findings: findingsIn(draft),
    translations: translations ?? { source: undefined, outdated: new Set() },
    languages: site.languages,
  };
}

/** The answer; nothing where a store fails. */
export async function orNothing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Refused && error.kind === 'store') return undefined;
    throw error;
  }
}

export function lookingIn({ text }: Pick<Form, 'text'>): Looking {
  return { left: text('left'), right: text('right'), reader: text('reader') };
}

/** The languages that stand side by side: those asked for, else the first text and the one after it. */
export function sideBySide({ draft, looking, translations }: Editing): readonly string[] {
  const languages = [...draft.texts.keys()];
  const left = languages.find(language => language === looking.left) ?? translations.source ?? languages[0];
  const right =
    languages.find(language => language === looking.right && language !== left) ?? languages.find(language => language !== left);
  return [left, right].filter(language => language !== undefined);
}
