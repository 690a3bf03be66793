/** Runs the product as anybody would: `npm start` on a free port, with a store of its own. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Running {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** Everything that the process has printed so far. */
  output(): string;
  stop(): Promise<void>;
}

/** What runs beside the edge. */
export interface Beside {
  /** The Desk, with demo people and data or with nobody in it. Left out: the edge alone, which starts more than a second sooner. */
  readonly desk?: 'demo' | 'empty';
  /** Settings of the Desk over those that `npm start` gives it. */
  readonly deskVars?: Readonly<Record<string, string>>;
  /** The folder of the stores, which then outlives the run. Left out: one that is thrown away. */
  readonly store?: string;
}

const READY_WITHIN = 60_000;

/**
 * Starts Standfirst with settings (`{ ORIGIN_URL: 'http://127.0.0.1:9000' }`), with the starter rulebook or another, and waits until it
 * is ready. Throws with what it printed when it ends before that.
 */
export async function startStandfirst(
  vars: Readonly<Record<string, string>> = {},
  rulebook?: string,
  { desk, deskVars = {}, store: kept }: Beside = {},
): Promise<Running> {
  const port = await freePort();
  const store = kept ?? mkdtempSync(join(tmpdir(), 'standfirst-'));
  const settings = (option: string, values: Readonly<Record<string, string>>) =>
    Object.entries(values).flatMap(([name, value]) => [option, `${name}:${value}`]);
  const chosen = rulebook === undefined ? [] : ['--rulebook', rulebook];
  const beside = desk === undefined ? ['--no-desk'] : [...(desk === 'empty' ? ['--no-demo'] : []), ...settings('--desk-var', deskVars)];
  const where = ['--port', String(port), '--inspector-port', '0', '--persist-to', store];
  const args = ['start', '--', ...chosen, ...beside, ...where, ...settings('--var', vars)];
  const child = spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', data => {
      printed += data;
    });
  }
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await end(child);
    if (kept === undefined) rmSync(store, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    // What other tests import is the starter rulebook's.
    if (rulebook !== undefined) spawnSync('npm', ['run', '--silent', 'build']);
  };
  const deadline = Date.now() + READY_WITHIN;
  // The Desk's line comes when its demo data are in.
  while (!(desk === undefined ? await isReady(url) : printed.includes('The Desk is at '))) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`Standfirst did not start:\n${printed}`);
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return { url, output: () => printed, stop };
}

/** A port on loopback that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function isReady(url: string): Promise<boolean> {
  const response = await fetch(`${url}/-/health`).catch(() => undefined);
  return response?.status === 200;
}

/** Ends the process and all that it started: they are one process group. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.pid !== undefined) {
    const ended = new Promise(resolve => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
}
