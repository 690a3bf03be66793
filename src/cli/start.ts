/**
 * `npm start`: everything on this machine. Checks the settings, puts the demo library into the local store and runs the edge Worker
 * under `wrangler dev`. `-- --rulebook FILE` serves another rulebook than the starter; other arguments go on to wrangler.
 */

import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { settingsOf } from '../edge/config.ts';
import { rulebookIn } from './rulebook-argument.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const LIBRARY = join('src', 'edge', 'generated', 'library.json');
const STORE = '.wrangler/state';
/** Milliseconds. */
const ORPHAN_CHECK = 300;

const { file: rulebook, others: given } = rulebookIn(process.argv.slice(2));
process.chdir(ROOT);

const vars = Object.fromEntries(valuesOf(given, '--var').flatMap(pair => [splitAt(pair, ':')]));
const checked = settingsOf({ LOCAL_PREVIEW: 'on', ...vars });
if ('problems' in checked) {
  process.stderr.write('Standfirst was not started: these settings are wrong.\n');
  for (const { setting, message } of checked.problems) process.stderr.write(`  ${setting} ${message}\n`);
  process.exit(2);
}

// wrangler builds too, each time that a template changes, and passes nothing on but the environment.
if (rulebook !== undefined) process.env.STANDFIRST_RULEBOOK = rulebook;
process.stderr.write(run('npm', ['run', '--silent', 'build']).stderr); // Warnings.
const store = valuesOf(given, '--persist-to').at(-1) ?? STORE;
run('wrangler', ['kv', 'bulk', 'put', LIBRARY, '--binding', 'LIBRARY', '--local', '--persist-to', store]);

const defaults = [
  ...(given.some(argument => /^--log-level(=|$)/.test(argument)) ? [] : ['--log-level', 'warn']),
  ...(valuesOf(given, '--persist-to').length > 0 ? [] : ['--persist-to', STORE]),
  ...('LOCAL_PREVIEW' in vars ? [] : ['--var', 'LOCAL_PREVIEW:on']),
  // No question to a terminal, no report to anybody, no look for updates: the run needs no network.
  ...['--show-interactive-dev-session', 'false'],
];
const parent = process.ppid;
const wrangler = spawn('wrangler', ['dev', ...defaults, ...given], { stdio: ['ignore', 'inherit', 'inherit'], env: environment() });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => wrangler.kill(signal));
wrangler.on('exit', code => process.exit(code ?? 0));
// npm's shell ends without a word to its children when npm is ended; whoever is left without a parent ends too.
setInterval(() => process.ppid !== parent && wrangler.kill('SIGTERM'), ORPHAN_CHECK).unref();
await sayWhenReady();

/** Polls the health page, since request logs, which would tell of readers, are off (law 6). */
async function sayWhenReady(): Promise<void> {
  const address = `http://${valuesOf(given, '--ip').at(-1) ?? '127.0.0.1'}:${valuesOf(given, '--port').at(-1) ?? '8787'}`;
  for (let tries = 0; tries < 600 && wrangler.exitCode === null; tries++) {
    const response = await fetch(`${address}/-/health`).catch(() => undefined);
    if (response?.ok) return void process.stdout.write(`Standfirst is ready at ${address}/\n`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

/** Values of an option in both spellings, `--name value` and `--name=value`. */
function valuesOf(list: readonly string[], name: string): string[] {
  return list.flatMap((argument, index) => {
    if (argument.startsWith(`${name}=`)) return [argument.slice(name.length + 1)];
    return argument === name ? (list[index + 1] ?? []) : [];
  });
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

function environment() {
  return { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' };
}

/** Runs to the end; ends this program too, with what was said, when it fails. */
function run(command: string, args: readonly string[]): { stderr: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', env: { ...environment(), WRANGLER_LOG: 'error' } });
  if (status === 0) return { stderr };
  process.stderr.write(`${stdout}${stderr}`);
  process.exit(status ?? 1);
}
