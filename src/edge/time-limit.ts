/** A time limit for what may never come. */

/** Waits `milliseconds`, or until `signal` says that nobody waits any more. */
export type Wait = (milliseconds: number, signal?: AbortSignal) => Promise<unknown>;

/** What was waited for has not come in time. */
export class TooSlow extends Error {}

/** What `work` comes to. Throws `TooSlow` after `limit` milliseconds; `work` itself cannot be stopped and is left to itself. */
export async function within<T>(work: Promise<T>, limit: number, wait: Wait): Promise<T> {
  const ended = new AbortController();
  const tooSlow = async () => {
    await wait(limit, ended.signal);
    throw new TooSlow(`no answer in ${limit} ms`);
  };
  try {
    return await Promise.race([work, tooSlow()]);
  } finally {
    ended.abort();
  }
}
