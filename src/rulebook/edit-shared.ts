/** Parts that entries share: written in one with `&name`, repeated in others with `*name`. */

import { isAlias, isCollection, isMap, isNode, isPair, type Node, visit } from 'yaml';
import * as tree from './edit-tree.ts';
import type { Path } from './problems.ts';
import { members } from './untyped.ts';

export interface SharedPart {
  /** Of the anchor. */
  readonly name: string;
  /** Where in the entry the part stands: `['basis']`. */
  readonly path: Path;
  /** Whether it is written in this entry, and repeated in the others. */
  readonly isWrittenHere: boolean;
  /** Names of the other entries of the same file, sections before them: `rules undesirable-russia`. */
  readonly others: readonly string[];
}

interface Mark {
  readonly name: string;
  readonly path: Path;
  readonly isAlias: boolean;
}

/** The parts that an entry shares with others. @param value of the whole file */
export function sharedParts(text: string, value: unknown, entry: Path): SharedPart[] {
  const marks = marksOf(text);
  const isInside = ({ path }: Mark) => entry.every((step, index) => path[index] === step);
  return marks.filter(isInside).flatMap(({ name, path, isAlias: repeats }) => {
    const others = marks.filter(mark => mark.name === name && !isInside(mark)).map(mark => nameOf(mark.path, value));
    return others.length === 0 ? [] : [{ name, path: path.slice(entry.length), isWrittenHere: !repeats, others: [...new Set(others)] }];
  });
}

function marksOf(text: string): Mark[] {
  const root = tree.treeOf(text);
  const marks: Mark[] = [];
  visit(root, {
    Node: (key, node, ancestors) => {
      const name = isAlias(node) ? node.source : node.anchor;
      if (name !== undefined) marks.push({ name, path: pathOf(key, ancestors as readonly Node[]), isAlias: isAlias(node) });
    },
  });
  return marks;
}

function pathOf(key: number | 'key' | 'value' | null, ancestors: readonly unknown[]): Path {
  const names = ancestors.flatMap((ancestor, index): (string | number)[] => {
    const inside = ancestors[index + 1];
    if (isPair(ancestor)) return [isNode(ancestor.key) ? String(ancestor.key) : ''];
    if (isCollection(ancestor) && !isMap(ancestor) && inside !== undefined) return [ancestor.items.indexOf(inside)];
    return [];
  });
  return typeof key === 'number' ? [...names, key] : names;
}

function nameOf([section = '', step = '']: Path, value: unknown): string {
  const entry = members(value)[section];
  const name = Array.isArray(entry) && typeof step === 'number' ? members(entry[step]).id : step;
  return `${section} ${typeof name === 'string' ? name : step}`.trim();
}
