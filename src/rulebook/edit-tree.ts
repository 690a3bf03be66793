/** Where the parts of a YAML text begin and end, with the comments that belong to them. Offsets are UTF-16 units. */

import {
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Path } from './problems.ts';

/** A member of a mapping or an entry of a list. */
export interface Slot {
  readonly holder: YAMLMap | YAMLSeq;
  readonly index: number;
  readonly value: Node | null;
}

/** The tree of a text that `readDocument` has found to be right. */
export function treeOf(text: string): Document.Parsed {
  return parseDocument(text, { keepSourceTokens: true, uniqueKeys: false, schema: 'core', logLevel: 'silent', prettyErrors: false });
}

/** @param follow whether a value is looked for inside what an alias repeats */
export function nodeAt(tree: Document.Parsed, path: Path, follow: boolean): Node | undefined {
  if (path.length === 0) return tree.contents ?? undefined;
  return slotAt(tree, path, follow)?.value ?? undefined;
}

/** The slot at a path of at least one step. */
export function slotAt(tree: Document.Parsed, path: Path, follow: boolean): Slot | undefined {
  const found = nodeAt(tree, path.slice(0, -1), follow);
  const holder = follow && isAlias(found) ? found.resolve(tree) : found;
  const last = path.at(-1);
  const index = isMap(holder)
    ? holder.items.findIndex(({ key }) => isScalar(key) && key.value === last)
    : isSeq(holder) && typeof last === 'number'
      ? last
      : -1;
  if (!isCollection(holder) || index < 0 || index >= holder.items.length) return undefined;
  return slotOf(holder as Slot['holder'], index);
}

export function slotOf(holder: Slot['holder'], index: number): Slot {
  const item = holder.items[index];
  return { holder, index, value: (isPair(item) ? item.value : item) as Node | null };
}

/** The offset behind the colon or the dash; `undefined` where there is none, or the name is not a plain one. */
export function afterSign({ holder, index }: Slot): number | undefined {
  const tokens = isMap(holder) ? (holder.items[index] as Pair).srcToken?.sep : itemTokens(holder, index);
  const sign = tokens?.find(({ type }) => type === (isMap(holder) ? 'map-value-ind' : 'seq-item-ind'));
  return sign && sign.offset + 1;
}

function itemTokens(seq: YAMLSeq, index: number): readonly CST.SourceToken[] | undefined {
  return (seq.srcToken as CST.BlockSequence | CST.FlowCollection | undefined)?.items[index]?.start;
}

/** The offset of the name, the dash, or, in `[ ]`, of the entry. */
export function startOf(slot: Slot): number | undefined {
  const { holder, index } = slot;
  if (isMap(holder)) return (holder.items[index]!.key as Node | null)?.range?.[0];
  if (holder.flow) return propsStart(itemTokens(holder, index)) ?? slot.value?.range?.[0];
  const after = afterSign(slot);
  return after === undefined ? undefined : after - 1;
}

function propsStart(tokens: readonly CST.SourceToken[] | undefined): number | undefined {
  return tokens?.find(({ type }) => type === 'anchor' || type === 'tag')?.offset;
}

/** The offset behind the last sign of a slot's value, comments not counted. */
export function endOf(text: string, slot: Slot): number | undefined {
  const { holder, index, value } = slot;
  const pair = isMap(holder) ? (holder.items[index] as Pair) : undefined;
  if (value !== null && !isNothing(value)) return endOfValue(text, value);
  const tokens = pair ? pair.srcToken?.sep : itemTokens(holder as YAMLSeq, index);
  const written = tokens?.findLast(({ type }) => /^(?:map-value-ind|seq-item-ind|anchor|tag)$/.test(type));
  return written ? written.offset + written.source.length : (pair?.key as Node | undefined)?.range?.[1];
}

/** Whether a value is one of which nothing is written. */
export function isNothing(value: Node): boolean {
  return isScalar(value) && value.value === null && value.source === '';
}

function endOfValue(text: string, value: Node): number | undefined {
  if (isCollection(value) && !value.flow) return endOf(text, slotOf(value as Slot['holder'], value.items.length - 1));
  if (!value.range) return undefined;
  const [start, end] = value.range;
  if (/^[|>]\d?\+/.test(text.slice(start, end))) return text[end - 1] === '\n' ? end - 1 : end;
  // A block of text takes the empty lines behind it with it, which are no part of it unless it keeps them (`|+`).
  return end - (/(?:\n[ \t]*)+$/.exec(text.slice(start, end))?.[0].length ?? 0);
}

/** The offset behind the comments of a slot: the one on its last line, and those below that are indented further than `column`. */
export function endWithComments(text: string, end: number, column: number): number {
  let at = end + (/^[ \t]+#[^\n]*|^[ \t]+(?=\n|$)/.exec(text.slice(end))?.[0].length ?? 0);
  for (;;) {
    const [comment, indent] = /^(?:\n[ \t]*)*?\n([ ]*)#[^\n]*/.exec(text.slice(at)) ?? [];
    if (comment === undefined || indent!.length <= column) return at;
    at += comment.length;
  }
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Lines after the first one moved to the right; empty ones stay empty. */
export function indented(lines: string, column: number): string {
  return lines.replace(/\n(?=[^\n])/g, `\n${' '.repeat(column)}`);
}
