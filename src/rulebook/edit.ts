/**
 * Edits of a rulebook's text, as a form makes them: the YAML that ops edit by hand, with everything outside the edited entry as it
 * was, to the byte, and comments inside it where they can stay. Each edit is read back before it is given; one that would say anything
 * but what was asked for is refused with what to do instead. Nothing here throws.
 */

import { type Target, takeAll, written } from './edit-apply.ts';
import { type Change, copyOf, valueAt, writable } from './edit-changes.ts';
import { readEntryText, writeEntryText } from './edit-entry-text.ts';
import { inOrder, setField } from './edit-fields.ts';
import * as files from './edit-files.ts';
import { type EntryPath, entryName, isRefused, type Located, type Refused, type RulebookText } from './edit-files.ts';
import { refusal } from './edit-refusal.ts';
import { type SharedPart, sharedParts } from './edit-shared.ts';
import type { Path } from './problems.ts';
import { isMapping } from './untyped.ts';

export { type EntryPath, isRefused, type Refused, type RulebookText, type SharedPart };

export type Edited = RulebookText | Refused;

/** A member of an entry, and what it is to be: `undefined` takes it away. */
export interface FieldChange {
  readonly path: Path;
  readonly value: unknown;
}

export interface EditOptions {
  /**
   * What happens to a part that other entries repeat (`*name`). `apart`, the usual: this entry alone changes, with a copy of its own;
   * refused where the part is written in this entry. `together`: it changes for all.
   */
  readonly shared?: 'apart' | 'together';
}

/** The file and line where an entry stands; `undefined` where it does not, or stands twice. */
export function whereIs(content: RulebookText, entry: EntryPath): { readonly file: string; readonly line: number } | undefined {
  const at = files.locate(content, entry);
  if (isRefused(at)) return undefined;
  const { line } = at.source.document.locate(at.path, entry[0] === 'rules' ? 'value' : 'name');
  return { file: at.source.file, line };
}

/** The entry's own YAML without its name, moved to the left margin; no line break at the end. */
export function entryText(content: RulebookText, entry: EntryPath): string | undefined {
  const at = files.locate(content, entry);
  return isRefused(at) ? undefined : readEntryText(files.plainText(content, at.source.file), at.path);
}

/** What an entry holds as it is written, aliases followed. */
export function entryValue(content: RulebookText, entry: EntryPath): unknown {
  const at = files.locate(content, entry);
  return isRefused(at) ? undefined : copyOf(valueAt(at.source.document.value, at.path), false);
}

/** The parts of an entry that other entries of its file have too, so that a form can ask whether they are to change together. */
export function sharedOf(content: RulebookText, entry: EntryPath): readonly SharedPart[] {
  const at = files.locate(content, entry);
  return isRefused(at) ? [] : sharedParts(files.plainText(content, at.source.file), at.source.document.value, at.path);
}

/** Puts YAML that somebody typed in the place of an entry's own. Problems name the lines of what was typed. */
export function setEntryText(content: RulebookText, entry: EntryPath, text: string): Edited {
  const at = files.locate(content, entry);
  if (isRefused(at)) return at;
  const before = files.plainText(content, at.source.file);
  if (readEntryText(before, at.path) === text.replaceAll('\r\n', '\n')) return content;
  const edited = writeEntryText(before, at.source.document, at.path, text);
  return typeof edited === 'string' ? files.withFile(content, at.source.file, edited) : edited;
}

/** Sets and takes away members of an entry, one after the other. Line breaks in texts become LF; else they stay as typed. */
export function setFields(content: RulebookText, entry: EntryPath, changes: readonly FieldChange[], options: EditOptions = {}): Edited {
  const at = files.locate(content, entry);
  if (isRefused(at)) return at;
  const before = valueAt(at.source.document.value, at.path);
  const after = copyOf(before, false);
  for (const { path, value } of changes) {
    const wrong = setField(after, path, value);
    if (wrong !== undefined) return { problem: `${entryName(entry)}: ${wrong}` };
  }
  const edited = written(targetOf(content, at, options), at.path, inOrder(before, after, entry[0]));
  const paths = changes.map(({ path }) => path);
  return edited === undefined ? refusal(content, entry, at, paths) : files.withFile(content, at.source.file, edited);
}

/**
 * Sets the heading and body of a notice in one language; `undefined` takes the language out. CRLF becomes LF; everything else comes out
 * of the file as it was typed, spaces at the ends included (readers of the rulebook trim those).
 */
export function setNoticeText(
  content: RulebookText,
  notice: string,
  language: string,
  text: { readonly heading: string; readonly body: string } | undefined,
): Edited {
  const path = ['text', language];
  const changes =
    text === undefined
      ? [{ path, value: undefined }]
      : [
          { path: [...path, 'heading'], value: text.heading },
          { path: [...path, 'body'], value: text.body },
        ];
  return setFields(content, ['notices', notice], changes);
}

