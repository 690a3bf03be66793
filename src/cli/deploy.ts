/**
 * `npm run deploy`: builds, checks the settings of wrangler.toml, deploys the edge Worker and puts the library's articles into its
 * store. `-- --dry-run` stops before anything leaves this machine. Other arguments go on to `wrangler deploy`.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { experimental_readRawConfig } from 'wrangler';
import { settingsOf } from '../edge/config.ts';

process.chdir(join(import.meta.dirname, '..', '..'));
const given = process.argv.slice(2);
const dryRun = given.includes('--dry-run');

const { rawConfig } = experimental_readRawConfig({ config: 'wrangler.toml' });
const vars = rawConfig.vars ?? {};
// A secret is not in the file; with GEO_SOURCE=headers the platform holds one.
const checked = settingsOf({ ...vars, ...(vars.GEO_SOURCE === 'headers' ? { GEO_SECRET: 'held by the platform' } : {}) });
const problems = 'problems' in checked ? checked.problems : [];
if (vars.LOCAL_PREVIEW !== undefined) problems.push({ setting: 'LOCAL_PREVIEW', message: 'is for the local run and must not be deployed' });
if (problems.length > 0) {
  process.stderr.write('Nothing was deployed: these settings in wrangler.toml are wrong.\n');
  for (const { setting, message } of problems) process.stderr.write(`  ${setting} ${message}\n`);
  process.exit(1);
}

run('npm', ['run', '--silent', 'build']);
run('wrangler', ['deploy', ...given]);
const library = join('src', 'edge', 'generated', 'library.json');
if (dryRun) {
  const entries: unknown[] = JSON.parse(readFileSync(library, 'utf8'));
  process.stdout.write(`Dry run: ${entries.length} entries of the library would be put into LIBRARY.\n`);
} else run('wrangler', ['kv', 'bulk', 'put', library, '--binding', 'LIBRARY', '--remote']);

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
