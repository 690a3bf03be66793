import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { LARGEST_DOCUMENT, MOST_PROBLEMS } from '../../src/rulebook/document.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { formatProblem } from '../../src/rulebook/problems.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
const fixtures = readdirSync(FIXTURES);
const ending = (end: string) => fixtures.filter(name => name.endsWith(end)).map(name => name.slice(0, -'.yaml'.length));
const read = (name: string) => readFileSync(join(FIXTURES, name), 'utf8');
const lines = (problems: Parameters<typeof formatProblem>[0][]) => problems.map(problem => `${formatProblem(problem)}\n`).join('');

describe('a broken rulebook', () => {
  test.each(ending('.invalid.yaml'))('%s: every problem is told, with its place and how to mend it', name => {
    const { rulebook, problems } = parseRulebook(read(`${name}.yaml`), `${name}.yaml`);
    expect(lines(problems)).toBe(read(`${name}.txt`));
    expect(rulebook).toBeUndefined();
  });

  // Not in files: editors and formatters choke on them.
  test.each([
    ['a tab', 'standfirst: 1\nsite:\n\tname: Courier\n', '3:1: error: a tab is used to indent\n    to mend it: indent with spaces\n'],
    [
      'an open quote',
      'standfirst: 1\nsite: "never closed\nrules: {\n',
      '4:1: error: a closing quote, bracket or comma is missing\n    to mend it: close what is open here, or put the text in quotes\n',
    ],
  ])('%s is told', (_, source, expected) => {
    expect(lines(parseRulebook(source, 'r.yaml').problems)).toBe(`r.yaml:${expected}`);
  });

  it('is told apart from one that only deserves a warning', () => {
    const { rulebook, problems } = parseRulebook(read('warnings.valid.yaml'), 'warnings.valid.yaml');
    expect(lines(problems)).toBe(read('warnings.valid.txt'));
    expect(rulebook?.rules).toHaveLength(1);
  });
});

test.each(ending('.valid.yaml'))('%s compiles to the edition beside it', async name => {
  const { rulebook } = parseRulebook(read(`${name}.yaml`), name);
  expect(await compileRulebook(rulebook!, { number: 7 })).toEqual(JSON.parse(read(`${name}.json`)));
});

describe('files that are no text', () => {
  it('names the line that is not UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from('standfirst: 1\nsite:\n  name: '), Buffer.from([0xff, 0xfe]), Buffer.from('\n')]);
    expect(lines(parseRulebook(bytes, 'r.yaml').problems)).toBe(
      'r.yaml:3:1: error: the file is not in UTF-8\n    to mend it: save it again as UTF-8\n',
    );
  });

  it('reads bytes as it reads text, with or without a byte order mark', () => {
    const text = read('minimal.valid.yaml');
    const plain = parseRulebook(text, 'r.yaml');
    expect(plain.rulebook).toBeDefined();
    expect(parseRulebook(Buffer.from(text), 'r.yaml')).toEqual(plain);
    expect(parseRulebook(Buffer.from(`\uFEFF${text}`), 'r.yaml')).toEqual(plain);
  });

  it('refuses what is too large before reading it', () => {
    const padding = '#'.repeat(LARGEST_DOCUMENT);
    const { rulebook, problems } = parseRulebook(`${read('minimal.valid.yaml')}${padding}`, 'r.yaml');
    expect(rulebook).toBeUndefined();
    expect(problems.map(problem => problem.message)).toEqual([expect.stringMatching(/^\d+ bytes; at most 8388608 are possible$/)]);
    expect(parseRulebook(`${padding.slice(200)}\n${read('minimal.valid.yaml')}`, 'r.yaml').rulebook).toBeDefined();
  });
});

describe('hostile input', () => {
  const starter = readFileSync(join(import.meta.dirname, '../../templates/rulebook.yaml'), 'utf8');

  /** Whatever comes in: an answer, positions inside the file, no word of the program's own failures. */
  function holds(source: string | Uint8Array): void {
    const { rulebook, problems } = parseRulebook(source, 'r.yaml');
    const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
    const count = text.split(/\r\n|\r|\n/).length;
    if (rulebook === undefined) expect(problems.some(problem => problem.severity === 'error')).toBe(true);
    for (const problem of problems) {
      expect(problem.line).toBeGreaterThanOrEqual(1);
      expect(problem.line).toBeLessThanOrEqual(count);
      expect(problem.column).toBeGreaterThanOrEqual(1);
      expect(formatProblem(problem)).not.toMatch(/TypeError|RangeError|undefined|\[object|\n {4}at /);
      expect(problem.message).not.toBe('');
      expect(problem.mend).not.toBe('');
    }
  }

  it('never throws on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 300 });
  });

  it('never throws on any bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), holds), { numRuns: 300 });
  });

  it('never throws on any document', () => {
    const names = fc.constantFrom('site', 'regions', 'notices', 'rules', 'tests', 'when', 'do', 'show', 'text', 'id', '__proto__', 'x');
    const { tree } = fc.letrec(tie => ({
      leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), names),
      tree: fc.oneof(
        { maxDepth: 5 },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(tree, value => holds(JSON.stringify(value))),
      { numRuns: 300 },
    );
  });

  it('never throws on the starter rulebook with a piece cut out or typed in', () => {
    const edit = fc.record({
      at: fc.nat(starter.length),
      length: fc.nat(40),
      typed: fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('\t', '- ', ': ', '{', '[', '"', '*a', '&a ', '|', '\n', '!!set ')),
    });
    const edited = ({ at, length, typed }: { at: number; length: number; typed: string }) =>
      holds(starter.slice(0, at) + typed + starter.slice(at + length));
    fc.assert(fc.property(edit, edited), { numRuns: 60 });
  });

  test.each([
    ['brackets without end', '['.repeat(200_000)],
    [
      'quotations without end',
      `standfirst: 1\nsite: {name: C, languages: en}\nnotices: {n: {kind: safety, text: {en: {heading: h, body: "${'> '.repeat(4000)}"}}}}`,
    ],
    ['a hundred thousand wrong rules', `standfirst: 1\nsite: {name: C, languages: en}\nrules: [${'1,'.repeat(100_000)}]`],
    ['a hundred thousand repetitions', `a: &a 1\nrules: [${'*a,'.repeat(100_000)}]`],
  ])('%s: no more is told than anybody reads', (_, source) => {
    holds(source);
    expect(parseRulebook(source, 'r.yaml').problems.length).toBeLessThanOrEqual(MOST_PROBLEMS + 1);
  });

  it('says when there are more problems than anybody would read', () => {
    const rules = parseRulebook(`standfirst: 1\nsite: {name: C, languages: en}\nrules: [${'1,'.repeat(500)}]`, 'r.yaml').problems;
    expect(rules).toHaveLength(101);
    expect(rules.at(-1)).toMatchObject({ severity: 'error', message: 'there are more problems', line: 3 });
  });
});