/** Adds a rule behind the one called `after`, or at the end of the rules of a file. */
export function addRule(content: RulebookText, file: string, rule: Readonly<Record<string, unknown>>, after?: string): Edited {
  const { id } = rule;
  if (typeof id !== 'string') return { problem: 'the rule has no name: give it an `id`' };
  const source = sourceNamed(content, file);
  if (isRefused(source)) return source;
  const taken = alreadyThere(content, ['rules', id]);
  if (taken) return taken;
  const rules = valueAt(source.document.value, ['rules']);
  let index = Array.isArray(rules) ? rules.length : 0;
  if (after !== undefined) {
    const before = files.locate(content, ['rules', after]);
    if (isRefused(before)) return before;
    if (before.source !== source)
      return { problem: `${entryName(['rules', after])} stands in ${files.lineOf(before)}, not in \`${file}\`` };
    index = Number(before.path.at(-1)) + 1;
  }
  return added(content, source, ['rules', index], rule, rules);
}

/** Adds a notice at the end of those of a file. */
export function addNotice(content: RulebookText, file: string, name: string, notice: Readonly<Record<string, unknown>>): Edited {
  const source = sourceNamed(content, file);
  if (isRefused(source)) return source;
  const taken = alreadyThere(content, ['notices', name]);
  if (taken) return taken;
  return added(content, source, ['notices', name], notice, valueAt(source.document.value, ['notices']));
}

/** Takes an entry away, with the comment right above it. */
export function removeEntry(content: RulebookText, entry: EntryPath): Edited {
  const at = files.locate(content, entry);
  if (isRefused(at)) return at;
  const [section] = entry;
  const list = valueAt(at.source.document.value, [section]);
  const isLast = Array.isArray(list) ? list.length === 1 : isMapping(list) && Object.keys(list).length === 1;
  const change: Change = isLast
    ? { type: 'set', path: [section], value: Array.isArray(list) ? [] : {} }
    : { type: 'delete', path: at.path };
  const edited = takeAll({ ...targetOf(content, at), widest: NEVER, whole: true }, [change]);
  return edited === undefined ? refusal(content, entry, at) : files.withFile(content, at.source.file, edited);
}

/** No more than the entry is written: its neighbours stay as they are. */
const NEVER = Infinity;

function targetOf(content: RulebookText, { source, path }: Located, { shared = 'apart' }: EditOptions = {}): Target {
  const text = files.plainText(content, source.file);
  const isJson = source.file.endsWith('.json');
  return { text, value: source.document.value, isJson, widest: path.length, together: shared === 'together' };
}

function sourceNamed(content: RulebookText, file: string): Located['source'] | Refused {
  const read = files.filesOf(content);
  const source = read.sources.find(one => one.file === file);
  if (source === undefined) {
    const broken = read.problems.find(problem => problem.file === file);
    const why = broken
      ? `cannot be read (line ${broken.line}: ${broken.message}): ${broken.mend}`
      : 'is not a file of this rulebook: include it';
    return { problem: `\`${file}\` ${why}` };
  }
  return files.canGrow(source) ? source : { problem: `\`${file}\` holds no rulebook: start it with \`rules:\` or \`notices:\`` };
}

function alreadyThere(content: RulebookText, entry: EntryPath): Refused | undefined {
  const there = files.entriesOf(content, entry[0]).find(({ name }) => name === entry[1]);
  return there && { problem: `${entryName(entry)} is there already, in ${files.lineOf(there.at)}: choose another name` };
}

function added(content: RulebookText, source: Located['source'], path: Path, value: unknown, section: unknown): Edited {
  const entry = writable(value);
  const [name, last] = path as [string, string | number];
  const refused = { problem: `the entry cannot be added to \`${source.file}\` by itself: add it in the text of the file` };
  if (entry === undefined || last === '__proto__') return refused;
  const names = isMapping(section) ? Object.keys(section) : [];
  const hasEntries = names.length > 0 || (Array.isArray(section) && section.length > 0);
  const whole = typeof last === 'number' ? [entry] : { [last]: entry };
  const top = Object.keys(source.document.value as object);
  const behind = names.at(-1);
  const change: Change = hasEntries
    ? { type: 'insert', path, value: entry, ...(behind !== undefined && { after: behind }) }
    : top.includes(name)
      ? { type: 'set', path: [name], value: whole }
      : { type: 'insert', path: [name], value: whole, ...(sectionBefore(top, name) ?? {}) };
  const target = { ...targetOf(content, { source, path }), widest: NEVER, whole: true };
  const edited = takeAll(target, [change]);
  return edited === undefined ? refused : files.withFile(content, source.file, edited);
}

const SECTIONS = ['standfirst', 'include', 'site', 'regions', 'notices', 'rules', 'tests'];

/** The section behind which a new one goes. */
function sectionBefore(top: readonly string[], name: string): { after: string } | undefined {
  const after = top.findLast(other => SECTIONS.indexOf(other) < SECTIONS.indexOf(name));
  return after === undefined ? undefined : { after };
}
