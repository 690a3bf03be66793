/** From one value to another in steps that each touch as little as possible. */

import type { Path } from './problems.ts';
import { isMapping } from './untyped.ts';

/** `insert` puts a member behind the one called `after` (first without it), or an entry before the index at the end of `path`. */
export type Change =
  | { readonly type: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly type: 'insert'; readonly path: Path; readonly value: unknown; readonly after?: string }
  | { readonly type: 'delete'; readonly path: Path };

/** Steps that lead from `before` to `after`, each to be taken where the one before has led. */
export function changesBetween(before: unknown, after: unknown, path: Path): Change[] {
  if (isEqual(before, after)) return [];
  if (isMapping(before) && isMapping(after)) {
    const names = Object.keys(after);
    if (names.some(name => Object.hasOwn(before, name))) return membersBetween(before, after, path);
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length > 0 && after.length > 0) return entriesBetween(before, after, path);
  return [{ type: 'set', path, value: after }];
}

function membersBetween(before: Record<string, unknown>, after: Record<string, unknown>, path: Path): Change[] {
  const names = Object.keys(after);
  const kept = names.flatMap((name, index): Change[] => {
    const own = [...path, name];
    if (Object.hasOwn(before, name)) return changesBetween(before[name], after[name], own);
    const previous = names[index - 1];
    return [{ type: 'insert', path: own, value: after[name], ...(previous === undefined ? {} : { after: previous }) }];
  });
  const gone = Object.keys(before).filter(name => !Object.hasOwn(after, name));
  return [...kept, ...gone.map((name): Change => ({ type: 'delete', path: [...path, name] }))];
}

function entriesBetween(before: readonly unknown[], after: readonly unknown[], path: Path): Change[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && isEqual(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < most - head && isEqual(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const [was, is] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const at = (index: number): Path => [...path, head + index];
  const gone = was.slice(is.length).map((_, index): Change => ({ type: 'delete', path: at(is.length + index) }));
  const come = is.slice(was.length).map((value, index): Change => ({ type: 'insert', path: at(was.length + index), value }));
  const both = was.slice(0, is.length).flatMap((value, index) => changesBetween(value, is[index], at(index)));
  return [...gone.reverse(), ...come, ...both];
}

/** Takes a step in a value that may be changed: what stands in it twice as one object changes in both places. */
export function take(root: unknown, change: Change): void {
  const holder = valueAt(root, change.path.slice(0, -1));
  const last = change.path.at(-1)!;
  if (Array.isArray(holder)) {
    const index = Number(last);
    if (change.type === 'insert') holder.splice(index, 0, change.value);
    else if (change.type === 'delete') holder.splice(index, 1);
    else holder[index] = change.value;
  } else if (isMapping(holder)) {
    if (change.type === 'delete') delete holder[last];
    else holder[last] = change.value;
  }
}

/** The value at a path; `undefined` where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
    return isMapping(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }, root);
}

/** A copy. @param shared whether an object that stands in it twice is one in the copy too */
export function copyOf(value: unknown, shared: boolean, seen = new Map<unknown, unknown>()): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (shared && seen.has(value)) return seen.get(value);
  if (Array.isArray(value)) {
    const list: unknown[] = [];
    seen.set(value, list);
    for (const entry of value) list.push(copyOf(entry, shared, seen));
    return list;
  }
  const mapping: Record<string, unknown> = {};
  seen.set(value, mapping);
  for (const [name, member] of Object.entries(value)) mapping[name] = copyOf(member, shared, seen);
  return mapping;
}

/** Whether two values say the same, whatever the order of members. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((entry, index) => isEqual(entry, b[index]));
  if (!isMapping(a) || !isMapping(b)) return Object.is(a, b);
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every(name => Object.hasOwn(b, name) && isEqual(a[name], b[name]));
}

/**
 * A value as it can be written: texts with LF only, no `undefined` members. `undefined` where YAML has no form for it that means the
 * same to everybody, or the value runs in a circle.
 */
export function writable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.replaceAll('\r\n', '\n');
  if (typeof value === 'boolean' || value === null) return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : undefined;
  if (typeof value !== 'object' || depth > DEEPEST_VALUE) return undefined;
  if (Array.isArray(value)) {
    const list = value.map(entry => writable(entry, depth + 1));
    return list.includes(undefined) ? undefined : list;
  }
  const written = Object.entries(value).filter(([, member]) => member !== undefined);
  const pairs = written.map(([name, member]) => [name.replaceAll('\r\n', '\n'), writable(member, depth + 1)] as const);
  const names = new Set(pairs.map(([name]) => name));
  const bad = names.size < pairs.length || names.has('__proto__') || pairs.some(([, member]) => member === undefined);
  return bad ? undefined : Object.fromEntries(pairs);
}

const DEEPEST_VALUE = 24;
