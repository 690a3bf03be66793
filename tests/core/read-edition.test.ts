import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../src/core/canonical-json.ts';
import type { Edition } from '../../src/core/edition.ts';
import { LARGEST_EDITION } from '../../src/core/edition.ts';
import { readEdition } from '../../src/core/read-edition.ts';
import { arbitraryRule, edition } from './editions.ts';

const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

/** With names and hashes of the form that a compiler gives them. */
async function sealed(rules: Edition['rules']): Promise<Edition> {
  const { hash: _, ...content } = edition([...rules]);
  const notices = Object.fromEntries(
    Object.entries(content.notices).map(([id, notice]) => [id, { ...notice, publicId: '0123456789ab', version: 'ba9876543210' }]),
  );
  const whole = { ...content, notices, preparation: { ...content.preparation, hash: '0123456789abcdef' } };
  return { ...whole, hash: await hashOf(whole) };
}

const problemOf = async (value: unknown) => {
  const read = await readEdition(bytes(value));
  return 'problem' in read ? read.problem : undefined;
};

describe('an edition out of bytes', () => {
  test('is what was written', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryRule, { maxLength: 5 }), async rules => {
        const written = await sealed(rules);
        expect(await readEdition(bytes(written))).toEqual({ edition: written });
      }),
      { numRuns: 50 },
    );
  });

  test('is refused with anything in it changed', async () => {
    const written = await sealed([]);
    expect(await problemOf({ ...written, number: 2 })).toMatch(/hash/);
    expect(await problemOf({ ...written, more: 1 })).toMatch(/hash/);
    expect(await problemOf(JSON.stringify(written).slice(0, -1))).toBe('not JSON in UTF-8');
  });

  test.each<[string, (written: Edition) => unknown, RegExp]>([
    ['another format', written => ({ ...written, format: 2 }), /format/],
    ['a rule about a region that is not there', written => withRule(written, { region: 'nowhere' }), /there is no region nowhere/],
    ['a notice that is not there', written => withRule(written, { actions: [{ type: 'acknowledge', notice: 'z' }] }), /no notice z/],
    ['elements that are not there', written => withRule(written, { actions: [{ type: 'remove', removal: 'z' }] }), /no set of elements z/],
    ['a zone that is not there', written => withRule(written, { times: { daily: { from: '01:00', to: '02:00', zone: 'Mars' } } }), /zone/],
    ['a pattern that is none', written => withRule(written, { scope: { paths: ['/('] } }), /URL pattern/],
    ['a time that is none', written => withRule(written, { times: { from: { local: '2026-13-01T00:00' } } }), /times/],
    ['a time that no calendar has', written => withRule(written, { times: { from: { local: '2022-02-31T00:00' } } }), /times/],
    ['a moment that no date can hold', written => withRule(written, { times: { until: 1e20 } }), /times/],
    ['a pattern that is none as it is matched', written => withRule(written, { scope: { paths: ['/(a%3Ab)'] } }), /URL pattern/],
    ['a header over two lines', written => withHeaders(written, { 'x-a': 'b\nc' }), /header/],
    ['a header that lets others keep it', written => withHeaders(written, { 'cdn-cache-control': 'public' }), /header/],
    ['a header that knows readers again', written => withHeaders(written, { 'set-cookie': 'a=b' }), /header/],
    ['a redirect to a script', written => withRule(written, { actions: [{ ...REDIRECT, to: 'javascript:alert(1)' }] }), /actions/],
    ['a redirect to another host by two slashes', written => withRule(written, { actions: [{ ...REDIRECT, to: '//evil' }] }), /actions/],
    [
      'a ring that is not closed',
      written =>
        withArea(written, [
          [0, 0],
          [0, 1],
          [1, 1],
          [1, 0],
        ]),
      /closed/,
    ],
    ['an empty ring', written => withArea(written, []), /regions/],
    ['a member that every object has', written => ({ ...written, notices: JSON.parse('{"constructor":7}') }), /names/],
    ['no answers to guesses', written => withRule(written, { unsure: {} }), /unsure/],
    ['a list in place of the whole', () => [], /./],
  ])('is refused with %s', async (_, change, problem) => {
    const { hash: __, ...content } = change(await sealed([])) as Edition;
    expect(await problemOf({ ...content, hash: await hashOf(content) })).toMatch(problem);
  });

  test('is refused when it is too large', async () => {
    expect(await problemOf(' '.repeat(LARGEST_EDITION + 1))).toMatch(/bytes/);
  });

  test('is refused where it cannot be hashed, without a rejection', async () => {
    const written = JSON.stringify(await sealed([]));
    expect(await readEdition(bytes(written.replace('{', `{"zzz":${'['.repeat(100_000)}${']'.repeat(100_000)},`)))).toHaveProperty(
      'problem',
    );
    const shown = JSON.stringify(
      withRule(await sealed([]), { actions: [{ type: 'show', notice: 'a', slot: 'page-top', order: 7, exclusive: false }] }),
    );
    expect(await readEdition(bytes(shown.replace('"order":7', '"order":1e999')))).toHaveProperty('problem');
  });

  test('never rejects, whatever the bytes', async () => {
    const refused = async (any: Uint8Array) => 'problem' in (await readEdition(any));
    await fc.assert(fc.asyncProperty(fc.uint8Array(), refused));
    await fc.assert(fc.asyncProperty(fc.json(), any => refused(bytes(any))));
  });
});

const REDIRECT = { type: 'redirect', byLanguage: {} };

const withHeaders = (written: Edition, headers: object) => withRule(written, { actions: [{ type: 'headers', headers }] });

function withArea(written: Edition, ring: number[][]): unknown {
  const region = { places: [], except: [], networks: [], areas: [{ inner: [], outer: [[ring]] }] };
  return { ...written, regions: { map: region } };
}

function withRule(written: Edition, more: object): unknown {
  const unsure = { unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip', area: 'skip', border: 'skip' };
  const plain = { id: 'r', shadow: false, unsure, scope: {}, times: {}, actions: [], ifImpossible: 'withhold', basis: { kind: 'mandate' } };
  return { ...written, rules: [{ ...plain, ...more }] };
}
