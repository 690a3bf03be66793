import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { SHARE_REMOVAL } from '../../src/core/edition.ts';
import { canonicalJson } from '../../src/rulebook/canonical-json.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';

const STARTER = readFileSync(join(import.meta.dirname, '../../templates/rulebook.yaml'), 'utf8');
const everything = readFileSync(join(import.meta.dirname, 'fixtures/everything.valid.yaml'), 'utf8');

async function compiled(source: string, number = 1) {
  const { rulebook, problems } = parseRulebook(source, 'r.yaml');
  expect(problems.filter(problem => problem.severity === 'error')).toEqual([]);
  return compileRulebook(rulebook!, { number });
}

/** A rulebook with one notice and these rules, as JSON, which is YAML. */
const small = (parts: object) =>
  JSON.stringify({
    standfirst: 1,
    site: { name: 'Courier', languages: ['en'] },
    notices: { warning: { kind: 'safety', text: { en: { heading: 'H', body: 'B' } } } },
    ...parts,
  });
const rule = (parts: object) => small({ rules: [{ id: 'r', do: [{ show: 'warning' }], basis: { kind: 'safety' }, ...parts }] });

describe('an edition', () => {
  test.each([
    ['the starter rulebook', STARTER],
    ['everything', everything],
  ])('%s: carries the hash of the rest, and is itself canonical', async (_, source) => {
    const edition = await compiled(source, 3);
    const { hash, ...rest } = edition;
    expect(hash).toBe(createHash('sha256').update(canonicalJson(rest)).digest('hex'));
    expect(JSON.stringify(edition)).toBe(canonicalJson(edition));
    expect(edition.number).toBe(3);
  });

  it('is the same to the byte for the same rulebook, and another for another', async () => {
    const [first, second] = [await compiled(STARTER), await compiled(STARTER)];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect((await compiled(STARTER.replace('not an offence', 'no offence'))).hash).not.toBe(first.hash);
    expect((await compiled(STARTER, 2)).hash).not.toBe(first.hash);
  });

  it('does not depend on the order of names', async () => {
    const documents = [STARTER, everything].map(text => parseYaml(text) as object);
    const editions = await Promise.all([STARTER, everything].map(text => compiled(text)));
    await fc.assert(
      fc.asyncProperty(fc.nat(documents.length - 1), fc.infiniteStream(fc.nat(1_000_000)), async (which, numbers) => {
        const edition = await compiled(JSON.stringify(shuffled(documents[which], numbers)));
        expect(JSON.stringify(edition)).toBe(JSON.stringify(editions[which]));
      }),
      { numRuns: 25 },
    );
  });

  it('holds no private ground, and does hold the public one', async () => {
    const token = fc.stringMatching(/^[a-z]{12}$/);
    await fc.assert(
      fc.asyncProperty(token, token, async (hidden, open) => {
        fc.pre(hidden !== open);
        const text = JSON.stringify(await compiled(rule({ basis: { kind: 'safety', private: `p ${hidden}`, public: `q ${open}` } })));
        expect(text).not.toContain(hidden);
        expect(text).toContain(open);
      }),
      { numRuns: 30 },
    );
  });
});

/** The same value with the names of every mapping in another order. */
function shuffled(value: unknown, numbers: Iterator<number>): unknown {
  if (Array.isArray(value)) return value.map(entry => shuffled(entry, numbers));
  if (typeof value !== 'object' || value === null) return value;
  const keyed = Object.entries(value).map(([name, member]) => [numbers.next().value as number, name, shuffled(member, numbers)] as const);
  return Object.fromEntries(keyed.sort((a, b) => a[0] - b[0]).map(([, name, member]) => [name, member]));
}

describe('a notice', () => {
  it('has a public name that does not hold its own, stays with it, and differs from those of others', async () => {
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,11}$/);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(name, { minLength: 2, maxLength: 6 }), async names => {
        const text = { en: { heading: 'H', body: 'B' } };
        const notices = Object.fromEntries(names.map(id => [id, { kind: 'contract', text }]));
        const edition = await compiled(small({ notices }));
        const again = await compiled(small({ notices: { [names[0]!]: { kind: 'safety', text: { en: { heading: 'X', body: 'Y' } } } } }));
        const publicIds = names.map(id => edition.notices[id]!.publicId);
        for (const [index, id] of names.entries()) expect(publicIds[index]).not.toContain(id);
        for (const id of publicIds) expect(id).toMatch(/^[0-9a-z]{12}$/);
        expect(new Set(publicIds).size).toBe(names.length);
        expect(again.notices[names[0]!]!.publicId).toBe(publicIds[0]);
      }),
      { numRuns: 50 },
    );
  });

  it('gets another version with every change that readers see, and only then', async () => {
    const version = async (changes: object, rules: object[] = []) => {
      const warning = { kind: 'safety', text: { en: { heading: 'H', body: 'B' }, ru: { heading: 'З', body: 'Т' } }, ...changes };
      return (await compiled(small({ notices: { warning }, rules }))).notices.warning!.version;
    };
    const plain = await version({});
    const changes = [
      { kind: 'contract' },
      { text: { en: { heading: 'H', body: 'B' } } },
      { text: { en: { heading: 'H', body: 'B!' }, ru: { heading: 'З', body: 'Т' } } },
      { text: { en: { heading: 'H!', body: 'B' }, ru: { heading: 'З', body: 'Т' } } },
      { languages: { first: 'ru' } },
      { more: false },
      { size: 'double' },
    ];
    const versions = await Promise.all(changes.map(change => version(change)));
    expect(new Set([plain, ...versions]).size).toBe(changes.length + 1);
    expect(await version({}, [{ id: 'r', do: [{ show: 'warning' }], basis: { kind: 'safety' } }])).toBe(plain);
  });

  it('knows in which direction each of its languages is written', async () => {
    const text = Object.fromEntries(['en', 'ar', 'he', 'fa', 'ru', 'az-Arab', 'az'].map(tag => [tag, { heading: 'H', body: 'B' }]));
    const { notices } = await compiled(small({ notices: { n: { kind: 'contract', text } } }));
    const directions = Object.fromEntries(Object.entries(notices.n!.text).map(([tag, { direction }]) => [tag, direction]));
    expect(directions).toEqual({ en: 'ltr', ar: 'rtl', he: 'rtl', fa: 'rtl', ru: 'ltr', 'az-Arab': 'rtl', az: 'ltr' });
  });
});

