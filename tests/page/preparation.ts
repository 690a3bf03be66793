import type { Preparation } from '../../src/core/edition.ts';

/** A preparation that asks for nothing but what is said. */
export function preparation(asked: Partial<Preparation> = {}): Preparation {
  return { hash: 'test', slots: {}, used: [], removals: {}, replaced: [], mentions: {}, surfaces: [], ...asked };
}
