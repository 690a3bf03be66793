/**
 * Where the time goes: a CPU profile of one contender under load. Prints the functions with most time of their own and writes a
 * `.cpuprofile`, which browsers' developer tools open.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contendersOn } from './contenders.ts';
import { type Profile, profileOf } from './inspector.ts';
import { startSender } from './sender.ts';
import { ARTICLE, ROOT, type Stage, setStage } from './stage.ts';

const { values: given } = parseArgs({
  options: {
    contender: { type: 'string', default: 'notice' },
    requests: { type: 'string', default: '10000' },
    connections: { type: 'string', default: '16' },
    top: { type: 'string', default: '25' },
  },
});

const stage = await setStage(120_000, { readableBundle: true });
const sender = startSender();
try {
  await takeProfile(stage);
} finally {
  sender.stop();
  await stage.close();
}

async function takeProfile(stage: Stage): Promise<void> {
  const list = await contendersOn(stage);
  const contender = list.find(({ name }) => name === given.contender);
  if (contender === undefined) throw new Error(`--contender is one of ${list.map(({ name }) => name).join(', ')}`);
  const server = await stage.start(contender.worker, { inspect: true });
  const load = { url: `${server.url}${ARTICLE}`, headers: contender.headers, connections: Number(given.connections) };
  await sender.send({ ...load, requests: 3000 });
  const before = server.cpu();
  const requests = Number(given.requests);
  const profile = await profileOf(server.inspector as number, 'main', () => sender.send({ ...load, requests }));
  const cpu = server.cpu() - before;
  const file = join('.wrangler', 'bench', `${contender.name}.cpuprofile`);
  mkdirSync(join(ROOT, '.wrangler', 'bench'), { recursive: true });
  writeFileSync(join(ROOT, file), JSON.stringify(profile));
  print(`${contender.label}: ${requests} requests, ${(cpu / requests).toFixed(0)} µs of CPU each while being profiled`);
  print('µs per request of wall time inside the isolate: its own, and with what it calls\n');
  const source = Buffer.from(contender.worker.source).toString();
  for (const { name, self, total } of hottest(profile, source).slice(0, Number(given.top))) {
    print(`${(self / requests).toFixed(2).padStart(8)} ${(total / requests).toFixed(2).padStart(8)}  ${name}`);
  }
  print(`\nwritten: ${file}`);
}

interface Heat {
  readonly name: string;
  /** Microseconds. */
  self: number;
  total: number;
}

/** Functions by their own time. A function that calls itself counts once in its total. */
function hottest({ nodes, samples, timeDeltas }: Profile, source: string): Heat[] {
  const fileOf = filesOf(source);
  const parent = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id] as const)));
  const names = new Map(
    nodes.map(({ id, callFrame: { functionName, lineNumber } }) => {
      const place = lineNumber < 0 ? '' : `  ${fileOf(lineNumber)}`;
      return [id, `${functionName || '(anonymous)'}${place}`];
    }),
  );
  const heat = new Map<string, Heat>();
  samples.forEach((sample, index) => {
    const time = timeDeltas[index] ?? 0;
    const seen = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = parent.get(id)) {
      const name = names.get(id) ?? '';
      const entry = heat.get(name) ?? { name, self: 0, total: 0 };
      heat.set(name, entry);
      if (id === sample) entry.self += time;
      if (!seen.has(name)) entry.total += time;
      seen.add(name);
    }
  });
  return [...heat.values()].sort((a, b) => b.self - a.self);
}

/** The source file of a line of the bundle: the bundler writes its name above its code. */
function filesOf(source: string): (line: number) => string {
  let current = '';
  const files = source.split('\n').map(line => {
    current = /^\/\/ ((?:[\w.@-]+\/)+[\w.@-]+)$/.exec(line)?.[1] ?? current;
    return current.replace(/^.*node_modules\//, '');
  });
  return line => `${files[line] ?? ''}:${line + 1}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
