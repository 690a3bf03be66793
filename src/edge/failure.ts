/** How `Pages` says that a source could not answer. */

import type { OriginFailure } from './origin.ts';

/** The header of a 5xx of `Pages` that stands for a failure; a 5xx without it is an answer of the origin's. */
export const FAILURE = 'standfirst-failure';

export type Failure = OriginFailure['kind'] | 'unready';
