import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import { LARGEST_EDITION, SHARE_REMOVAL } from '../../src/core/edition.ts';
import { compileRulebook, editionSizeProblem } from '../../src/rulebook/compile.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { arbitraryRulebook } from './arbitrary-rulebook.ts';

const STARTER = join(import.meta.dirname, '../../templates/rulebook.yaml');
const everything = readFileSync(join(import.meta.dirname, 'fixtures/everything.valid.yaml'), 'utf8');

async function compiled(source: string, number = 1) {
  const { rulebook, problems } = parseRulebook(source, 'r.yaml');
  expect(problems.filter(problem => problem.severity === 'error')).toEqual([]);
  return compileRulebook(rulebook!, { number });
}

/** The starter rulebook with the text of its files changed. */
async function starter(edit = (text: string) => text, number = 1) {
  const { rulebook } = loadRulebook(STARTER, file => Buffer.from(edit(readFileSync(file, 'utf8'))));
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
    ['the starter rulebook', () => starter(undefined, 3)],
    ['everything', () => compiled(everything, 3)],
  ])('%s: carries the hash of the rest, and is itself canonical', async (_, compile) => {
    const edition = await compile();
    const { hash, ...rest } = edition;
    expect(hash).toBe(createHash('sha256').update(canonicalJson(rest)).digest('hex'));
    expect(JSON.stringify(edition)).toBe(canonicalJson(edition));
    expect(edition.number).toBe(3);
  });

  it('is the same to the byte for the same rulebook, and another for another', async () => {
    const [first, second] = [await starter(), await starter()];
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect((await starter(text => text.replace('not an offence', 'no offence'))).hash).not.toBe(first.hash);
    expect((await starter(undefined, 2)).hash).not.toBe(first.hash);
  });

  it('does not depend on the order of names', async () => {
    const document = fc.oneof(arbitraryRulebook, fc.constant(parseYaml(everything) as object));
    await fc.assert(
      fc.asyncProperty(document, fc.infiniteStream(fc.nat(1_000_000)), async (written, numbers) => {
        const edition = await compiled(JSON.stringify(shuffled(written, numbers)));
        expect(JSON.stringify(edition)).toBe(JSON.stringify(await compiled(JSON.stringify(written))));
      }),
      { numRuns: 50 },
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
    const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,11}$/).filter(text => !/^\d+$/.test(text));
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
  const nothing = { unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip', area: 'skip', border: 'skip' };

  it('is warned by a safety rule, but not for a country of which only a part is meant', async () => {
    expect(await unsure({})).toEqual({ unknown: 'apply', tor: 'apply', partial: 'skip', network: 'apply', area: 'apply', border: 'apply' });
  });

  test.each(['mandate', 'contract', 'voluntary'])('is left alone by a rule of kind %s, unless well inside an area', async kind => {
    expect(await unsure({ basis: { kind } })).toEqual({ ...nothing, area: 'apply' });
  });

  it('is never shut out, unless the rule says so', async () => {
    expect(await unsure({ do: [{ show: 'warning' }, withhold] })).toEqual(nothing);
    expect(await unsure({ do: [withhold], basis: { kind: 'mandate' } })).toEqual(nothing);
    expect(await unsure({ do: [withhold], unknown: 'apply', network: 'apply' })).toEqual({
      ...nothing,
      unknown: 'apply',
      network: 'apply',
    });
    expect(await unsure({ do: [withhold], area: 'apply' })).toEqual({ ...nothing, area: 'apply' });
  });

  it('is treated as the rule says, where it does', async () => {
    const written = fc.record({
      unknown: fc.constantFrom('apply', 'skip'),
      tor: fc.constantFrom('apply', 'skip'),
      partial: fc.constantFrom('apply', 'skip'),
      network: fc.constantFrom('apply', 'skip'),
      area: fc.constantFrom('apply', 'skip'),
      border: fc.constantFrom('apply', 'skip'),
    });
    await fc.assert(
      fc.asyncProperty(written, fc.constantFrom('safety', 'mandate'), fc.boolean(), async (answers, kind, withholds) => {
        expect(await unsure({ ...answers, basis: { kind }, do: [withholds ? withhold : { show: 'warning' }] })).toEqual(answers);
      }),
      { numRuns: 30 },
    );
  });

  it('is treated by the kind of the notice when the rule has no basis', async () => {
    const { rules } = await compiled(small({ rules: [{ id: 'r', do: [{ show: 'warning' }] }] }));
    expect(rules[0]).toMatchObject({ basis: { kind: 'safety' }, unsure: { unknown: 'apply' } });
    const put = await compiled(small({ rules: [{ id: 'r', do: [{ remove: '.a', put: 'warning' }] }] }));
    expect(put.rules[0]).toMatchObject({ basis: { kind: 'safety' } });
  });
});

