/** A Desk for a file of tests: the real database and key-value store of the local runtime, migrated, with people of every role. */

import { applyD1Migrations, env as bindings, type D1Migration } from 'cloudflare:test';
import { desk as app } from '../../src/desk/app.tsx';
import type { Person, Principal, Role } from '../../src/desk/auth/permissions.ts';
import type { DeskSettings } from '../../src/desk/config.ts';
import { settingsOf } from '../../src/desk/config.ts';
import { BASE, type Desk } from '../../src/desk/desk.ts';
import type { Env } from '../../src/desk/env.ts';
import library from '../../src/edge/generated/library.json' with { type: 'json' };

export const ORIGIN = 'http://127.0.0.1:8787';
export const SITE = 'http://127.0.0.1:8787';

/** Made once for all tests; it signs nothing else. */
const keys = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
export const SIGNING_KEY = JSON.stringify(await crypto.subtle.exportKey('jwk', keys.privateKey));

const VARS = {
  AUTH_MODE: 'development',
  LOCAL_DESK: 'on',
  SITE_URL: SITE,
  SIGNING_KEY,
  LINK_SECRET: 'a-secret-of-the-tests-that-is-long-enough',
} as const;

const PEOPLE = {
  edda: ['Edda Marlin', ['editor']],
  edgar: ['Edgar Voss', ['editor']],
  pavel: ['Pavel Orsha', ['approver']],
  petra: ['Petra Lund', ['approver']],
  oona: ['Oona Lindqvist', ['ops']],
  vera: ['Vera Sund', ['viewer']],
  ada: ['Ada Brandt', ['administrator']],
  nia: ['Nia Calder', ['editor', 'approver']],
  nobody: ['Nobody Much', []],
} as const satisfies Record<string, readonly [string, readonly Role[]]>;

export type Name = keyof typeof PEOPLE;

export interface FreshDesk {
  readonly desk: Desk;
  readonly env: Env;
  readonly people: Readonly<Record<Name, Person>>;
  as(name: Name): Principal;
  /** Milliseconds by which the Desk's clock is ahead; set it to let time pass. */
  readonly clock: { ahead: number };
  /** Sends a request to the Desk as it stands in the local run. `path` starts behind `/-/desk`. */
  ask(path: string, asking?: Asking): Promise<Response>;
}

export interface Asking {
  /** Who is signed in; nobody if left out. */
  readonly as?: Name;
  readonly method?: string;
  /** Sent as a form of the Desk's own pages. */
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Settings that are to be others than those of the local run; `undefined` takes one away. */
  readonly vars?: Readonly<Record<string, unknown>>;
}

/** A migrated, empty database with the people above; call it in `beforeAll` or in a test. Everything in it is thrown away at the next call. */
export async function freshDesk(): Promise<FreshDesk> {
  const { MIGRATIONS, ...bound } = bindings as unknown as Env & { MIGRATIONS: D1Migration[] };
  await emptied(bound);
  await applyD1Migrations(bound.DB, MIGRATIONS);
  await fillLibrary(bound.LIBRARY);
  const env: Env = { ...bound, ...VARS };
  const checked = settingsOf({ ...env });
  if ('problems' in checked) throw new TypeError(JSON.stringify(checked.problems));
  const clock = { ahead: 0 };
  const settings: DeskSettings = checked.settings;
  const desk: Desk = {
    env,
    settings,
    store: { db: env.DB, now: () => Date.now() + clock.ahead },
    waitUntil: work => void work.catch(() => {}),
  };
  const people = Object.fromEntries(
    Object.entries(PEOPLE).map(([id, [name, roles]]) => [id, { id, email: `${id}@desk.example`, name, roles }]),
  ) as unknown as FreshDesk['people'];
  await env.DB.batch(
    Object.values(people).map(({ id, email, name, roles }) =>
      env.DB.prepare('INSERT INTO people (id, email, name, roles, created_at) VALUES (?, ?, ?, ?, 0)').bind(
        id,
        email,
        name,
        JSON.stringify(roles),
      ),
    ),
  );
  return { desk, env, people, clock, as: name => ({ person: people[name] }), ask: (path, asking) => ask(env, path, asking) };
}

/** Waits for what a request has left to be done after its answer. */
export async function settled(work: readonly Promise<unknown>[]): Promise<void> {
  await Promise.allSettled(work);
}

async function ask(env: Env, path: string, { as, method, form, json, headers = {}, vars = {} }: Asking = {}): Promise<Response> {
  const body = form === undefined ? (json === undefined ? undefined : JSON.stringify(json)) : new URLSearchParams(pairsOf(form)).toString();
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  const asked = new Request(`${ORIGIN}${BASE}${path}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    redirect: 'manual',
    headers: {
      ...(body === undefined ? {} : { 'content-type': type }),
      'sec-fetch-site': 'same-origin',
      ...(as === undefined ? {} : { cookie: `desk-person=${as}.${Date.now()}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const later: Promise<unknown>[] = [];
  const context = { waitUntil: (work: Promise<unknown>) => void later.push(work), passThroughOnException: () => {}, props: {} };
  const response = await app.fetch(asked, { ...env, ...vars } as Env, context as unknown as ExecutionContext);
  await settled(later);
  return response;
}

function pairsOf(form: NonNullable<Asking['form']>): [string, string][] {
  return Object.entries(form).flatMap(([name, value]) => [value].flat().map(text => [name, text] as [string, string]));
}

async function emptied({ DB, EDITIONS }: Env): Promise<void> {
  const { results } = await DB.prepare(
    "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'table') AND name NOT LIKE 'sqlite_%'",
  ).all<{
    type: string;
    name: string;
  }>();
  const own = results.filter(({ name }) => !name.startsWith('_cf'));
  for (const { name } of own.filter(({ type }) => type === 'trigger')) await DB.prepare(`DROP TRIGGER "${name}"`).run();
  await DB.batch([
    DB.prepare('PRAGMA defer_foreign_keys = on'),
    ...own.filter(({ type }) => type === 'table').map(({ name }) => DB.prepare(`DROP TABLE "${name}"`)),
  ]);
  const { keys: names } = await EDITIONS.list();
  await Promise.all(names.map(({ name }) => EDITIONS.delete(name)));
}

interface Entry {
  key: string;
  value: string;
  base64?: boolean;
  metadata?: unknown;
}

async function fillLibrary(store: KVNamespace): Promise<void> {
  for (const { key, value, base64, metadata } of library as Entry[]) {
    const data = base64 ? Uint8Array.from(atob(value), character => character.charCodeAt(0)) : value;
    await store.put(key, data, metadata === undefined ? {} : { metadata });
  }
}
