/** The files of a rulebook as fields of a form, and the files that what was typed makes. Pure. */

import type { Form } from '../form.ts';
import type { RulebookContent } from '../rulebook/content.ts';

/** One file on the form. */
export interface TypedFile {
  /** Its name when the form was made; empty for a new one. */
  readonly was: string;
  readonly name: string;
  readonly text: string;
  readonly gone: boolean;
}

/** The first file first. */
export function shownFiles(content: RulebookContent): TypedFile[] {
  const names = Object.keys(content.files).sort((a, b) => Number(b === content.first) - Number(a === content.first) || (a < b ? -1 : 1));
  return names.map(name => ({ was: name, name, text: shownText(content.files[name] ?? ''), gone: false }));
}

/** What a form has sent; the empty fields of a new file are none. */
export function typedFiles(form: Form): TypedFile[] {
  const [was, names, texts, gone] = [form.texts('was'), form.texts('name'), form.texts('text'), form.texts('gone')];
  const files = names.map((name, index) => ({
    ...{ was: was[index] ?? '', name: name.trim(), text: texts[index] ?? '' },
    gone: gone.includes(String(index)),
  }));
  return files.filter(({ was: before, name, text }) => before !== '' || name !== '' || text.trim() !== '');
}

/** A sentence about the form as a whole, or about one file by its place in the form. */
export interface FilesRefused {
  readonly problem: string;
  readonly index?: number;
}

/** The files as they are to be. What was not touched stays to the byte; line ends and the mark at the start of a file stay as they were. */
export function filesFrom(typed: readonly TypedFile[], seen: RulebookContent): RulebookContent | FilesRefused {
  const files: Record<string, string> = {};
  const missing = Object.keys(seen.files).find(name => !typed.some(({ was }) => was === name));
  if (missing !== undefined) return { problem: `The form does not hold ${missing}. Load the page again.` };
  for (const [index, { was, name, text, gone }] of typed.entries()) {
    if (gone && was === seen.first) {
      return { index, problem: 'This file is read first and includes the others: it cannot be taken out.' };
    }
    if (gone) continue;
    if (!isFileName(name)) {
      const mend = 'Write a name such as rulebook/orders.yaml: folders apart by /, without a part that is only dots.';
      return { index, problem: `${name === '' ? 'The file has no name.' : 'That cannot be the name of a file.'} ${mend}` };
    }
    if (Object.hasOwn(files, name)) return { index, problem: 'Two files have this name. Give one of them another.' };
    files[name] = writtenText(text, Object.hasOwn(seen.files, was) ? seen.files[was] : undefined);
  }
  const first = typed.find(({ was }) => was === seen.first)?.name ?? seen.first;
  return isSameFiles(files, seen.files) && first === seen.first ? seen : { first, files };
}

function isFileName(name: string): boolean {
  return name.length <= 300 && /^[^/\\\p{Cc}]+(\/[^/\\\p{Cc}]+)*$/u.test(name) && !name.split('/').some(part => /^\.+$/.test(part));
}

function isSameFiles(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every(name => one[name] === other[name]);
}

const MARK = '\uFEFF';

/** As a field of a browser holds a text: line ends are LF, there is no mark at the start, and no NUL. */
export function shownText(written: string): string {
  const text = written.startsWith(MARK) ? written.slice(1) : written;
  return text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD').toWellFormed();
}

function writtenText(typed: string, before: string | undefined): string {
  if (before === undefined) return typed;
  if (shownText(typed) === shownText(before)) return before;
  const pairs = before.split('\r\n').length - 1;
  const isPaired = pairs > 0 && pairs * 2 > before.split('\n').length - 1;
  const text = isPaired ? typed.replace(/\r?\n/g, '\r\n') : typed;
  return before.startsWith(MARK) && !text.startsWith(MARK) ? `${MARK}${text}` : text;
}
