/** Building blocks of the schema: values that are read, mappings that know their names, lists that may be one entry. */

import { z } from 'zod';
import { Wrong } from './problems.ts';

/** Text that `read` turns into a value; a `Wrong` becomes a problem at the text. */
export function text<T>(read: (text: string) => T | Wrong) {
  return z.string().transform((value, context): T => {
    const result = read(value);
    if (!(result instanceof Wrong)) return result;
    context.addIssue({ code: 'custom', message: result.message, params: { mend: result.mend } });
    return z.NEVER;
  });
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
