import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingsOf } from '../../src/edge/config.ts';

test.each([
  [{}, { origin: undefined, originTimeout: 10_000, geo: { source: 'cloudflare' }, localPreview: false }],
  [{ ORIGIN_URL: 'http://127.0.0.1:9000' }, { origin: new URL('http://127.0.0.1:9000') }],
  [{ GEO_SOURCE: 'headers', GEO_SECRET: 's', LIBRARY: {} }, { geo: { source: 'headers', secret: 's' } }],
  [
    { GEO_SECRET: 'unused', ORIGIN_URL: '', ORIGIN_TIMEOUT: '100', LOCAL_PREVIEW: 'on' },
    { origin: undefined, originTimeout: 100, localPreview: true },
  ],
])('%j is right', (vars, expected) => {
  expect(settingsOf(vars)).toMatchObject({ settings: expected });
});

test('everything that is wrong is said at once, and no value is repeated', () => {
  const wrong = { ORIGIN_URL: 'https://user:hush@x/', ORIGIN_TIMEOUT: '5', GEO_SOURCE: 'guess', LOCAL_PREVIEW: 'yes' };
  const result = settingsOf(wrong);
  if (!('problems' in result)) throw new Error('wrong settings were accepted');
  expect(result.problems.map(({ setting }) => setting)).toEqual(Object.keys(wrong));
  expect(JSON.stringify(result)).not.toMatch(/hush|guess/);
});

test('headers without a secret could not be believed, so they are refused', () => {
  for (const vars of [{ GEO_SOURCE: 'headers' }, { GEO_SOURCE: 'headers', GEO_SECRET: '' }]) {
    expect(settingsOf(vars)).toMatchObject({ problems: [{ setting: 'GEO_SECRET' }] });
  }
});

test('an origin is an origin: no path, no query, no other scheme', () => {
  for (const url of ['nonsense', 'ftp://x', 'http://x/path', 'http://x/?q', 'http://x/#f', 'javascript:alert(1)', '//x']) {
    expect(settingsOf({ ORIGIN_URL: url })).toHaveProperty('problems');
  }
});

test('whatever is set, there is an answer', () => {
  const names = fc.constantFrom('ORIGIN_URL', 'ORIGIN_TIMEOUT', 'GEO_SOURCE', 'GEO_SECRET', 'LOCAL_PREVIEW', 'OTHER');
  fc.assert(
    fc.property(fc.dictionary(names, fc.oneof(fc.string(), fc.anything())), vars => {
      const result = settingsOf(vars);
      expect('settings' in result || result.problems.length > 0).toBe(true);
    }),
  );
});
