/** The local run: what of the command line is whose, and what it makes of the configurations of the deployment. */

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { experimental_readRawConfig } from 'wrangler';
import { exposure, readArguments } from '../../src/cli/local-arguments.ts';
import { localConfig } from '../../src/cli/local-config.ts';
import { localKeys } from '../../src/cli/local-keys.ts';
import { isSigned, keyId, signedText, toBase64Url } from '../../src/core/signature.ts';

describe('arguments', () => {
  test('of the local run are taken out, and the others go on in their order', () => {
    const read = readArguments(
      [
        '--no-demo',
        '--var',
        'ORIGIN_URL:http://127.0.0.1:9000',
        '--live-reload',
        '--var=GEO_SECRET:a:b',
        '--persist-to',
        'x',
        '--port=1',
      ].concat(['--desk-var', 'AUTH_MODE:access', '--log-level', 'debug']),
    );
    expect(read).toEqual({
      rulebook: undefined,
      vars: { ORIGIN_URL: 'http://127.0.0.1:9000', GEO_SECRET: 'a:b' },
      deskVars: { AUTH_MODE: 'access' },
      desk: true,
      demo: false,
      store: 'x',
      exposed: [],
      address: 'http://127.0.0.1:1',
      others: ['--live-reload', '--port=1', '--log-level', 'debug'],
    });
  });

  test('that are left out leave the Desk, its demo and port 8787', () => {
    expect(readArguments([])).toMatchObject({ desk: true, demo: true, address: 'http://127.0.0.1:8787', vars: {}, others: [] });
    expect(readArguments(['--no-desk']).desk).toBe(false);
  });

  test('that listen everywhere are asked on this machine', () => {
    expect(readArguments(['--ip', '0.0.0.0', '--port', '9']).address).toBe('http://127.0.0.1:9');
    expect(readArguments(['--ip=127.0.0.2']).address).toBe('http://127.0.0.2:8787');
  });
});

describe('a Desk that others on the network could reach', () => {
  test.each([
    ['--ip', '0.0.0.0'],
    ['--ip=::'],
    ['--ip', '192.168.1.5'],
    ['--ip', '127.0.0.1', '--ip', '*'],
    ['--ip', '127.0.0.1.example.org'],
  ])('is not started: %s %s', (...typed) => {
    const problem = exposure(readArguments(typed.filter(part => typeof part === 'string')));
    expect(problem).toContain(typed.at(-1)!.replace('--ip=', ''));
    expect(problem).toContain('--no-desk');
    expect(exposure(readArguments([...typed, '--no-desk']))).toBeUndefined();
  });

  test.each([[], ['--ip', '127.0.0.1'], ['--ip=127.0.0.2'], ['--ip', 'localhost'], ['--ip', '::1'], ['--ip', '[::1]'], ['--port', '0']])(
    'and one on this machine alone is: %s %s',
    (...typed) => expect(exposure(readArguments(typed))).toBeUndefined(),
  );
});

describe('a local configuration', () => {
  const folder = resolve('.wrangler', 'somewhere', 'local');
  const local = (from: string, services = {}) => {
    const { rawConfig } = experimental_readRawConfig({ config: join(from, 'wrangler.toml') });
    const config = { ...rawConfig, routes: ['news.example.org/*'], account_id: 'an-account', env: { staging: {} } };
    return localConfig({ config, folder: resolve(from) }, folder, { LOCAL: 'on', GEO_SOURCE: 'headers' }, services);
  };
  const [edge, desk] = [local('.', { DESK: 'standfirst-desk' }), local(join('src', 'desk'), { EDGE: 'standfirst' })];

  test('has both Workers know each store by one name, and each other', () => {
    const names = (config: typeof edge) => Object.fromEntries((config.kv_namespaces ?? []).map(({ binding, id }) => [binding, id]));
    expect(names(edge)).toEqual({ EDITIONS: 'standfirst-editions', LIBRARY: 'standfirst-library' });
    expect(names(desk)).toEqual(names(edge));
    expect(edge.services).toEqual([{ binding: 'DESK', service: desk.name }]);
    expect(desk.services).toEqual([{ binding: 'EDGE', service: edge.name }]);
  });

  test('leads to the same files from where it lies', () => {
    expect(resolve(folder, edge.main ?? '')).toBe(resolve('src/edge/worker.ts'));
    expect(resolve(folder, desk.main ?? '')).toBe(resolve('src/desk/worker.ts'));
    expect(resolve(folder, desk.d1_databases?.[0]?.migrations_dir ?? '')).toBe(resolve('src/desk/migrations'));
    expect([edge.build?.watch_dir].flat().map(path => resolve(folder, path ?? ''))).toEqual([resolve('templates')]);
    // The edge's build makes what the Desk imports too.
    expect(desk.build).toBeUndefined();
  });

  test('has nothing that only the deployment has, and its own settings over those of the file', () => {
    for (const config of [edge, desk]) {
      for (const name of ['routes', 'route', 'account_id', 'env', 'triggers', 'secrets']) expect(config).not.toHaveProperty(name);
    }
    expect(edge.vars).toEqual({ GEO_SOURCE: 'headers', LOCAL: 'on' });
    expect(edge.compatibility_date).toBe(desk.compatibility_date);
    expect(edge.cache).toEqual({ enabled: true });
  });
});

test('keys are made once, for this user alone, and sign what the edge believes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-keys-'));
  try {
    const file = join(folder, 'keys.json');
    const keys = localKeys(file);
    expect(localKeys(file)).toEqual(keys);
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(keys.linkSecret.length).toBeGreaterThanOrEqual(32);
    expect(localKeys(join(folder, 'others.json')).publicKey).not.toBe(keys.publicKey);
    const key = await crypto.subtle.importKey('jwk', JSON.parse(keys.signingKey), 'Ed25519', false, ['sign']);
    const edition = { number: 2, hash: 'a'.repeat(64) };
    const signature = toBase64Url(new Uint8Array(await crypto.subtle.sign('Ed25519', key, signedText(edition))));
    expect(await isSigned({ ...edition, key: await keyId(keys.publicKey), signature }, [keys.publicKey])).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(keys.publicKey);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
