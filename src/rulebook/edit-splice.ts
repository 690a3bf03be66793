/** One step of an edit in the text of a file: `undefined` where it cannot be made there, and a wider part has to be written anew. */

import { type Document, isAlias, isCollection, isMap, isSeq, type Node } from 'yaml';
import type { Change } from './edit-changes.ts';
import { flowText, itemText, memberText, type Style, WIDEST } from './edit-render.ts';
import * as tree from './edit-tree.ts';
import type { Path } from './problems.ts';

export interface SpliceOptions {
  readonly style: Style;
  /** Whether what an alias repeats is changed where it is written. */
  readonly follow: boolean;
  /** Of what is deleted, whether the comment right above goes with it, and of what is inserted, whether an empty line comes before it. */
  readonly whole: boolean;
}

type Spliced = string | undefined;

export function splice(text: string, change: Change, options: SpliceOptions): Spliced {
  const root = tree.treeOf(text);
  if (change.type === 'set') return replaceAt(text, root, change.path, change.value, options);
  if (change.type === 'insert') return insertAt(text, root, change, options);
  const slot = tree.slotAt(root, change.path, options.follow);
  if (slot === undefined || slot.holder.items.length < 2) return undefined;
  return slot.holder.flow ? deleteFromFlow(text, slot) : deleteFromBlock(text, slot, options);
}