describe('a reader whose place is not certain', () => {
  const unsure = async (parts: object) => (await compiled(rule(parts))).rules[0]!.unsure;
  const withhold = { withhold: { reason: 'No.' } };

  it('is warned by a safety rule, but not for a country of which only a part is meant', async () => {
    expect(await unsure({})).toEqual({ unknown: 'apply', tor: 'apply', partial: 'skip', network: 'apply' });
  });

  test.each(['mandate', 'contract', 'voluntary'])('is left alone by a rule of kind %s', async kind => {
    expect(await unsure({ basis: { kind } })).toEqual({ unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip' });
  });

  it('is never shut out, unless the rule says so', async () => {
    const careful = { unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip' };
    expect(await unsure({ do: [{ show: 'warning' }, withhold] })).toEqual(careful);
    expect(await unsure({ do: [withhold], unknown: 'apply', network: 'apply' })).toEqual({
      ...careful,
      unknown: 'apply',
      network: 'apply',
    });
  });

  it('is treated as the rule says, where it does', async () => {
    expect(await unsure({ unknown: 'skip', tor: 'skip', partial: 'apply', network: 'skip' })).toEqual({
      unknown: 'skip',
      tor: 'skip',
      partial: 'apply',
      network: 'skip',
    });
  });

  it('is treated by the kind of the notice when the rule has no basis', async () => {
    const { rules } = await compiled(small({ rules: [{ id: 'r', do: [{ show: 'warning' }] }] }));
    expect(rules[0]).toMatchObject({ basis: { kind: 'safety' }, unsure: { unknown: 'apply' } });
  });
});

describe('the preparation of pages', () => {
  const preparation = async (source: string) => (await compiled(source)).preparation;

  it('lists the slots that rules use, in reading order', async () => {
    const shows = ['page-end', 'page-top', 'after-headline', 'page-top'].map(slot => ({ show: 'warning', slot }));
    expect((await preparation(rule({ do: shows }))).used).toEqual(['page-top', 'after-headline', 'page-end']);
    expect((await preparation(rule({}))).used).toEqual(['before-headline']);
  });

  it('names the share buttons only when some rule protects', async () => {
    expect((await preparation(rule({}))).removals).toEqual({});
    const { removals } = await preparation(rule({ do: [{ protect: true }] }));
    expect(Object.keys(removals)).toEqual([SHARE_REMOVAL]);
    expect(removals[SHARE_REMOVAL]).toEqual(expect.arrayContaining(['[data-share]', '.comments', 'meta[name="referrer" i]']));
  });

  it('gives one set of elements one name, whichever rules take it out', async () => {
    const rules = ['a', 'b', 'c'].map(id => ({ id, do: [{ remove: id === 'c' ? ['.x'] : ['.x', '.y'] }], basis: { kind: 'contract' } }));
    const edition = await compiled(small({ rules }));
    const names = edition.rules.map(({ actions: [action] }) => (action?.type === 'remove' ? action.removal : undefined));
    expect(names[0]).toBe(names[1]);
    expect(names[2]).not.toBe(names[0]);
    expect(edition.preparation.removals).toEqual({ [names[0]!]: ['.x', '.y'], [names[2]!]: ['.x'] });
  });

  it('stays the same when wording, places or times change, and differs with slots and removals', async () => {
    const { hash } = await preparation(STARTER);
    for (const [from, to] of [
      ['not an offence', 'no offence'],
      ['places: [BY]', 'places: [BY, LT]'],
      ['from: "06:00"', 'from: "05:00"'],
    ] as const) {
      expect(STARTER).toContain(from);
      expect((await preparation(STARTER.replaceAll(from, to))).hash).toBe(hash);
    }
    expect((await preparation(STARTER.replaceAll('slot: before-headline', 'slot: page-top'))).hash).not.toBe(hash);
    expect((await preparation(STARTER.replaceAll('[data-share]', '[data-send]'))).hash).not.toBe(hash);
  });
});

test('canonical JSON refuses what JSON cannot hold, and leaves out what is undefined', () => {
  expect(canonicalJson({ b: [1, 'é', null, true], a: undefined, A: { z: 0, y: -0 } })).toBe('{"A":{"y":0,"z":0},"b":[1,"é",null,true]}');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  expect(() => canonicalJson([() => 1])).toThrow(TypeError);
});
