/** A YAML file as a plain value, with the place of every part of it. */

import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type YAMLError } from 'yaml';
import { type Path, type Position, type Problem, pathText, Wrong } from './problems.ts';
import { MERGE_KEY, readYamlEvents, tooDeepAt } from './yaml-events.ts';
import { DEEPEST, readTree, TOO_DEEP } from './yaml-tree.ts';

/** Bytes of UTF-8, of all files of a rulebook together: some 20,000 rules of usual length. */
export const LARGEST_DOCUMENT = 8_388_608;
/** More problems than anybody reads at once. */
export const MOST_PROBLEMS = 100;
/** Values after aliases are followed: an alias costs as much as what it repeats. */
const MOST_VALUES = 500_000;
const TOO_MANY = new Wrong(`more than ${MOST_VALUES} values, aliases counted`, TOO_DEEP.mend);
/** UTF-16 units from the head of a literal block in which its first line is looked for. */
const LONGEST_START = 1000;

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
export function readDocument(text: string, file: string): { document?: SourceDocument; problems: Problem[] } {
  // To YAML every line break is the same, and lines and columns are too.
  const source = text.replaceAll('\r\n', '\n');
  const at = positionsIn(source);
  const plainly = readYamlEvents(source, DEEPEST - 8);
  if (plainly !== undefined && plainly.size <= MOST_VALUES) {
    return { problems: [], document: located(source, at, plainly.value, plainly.offsetOf) };
  }
  const problems: Problem[] = [];
  const report = (offset: number, path: Path, message: string, mend: string) => {
    if (problems.length > MOST_PROBLEMS) return;
    problems.push({ file, ...at(offset), severity: 'error', path: pathText(path), message, mend });
  };
  const zero = source.indexOf('\0');
  if (zero >= 0) {
    report(zero, [], 'a NUL character stands here, which no text holds', 'save the file again as text in UTF-8');
    return { problems };
  }
  const parsed = readTree(source);
  if ('wrong' in parsed) {
    report(parsed.offset, [], parsed.wrong.message, parsed.wrong.mend);
    return { problems };
  }
  const errors = [...parsed.errors, ...parsed.warnings];
  const exhausted = errors.find(error => error.code === 'RESOURCE_EXHAUSTION');
  const told = new Set<number>();
  for (const error of exhausted ? [exhausted] : errors) {
    // What else is wrong at the same sign follows from the first.
    const offset = error === exhausted ? (tooDeepAt(source, DEEPEST) ?? error.pos[0]) : error.pos[0];
    if (!told.has(error.pos[0])) report(offset, [], ...explain(error));
    told.add(error.pos[0]);
  }
  if (problems.length > 0) return { problems };
  const root = parsed.contents;
  if (root === null) {
    report(0, [], 'the file is empty', 'start from templates/rulebook.yaml');
    return { problems };
  }
  const reading: Reading = { anchors: new Map(), aliases: new Map(), report, size: 0 };
  const value = plain(root, [], reading);
  if (problems.length > 0) return { problems };
  return { problems, document: located(source, at, value, (path, part) => offsetOf(root, path, part, reading.aliases)) };
}

function located(
  source: string,
  at: (offset: number) => Position,
  value: unknown,
  offsetAt: (path: Path, part: 'name' | 'value') => number,
): SourceDocument {
  return {
    value,
    locate: (path, part = 'value') => at(offsetAt(path, part)),
    locateWithin: (path, line, column) => {
      const offset = offsetAt(path, 'value');
      // Nothing but the head of a literal block can start with this character.
      return source[offset] === '|' ? withinLiteral(source, offset, at(offset).line, line, column) : at(offset);
    },
  };
}

/** Finds lines and columns in a text. Looks for the line breaks when it is first asked. */
function positionsIn(source: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return wanted => {
    starts ??= [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
    const offset = Math.min(Math.max(wanted, 0), source.length);
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - starts[low]! + 1 };
  };
}

/** The plain value of a node. Reports, and gives `undefined`, where it cannot be one. */
function plain(node: Node | null, path: Path, reading: Reading): unknown {
  const offset = node?.range?.[0] ?? 0;
  reading.size += 1;
  if (reading.size > MOST_VALUES || path.length > DEEPEST) {
    // Once is enough: whatever follows is as bad.
    if (reading.size < Number.POSITIVE_INFINITY) {
      const { message, mend } = path.length > DEEPEST ? TOO_DEEP : TOO_MANY;
      reading.report(offset, [], message, mend);
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
    if (name === MERGE_KEY) {
      const mend = 'write the values out here, or repeat one whole value with `*name`';
      reading.report(offset, [...path, name], `merge keys (\`${MERGE_KEY}\`) are not understood`, mend);
    } else if (typeof name !== 'string' || name === '__proto__') {
      reading.report(offset, path, 'a name must be text', 'write a plain name before the colon, in quotes if it looks like a number');
    } else if (members.has(name)) {
      reading.report(offset, [...path, name], `\`${name}\` is given twice`, 'keep one of the two');
    } else {
      members.set(name, plain(value, [...path, name], reading));
    }
  }
  return Object.fromEntries(members);
}

function offsetOf(root: Node, path: Path, part: 'name' | 'value', aliases: ReadonlyMap<Node, Node>): number {
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
  return offset;
}

/** The text begins on the line after `|`; its first line that is not empty tells how far all of them are indented. */
function withinLiteral(source: string, offset: number, start: number, line: number, column: number): Position {
  const [indent = ''] = /(?<=\n)[ ]*(?=[^ \r\n])/.exec(source.slice(offset, offset + LONGEST_START)) ?? [];
  return { line: start + line, column: indent.length + column };
}

const UNEVEN = [
  'the lines are indented unevenly, or one line holds two names',
  'indent the names of one mapping alike, and put a text with a colon in quotes',
] as const;

/** The library's codes in our words; what is not here keeps the library's message. */
const EXPLAINED: Readonly<Partial<Record<string, readonly [message: string, mend: string]>>> = {
  TAB_AS_INDENT: ['a tab is used to indent', 'indent with spaces'],
  BAD_INDENT: ['the indentation does not fit the lines around it', 'give entries of one list or mapping the same number of spaces'],
  RESOURCE_EXHAUSTION: [TOO_DEEP.message, TOO_DEEP.mend],
  BLOCK_AS_IMPLICIT_KEY: UNEVEN,
  MULTILINE_IMPLICIT_KEY: UNEVEN,
  MISSING_CHAR: ['a closing quote, bracket or comma is missing', 'close what is open here, or put the text in quotes'],
  TAG_RESOLVE_FAILED: ['a tag (`!…`) is not understood', 'take the tag away'],
};

function explain(error: YAMLError): [message: string, mend: string] {
  if (error.code === 'MISSING_CHAR' && error.message.startsWith('Implicit map key')) {
    return ['a name without a value', 'write `name: value`; a value of several lines is indented below the name'];
  }
  const known = EXPLAINED[error.code];
  if (known) return [...known];
  const [message = ''] = error.message.split('\n');
  return [message.slice(0, 200), 'correct the YAML here: check quotes, colons and indentation'];
}
