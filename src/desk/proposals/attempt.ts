/** Something that was asked for and refused: its form is shown again with what was typed. */

import type { Refused } from '../errors.ts';
import type { Form } from '../form.ts';

export interface Attempt {
  /** As the last part of the address: `approve`. */
  readonly act: string;
  readonly form: Form;
  readonly refused: Refused;
}

/** What was typed into a field of the form that was refused, if it was this one. */
export function typedIn(attempt: Attempt | undefined, act: string, field: string): string | undefined {
  return attempt?.act === act && attempt.form.has(field) ? attempt.form.text(field) : undefined;
}

/** The same id again, where there is one, so that two tries are one thing; a new one where the id stands for something else already. */
export function sameId(attempt: Attempt | undefined, act: string): string {
  const typed = attempt?.refused.kind === 'conflict' ? undefined : typedIn(attempt, act, 'id');
  return typed !== undefined && isId(typed) ? typed : crypto.randomUUID();
}

export function isId(text: string): boolean {
  return /^[\w-]{8,64}$/.test(text);
}
