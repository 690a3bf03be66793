/** The process that sends requests, from its parent's side. */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Load, LoadResult } from './load.ts';

export interface Sender {
  /** Sends a load and waits for its end. Throws where requests fail or the process ends. */
  send(load: Load): Promise<LoadResult>;
  stop(): void;
}

export function startSender(): Sender {
  const child = fork(join(import.meta.dirname, 'load.ts'));
  return {
    async send(load) {
      const over = new AbortController();
      const exit = once(child, 'exit', { signal: over.signal }).then(() => {
        throw new Error('The process that sends requests has ended.');
      });
      exit.catch(() => undefined);
      const answer = once(child, 'message', { signal: over.signal });
      child.send(load);
      try {
        const [result] = (await Promise.race([answer, exit])) as [LoadResult];
        if (result.failed > 0) throw new Error(`${result.failed} of ${load.requests} requests to ${load.url} failed.`);
        return result;
      } finally {
        over.abort();
      }
    },
    stop: () => void child.kill(),
  };
}
