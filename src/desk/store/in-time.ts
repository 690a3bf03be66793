/** A limit of time for stores: one that hangs is one that fails. */

import { within } from '../../edge/time-limit.ts';

/** The answer, or a rejection after `limit` milliseconds. */
export function inTime<T>(answer: Promise<T>, limit: number): Promise<T> {
  return within(answer, limit, (milliseconds, signal) => scheduler.wait(milliseconds, signal === undefined ? {} : { signal }));
}
