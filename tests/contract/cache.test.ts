/**
 * What any cache in front of `Pages` must do, seen from outside: run against the local stand-in by `npm test`, and against the
 * platform's own cache by `npm run test:live -- https://your.site`.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, startStandfirst } from '../support/standfirst.ts';

let running: Running | undefined;
let site = process.env.LIVE_URL?.replace(/\/$/, '') ?? '';

beforeAll(async () => {
  if (site !== '') return;
  running = await startStandfirst();
  site = running.url;
});
afterAll(() => running?.stop());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${site}${path}`, { headers, redirect: 'manual' });
/** A query that nobody has asked for, so that nothing is stored under it. */
const unseen = () => `/?contract=${crypto.randomUUID()}`;

test('it says which version and edition it runs', async () => {
  const response = await get('/-/health');
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    status: 'ok',
    version: expect.any(String),
    edition: { number: expect.any(Number), hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
});

describe('a page', () => {
  test('is stored at the first request and answered from the store at the next', async () => {
    const path = unseen();
    const first = await get(path);
    expect(first.status).toBe(200);
    const body = await first.text();
    const second = await get(path);
    expect(second.headers.get('cache-status')).toMatch(/standfirst; hit/);
    expect(Number(second.headers.get('age'))).toBeGreaterThanOrEqual(0);
    expect(await second.text()).toBe(body);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  test('is one entry whatever tracking parameters stand in its address', async () => {
    const path = unseen();
    await (await get(path)).text();
    expect((await get(`${path}&utm_source=x&fbclid=y`)).headers.get('cache-status')).toMatch(/standfirst; hit/);
  });

  test('is not kept by anybody on the way to a reader', async () => {
    expect((await get('/')).headers.get('cache-control')).toMatch(/^(private, no-cache|no-store)$/);
  });

  test('earns a 304 by its own tag and by no date', async () => {
    const etag = (await get('/')).headers.get('etag') ?? '';
    expect(etag).toMatch(/^W\/"/);
    const same = await get('/', { 'if-none-match': etag });
    expect([same.status, await same.text()]).toEqual([304, '']);
    expect((await get('/', { 'if-none-match': '"another"' })).status).toBe(200);
    expect((await get('/', { 'if-modified-since': new Date().toUTCString() })).status).toBe(200);
  });

  test('ignores Range, and HEAD says what GET says', async () => {
    const path = unseen();
    const whole = await get(path);
    const length = (await whole.text()).length;
    const ranged = await get(path, { range: 'bytes=0-9' });
    expect([ranged.status, (await ranged.text()).length]).toEqual([200, length]);
    const head = await fetch(`${site}${path}`, { method: 'HEAD' });
    for (const name of ['etag', 'content-type', 'cache-control', 'vary']) expect(head.headers.get(name)).toBe(whole.headers.get(name));
  });

  test('sets no cookie and names no place', async () => {
    const { headers } = await get('/');
    expect(headers.has('set-cookie')).toBe(false);
    expect(headers.get('vary')).not.toMatch(/geo|country|cookie/i);
  });
});

test('a failure is kept by nobody', async () => {
  for (const [path, status] of [
    ['/%zz', 400],
    [`/${'a'.repeat(9000)}`, 414],
    ['/-/nothing-of-ours', 404],
  ] as const) {
    const response = await get(path);
    expect([path.slice(0, 9), response.status, response.headers.get('cache-control')]).toEqual([path.slice(0, 9), status, 'no-store']);
  }
});
