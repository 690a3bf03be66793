/** Building blocks of the schema: values that are read, mappings that know their names, lists that may be one entry. */

import { z } from 'zod';
import { Wrong } from './problems.ts';

/** What reads each text: whoever describes the schema in other words (json-schema.ts) knows more of some than that they are text. */
export const readers = z.registry<{ readonly read: (text: string) => unknown }>();

/** Text that `read` turns into a value, the same for the same text; a `Wrong` becomes a problem at the text. */
export function text<T>(read: (text: string) => T | Wrong) {
  const remembered = remember(read);
  return z
    .string()
    .register(readers, { read })
    .transform((value, context): T => {
      const result = remembered(value);
      if (!(result instanceof Wrong)) return result;
      context.addIssue({ code: 'custom', message: result.message, params: mendOf(result) });
      return z.NEVER;
    });
}

/** How to mend something, found when it is looked at: of a hundred thousand issues, a hundred are. */
const mendOf = (wrong: Wrong): Record<string, unknown> => Object.defineProperty({}, 'mend', { enumerable: true, get: () => wrong.mend });

const MOST_REMEMBERED = 1000;
/** UTF-16 units. */
const LONGEST_REMEMBERED = 100;

/** Large rulebooks repeat places, dates, zones and selectors thousands of times, and each costs some microseconds to read. */
function remember<T>(read: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return text => {
    const before = results.get(text);
    if (before !== undefined) return before;
    const result = read(text);
    if (text.length > LONGEST_REMEMBERED) return result;
    if (results.size >= MOST_REMEMBERED) results.clear();
    results.set(text, result);
    return result;
  };
}

/**
 * A mapping that has these names only. The message of an unknown name is the list of the known ones, which explain-issue.ts
 * reads: zod does not hand them on.
 */
export function strict<S extends z.core.$ZodLooseShape>(shape: S) {
  return z.strictObject(shape, { error: issue => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined) });
}

/** A list of at least one, or one entry by itself. */
export function oneOrMany<T extends z.ZodType>(entry: T) {
  return z.preprocess(value => (Array.isArray(value) || value === null || value === undefined ? value : [value]), z.array(entry).min(1));
}

/** Reports what is wrong with several fields together. */
export function reject(context: z.core.$RefinementCtx, wrong: Wrong, path: (string | number)[] = []): void {
  context.addIssue({ code: 'custom', message: wrong.message, path, params: { mend: wrong.mend } });
}
