/** Everything that a measurement needs besides the contenders: the page, an origin that serves it, the bundle, a temporary folder. */

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOrigin } from '../support/origin.ts';
import { type Bundle, bundleEdgeWorker } from './bundle.ts';
import { articlePage } from './page.ts';
import { type Server, startWorkerd, type Worker, workerSource } from './workerd.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
/** Path of the article at the origin. */
export const ARTICLE = '/news/harbour';

export interface Stage {
  readonly page: Uint8Array;
  readonly bundle: Bundle;
  readonly originUrl: string;
  start(worker: Worker, options?: { inspect?: boolean }): Promise<Server>;
  /** Stops all that was started and deletes the folder. */
  close(): Promise<void>;
}

export async function setStage(pageBytes: number, options: { readableBundle?: boolean } = {}): Promise<Stage> {
  if (process.platform !== 'linux') throw new Error('What a process has used is read from /proc, which only Linux has.');
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-bench-'));
  const servers: Server[] = [];
  const page = articlePage(pageBytes);
  const origin = await startOrigin();
  const etag = `"${createHash('sha256').update(page).digest('hex').slice(0, 16)}"`;
  origin.on(ARTICLE, (request, response) => {
    const known = request.headers['if-none-match'] === etag;
    response.writeHead(known ? 304 : 200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'public, max-age=300', etag });
    response.end(known ? undefined : page);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const close = async () => {
    await Promise.all([...servers.map(server => server.stop()), origin.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const around = { folder, compatibilityDate: compatibilityDate(), cacheStore: workerSource('cache-store') };
    const start: Stage['start'] = async (worker, options) => {
      const server = await startWorkerd(worker, around, options);
      servers.push(server);
      return server;
    };
    const bundle = bundleEdgeWorker(ROOT, join(folder, 'bundle'), options.readableBundle ?? false);
    return { page, bundle, originUrl: origin.url, start, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The edge Worker's own, for every contender. */
function compatibilityDate(): string {
  const date = /^compatibility_date\s*=\s*"([\d-]+)"/m.exec(readFileSync(join(ROOT, 'wrangler.toml'), 'utf8'))?.[1];
  if (date === undefined) throw new Error('wrangler.toml names no compatibility_date.');
  return date;
}
