/** A YAML file as a plain value, with the place of every part of it. */

import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, type YAMLError } from 'yaml';
import { type Path, type Position, type Problem, pathText } from './problems.ts';

/** Bytes of UTF-8. */
export const LARGEST_DOCUMENT = 1_048_576;
const DEEPEST = 32;
/** Values after aliases are followed: an alias costs as much as what it repeats. */
const MOST_VALUES = 200_000;

export interface SourceDocument {
  readonly value: unknown;
  /** Where a value stands, or its name in the mapping around it; where it does not exist, the nearest value around it. */
  readonly locate: (path: Path, part?: 'name' | 'value') => Position;
  /** Where a character of a text stands: exact in a literal block (`|`), else the start of the text. */
  readonly locateWithin: (path: Path, line: number, column: number) => Position;
}

interface Seen {
  readonly value: unknown;
  readonly size: number;
  readonly node: Node;
}

interface Reading {
  readonly anchors: Map<string, Seen>;
  readonly aliases: Map<Node, Node>;
  readonly report: (offset: number, path: Path, message: string, mend: string) => void;
  size: number;
}

/** Reads one YAML 1.2 document. Without `document`, `problems` says why; nothing is thrown. */
export function readDocument(source: string, file: string): { document?: SourceDocument; problems: Problem[] } {
  const problems: Problem[] = [];
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(Math.max(offset, 0), source.length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report = (offset: number, path: Path, message: string, mend: string) => {
    problems.push({ file, ...at(offset), severity: 'error', path: pathText(path), message, mend });
  };
  // Duplicate names are looked for below: the library's own search is quadratic.
  const parsed = parseDocument(source, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, schema: 'core', logLevel: 'silent' });
  const errors = [...parsed.errors, ...parsed.warnings];
  const exhausted = errors.find(error => error.code === 'RESOURCE_EXHAUSTION');
  for (const error of exhausted ? [exhausted] : errors) report(error.pos[0], [], ...explain(error));
  if (problems.length > 0) return { problems };
  const root = parsed.contents;
  if (root === null) {
    report(0, [], 'the file is empty', 'start from templates/rulebook.yaml');
    return { problems };
  }
  const reading: Reading = { anchors: new Map(), aliases: new Map(), report, size: 0 };
  const value = plain(root, [], reading);
  if (problems.length > 0) return { problems };
  const find = (path: Path, part: 'name' | 'value') => offsetOf(root, path, part, reading.aliases);
  return {
    problems,
    document: {
      value,
      locate: (path, part = 'value') => at(find(path, part).offset),
      locateWithin: (path, line, column) => {
        const { offset, node } = find(path, 'value');
        return within(source, at, offset, node, line, column);
      },
    },
  };
}

/** The plain value of a node. Reports, and gives `undefined`, where it cannot be one. */
function plain(node: Node | null, path: Path, reading: Reading): unknown {
  const offset = node?.range?.[0] ?? 0;
  reading.size += 1;
  if (reading.size > MOST_VALUES || path.length > DEEPEST) {
    // Once is enough: whatever follows is as bad.
    if (reading.size < Number.POSITIVE_INFINITY) {
      const message = path.length > DEEPEST ? `nested deeper than ${DEEPEST} levels` : `more than ${MOST_VALUES} values, aliases counted`;
      reading.report(offset, [], message, 'write the document out flat, without values that repeat others');
    }
    reading.size = Number.POSITIVE_INFINITY;
    return undefined;
  }
  if (node === null) return null;
  if (isAlias(node)) return repeated(node, path, reading);
  const before = reading.size;
  let value: unknown;
  if (isMap(node)) value = mapping(node.items as Pair<Node, Node | null>[], path, reading);
  else if (isSeq(node)) value = (node.items as Node[]).map((item, index) => plain(item, [...path, index], reading));
  else value = isScalar(node) ? node.value : null;
  const anchor = 'anchor' in node ? node.anchor : undefined;
  if (anchor !== undefined) reading.anchors.set(anchor, { value, size: reading.size - before, node });
  return value;
}

