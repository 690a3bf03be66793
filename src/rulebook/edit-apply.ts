/** A file from one value to another, each step read back before the next is taken. */

import { readDocument } from './document.ts';
import { type Change, changesBetween, copyOf, isEqual, take, valueAt } from './edit-changes.ts';
import type { Style } from './edit-render.ts';
import { splice } from './edit-splice.ts';
import type { Path } from './problems.ts';

export interface Target {
  /** Lines end in LF. */
  readonly text: string;
  /** What the file holds; values that an alias repeats are one object. */
  readonly value: unknown;
  readonly isJson: boolean;
  /** Steps of a path that lead to the widest part that may be written anew. */
  readonly widest: number;
  /** Whether what aliases repeat is changed for all that repeat it. */
  readonly together: boolean;
  /** See `SpliceOptions`; where empty lines mean something, none are added or taken. */
  readonly whole?: boolean;
}

/** Changes the value at a path. `undefined` where the text cannot be brought to hold exactly that and nothing else. */
export function written(target: Target, path: Path, value: unknown): string | undefined {
  return takeAll(target, changesBetween(valueAt(target.value, path), value, path));
}

/** Takes steps one after the other. */
export function takeAll(target: Target, changes: readonly Change[]): string | undefined {
  let { text } = target;
  const value = copyOf(target.value, target.together);
  for (const change of changes) {
    take(value, change);
    const next = stepped(text, change, value, target);
    if (next === undefined) return undefined;
    text = next;
  }
  return text;
}

/** @param value what the file is to hold then */
function stepped(text: string, change: Change, value: unknown, target: Target): string | undefined {
  const styles: readonly Style[] = target.isJson ? ['json'] : ['folded', 'plain', 'quoted'];
  for (const attempt of attempts(change, value, target.widest)) {
    for (const whole of target.whole ? [true, false] : [false]) {
      for (const style of styles) {
        const next = splice(text, attempt, { style, follow: target.together, whole });
        if (next !== undefined && holds(next, value)) return next;
      }
    }
  }
  return undefined;
}

/** The step itself; then what it is in written anew, from the narrowest to the widest. */
function* attempts(change: Change, value: unknown, widest: number): Iterable<Change> {
  yield change;
  for (let steps = change.path.length - 1; steps >= widest; steps -= 1) {
    const path = change.path.slice(0, steps);
    yield { type: 'set', path, value: valueAt(value, path) };
  }
}

/** Whether a text is right, also as the bytes of a file, and holds exactly this. */
export function holds(text: string, value: unknown): boolean {
  // A pair of surrogates that a line break parts is one sign to YAML, and none to UTF-8.
  if (!text.isWellFormed()) return false;
  const { document } = readDocument(text, '');
  return document !== undefined && isEqual(document.value, value);
}
