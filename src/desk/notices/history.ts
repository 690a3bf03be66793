/** In which editions the texts of a notice were changed. */

import type { Notice } from '../../core/edition.ts';
import type { Desk } from '../desk.ts';
import { allEditions, compiledEdition, type EditionRecord } from '../editions/store.ts';

export interface TextChange {
  readonly record: EditionRecord;
  readonly what: 'new' | 'changed' | 'taken out';
  /** Those of which the text was added, changed or taken out. */
  readonly languages: readonly string[];
}

export interface TextHistory {
  readonly changes: readonly TextChange[];
  /** How many editions were looked at. */
  readonly editions: number;
}

type Texts = Notice['text'] | undefined;

const MOST_EDITIONS = 20;
/** Milliseconds after which no further edition is read: large ones take long, and what is older matters less. */
const PATIENCE = 3000;

/** The newest editions, the newest first, each compared with the one that was live before it. */
export async function textHistory(desk: Desk, notice: string): Promise<TextHistory> {
  const started = Date.now();
  const changes: TextChange[] = [];
  let editions = 0;
  for (const record of await allEditions(desk.store, MOST_EDITIONS)) {
    if (Date.now() - started > PATIENCE) break;
    const next = await textsIn(desk, record.hash, notice);
    const old = record.previous === undefined ? undefined : await textsIn(desk, record.previous, notice);
    const languages = changedLanguages(old, next);
    const what = old === undefined ? 'new' : next === undefined ? 'taken out' : 'changed';
    if (languages.length > 0) changes.push({ record, what, languages });
    editions += 1;
  }
  return { changes, editions };
}

function changedLanguages(old: Texts, next: Texts): string[] {
  const languages = [...new Set([...Object.keys(next ?? {}), ...Object.keys(old ?? {})])];
  return languages.filter(language => {
    const [before, after] = [old?.[language], next?.[language]];
    return before?.heading !== after?.heading || before?.body !== after?.body;
  });
}

/** An edition never changes, and reading one takes some milliseconds: the texts of the notices looked at last are kept. */
const held = new Map<string, Texts>();
const MOST_HELD = 400;

async function textsIn(desk: Desk, hash: string, notice: string): Promise<Texts> {
  const key = `${hash} ${notice}`;
  if (held.has(key)) return held.get(key);
  const { notices } = await compiledEdition(desk.store, hash);
  const texts = Object.hasOwn(notices, notice) ? notices[notice]?.text : undefined;
  if (held.size >= MOST_HELD) held.delete(held.keys().next().value as string);
  held.set(key, texts);
  return texts;
}
