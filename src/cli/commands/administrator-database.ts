/** The Desk's database from outside, through wrangler: on this machine, or where the Desk is deployed. */

import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { BadInput } from '../inputs.ts';
import type { Found } from './administrator-entry.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const WRANGLER = join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
const CONFIG = join('src', 'desk', 'wrangler.toml');

export type Database =
  | { readonly where: 'remote'; readonly env: string | undefined }
  /** @param store the folder that `npm start` keeps its stores in, absolute */
  | { readonly where: 'local'; readonly store: string };

/** The store of `npm start`, unless another one was chosen. */
export function localDatabase(persistTo: string | undefined): Database {
  const store = persistTo === undefined ? join(ROOT, '.wrangler', 'state') : resolve(process.env.INIT_CWD ?? '.', persistTo);
  if (!existsSync(join(store, 'local', 'desk.json'))) {
    throw new BadInput(
      `there is no Desk in ${store}: run \`npm start -- --no-demo\` once, which makes it, or name its folder with --persist-to`,
    );
  }
  return { where: 'local', store };
}

const HEAD = 'SELECT seq, hash, at FROM audit ORDER BY seq DESC LIMIT 1';
const PEOPLE = 'SELECT id, email, name, roles, disabled_at FROM people';

const headSchema = z.object({ seq: z.int(), hash: z.string(), at: z.int() });
const personSchema = z.object({ id: z.string(), email: z.string(), name: z.string(), roles: z.string(), disabled_at: z.int().nullable() });
const foundSchema = z.tuple([z.object({ results: z.array(headSchema).max(1) }), z.object({ results: z.array(personSchema) })]);

/** Who is in, and the end of the audit log. Rejects with `BadInput`. */
export async function read(database: Database): Promise<Found> {
  const answer = foundSchema.safeParse(await execute(database, ['--command', `${HEAD}; ${PEOPLE}`]));
  if (!answer.success) throw new BadInput('the database answers otherwise than was expected; is it the Desk of this version?');
  const [heads, { results: people }] = answer.data;
  return { head: heads.results[0], people };
}

/** Carries all statements out, or none. `false` where somebody has written into the audit log since it was read. Rejects with `BadInput`. */
export async function write(database: Database, sql: string): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  try {
    const file = join(folder, 'administrator.sql');
    writeFileSync(file, sql, { mode: 0o600 });
    await execute(database, ['--file', file]);
    return true;
  } catch (error) {
    if (error instanceof BadInput && error.message.includes('the audit chain has moved on')) return false;
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How often a database that somebody else is writing into is asked, and milliseconds in between. */
const TRIES = 10;
const PAUSE = 300;

async function execute(database: Database, what: readonly string[]): Promise<unknown> {
  const where =
    database.where === 'local'
      ? ['--local', '--persist-to', database.store, '-c', join(database.store, 'local', 'desk.json')]
      : ['--remote', '-c', CONFIG, ...(database.env === undefined ? [] : ['--env', database.env])];
  for (let tried = 1; ; tried++) {
    const { failed, stdout, stderr } = await wrangler(['d1', 'execute', 'DB', '--json', '--yes', ...where, ...what]);
    if (!failed) return jsonIn(stdout);
    const said = `${stdout}\n${stderr}`;
    if (!/SQLITE_BUSY|database is locked/.test(said) || tried === TRIES) throw new BadInput(mended(said, database));
    await new Promise(done => setTimeout(done, PAUSE));
  }
}

function wrangler(args: readonly string[]): Promise<{ failed: boolean; stdout: string; stderr: string }> {
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' };
  const options = { cwd: ROOT, env, encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  return new Promise(done => {
    execFile(process.execPath, [WRANGLER, ...args], options, (error, stdout, stderr) => done({ failed: error !== null, stdout, stderr }));
  });
}

/** wrangler may say something before its JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text.slice(Math.max(text.search(/^[[{]/m), 0)));
  } catch {
    return undefined;
  }
}

function mended(said: string, { where }: Database): string {
  if (/no such table/.test(said)) {
    const how = where === 'local' ? '`npm start -- --no-demo` makes them' : '`npm run deploy` makes them';
    return `the database has no tables yet: ${how}`;
  }
  const answer = z
    .object({ error: z.object({ text: z.string(), notes: z.array(z.object({ text: z.string() })).optional() }) })
    .safeParse(jsonIn(said));
  const { error } = answer.data ?? {};
  const why =
    error === undefined
      ? said.trim().split('\n').slice(-5).join('\n')
      : [error.text, ...(error.notes ?? []).map(({ text }) => text)].join(' ');
  return `the database could not be asked. wrangler says: ${why}`;
}