function replaceAt(text: string, root: Document.Parsed, path: Path, value: unknown, { style, follow }: SpliceOptions): Spliced {
  const slot = tree.slotAt(root, path, follow);
  if (slot === undefined) return undefined;
  const old = slot.value === null || tree.isNothing(slot.value) ? undefined : slot.value;
  if (slot.holder.flow) {
    if (!old?.range || old.tag !== undefined) return undefined;
    return text.slice(0, old.range[0]) + flowText(value, style) + text.slice(old.range[1]);
  }
  const from = tree.afterSign(slot);
  const start = tree.startOf(slot);
  const end = tree.endOf(text, slot);
  if (from === undefined || start === undefined || end === undefined) return undefined;
  const column = tree.columnOf(text, start);
  const written = valueText(text, slot, old, value, style, column);
  const wasInline = !text.slice(from, end).includes('\n');
  if (old?.range && wasInline && !written.includes('\n') && old.tag === undefined) {
    return text.slice(0, old.range[0]) + written.trimStart() + text.slice(old.range[1]);
  }
  const { anchor, comment } = leadOf(text.slice(from, old?.range?.[0] ?? end));
  // What stood behind a value of one line stays behind the first line of the new one.
  const tail = wasInline ? (/^[ \t]+#[^\n]*/.exec(text.slice(end))?.[0] ?? '') : comment;
  const rest = wasInline ? end + tail.length : (lastComment(text, end) ?? end);
  const [head = '', ...lines] = written.split('\n');
  return text.slice(0, from) + [`${anchor}${head}${tail}`, ...lines].join('\n') + text.slice(rest);
}

/** What comes behind the colon or the dash, indented. */
function valueText(text: string, { holder }: tree.Slot, old: Node | undefined, value: unknown, style: Style, column: number): string {
  if (isCollection(old) && old.flow && typeof value === 'object' && value !== null && style !== 'json') {
    const line = ` ${flowText(value, style)}`;
    const { length } = text.slice(tree.lineStart(text, old.range![0]), old.range![0]);
    if (length + line.length <= WIDEST && !line.includes('\\n')) return line;
  }
  // The name stands there already: any will do.
  const whole = isMap(holder) ? memberText('k', value, style).replace(/^"?k"?:/, '') : itemText(value, style).slice(1);
  return tree.indented(whole, column);
}

/** The anchor of a value, and the comment that stands on the line of its name. */
function leadOf(lead: string): { anchor: string; comment: string } {
  const [line = ''] = lead.split('\n');
  const comment = /(?:^|[ \t])#.*$/.exec(line)?.[0] ?? '';
  const anchor = /(?:^|\s)(&[^\s,[\]{}]+)/.exec(lead.replace(/(^|\s)#.*$/gm, '$1'))?.[1];
  return { anchor: anchor === undefined ? '' : ` ${anchor}`, comment: comment === '' ? '' : ` ${comment.trim()}` };
}

/** The end of the comment on the last line of a block that goes. */
function lastComment(text: string, end: number): number | undefined {
  const comment = /^[ \t]+#[^\n]*/.exec(text.slice(end));
  return comment ? end + comment[0].length : undefined;
}

function insertAt(text: string, root: Document.Parsed, change: Extract<Change, { type: 'insert' }>, options: SpliceOptions): Spliced {
  const found = tree.nodeAt(root, change.path.slice(0, -1), options.follow);
  const holder = options.follow && isAlias(found) ? found.resolve(root) : found;
  if (!isMap(holder) && !isSeq(holder)) return undefined;
  const last = change.path.at(-1)!;
  let index = Number(last);
  if (isMap(holder)) {
    index =
      change.after === undefined ? 0 : (tree.slotAt(root, [...change.path.slice(0, -1), change.after], options.follow)?.index ?? -2) + 1;
  }
  if (!(index >= 0 && index <= holder.items.length)) return undefined;
  const name = isMap(holder) ? String(last) : undefined;
  return holder.flow
    ? insertIntoFlow(text, holder, index, name, change.value, options)
    : insertIntoBlock(text, holder, index, name, change.value, options);
}

function insertIntoFlow(
  text: string,
  holder: tree.Slot['holder'],
  index: number,
  name: string | undefined,
  value: unknown,
  { style }: SpliceOptions,
): Spliced {
  const member = name === undefined ? flowText(value, style) : flowText({ [name]: value }, style).replace(/^\{ ?| ?\}$/g, '');
  if (holder.items.length === 0) {
    const [start, end] = holder.range ?? [];
    if (start === undefined || text.slice(start + 1, end! - 1).trim() !== '') return undefined;
    const whole = name === undefined ? `[${member}]` : `{ ${member} }`;
    return fitting(text.slice(0, start) + whole + text.slice(end), start, style);
  }
  const place = index === 0 ? tree.startOf(tree.slotOf(holder, 0)) : tree.endOf(text, tree.slotOf(holder, index - 1));
  if (place === undefined) return undefined;
  return fitting(text.slice(0, place) + (index === 0 ? `${member}, ` : `, ${member}`) + text.slice(place), place, style);
}

/** A line that would grow too long is written as a block instead. */
function fitting(text: string, offset: number, style: Style): Spliced {
  const end = text.indexOf('\n', offset);
  const { length } = text.slice(tree.lineStart(text, offset), end < 0 ? text.length : end);
  return length <= WIDEST || style === 'json' || style === 'quoted' ? text : undefined;
}

function insertIntoBlock(
  text: string,
  holder: tree.Slot['holder'],
  index: number,
  name: string | undefined,
  value: unknown,
  { style, whole }: SpliceOptions,
): Spliced {
  const first = tree.startOf(tree.slotOf(holder, 0));
  if (first === undefined) return undefined;
  const column = tree.columnOf(text, first);
  const own = tree.indented(name === undefined ? itemText(value, style) : memberText(name, value, style), column);
  const gap = `\n${whole && isApart(text, holder) ? '\n' : ''}${' '.repeat(column)}`;
  if (index === 0) return text.slice(0, first) + own + gap + text.slice(first);
  const end = tree.endOf(text, tree.slotOf(holder, index - 1));
  if (end === undefined) return undefined;
  const place = tree.endWithComments(text, end, column);
  return text.slice(0, place) + gap + own + text.slice(place);
}

/** Whether empty lines stand between entries, as people write long ones. */
function isApart(text: string, holder: tree.Slot['holder']): boolean {
  if (holder.items.length < 2) return true;
  const [end, start] = [tree.endOf(text, tree.slotOf(holder, 0)), tree.startOf(tree.slotOf(holder, 1))];
  return end !== undefined && start !== undefined && /\n[ \t]*\n/.test(text.slice(end, start));
}

function deleteFromFlow(text: string, { holder, index }: tree.Slot): Spliced {
  const start = tree.startOf(tree.slotOf(holder, index));
  const next = index + 1 < holder.items.length ? tree.startOf(tree.slotOf(holder, index + 1)) : undefined;
  if (start === undefined) return undefined;
  if (next !== undefined) return text.slice(0, start) + text.slice(next);
  const [from, to] = [tree.endOf(text, tree.slotOf(holder, index - 1)), tree.endOf(text, tree.slotOf(holder, index))];
  return from === undefined || to === undefined ? undefined : text.slice(0, from) + text.slice(to);
}

function deleteFromBlock(text: string, slot: tree.Slot, { whole }: SpliceOptions): Spliced {
  const start = tree.startOf(slot);
  const end = tree.endOf(text, slot);
  if (start === undefined || end === undefined) return undefined;
  const line = tree.lineStart(text, start);
  if (text.slice(line, start).trim() !== '') {
    // The first member stands on the line of a dash, where the next one takes its place.
    const next = tree.startOf(tree.slotOf(slot.holder, slot.index + 1));
    return next === undefined ? undefined : text.slice(0, start) + text.slice(next);
  }
  const from = whole ? headingStart(text, line, start - line) : line;
  const to = Math.min(tree.endWithComments(text, end, start - line) + 1, text.length);
  if (!whole) return text.slice(0, from) + text.slice(to);
  // Of the empty lines before and behind it, one side goes as well.
  const [before, behind] = [/(?:(?<=\n)[ \t]*\n)*$/.exec(text.slice(0, from))![0], /^(?:[ \t]*\n)*/.exec(text.slice(to))![0]];
  if (behind !== '' && (before !== '' || slot.index === 0)) return text.slice(0, from) + text.slice(to + behind.length);
  const isLast = slot.index === slot.holder.items.length - 1;
  return text.slice(0, isLast ? from - before.length : from) + text.slice(to);
}

/** The start of the comment lines right above, indented alike. */
function headingStart(text: string, line: number, column: number): number {
  const comment = new RegExp(`^ {${column}}#.*$`);
  let at = line;
  while (at > 0) {
    const above = tree.lineStart(text, at - 1);
    if (!comment.test(text.slice(above, at - 1))) break;
    at = above;
  }
  return at;
}
