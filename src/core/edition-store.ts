/** Where in the key-value store editions stand: what the Desk writes and the edge reads. */

import * as v from 'valibot';
import type { SignedEdition } from './signature.ts';

/** The key of an edition's JSON, as `JSON.stringify` writes it, in UTF-8. Written before anything points at it, and never changed. */
export const editionKey = (hash: string): string => `edition/${hash}`;
/** The key of a preparation by itself, for whoever prepares pages and knows no more of an edition than that. */
export const preparationKey = (hash: string): string => `preparation/${hash}`;

/** The keys that hold a `SignedEdition` as JSON: the one in force, and the one before it. */
export const CURRENT_KEY = 'current';
export const PREVIOUS_KEY = 'previous';

const pointerSchema = v.object({
  number: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  key: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
  signature: v.pipe(v.string(), v.regex(/^[\w-]{86}$/)),
});

/** Reads what stands at `CURRENT_KEY` or `PREVIOUS_KEY`. `undefined` for anything that is no pointer; the signature is not checked here. */
export function readPointer(text: string): SignedEdition | undefined {
  try {
    const checked = v.safeParse(pointerSchema, JSON.parse(text));
    return checked.success ? checked.output : undefined;
  } catch {
    return undefined;
  }
}
