/**
 * `npm run deploy`: checks the configurations of both Workers, builds, and deploys the edge, the database's migrations, the Desk and the
 * articles of the library, in this order. `-- --dry-run` checks, builds and bundles, lists what is left to do, and sends nothing.
 * `--rulebook FILE` carries another rulebook than the starter; `--env NAME` takes that environment of both files; `--message` and `--tag`
 * go on to `wrangler deploy`.
 */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { unstable_readConfig } from 'wrangler';
import { DESK_FILE, EDGE_FILE, type Step, stepsLeft, type WorkerConfig } from './deploy-checks.ts';
import { rulebookIn } from './rulebook-argument.ts';

const LIBRARY = join('src', 'edge', 'generated', 'library.json');
const GUIDE = 'templates/guide/deployment.md';

const { file: rulebook, others: typed } = rulebookIn(process.argv.slice(2));
process.chdir(join(import.meta.dirname, '..', '..'));
const { 'dry-run': dryRun = false, env, ...labels } = readOptions();
const environment = env === undefined ? [] : ['--env', env];
const described = Object.entries(labels).flatMap(([name, value]) => [`--${name}`, value]);

const [edge, desk] = [readConfig(EDGE_FILE), readConfig(DESK_FILE)];
const left = stepsLeft({ edge, desk, migrations: readdirSync(join('src', 'desk', 'migrations')) });
if (left.length > 0 && !dryRun) refuse(left);

// wrangler builds too, before it bundles, and passes nothing on but the environment.
if (rulebook !== undefined) process.env.STANDFIRST_RULEBOOK = rulebook;
run('npm', ['run', '--silent', 'build']);
if (dryRun) tryOut();
else send();

function tryOut(): void {
  for (const file of [EDGE_FILE, DESK_FILE]) run('wrangler', ['deploy', '--dry-run', '-c', file, ...environment]);
  const entries: unknown[] = JSON.parse(readFileSync(LIBRARY, 'utf8'));
  process.stdout.write(`Both Workers were bundled; ${entries.length} entries of the library would go into LIBRARY. Nothing was sent.\n`);
  if (left.length > 0) refuse(left);
  process.stdout.write('The configurations are in order: `npm run deploy` can follow.\n');
}

function send(): void {
  run('wrangler', ['deploy', '-c', EDGE_FILE, ...environment, ...described]);
  run('wrangler', ['d1', 'migrations', 'apply', 'DB', '--remote', '-c', DESK_FILE, ...environment]);
  run('wrangler', ['deploy', '-c', DESK_FILE, ...environment, ...described]);
  run('wrangler', ['kv', 'bulk', 'put', LIBRARY, '--binding', 'LIBRARY', '--remote', '-c', EDGE_FILE, ...environment]);
  process.stdout.write(`Both Workers are deployed. The first time, a first administrator comes next: ${GUIDE} says how.\n`);
}

/** Other options of wrangler would change what is deployed behind the back of the checks. */
function readOptions() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ args: typed, options: { 'dry-run': { type: 'boolean' }, env: text, message: text, tag: text } }).values;
  } catch (error) {
    process.stderr.write(
      `${(error as Error).message}\nnpm run deploy -- takes --dry-run, --rulebook FILE, --env NAME, --message TEXT and --tag TEXT; all else stands in the files.\n`,
    );
    process.exit(2);
  }
}

function readConfig(file: string): WorkerConfig {
  try {
    const config = unstable_readConfig({ config: file, env }, { hideWarnings: true });
    if (env === undefined || config.definedEnvironments?.includes(env)) return config;
    process.stderr.write(`${file} has no environment ${env}: [env.${env}] is missing.\n`);
  } catch (error) {
    process.stderr.write(`${file} cannot be read: ${(error as Error).message}\n`);
  }
  process.exit(2);
}

/** Ends with the list of what is left, file by file. */
function refuse(steps: readonly Step[]): never {
  const files = [...new Set(steps.map(({ file }) => file))];
  const lists = files.map(file => [file, ...steps.filter(step => step.file === file).map(({ text }) => `  - ${text}`), ''].join('\n'));
  const count = steps.length === 1 ? 'One step is' : `${steps.length} steps are`;
  process.stderr.write(`\n${count} left before Standfirst can be deployed. ${GUIDE} goes through them in order.\n\n${lists.join('\n')}`);
  process.exit(1);
}

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, WRANGLER_SEND_METRICS: 'false' } });
  if (status !== 0) process.exit(status ?? 1);
}
