/** Runs a Worker in a plain workerd process of its own and says what CPU that process has used. */

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import workerd from 'workerd';

export interface Worker {
  /** Also the folder's name. */
  readonly name: string;
  readonly source: string | Uint8Array;
  /** Modules beside it that it may import: text where a string, else data. */
  readonly modules: Readonly<Record<string, string | Uint8Array>>;
  readonly vars: Readonly<Record<string, string>>;
}

export interface Server {
  readonly url: string;
  /** Port of the inspector, where one was asked for. */
  readonly inspector: number | undefined;
  /** User and system time of the process so far, in microseconds. */
  cpu(): number;
  stop(): Promise<void>;
}

export interface Surroundings {
  /** Where configurations are written. */
  readonly folder: string;
  readonly compatibilityDate: string;
  /** The Worker behind the Cache API. */
  readonly cacheStore: string;
}

const READY_WITHIN = 20_000;

/** Ended with this process, however it ends. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach(child => void child.kill('SIGKILL')));

/** Starts a process and waits until it listens on a free port of loopback. Every Worker gets the same configuration. */
export async function startWorkerd(worker: Worker, around: Surroundings, options: { inspect?: boolean } = {}): Promise<Server> {
  const folder = join(around.folder, worker.name);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries({ ...worker.modules, 'worker.js': worker.source, 'cache-store.js': around.cacheStore })) {
    writeFileSync(join(folder, name), content);
  }
  writeFileSync(join(folder, 'config.capnp'), configuration(worker, around));
  const inspect = options.inspect ? ['--inspector-addr=127.0.0.1:0'] : [];
  const child = spawn(workerd.default, ['serve', '--control-fd=3', ...inspect, 'config.capnp'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  try {
    const ports = await listening(child, options.inspect ? ['http', 'inspector'] : ['http']);
    const stat = `/proc/${child.pid}/stat`;
    return { url: `http://127.0.0.1:${ports.http}`, inspector: ports.inspector, cpu: () => cpuOf(stat), stop: () => end(child) };
  } catch (error) {
    await end(child);
    throw error;
  }
}

function configuration({ modules, vars }: Worker, { compatibilityDate }: Surroundings): string {
  const text = (value: string) => JSON.stringify(value);
  const extra = Object.entries(modules).map(
    ([name, content]) => `(name = ${text(name)}, ${typeof content === 'string' ? 'text' : 'data'} = embed ${text(name)})`,
  );
  const bindings = Object.entries(vars).map(([name, value]) => `(name = ${text(name)}, text = ${text(value)})`);
  return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "cache", worker = .cache),
    (name = "library", worker = .library),
    (name = "internet", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const main :Workerd.Worker = (
  modules = [${[`(name = "worker.js", esModule = embed "worker.js")`, ...extra].join(', ')}],
  compatibilityDate = ${text(compatibilityDate)},
  bindings = [${[`(name = "LIBRARY", kvNamespace = "library")`, ...bindings].join(', ')}],
  cacheApiOutbound = "cache",
);

const cache :Workerd.Worker = (
  modules = [(name = "cache-store.js", esModule = embed "cache-store.js")],
  compatibilityDate = ${text(compatibilityDate)},
);

# An empty key-value store: with an origin nobody asks it anything.
const library :Workerd.Worker = (
  serviceWorkerScript = "addEventListener('fetch', event => event.respondWith(new Response(null, { status: 404 })))",
  compatibilityDate = ${text(compatibilityDate)},
);
`;
}

/** The ports on which the process says, on its control descriptor, that it listens. */
function listening(child: ChildProcess, wanted: readonly string[]): Promise<Record<string, number>> {
  return new Promise((resolve, reject) => {
    const ports: Record<string, number> = {};
    let said = '';
    const timer = setTimeout(() => reject(new Error('workerd did not start in time')), READY_WITHIN);
    child.once('error', reject);
    child.once('exit', code => reject(new Error(`workerd ended with ${code} before it listened`)));
    (child.stdio[3] as Readable).on('data', data => {
      said += data;
      const lines = said.split('\n');
      said = lines.pop() ?? '';
      for (const line of lines) {
        const { event, socket, port } = JSON.parse(line) as { event: string; socket?: string; port: number };
        ports[event === 'listen-inspector' ? 'inspector' : (socket ?? '')] = port;
      }
      if (!wanted.every(name => name in ports)) return;
      clearTimeout(timer);
      resolve(ports);
    });
  });
}

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Source: proc_pid_stat(5), fields 14 and 15. The process's name, field 2, may hold spaces and ends with the last bracket. */
function cpuOf(stat: string): number {
  const text = readFileSync(stat, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1_000_000;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** The source of a Worker in `workers/`. */
export function workerSource(name: string): string {
  return readFileSync(join(import.meta.dirname, 'workers', `${name}.js`), 'utf8');
}