function repeated(node: Node & { source: string }, path: Path, reading: Reading): unknown {
  const seen = reading.anchors.get(node.source);
  if (seen === undefined) {
    const message = `\`*${node.source}\` repeats a value that has not been written before it`;
    reading.report(node.range?.[0] ?? 0, path, message, `mark a value above with \`&${node.source}\`, or write the value out here`);
    return undefined;
  }
  reading.size += seen.size;
  reading.aliases.set(node, seen.node);
  return seen.value;
}

function mapping(pairs: readonly Pair<Node, Node | null>[], path: Path, reading: Reading): Record<string, unknown> {
  const members = new Map<string, unknown>();
  for (const { key, value } of pairs) {
    const offset = key?.range?.[0] ?? value?.range?.[0] ?? 0;
    const name = isScalar(key) ? key.value : undefined;
    if (typeof name !== 'string' || name === '__proto__') {
      reading.report(offset, path, 'a name must be text', 'write a plain name before the colon, in quotes if it looks like a number');
    } else if (members.has(name)) {
      reading.report(offset, [...path, name], `\`${name}\` is given twice`, 'keep one of the two');
    } else {
      members.set(name, plain(value, [...path, name], reading));
    }
  }
  return Object.fromEntries(members);
}

function offsetOf(root: Node, path: Path, part: 'name' | 'value', aliases: ReadonlyMap<Node, Node>): { offset: number; node: Node } {
  let node = root;
  let offset = root.range?.[0] ?? 0;
  for (const [depth, step] of path.entries()) {
    const inside = aliases.get(node) ?? node;
    if (isMap(inside)) {
      const pair = (inside.items as Pair<Node, Node | null>[]).find(({ key }) => isScalar(key) && key.value === step);
      if (pair === undefined) break;
      const name = part === 'name' && depth === path.length - 1;
      // A name with nothing after it has no value to point at.
      const target = name || pair.value?.range?.[0] === pair.value?.range?.[1] ? pair.key : pair.value!;
      node = target;
    } else if (isSeq(inside) && typeof step === 'number') {
      const item = (inside.items as Node[])[step];
      if (item === undefined) break;
      node = item;
    } else break;
    offset = node.range?.[0] ?? offset;
  }
  return { offset, node };
}

function within(source: string, at: (offset: number) => Position, offset: number, node: Node, line: number, column: number): Position {
  const start = at(offset);
  if (!isScalar(node) || node.type !== 'BLOCK_LITERAL') return start;
  // The text begins on the line after `|`; its first line that is not empty tells how far all of them are indented.
  const written = source.split(/\r?\n/).slice(start.line);
  const first = written.find(text => text.trim() !== '') ?? '';
  return { line: start.line + line, column: first.length - first.trimStart().length + column };
}

/** The library's codes in our words; what is not here keeps the library's message. */
const EXPLAINED: Readonly<Partial<Record<string, readonly [message: string, mend: string]>>> = {
  TAB_AS_INDENT: ['a tab is used to indent', 'indent with spaces'],
  BAD_INDENT: ['the indentation does not fit the lines around it', 'give entries of one list or mapping the same number of spaces'],
  MULTIPLE_DOCS: ['a second document starts here', 'keep one document in the file, without `---` between parts'],
  RESOURCE_EXHAUSTION: [`nested deeper than ${DEEPEST} levels`, 'write the document out flat'],
  MISSING_CHAR: ['a closing quote, bracket or comma is missing', 'close what is open here, or put the text in quotes'],
  TAG_RESOLVE_FAILED: ['a tag (`!…`) is not understood', 'take the tag away'],
};

function explain(error: YAMLError): [message: string, mend: string] {
  const known = EXPLAINED[error.code];
  if (known) return [...known];
  const [message = ''] = error.message.split('\n');
  return [message.slice(0, 200), 'correct the YAML here: check quotes, colons and indentation'];
}
