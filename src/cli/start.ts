/**
 * `npm start`: everything on this machine. Checks the settings, puts the demo library into the local store and runs both Workers in one
 * process under `wrangler dev`, the edge on the port and the Desk behind it at `/-/desk`. `-- --rulebook FILE` serves another rulebook than
 * the starter, `--no-desk` runs the edge alone, `--no-demo` leaves the Desk empty; other arguments go on to wrangler. With `--ip` of an
 * address that other machines reach, the edge runs alone or not at all.
 */

import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { settingsOf } from '../edge/config.ts';
import { exposure, readArguments } from './local-arguments.ts';
import { localConfig, type Vars } from './local-config.ts';
import { keepDeskGoing, putDemoIn } from './local-desk.ts';
import { type LocalKeys, localKeys } from './local-keys.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LIBRARY = join('src', 'edge', 'generated', 'library.json');
const RULEBOOK = join('src', 'desk', 'generated', 'rulebook.json');
/** Milliseconds. */
const ORPHAN_CHECK = 300;

const given = readArguments(process.argv.slice(2));
process.chdir(ROOT);
const exposed = exposure(given);
if (exposed !== undefined) {
  process.stderr.write(`Standfirst was not started.\n  ${exposed}\n`);
  process.exit(2);
}

// In this run the edge looks for a new edition each second, so that what is published in the Desk is there at once.
const edgeVars = { LOCAL_PREVIEW: 'on', EDITION_POLL: '1', ...given.vars };
const checked = settingsOf(edgeVars);
if ('problems' in checked) {
  process.stderr.write('Standfirst was not started: these settings are wrong.\n');
  for (const { setting, message } of checked.problems) process.stderr.write(`  ${setting} ${message}\n`);
  process.exit(2);
}

// wrangler builds too, each time that a template changes, and passes nothing on but the environment.
if (given.rulebook !== undefined) process.env.STANDFIRST_RULEBOOK = given.rulebook;
const building = run('npm', ['run', '--silent', 'build']);
// It takes a second to load, which the build takes too.
const { experimental_readRawConfig } = await import('wrangler');
const store = resolve(given.store ?? (given.rulebook === undefined ? join('.wrangler', 'state') : await storeOfRulebook()));
const folder = join(store, 'local');
mkdirSync(folder, { recursive: true });
const keys = localKeys(join(folder, 'keys.json'));
const edge = writeEdge(keys);
const desk = given.desk ? writeDesk(keys) : undefined;
const migrating = desk && run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', store, '-c', desk]);
process.stderr.write((await building).stderr); // Warnings.
// One after the other: two programs that open the stores at once can lock each other out.
await migrating;
await run('wrangler', ['kv', 'bulk', 'put', LIBRARY, '--binding', 'LIBRARY', '--local', '--persist-to', store, '-c', edge]);

const defaults = [
  ...(given.others.some(argument => /^--log-level(=|$)/.test(argument)) ? [] : ['--log-level', 'warn']),
  // No question to a terminal, no report to anybody, no look for updates: the run needs no network.
  ...['--show-interactive-dev-session', 'false'],
];
const configs = [edge, desk].flatMap(file => (file === undefined ? [] : ['-c', file]));
const parent = process.ppid;
const wrangler = spawn('wrangler', ['dev', ...configs, '--persist-to', store, ...defaults, ...given.others], {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: environment(),
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => wrangler.kill(signal));
wrangler.on('exit', code => process.exit(code ?? 0));
// npm's shell ends without a word to its children when npm is ended; whoever is left without a parent ends too.
setInterval(() => process.ppid !== parent && wrangler.kill('SIGTERM'), ORPHAN_CHECK).unref();
const served = await editionWhenReady();
if (served !== undefined) {
  process.stdout.write(`Standfirst is ready at ${given.address}/\n`);
  if (served > 1) process.stdout.write(`It serves edition ${served}, which the Desk published, and not the rulebook of this checkout.\n`);
  if (desk !== undefined) await openDesk();
}

/** A rulebook of one's own has a store of its own: what was published from another one must not be served instead of it. */
async function storeOfRulebook(): Promise<string> {
  await building;
  const name = createHash('sha256').update(readFileSync(RULEBOOK)).digest('hex').slice(0, 16);
  return join('.wrangler', 'rulebooks', name);
}

function writeEdge(keys: LocalKeys): string {
  return writeConfig('edge', '.', { EDITION_KEYS: keys.publicKey, ...edgeVars }, given.desk ? { DESK: 'standfirst-desk' } : {});
}

function writeDesk(keys: LocalKeys): string {
  const { ORIGIN_URL, ORIGIN_TIMEOUT } = given.vars;
  const shared = Object.entries({ ORIGIN_URL, ORIGIN_TIMEOUT }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const own = { AUTH_MODE: 'development', LOCAL_DESK: 'on', SITE_URL: given.address };
  const secrets = { SIGNING_KEY: keys.signingKey, LINK_SECRET: keys.linkSecret };
  const vars = { ...own, ...secrets, ...Object.fromEntries(shared), ...given.deskVars };
  return writeConfig('desk', join('src', 'desk'), vars, { EDGE: 'standfirst' });
}

/** Writes the local form of the configuration in `from`, and gives back where. It holds secrets of this run. */
function writeConfig(name: string, from: string, vars: Vars, services: Vars): string {
  const { rawConfig: config } = experimental_readRawConfig({ config: join(from, 'wrangler.toml') });
  const file = join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(localConfig({ config, folder: resolve(from) }, folder, vars, services), null, 2)}\n`, {
    mode: 0o600,
  });
  return file;
}

/** Polls the health page, since request logs, which would tell of readers, are off (law 6). The number of the edition that is served. */
async function editionWhenReady(): Promise<number | undefined> {
  for (let tries = 0; tries < 600 && wrangler.exitCode === null; tries++) {
    const response = await fetch(`${given.address}/-/health`).catch(() => undefined);
    if (response?.ok) return ((await response.json()) as { edition: { number: number } }).edition.number;
    await response?.body?.cancel();
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  return undefined;
}

async function openDesk(): Promise<void> {
  // With a sign-in that is not the local run's, nobody but its own people can do anything.
  const isDemo = given.demo && (given.deskVars.AUTH_MODE ?? 'development') === 'development';
  const problem = isDemo ? await putDemoIn(given.address) : undefined;
  if (problem !== undefined) process.stderr.write(`${problem}\n`);
  process.stdout.write(`The Desk is at ${given.address}/-/desk\n`);
  keepDeskGoing(given.address);
}

function environment() {
  return { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };
}

/** Runs to the end; ends this program too, with what was said, when it fails. */
function run(command: string, args: readonly string[]): Promise<{ stderr: string }> {
  const options = { encoding: 'utf8', env: { ...environment(), WRANGLER_LOG: 'error' }, maxBuffer: 2 ** 26 } as const;
  return new Promise(resolve => {
    const child = execFile(command, args, options, (error, stdout, stderr) => {
      if (error === null) return resolve({ stderr });
      process.stderr.write(`${stdout}${stderr}`);
      process.exit(child.exitCode ?? 1);
    });
  });
}