describe('what a rule is about', () => {
  const surfaces = async (parts: object) => (await compiled(rule(parts))).rules[0]!.scope.surfaces;
  const withhold = { withhold: { reason: 'No.' } };

  it('is pages, where it does not say', async () => {
    for (const action of [{ show: 'warning' }, { protect: true }, { remove: '.a' }, { acknowledge: { notice: 'warning' } }]) {
      expect(await surfaces({ do: [action] })).toEqual(['html', 'amp']);
    }
    expect(await surfaces({ do: [{ headers: { 'X-Robots-Tag': 'noindex' } }, { redirect: { to: '/b' } }] })).toEqual(['html', 'amp']);
  });

  it('is whatever the path holds, when it withholds', async () => {
    expect(await surfaces({ do: [withhold] })).toBeUndefined();
    expect(await surfaces({ do: [{ show: 'warning' }, withhold], when: { 'content-types': 'image/*' } })).toBeUndefined();
  });

  it('is everything of a content type, when it puts nothing into pages', async () => {
    const when = { 'content-types': ['application/pdf'] };
    expect(await surfaces({ when, do: [{ headers: { 'X-Robots-Tag': 'noindex' } }] })).toBeUndefined();
    expect(await surfaces({ when, do: [{ headers: { 'X-Robots-Tag': 'noindex' } }, { show: 'warning' }] })).toEqual(['html', 'amp']);
  });

  it('is what it says, in one order', async () => {
    expect(await surfaces({ when: { surfaces: ['json', 'html', 'feed'] } })).toEqual(['html', 'feed', 'json']);
    expect(await surfaces({ when: { surfaces: 'feed' }, do: [withhold] })).toEqual(['feed']);
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

  it('says where a notice may stand in place of elements, and that it falls back to the beginning of the text', async () => {
    const edition = await compiled(rule({ do: [{ remove: ['.x', '.y'], put: 'warning' }, { remove: ['.z'] }] }));
    const { removals, replaced, used } = edition.preparation;
    expect(replaced.map(name => removals[name])).toEqual([['.x', '.y']]);
    expect(used).toEqual(['before-body']);
    expect((await preparation(rule({ do: [{ remove: ['.x', '.y'] }] }))).replaced).toEqual([]);
  });

  it('lists the names to look for, and the slots of their notes', async () => {
    const annotate = (names: string[], slot?: string) => ({ annotate: { names, mark: '*', note: 'warning', ...(slot ? { slot } : {}) } });
    const { mentions, used } = await preparation(
      rule({ do: [annotate(['Radio Example'], 'page-end'), annotate(['The Bureau', 'Бюро']), annotate(['Radio Example'])] }),
    );
    expect(Object.values(mentions)).toEqual(expect.arrayContaining([['Radio Example'], ['The Bureau', 'Бюро']]));
    expect(Object.keys(mentions)).toHaveLength(2);
    expect(used).toEqual(['after-body', 'page-end']);
  });

  it('lists the forms other than pages that rules name, whatever they do, and no others', async () => {
    const forms = async (...surfaces: string[]) => (await preparation(rule({ when: { surfaces } }))).surfaces;
    expect(await forms('html', 'json', 'feed')).toEqual(['feed', 'json']);
    expect(await forms('html', 'amp')).toEqual([]);
    expect((await preparation(rule({}))).surfaces).toEqual([]);
    const held = (shadow: boolean) => rule({ when: { surfaces: ['feed'] }, shadow, do: [{ withhold: { reason: 'No.' } }] });
    for (const shadow of [false, true]) expect((await preparation(held(shadow))).surfaces).toEqual(['feed']);
  });

  it('lists the paths of such rules where each of them names some', async () => {
    const about = async (...whens: object[]) => {
      const rules = whens.map((when, at) => ({ id: `r-${at}`, when, do: [{ show: 'warning' }] }));
      return (await preparation(small({ rules }))).formPaths;
    };
    const [feed, json] = [
      { surfaces: ['feed'], paths: ['/news/*', '/a'] },
      { surfaces: ['html', 'json'], paths: ['/api/*', '/a'] },
    ];
    expect(await about(feed, json)).toEqual(['/a', '/api/*', '/news/*']);
    expect(await about(feed, { paths: ['/page'] }, {})).toEqual(['/a', '/news/*']);
    for (const whens of [[feed, { surfaces: ['json'] }], [{}], [{ paths: ['/page'] }]]) expect(await about(...whens)).toBeUndefined();
  });

  it('stays the same when wording, places or times change, and differs with slots and removals', async () => {
    const unedited = await starter();
    const edited = (from: string, to: string) => starter(text => text.replaceAll(from, to));
    for (const [from, to] of [
      ['not an offence', 'no offence'],
      ['places: [BY]', 'places: [BY, LT]'],
      ['from: "06:00"', 'from: "05:00"'],
    ] as const) {
      const other = await edited(from, to);
      expect(other.hash).not.toBe(unedited.hash);
      expect(other.preparation.hash).toBe(unedited.preparation.hash);
    }
    for (const [from, to] of [
      ['before-headline: .article-head', 'before-headline: .article-top'],
      ['[data-share]', '[data-send]'],
    ] as const) {
      expect((await edited(from, to)).preparation.hash).not.toBe(unedited.preparation.hash);
    }
    const hash = async (...actions: object[]) => (await preparation(rule({ do: actions }))).hash;
    const annotate = { names: ['Radio Example'], mark: '*', note: 'warning' };
    const hashes = await Promise.all([
      hash({ show: 'warning' }),
      hash({ show: 'warning', slot: 'page-end' }),
      hash({ remove: '.a' }),
      hash({ remove: '.a', put: 'warning' }),
      hash({ annotate }),
      hash({ annotate: { ...annotate, names: ['Radio Sample'] } }),
    ]);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(await hash({ annotate: { ...annotate, mark: '†', mentions: 'every' } })).toBe(hashes[4]);
  });
});

describe('an edition that is too large', () => {
  it('is told from one that is not', async () => {
    const edition = await compiled(rule({}));
    expect(editionSizeProblem(edition)).toBeUndefined();
    const bytes = new TextEncoder().encode(JSON.stringify(edition)).length;
    // Two bytes a letter, so that counting letters would not do.
    const padded = (letters: number) => ({ ...edition, site: { ...edition.site, name: edition.site.name + 'я'.repeat(letters) } });
    const room = Math.floor((LARGEST_EDITION - bytes) / 2);
    expect(editionSizeProblem(padded(room))).toBeUndefined();
    expect(editionSizeProblem(padded(room + 1))?.message).toMatch(/^the edition has 1677721\d bytes; at most 16777216 can be loaded$/);
  });
});

test('canonical JSON refuses what JSON cannot hold, and leaves out what is undefined', () => {
  expect(canonicalJson({ b: [1, 'é', null, true], a: undefined, A: { z: 0, y: -0 } })).toBe('{"A":{"y":0,"z":0},"b":[1,"é",null,true]}');
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
  expect(() => canonicalJson([() => 1])).toThrow(TypeError);
});
