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
    ['no answers to guesses', written => withRule(written, { unsure: {} }), /unsure/],
    ['a list in place of the whole', () => [], /./],
  ])('is refused with %s', async (_, change, problem) => {
    const { hash: __, ...content } = change(await sealed([])) as Edition;
    expect(await problemOf({ ...content, hash: await hashOf(content) })).toMatch(problem);
  });

  test('is refused when it is too large', async () => {
    expect(await problemOf(' '.repeat(LARGEST_EDITION + 1))).toMatch(/bytes/);
  });

  test('never rejects, whatever the bytes', async () => {
    const refused = async (any: Uint8Array) => 'problem' in (await readEdition(any));
    await fc.assert(fc.asyncProperty(fc.uint8Array(), refused));
    await fc.assert(fc.asyncProperty(fc.json(), any => refused(bytes(any))));
  });
});

function withRule(written: Edition, more: object): unknown {
  const unsure = { unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip', area: 'skip', border: 'skip' };
  const plain = { id: 'r', shadow: false, unsure, scope: {}, times: {}, actions: [], ifImpossible: 'withhold', basis: { kind: 'mandate' } };
  return { ...written, rules: [{ ...plain, ...more }] };
}
