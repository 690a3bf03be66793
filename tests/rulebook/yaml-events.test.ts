import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isMap, isScalar, isSeq, type Node, type Pair, parseDocument, stringify } from 'yaml';
import { readYamlEvents } from '../../src/rulebook/yaml-events.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const everything = readFileSync(join(FIXTURES, 'everything.valid.yaml'), 'utf8');
const samples = readdirSync(FIXTURES)
  .filter(name => name.endsWith('.yaml'))
  .map(name => readFileSync(join(FIXTURES, name), 'utf8'));

/** Every value and name of a document with its offset, as the library sees them. */
function* placesOf(
  node: Node,
  path: (string | number)[] = [],
): Generator<[path: (string | number)[], part: 'name' | 'value', offset: number]> {
  if (isMap(node)) {
    for (const { key, value } of node.items as Pair<Node, Node | null>[]) {
      const inside = [...path, isScalar(key) ? String(key.value) : ''];
      const empty = value === null || value.range![0] === value.range![1];
      yield [inside, 'name', key.range![0]];
      yield [inside, 'value', empty ? key.range![0] : value.range![0]];
      if (!empty) yield* placesOf(value, inside);
    }
  } else if (isSeq(node)) {
    for (const [index, item] of (node.items as Node[]).entries()) {
      yield [[...path, index], 'value', item.range![0]];
      yield* placesOf(item, [...path, index]);
    }
  }
}

/** Where the plain reader reads, the library reads the same, at the same places, and finds nothing wrong. */
function agrees(source: string): boolean {
  const plain = readYamlEvents(source, 24);
  if (plain === undefined) return false;
  const parsed = parseDocument(source, { prettyErrors: false, schema: 'core', logLevel: 'silent' });
  expect([...parsed.errors, ...parsed.warnings].map(error => error.message)).toEqual([]);
  expect(plain.value).toStrictEqual(parsed.toJS());
  for (const [path, part, offset] of placesOf(parsed.contents!)) {
    expect([path, part, plain.offsetOf(path, part)]).toEqual([path, part, offset]);
    expect(plain.offsetOf([...path, 'no such name'], part)).toBe(plain.offsetOf(path, 'value'));
  }
  return true;
}

const pieces = [
  ...[
    '\n',
    '\n  ',
    '\n    ',
    '\n- ',
    '\n  - ',
    ' ',
    '  ',
    '\t',
    '\r\n',
    '- ',
    '-',
    ': ',
    ':',
    ', ',
    ',',
    '[',
    ']',
    '{',
    '}',
    '{}',
    '[]',
    '#',
  ],
  ...[
    ' # x',
    '"',
    "'",
    '"a"',
    "'b'",
    "''",
    '\\',
    '\\n',
    '\\u0041',
    '|',
    '|-',
    '|+',
    '>',
    '|\n    x\n',
    '&a ',
    '*a',
    '!!str ',
    '? ',
    '---',
    '...',
  ],
  ...[
    '%',
    '@',
    '`',
    'true',
    'null',
    '~',
    '.5',
    '1e3',
    '0x1F',
    '0o17',
    '-1',
    '+1',
    '.inf',
    '.nan',
    '2026-01-01',
    '12:30',
    'http://x',
    'a b',
    'я',
  ],
  ...[
    'key:',
    'key: ',
    '"key": ',
    "'key': ",
    'a:\n',
    '\n\n',
    '\u00a0',
    '\u2028',
    '😀',
    '\ud800',
    '__proto__: ',
    '404: ',
    '<<: ',
    '- - ',
    '-x',
    '-',
  ],
];
const edit = (text: string) =>
  fc.record({ at: fc.nat(text.length), length: fc.oneof(fc.constant(0), fc.nat(3)), typed: fc.constantFrom('', ...pieces) });
const edited = (text: string, edits: { at: number; length: number; typed: string }[]) =>
  edits.reduce((now, { at, length, typed }) => now.slice(0, at) + typed + now.slice(at + length), text);

describe('the reader of plain YAML agrees with the library wherever it reads', () => {
  it('on values that were written out', () => {
    const text = fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'grapheme', maxLength: 12 }), fc.stringMatching(/^[\w -]{1,20}$/));
    const name = fc.oneof(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), text);
    const { tree } = fc.letrec(tie => ({
      leaf: fc.oneof(
        text,
        fc.array(text).map(lines => lines.join('\n')),
        fc.integer(),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
      ),
      tree: fc.oneof(
        { maxDepth: 5 },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(name, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    const style = fc.record({
      collectionStyle: fc.constantFrom('any', 'block', 'flow'),
      indentSeq: fc.boolean(),
      defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
      lineWidth: fc.constantFrom(0, 40),
      indent: fc.constantFrom(1, 2, 4),
    } as const);
    fc.assert(
      fc.property(tree, style, (value, options) => void agrees(stringify(value, { ...options, aliasDuplicateObjects: false }))),
      { numRuns: 600 },
    );
  });

  it('on what is made of the signs of YAML', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), parts => void agrees(parts.join(''))),
      { numRuns: 4000 },
    );
  });

  it('on rulebooks with pieces cut out and typed in', () => {
    const source = fc.constantFrom(...samples);
    const broken = source.chain(text => fc.array(edit(text), { maxLength: 3 }).map(edits => edited(text, edits)));
    fc.assert(
      fc.property(broken, text => void agrees(text)),
      { numRuns: 1500 },
    );
  });

  it('on JSON', () => {
    const layout = fc.constantFrom(undefined, 1, 2);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), layout, (value, space) => void agrees(JSON.stringify(value, undefined, space))),
      { numRuns: 300 },
    );
  });
});

test.each([
  ['every part of a rulebook', everything],
  [
    'a rulebook in JSON',
    JSON.stringify({ standfirst: 1, site: { name: 'Courier', languages: ['en'] }, rules: [{ id: 'a', order: -3, more: false }] }, null, 2),
  ],
  ['lists at the indentation of their name', 'rules:\n- id: a\n  do:\n  - show: x\n    order: 1\n- id: b\n'],
  ['texts of several lines', 'a: |\n  one\n\n  two\nb: |-\n    three\nc: # none\nd: last'],
])('%s is plain', (_, source) => {
  expect(agrees(source)).toBe(true);
});
