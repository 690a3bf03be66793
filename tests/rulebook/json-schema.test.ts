import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { rulebookJsonSchema } from '../../src/rulebook/json-schema.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import type { Path } from '../../src/rulebook/problems.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const read = (name: string) => readFileSync(join(FIXTURES, name), 'utf8');
const valid = readdirSync(FIXTURES).filter(name => name.endsWith('.valid.yaml'));
const schema = rulebookJsonSchema();
/** The schema as any other program would apply it, back by way of its JSON; zod does not know `dependentRequired`. */
const { dependentRequired, ...supported } = JSON.parse(JSON.stringify(schema));
const jsonSchema = z.fromJSONSchema(supported);
const accepts = (value: unknown) => jsonSchema.safeParse(value).success;
const problemsOf = (value: unknown) =>
  parseRulebook(JSON.stringify(value), 'r.json').problems.filter(({ severity }) => severity === 'error');

interface Node {
  readonly [name: string]: unknown;
}

/** Every schema inside a schema, with where it stands. */
function* nodes(node: unknown, path: Path = []): Generator<[path: Path, node: Node]> {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node)) yield [path, node as Node];
  for (const [name, inside] of Object.entries(node)) yield* nodes(inside, [...path, name]);
}

test.each([...valid, '../../../templates/rulebook.yaml'])('%s is of the form that editors are told', name => {
  expect(jsonSchema.safeParse(parse(read(name))).error?.issues ?? []).toEqual([]);
});

describe('the schema for editors', () => {
  it('has a title and an id, and depends on nothing that must be fetched', () => {
    expect(dependentRequired).toEqual({ site: ['standfirst'] });
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Standfirst rulebook' });
    expect(
      JSON.stringify(schema)
        .match(/https?:[^"]*/g)
        ?.filter(url => !url.includes('json-schema.org')),
    ).toEqual([]);
  });

  it('explains every name', () => {
    const unexplained = [...nodes(schema)]
      .filter(([path]) => path.at(-2) === 'properties' && path.at(-1) !== 'type')
      .filter(([, node]) => typeof node.description !== 'string')
      .map(([path]) => path.join('.'));
    expect(unexplained).toEqual([]);
  });

  it('knows the names of every mapping, and takes one entry for a list of one', () => {
    const open = [...nodes(schema)].filter(
      ([path, node]) => node.properties && node.additionalProperties !== false && !path.includes('areas'),
    );
    expect(open.map(([path]) => path.join('.'))).toEqual([]);
    const site = { name: 'Courier', languages: 'en' };
    expect(accepts({ standfirst: 1, site })).toBe(true);
    expect(accepts({ standfirst: 1, site: { ...site, languages: [] } })).toBe(false);
    expect(accepts({ standfirst: 1, site: { ...site, languages: 1 } })).toBe(false);
    expect(accepts({ standfirst: 1, site: { ...site, langauges: 'en' } })).toBe(false);
  });

  it('offers no default that it would not take itself', () => {
    const wrong = [...nodes(schema)].filter(
      ([path, node]) =>
        path.at(-1) !== 'properties' &&
        'default' in node &&
        !z.fromJSONSchema(node as Parameters<typeof z.fromJSONSchema>[0]).safeParse(node.default).success,
    );
    expect(wrong.map(([path]) => path.join('.'))).toEqual([]);
  });

  it('fits a file that is included, and a text that must be written out for one file only', () => {
    expect(accepts({ rules: [{ id: 'a', do: [{ protect: true }] }] })).toBe(true);
    expect(accepts({ include: ['rules/a.yaml'], notices: {} })).toBe(true);
    expect(accepts({ include: ['rules/a.txt'] })).toBe(false);
  });
});

describe('the schema for editors and the validator', () => {
  const everything: unknown = parse(read('everything.valid.yaml'));
  const paths = [...places(everything)];

  function* places(value: unknown, path: Path = []): Generator<Path> {
    yield path;
    if (typeof value !== 'object' || value === null) return;
    for (const [name, inside] of Object.entries(value)) yield* places(inside, [...path, Array.isArray(value) ? Number(name) : name]);
  }

  /** A copy with the value at a path changed; `undefined` takes it away. */
  function changed(value: unknown, [step, ...rest]: Path, to: (old: unknown) => unknown): unknown {
    if (step === undefined) return to(value);
    const copy = structuredClone(value) as Record<string | number, unknown>;
    const inside = changed(copy[step], rest, to);
    if (inside !== undefined) copy[step] = inside;
    else if (Array.isArray(copy)) copy.splice(Number(step), 1);
    else delete copy[step];
    return copy;
  }

  const scalar = fc.oneof(
    fc.constantFrom(null, true, false, 0, 1, -5, 1.5, '', 'x', 'en', 'A B', '/', '10m', '2026-01-01', '06:00', 'apply', 'EEA', 'a-1'),
    fc.string({ maxLength: 8 }),
  );
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 2 }),
    fc.dictionary(fc.constantFrom('en', 'x', 'type', 'id', 'A'), scalar, { maxKeys: 2 }),
  );
  const change = fc.oneof(
    fc.constant((): unknown => undefined),
    value.map(given => (): unknown => given),
    value.map(
      given =>
        (old: unknown): unknown =>
          typeof old === 'object' && old !== null && !Array.isArray(old) ? { ...old, extra: given } : [old],
    ),
  );
  const broken = fc.tuple(fc.constantFrom(...paths.slice(1)), change).map(([path, to]) => changed(everything, path, to));
  const STRUCTURE = /^there is no `[^`]*` here$|^must be |^the list is empty$|is not possible here$/;

  it('agree: what the schema refuses, the validator refuses', () => {
    let refused = 0;
    fc.assert(
      fc.property(broken, document => {
        if (accepts(document)) return;
        refused += 1;
        expect(problemsOf(document)).not.toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(30);
  });

  it('agree: a wrong type, an unknown name or an impossible word is refused by both', () => {
    fc.assert(
      fc.property(broken, document => {
        const structural = problemsOf(document).filter(({ message, path }) => STRUCTURE.test(message) && !path.includes('areas'));
        if (structural.length > 0) expect([structural, accepts(document)]).toEqual([structural, false]);
      }),
      { numRuns: 500 },
    );
  });
});
