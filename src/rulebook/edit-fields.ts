/** Members of an entry as values: set, taken away, and put where a person would look for them. */

import { take, valueAt, writable } from './edit-changes.ts';
import type { EntryPath } from './edit-files.ts';
import { type Path, pathText } from './problems.ts';
import { noticeSchema, regionSchema, ruleSchema } from './schema.ts';
import { isMapping } from './untyped.ts';

/** Sets a member in a value that may be changed; says what is wrong where it cannot be. */
export function setField(entry: unknown, path: Path, value: unknown): string | undefined {
  const written = value === undefined ? undefined : writable(value);
  if (value !== undefined && written === undefined) return 'this value cannot be written: give texts, numbers, lists and names with values';
  if (path.length === 0 || path.includes('__proto__')) return 'no member is named';
  for (let steps = 0; steps < path.length; steps += 1) {
    const [holder, step] = [valueAt(entry, path.slice(0, steps)), path[steps]!];
    if (Array.isArray(holder) ? typeof step !== 'number' : !isMapping(holder) || typeof step === 'number') {
      return `\`${pathText(path.slice(0, steps + 1))}\` is no place in it`;
    }
    if (Array.isArray(holder) && !(Number(step) >= 0 && Number(step) <= holder.length)) {
      return `there is no entry ${step} in a list of ${holder.length}`;
    }
    const inside = valueAt(entry, path.slice(0, steps + 1));
    const isLast = steps === path.length - 1;
    if (value === undefined && inside === undefined) return undefined;
    if (isLast || (typeof inside === 'object' && inside !== null)) continue;
    take(entry, { type: 'set', path: path.slice(0, steps + 1), value: typeof path[steps + 1] === 'number' ? [] : {} });
  }
  take(entry, value === undefined ? { type: 'delete', path } : { type: 'set', path, value: written });
  return undefined;
}

const ORDER: Readonly<Record<EntryPath[0], readonly string[]>> = {
  notices: Object.keys(noticeSchema.shape),
  regions: Object.keys(regionSchema.shape),
  rules: Object.keys(ruleSchema.shape),
};

/** The entry with its new members where a person would look for them: behind those that the language names before them. */
export function inOrder(before: unknown, after: unknown, section: EntryPath[0]): unknown {
  if (!isMapping(before) || !isMapping(after)) return after;
  const names = Object.keys(after).filter(name => Object.hasOwn(before, name));
  const rank = (name: string) => (ORDER[section].includes(name) ? ORDER[section].indexOf(name) : Infinity);
  for (const name of Object.keys(after).filter(key => !Object.hasOwn(before, key))) {
    const previous = names.findLastIndex(other => rank(other) <= rank(name));
    names.splice(previous + 1, 0, name);
  }
  return Object.fromEntries(names.map(name => [name, after[name]]));
}
