/** One entry of a rulebook as the YAML that ops would read: taken out of its file, and put back when somebody has changed it. */

import { isCollection, isMap } from 'yaml';
import { readDocument, type SourceDocument } from './document.ts';
import { holds, written } from './edit-apply.ts';
import { copyOf, isEqual, take, valueAt } from './edit-changes.ts';
import * as tree from './edit-tree.ts';
import type { Path, Problem } from './problems.ts';
import { isMapping } from './untyped.ts';

/** Where the text of an entry stands, and how far its lines are indented. */
interface Extent {
  readonly start: number;
  readonly end: number;
  readonly column: number;
  /** The value begins on the line of its name, or there is none: a text of several lines goes below. */
  readonly beside: boolean;
  /** Nothing is written for it. */
  readonly empty: boolean;
  readonly inFlow: boolean;
}

/** The entry by itself, its lines moved to the left; no line break at the end but those of a text that keeps its own (`|+`). */
export function readEntryText(text: string, path: Path): string | undefined {
  const extent = extentOf(text, path);
  if (extent === undefined) return undefined;
  const [first = '', ...lines] = text.slice(extent.start, extent.end).split('\n');
  const indent = new RegExp(`^ {0,${extent.column}}`);
  const own = [first, ...lines.map(line => line.replace(indent, ''))].join('\n');
  return own.endsWith('\n') ? `${own}\n` : own;
}

/**
 * The file with the entry replaced by YAML that somebody typed. What is wrong with it is told by the lines of what was typed.
 * @param document of `text`
 */
export function writeEntryText(text: string, document: SourceDocument, path: Path, typed: string): string | { problem: string } {
  const entry = movedLeft(typed);
  if (entry.trim() === '') return { problem: 'the text is empty: write the entry, or take it away' };
  const alone = readDocument(entry.endsWith('\n') ? entry : `${entry}\n`, '');
  // A line break at the end would move what is open until there to a line that nobody typed.
  const problems = (alone.document ? [] : readDocument(entry.trimEnd(), '').problems).filter(
    ({ message }) => !/^`\*.*has not been written before it$/.test(message),
  );
  if (problems[0] !== undefined) return { problem: told(problems[0]) };
  if (alone.document && !isMapping(alone.document.value))
    return { problem: 'an entry is made of names with values: write `name: value`, one a line' };
  const extent = extentOf(text, path);
  if (extent === undefined) return { problem: 'this entry cannot be taken out of its file by itself: edit the text of the file' };
  const start = entry.replace(/^(?:[ \t]*\n)+/, '');
  const base = start.replace(/(?:\n[ \t]*)+$/, '');
  // Line breaks at the end mean something to a text that keeps them; the last one is that of the line.
  for (const own of [base, start.replace(/\n$/, '')]) {
    const edited = placed(text, extent, own);
    const next = readDocument(edited, '').document;
    if (next === undefined) continue;
    const is = valueAt(next.value, path);
    const expected = copyOf(document.value, false);
    take(expected, { type: 'set', path, value: is });
    const same = alone.document === undefined || isEqual(is, alone.document.value);
    if (isMapping(is) && same && isEqual(next.value, expected) && holds(edited, expected)) return edited;
  }
  // Between brackets, lines of a block cannot stand.
  const inBrackets = extent.inFlow && alone.document !== undefined;
  const target = { text, value: document.value, isJson: true, widest: path.length, together: false };
  const line = inBrackets ? written(target, path, alone.document?.value) : undefined;
  if (line !== undefined) return line;
  const [wrong] = readDocument(placed(text, extent, base), '').problems;
  if (wrong !== undefined && alone.document === undefined) return { problem: `${wrong.message}: ${wrong.mend}` };
  return { problem: 'this text would change other entries of its file as well: edit the text of the file' };
}

const told = ({ line, message, mend }: Problem): string => `line ${line}: ${message}: ${mend}`;

/** Without what all lines are indented by. */
function movedLeft(typed: string): string {
  const lines = typed.replaceAll('\r\n', '\n').split('\n');
  const indents = lines.filter(line => line.trim() !== '').map(line => / */.exec(line)![0].length);
  const least = Math.min(...indents, 200);
  return lines.map(line => line.slice(Math.min(least, / */.exec(line)![0].length))).join('\n');
}

function placed(text: string, { start, end, column, beside, empty }: Extent, entry: string): string {
  const below = beside && (empty || entry.includes('\n') || !/^[{[*]/.test(entry));
  const head = below ? `${text.slice(0, start).replace(/ +$/, '')}\n${' '.repeat(column)}` : text.slice(0, start);
  return head + tree.indented(entry, column) + text.slice(end);
}

function extentOf(text: string, path: Path): Extent | undefined {
  const slot = tree.slotAt(tree.treeOf(text), path, false);
  const from = slot && tree.afterSign(slot);
  const sign = slot && tree.startOf(slot);
  const last = slot && tree.endOf(text, slot);
  if (slot === undefined || sign === undefined || last === undefined) return undefined;
  const { holder, value } = slot;
  const outer = tree.columnOf(text, sign);
  if (holder.flow)
    return value?.range ? { start: value.range[0], end: last, column: outer, beside: false, empty: false, inFlow: true } : undefined;
  if (from === undefined) return undefined;
  const end = tree.endWithComments(text, last, outer);
  if (value === null || tree.isNothing(value)) return { start: end, end, column: outer + 2, beside: true, empty: true, inFlow: false };
  const start = from + leadOf(text.slice(from, value.range![0]), !isMap(holder));
  const inline = isMap(holder) && !text.slice(from, start).includes('\n');
  const block = isCollection(value) && !value.flow;
  // A comment behind a value of one line says something about the name.
  return {
    start,
    end: block ? end : last,
    column: inline ? outer + 2 : tree.columnOf(text, start),
    beside: inline,
    empty: false,
    inFlow: false,
  };
}

/** The length of what stands between the sign and the entry: comments on lines of their own belong to the entry, props do not. */
function leadOf(lead: string, afterDash: boolean): number {
  const comment = (afterDash ? /(?:^|\s)#/ : /\n[ \t]*#/).exec(lead);
  return comment ? comment.index + comment[0].length - 1 : lead.length;
}
