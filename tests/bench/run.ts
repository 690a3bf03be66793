/**
 * `npm run bench`: what serving a page costs, Standfirst beside the plain ways to do it, in one run. Every contender is a plain
 * workerd process with the same configuration, on loopback.
 */

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import workerd from 'workerd';
import { type Contender, contendersOn } from './contenders.ts';
import { type DecisionRow, measureDecisions } from './decisions.ts';
import { measure, type Sample, type Subject } from './measure.ts';
import { decisionOutcomes, decisionTable, outcomes, outcomeText, type Row, tableText } from './report.ts';
import { ARTICLE, ROOT, type Stage, setStage } from './stage.ts';
import { ratio, type Spread, spread } from './statistics.ts';
import { verify } from './verify.ts';

const PAGE_BYTES = 120_000;
const STARTS = 5;
/** Many short rounds: what else the machine does then falls on all contenders alike. */
const FULL = { rounds: '15', requests: '2000' };
const QUICK = { rounds: '3', requests: '1000' };
const RULE_COUNTS = [100, 1000, 10_000];

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string' },
    requests: { type: 'string' },
    connections: { type: 'string', default: '16' },
    quick: { type: 'boolean', default: false },
  },
});
const usual = given.quick ? QUICK : FULL;
const effort = {
  rounds: count('rounds', given.rounds ?? usual.rounds),
  requests: count('requests', given.requests ?? usual.requests),
  connections: count('connections', given.connections),
};

const stage = await setStage(PAGE_BYTES);
try {
  await bench(stage);
} finally {
  await stage.close();
}

async function bench(stage: Stage): Promise<void> {
  const list = await contendersOn(stage);
  const subjects: Subject[] = [];
  for (const contender of list) {
    const server = await stage.start(contender.worker);
    const url = `${server.url}${ARTICLE}`;
    await verify(contender, url, stage.page);
    subjects.push({ name: contender.label, server, url, headers: contender.headers });
  }
  const rows = rowsOf(list, await measure(subjects, effort, progress));
  progress('decisions');
  const decisions = await measureDecisions(RULE_COUNTS, effort.rounds);
  progress('start-up');
  const starts = { edge: await startUp(list, 'untouched', stage), bare: await startUp(list, 'static', stage) };
  progress('');
  report(rows, decisions, starts, stage);
}

function rowsOf(list: readonly Contender[], samples: readonly (readonly Sample[])[]): Row[] {
  const of = (index: number, key: keyof Sample) => (samples[index] ?? []).map(sample => sample[key]);
  return list.map(({ name, label }, index) => ({
    ...{ name, label, cpu: spread(of(index, 'cpu')), ratio: ratio(of(index, 'cpu'), of(0, 'cpu')), rounds: of(index, 'cpu') },
    ...{ requestsPerSecond: spread(of(index, 'requestsPerSecond')), p50: spread(of(index, 'p50')), p99: spread(of(index, 'p99')) },
  }));
}

/** Milliseconds from the start of the process to its first answer. */
async function startUp(list: readonly Contender[], name: string, stage: Stage): Promise<Spread> {
  const { worker } = list.find(contender => contender.name === name) as Contender;
  const times: number[] = [];
  for (let time = 0; time < STARTS; time++) {
    const begin = performance.now();
    const server = await stage.start({ ...worker, name: 'start-up' });
    await (await fetch(`${server.url}/-/health`)).arrayBuffer();
    times.push(performance.now() - begin);
    await server.stop();
  }
  return spread(times);
}

function report(
  rows: readonly Row[],
  decisions: readonly DecisionRow[],
  starts: { edge: Spread; bare: Spread },
  { page, bundle }: Stage,
): void {
  const date = new Date().toISOString();
  const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, system: `${process.platform} ${process.arch}` };
  const versions = { workerd: workerd.version, node: process.version };
  const results = [...outcomes(rows), ...decisionOutcomes(decisions)];
  const { rounds, requests, connections } = effort;
  print(`${date.slice(0, 10)} · ${machine.cpu}, ${machine.cores} cores · workerd ${versions.workerd}, node ${versions.node}`);
  print(`page ${page.length} bytes · ${rounds} rounds of ${requests} requests each, ${connections} keep-alive connections`);
  print('CPU: user + system time of the workerd process. Median (lowest–highest of the rounds).\n');
  print(tableText(rows));
  print(`\n${decisionTable(decisions)}`);
  print(`\n${results.map(outcomeText).join('\n')}\n`);
  print(`edge bundle: ${(bundle.source.length / 1000).toFixed(0)} kB, ${(bundle.gzip / 1000).toFixed(1)} kB gzip`);
  print(`process start to first answer: ${starts.edge.median.toFixed(0)} ms; page from memory: ${starts.bare.median.toFixed(0)} ms`);
  const folder = join('.wrangler', 'bench');
  const file = join(folder, `${date.replace(/[:.]/g, '-')}.json`);
  const bytes = { page: page.length, bundle: bundle.source.length, bundleGzip: bundle.gzip };
  mkdirSync(join(ROOT, folder), { recursive: true });
  writeFileSync(
    join(ROOT, file),
    `${JSON.stringify({ date, machine, versions, bytes, effort, rows, decisions, aims: results, startUpMs: starts }, null, 2)}\n`,
  );
  print(`written: ${file}`);
}

function count(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  process.stderr.write(`--${name} must be a whole number above 0\n`);
  process.exit(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** On a terminal only, on a line that is written over. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}
