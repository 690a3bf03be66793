/** The edition that this isolate serves: always one, in memory. */

import type { Edition, Preparation } from '../core/edition.ts';
import baseline from './generated/edition.json' with { type: 'json' };

/** The edition compiled in: what readers get when nothing newer could ever be loaded. */
const BASELINE = baseline as unknown as Edition;

export function currentEdition(): Edition {
  return BASELINE;
}

/** The preparation with that hash, or `undefined` for one that this isolate does not know. */
export function preparationOf(hash: string): Preparation | undefined {
  return BASELINE.preparation.hash === hash ? BASELINE.preparation : undefined;
}
