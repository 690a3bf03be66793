/** The files of a rulebook as texts that are edited: which one holds an entry, and how a file is put back. */

import { RulebookFiles, type Source } from './include.ts';
import type { Path } from './problems.ts';
import { entries, isMapping, members } from './untyped.ts';

/** A rulebook as the texts of its files; names are relative to the folder of the first one: `rulebook/orders.yaml`. */
export interface RulebookText {
  readonly first: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Why an edit was not made, where, and what to do instead; for people. */
export interface Refused {
  readonly problem: string;
}

/** A region, notice or rule by its name. */
export type EntryPath = readonly [section: 'notices' | 'regions' | 'rules', name: string];

/** Where an entry stands. */
export interface Located {
  readonly source: Source;
  /** In the document of that file: `['rules', 3]`. */
  readonly path: Path;
}

const KIND = { notices: 'notice', regions: 'region', rules: 'rule' } as const;

/** `the notice \`x\``. */
export function entryName([section, name]: EntryPath): string {
  return `the ${KIND[section]} \`${name}\``;
}

export function isRefused(result: object): result is Refused {
  return 'problem' in result;
}

const read = new WeakMap<RulebookText, RulebookFiles>();

/** The files that can be read, in the order of their rules. Read once for each rulebook. */
export function filesOf(content: RulebookText): RulebookFiles {
  let files = read.get(content);
  if (files === undefined) {
    const encoder = new TextEncoder();
    const bytesOf = (file: string) => (Object.hasOwn(content.files, file) ? encoder.encode(content.files[file]) : undefined);
    files = new RulebookFiles(content.first, bytesOf);
    files.readAll(content.first);
    read.set(content, files);
  }
  return files;
}

/** Every entry of a section in the order of the files, those that stand there twice too. */
export function entriesOf(content: RulebookText, section: EntryPath[0]): { readonly name: string; readonly at: Located }[] {
  return filesOf(content).sources.flatMap((source): { name: string; at: Located }[] => {
    const written = members(source.document.value)[section];
    if (section !== 'rules') return Object.keys(members(written)).map(name => ({ name, at: { source, path: [section, name] } }));
    return entries(written).flatMap((rule, index) => {
      const { id } = members(rule);
      return typeof id === 'string' ? [{ name: id, at: { source, path: [section, index] } }] : [];
    });
  });
}

/** Where an entry stands; a problem where it is nowhere, or twice. */
export function locate(content: RulebookText, entry: EntryPath): Located | Refused {
  const [first, second] = entriesOf(content, entry[0]).filter(({ name }) => name === entry[1]);
  if (second !== undefined) {
    const where = [first!, second].map(({ at }) => lineOf(at)).join(' and in ');
    return { problem: `${entryName(entry)} stands twice, in ${where}: take one of the two away in the text of the file` };
  }
  if (first !== undefined) return first.at;
  const [broken] = filesOf(content).problems;
  if (broken === undefined) return { problem: `there is no ${entryName(entry).slice(4)}` };
  const { file, line, message, mend } = broken;
  return { problem: `${entryName(entry)} was not found, and \`${file}\` cannot be read (line ${line}: ${message}): ${mend}` };
}

/** `rulebook/orders.yaml:12`. */
export function lineOf({ source, path }: Located): string {
  return `\`${source.file}\`, line ${source.document.locate(path, path[0] === 'rules' ? 'value' : 'name').line}`;
}

/** Whether the document of a file is a mapping, to which entries can be added. */
export function canGrow({ document }: Source): boolean {
  return isMapping(document.value);
}

const MARK = '\uFEFF';

/** The text of a file as it is edited: every line ends in LF, without a byte order mark. */
export function plainText(content: RulebookText, file: string): string {
  return (content.files[file] ?? '').replace(MARK_AT_START, '').replaceAll('\r\n', '\n');
}
const MARK_AT_START = new RegExp(`^${MARK}`);

/** The rulebook with a file edited: what stands before and after the change stays as it was, to the byte, whatever ends its lines. */
export function withFile(content: RulebookText, file: string, edited: string): RulebookText {
  const before = plainText(content, file);
  if (before === edited) return content;
  const written = content.files[file] ?? '';
  const most = Math.min(before.length, edited.length);
  let start = 0;
  while (start < most && before[start] === edited[start]) start += 1;
  let end = 0;
  while (end < most - start && before[before.length - 1 - end] === edited[edited.length - 1 - end]) end += 1;
  const [from, to] = [offsetIn(written, start), offsetIn(written, before.length - end)];
  const middle = edited.slice(start, edited.length - end);
  const text = written.slice(0, from) + (endsLinesInPairs(written) ? middle.replaceAll('\n', '\r\n') : middle) + written.slice(to);
  return { first: content.first, files: { ...content.files, [file]: text } };
}

/** Where a place of the plain text stands in the text as it is written. */
function offsetIn(written: string, plain: number): number {
  let at = written.startsWith(MARK) ? 1 : 0;
  for (let left = plain; left > 0; left -= 1) at += written[at] === '\r' && written[at + 1] === '\n' ? 2 : 1;
  return at;
}

/** Whether most lines end in CR and LF. */
function endsLinesInPairs(written: string): boolean {
  const pairs = written.split('\r\n').length - 1;
  return pairs > (written.split('\n').length - 1) / 2;
}
