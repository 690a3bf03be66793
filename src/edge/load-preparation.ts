/** A preparation by itself out of the store, for an isolate that prepares pages for an edition that it has never seen. */

import * as v from 'valibot';
import { hashOf } from '../core/canonical-json.ts';
import { LARGEST_EDITION, type Preparation } from '../core/edition.ts';
import { editionSchema } from '../core/edition-schema.ts';
import { preparationKey } from '../core/edition-store.ts';
import type { EditionStore } from './load-edition.ts';

/**
 * The preparation whose content has that hash. It needs no signature: the hash comes from a signed edition. `undefined` for anything
 * else that may stand there. Rejects only where the store does.
 */
export async function loadPreparation(hash: string, store: EditionStore): Promise<Preparation | undefined> {
  const bytes = await store.get(preparationKey(hash));
  if (bytes === null || bytes.length > LARGEST_EDITION) return undefined;
  try {
    const written: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
    if (!v.is(editionSchema.entries.preparation, written)) return undefined;
    const { hash: claimed, ...content } = written as Preparation;
    const found = (await hashOf(content)).slice(0, hash.length);
    return claimed === hash && found === hash ? (written as Preparation) : undefined;
  } catch {
    return undefined;
  }
}
