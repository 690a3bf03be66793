/**
 * Sends requests at one address over keep-alive connections, in a process of its own so that its work is not the server's.
 * The parent sends a `Load` and gets a `LoadResult`, as often as it likes.
 */

import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly requests: number;
  readonly connections: number;
}

export interface LoadResult {
  readonly failed: number;
  readonly seconds: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

process.on('message', async (load: Load) => process.send?.(await run(load)));
process.on('disconnect', () => process.exit());

async function run({ url, headers, requests, connections }: Load): Promise<LoadResult> {
  const latencies: number[] = [];
  const running = autocannon({ url, headers, connections, amount: requests });
  const begin = performance.now();
  let end = begin;
  running.on('response', (_client, _status, _bytes, duration) => {
    latencies.push(duration);
    end = performance.now();
  });
  const { errors, non2xx } = await running;
  latencies.sort((a, b) => a - b);
  const percentile = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
  const failed = errors + non2xx + (requests - latencies.length);
  return { failed, seconds: (end - begin) / 1000, p50: percentile(0.5), p99: percentile(0.99) };
}
