/** Editions through the product as it runs: what somebody writes into the store reaches readers, and what is wrong there does not. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Edition } from '../../src/core/edition.ts';
import { CURRENT_KEY, editionKey, PREVIOUS_KEY } from '../../src/core/edition-store.ts';
import { BASELINE, editionSaying, Publisher, type WritableStore } from '../edge/publisher.ts';
import { GEO_VARS, readerAt } from '../support/readers.ts';
import { type Running, startStandfirst } from '../support/standfirst.ts';
import { until } from '../support/system.ts';

const ARTICLE = '/2026/11/grain-port-record';
const store = mkdtempSync(join(tmpdir(), 'standfirst-editions-'));

let publisher: Publisher;
let running: Running | undefined;

const start = () => startStandfirst({ ...GEO_VARS, EDITION_KEYS: publisher.key, EDITION_POLL: '1' }, undefined, { store });

beforeAll(async () => {
  publisher = await Publisher.create();
  running = await start();
});
afterAll(async () => {
  await running?.stop();
  rmSync(store, { recursive: true, force: true });
});

/** Puts keys into the store of the running product, from outside it. */
function put(entries: readonly { key: string; value: string }[]): void {
  const file = join(store, 'entries.json');
  writeFileSync(file, JSON.stringify(entries));
  const config = join(store, 'local', 'edge.json');
  const args = ['kv', 'bulk', 'put', file, '--binding', 'EDITIONS', '--local', '--persist-to', store, '-c', config];
  const { status, stdout, stderr } = spawnSync('npx', ['wrangler', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
}

/** What a publication writes. */
async function publication(edition: Edition, pointerKey?: string) {
  const entries: { key: string; value: string }[] = [];
  const list: WritableStore = {
    put: async (key, value) => entries.push({ key, value: String(value) }),
    delete: async () => undefined,
  };
  await publisher.publish(list, edition, pointerKey);
  return entries;
}

async function read(place: string): Promise<string> {
  const response = await fetch(`${running?.url}${ARTICLE}`, { headers: readerAt(place, 'en') });
  expect(response.status).toBe(200);
  return await response.text();
}

const health = async () =>
  (await (await fetch(`${running?.url}/-/health`)).json()) as {
    edition: { number: number; hash: string; source: string };
    editions: { confirmed: string | null; problems: Record<string, number> };
  };

test('before anything is published, the edition compiled in is served', async () => {
  expect((await health()).edition).toEqual({ number: BASELINE.number, hash: BASELINE.hash, source: 'built-in' });
});

test('what is published reaches the readers whom it concerns, and leaves the others their page', async () => {
  const elsewhere = await read('JP');
  const edition = await editionSaying('The second edition', 2);
  put(await publication(edition));
  await until(async () => (await read('RU')).includes('The second edition'));
  expect(await health()).toMatchObject({
    edition: { number: 2, hash: edition.hash, source: 'store' },
    editions: { confirmed: expect.any(String), problems: {} },
  });
  expect(await read('JP')).toBe(elsewhere);
});

test('what is damaged is not taken, now or after a restart, until it is mended', async () => {
  const [second, third] = [await editionSaying('The second edition', 2), await editionSaying('The third edition', 3)];
  const good = await publication(third);
  const damaged = good.map(({ key, value }) => ({ key, value: key === editionKey(third.hash) ? value.slice(0, 500) : value }));
  put([...(await publication(second, PREVIOUS_KEY)), ...damaged]);
  const isRefused = async () => {
    await read('RU');
    return ((await health()).editions.problems['edition-wrong'] ?? 0) > 0;
  };
  await until(isRefused);
  expect(await read('RU')).toContain('The second edition');

  await running?.stop();
  running = await start();
  await until(isRefused);
  expect(await read('RU')).toContain('The second edition');

  put(good.filter(({ key }) => key !== CURRENT_KEY));
  await until(async () => (await read('RU')).includes('The third edition'));
  expect(running.output()).not.toMatch(/grain-port|\bRU\b/);
});
