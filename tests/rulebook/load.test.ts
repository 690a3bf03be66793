import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { LARGEST_MAP, MOST_FILES } from '../../src/rulebook/include.ts';
import { loadRulebook } from '../../src/rulebook/load.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { formatProblem } from '../../src/rulebook/problems.ts';

const SITE = 'standfirst: 1\nsite: { name: Courier, languages: en }\n';
const rule = (id: string, more = '') => `  - { id: ${id}, do: [{ protect: true }], basis: { kind: safety }${more} }\n`;
const SQUARE = JSON.stringify({
  type: 'Polygon',
  coordinates: [
    [
      [30, 50],
      [31, 50],
      [31, 51],
      [30, 51],
      [30, 50],
    ],
  ],
});

type Files = Readonly<Record<string, string | Uint8Array>>;

function load(files: Files, first = 'book/r.yaml') {
  return loadRulebook(first, file => {
    const content = Object.hasOwn(files, file) ? files[file] : undefined;
    return typeof content === 'string' ? new TextEncoder().encode(content) : content;
  });
}

const told = (files: Files, first?: string) => load(files, first).problems.map(formatProblem);
const said = (line: string, mend: string) => `${line}\n    to mend it: ${mend}`;

describe('a rulebook in several files', () => {
  const files = {
    'book/r.yaml': `${SITE}include: [rules/a.yaml, b.yaml]\nrules:\n${rule('first')}${rule('second')}`,
    'book/rules/a.yaml': `standfirst: 1\ninclude: [deep/a2.yaml]\nregions: { east: { places: BY } }\nrules:\n${rule('a')}`,
    'book/rules/deep/a2.yaml': `include: [../../texts/n.yaml]\nrules:\n${rule('a2', ', when: { region: east }')}`,
    'book/texts/n.yaml': 'notices: { told: { kind: safety, text: { en: { heading: Told, body: Of it } } } }\n',
    'book/b.yaml': `rules:\n${rule('b')}tests:\n  - { name: t, given: { place: BY, at: 2026-01-01T00:00Z }, expect: {} }\n`,
  };

  it('is one rulebook: the rules of a file before those of the files that it includes, in their order', () => {
    const { rulebook, problems, files: names } = load(files);
    expect(problems).toEqual([]);
    expect(rulebook?.rules.map(({ id }) => id)).toEqual(['first', 'second', 'a', 'a2', 'b']);
    expect(Object.keys(rulebook?.regions ?? {})).toEqual(['east']);
    expect(Object.keys(rulebook?.notices ?? {})).toEqual(['told']);
    expect(rulebook?.tests).toHaveLength(1);
    expect(names).toEqual(['book/r.yaml', 'book/rules/a.yaml', 'book/rules/deep/a2.yaml', 'book/texts/n.yaml', 'book/b.yaml']);
  });

  it('compiles to what one file with the same parts compiles to', async () => {
    const parts = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,6}$/), { minLength: 1, maxLength: 8 });
    const split = fc.tuple(parts, fc.array(fc.nat(3), { minLength: 8, maxLength: 8 }));
    await fc.assert(
      fc.asyncProperty(split, async ([ids, where]) => {
        const inFile = (index: number) => ids.filter((_, at) => where[at] === index);
        const rules = (names: string[]) => (names.length === 0 ? 'rules: []\n' : `rules:\n${names.map(id => rule(id)).join('')}`);
        const several = load(
          {
            'r.yaml': `${SITE}include: [one.yaml, three.yaml]\n${rules(inFile(0))}`,
            'one.yaml': `include: [two.yaml]\n${rules(inFile(1))}`,
            'two.yaml': rules(inFile(2)),
            'three.yaml': rules(inFile(3)),
          },
          'r.yaml',
        ).rulebook!;
        const single = parseRulebook(`${SITE}${rules([0, 1, 2, 3].flatMap(inFile))}`, 'r.yaml').rulebook!;
        expect(await compileRulebook(several, { number: 1 })).toEqual(await compileRulebook(single, { number: 1 }));
      }),
      { numRuns: 40 },
    );
  });

  it('tells each problem in the file in which it stands, in the order of the files', () => {
    const broken = {
      ...files,
      'book/b.yaml': `rules:\n${rule('b', ', when: { region: esat }')}`,
      'book/rules/a.yaml': `ruls: []\n${files['book/rules/a.yaml']}`,
    };
    expect(told(broken)).toEqual([
      said('book/rules/a.yaml:1:1: error: ruls: there is no `ruls` here', 'did you mean `rules`?'),
      said('book/b.yaml:2:80: error: rules[0].when.region: there is no region `esat`', 'did you mean `east`?'),
    ]);
  });

  it('finds the place of what is found in the whole later', () => {
    const { problemOf } = load(files);
    expect(problemOf({ path: ['rules', 3, 'id'], message: 'm', mend: 'n', severity: 'warning' })).toEqual({
      ...{ file: 'book/rules/deep/a2.yaml', line: 3, column: 11, severity: 'warning', path: 'rules[0].id', message: 'm', mend: 'n' },
    });
    expect(problemOf({ path: ['regions', 'east'], part: 'name', message: 'm', mend: 'n' })).toMatchObject({
      file: 'book/rules/a.yaml',
      line: 3,
      column: 12,
    });
    expect(problemOf({ path: ['site', 'name'], message: 'm', mend: 'n' })).toMatchObject({ file: 'book/r.yaml', line: 2 });
    expect(problemOf({ path: ['rules', 99], message: 'm', mend: 'n' })).toMatchObject({ file: 'book/r.yaml', line: 5 });
  });
});

describe('files that cannot be included', () => {
  test.each<[string, Files, string, string]>([
    [
      'a file that is not there',
      { 'book/r.yaml': `${SITE}include: [a.yaml]\n` },
      'r.yaml:3:11: error: include[0]: there is no file `book/a.yaml`',
      'correct the name, or add the file',
    ],
    [
      'a file above the folder of the first one',
      { 'book/r.yaml': `${SITE}include: rules/../../secret.yaml\n`, 'secret.yaml': 'x' },
      'r.yaml:3:10: error: include: `rules/../../secret.yaml` lies outside the folder of the first file',
      'move it into that folder, or into one below',
    ],
    [
      'a file that includes itself by way of another',
      { 'book/r.yaml': `${SITE}include: [a.yaml]\n`, 'book/a.yaml': 'include: [b.yaml]\n', 'book/b.yaml': 'include: [./a.yaml]\n' },
      'b.yaml:1:11: error: include[0]: `./a.yaml` would include itself: book/a.yaml → book/b.yaml → book/a.yaml',
      'take one of these includes away',
    ],
    [
      'a file that is included twice',
      { 'book/r.yaml': `${SITE}include: [a.yaml, b.yaml]\n`, 'book/a.yaml': 'include: [b.yaml]\n', 'book/b.yaml': 'rules: []\n' },
      'r.yaml:3:19: error: include[1]: `b.yaml` is included already (book/a.yaml:1)',
      'keep one of the two',
    ],
    [
      'a file with a site of its own',
      { 'book/r.yaml': `${SITE}include: [a.yaml]\n`, 'book/a.yaml': 'rules: []\nsite: { name: Other }\n' },
      'a.yaml:2:1: error: site: `site` belongs in the first file',
      'move what it says to book/r.yaml',
    ],
    [
      'a file that is not UTF-8',
      { 'book/r.yaml': `${SITE}include: [a.yaml]\n`, 'book/a.yaml': new Uint8Array([0x61, 0x0a, 0xff]) },
      'a.yaml:2:1: error: the file is not in UTF-8',
      'save it again as UTF-8',
    ],
  ])('%s is told', (_, files, line, mend) => {
    const { rulebook } = load(files);
    expect(told(files)).toEqual([said(`book/${line}`, mend)]);
    expect(rulebook).toBeUndefined();
  });

  it('stops at eight files that include one another, and at two hundred in all', () => {
    const chain = (length: number) =>
      Object.fromEntries(
        Array.from({ length }, (_, index) => [`${index}.yaml`, `${index === 0 ? SITE : ''}include: [${index + 1}.yaml]\n`]),
      );
    expect(load({ ...chain(8), '8.yaml': 'rules: []\n' }, '0.yaml').problems).toEqual([]);
    expect(told({ ...chain(9), '9.yaml': 'rules: []\n' }, '0.yaml')).toEqual([
      said('8.yaml:1:11: error: include[0]: more than 8 files include one another', 'include the file from one nearer to the first'),
    ]);
    const names = Array.from({ length: MOST_FILES }, (_, index) => `${index}.yaml`);
    const many = Object.fromEntries(names.map(name => [name, 'rules: []\n']));
    expect(load({ ...many, 'r.yaml': `${SITE}include: [${names.slice(1)}]\n` }, 'r.yaml').problems).toEqual([]);
    expect(told({ ...many, 'r.yaml': `${SITE}include:\n${names.map(name => `  - ${name}\n`).join('')}` }, 'r.yaml')).toEqual([
      said('r.yaml:203:5: error: include[199]: more than 200 files', 'put more rules into one file'),
    ]);
  });

  it('counts the bytes of all files together', () => {
    const padding = `# ${'x'.repeat(5_000_000)}\n`;
    expect(told({ 'r.yaml': `${SITE}include: [a.yaml]\n${padding}`, 'a.yaml': padding }, 'r.yaml')).toEqual([
      said(
        'a.yaml:1:1: error: 10000077 bytes with the files before it; at most 8388608 are possible together',
        'shorten the texts, or use regions and notices more than once',
      ),
    ]);
  });

  it('says where the same name is given in another file', () => {
    const two = 'regions: { east: { places: RU } }\nnotices: { n: { kind: safety, text: { en: { heading: H, body: B } } } }\n';
    expect(
      told({ 'r.yaml': `${SITE}include: [a.yaml]\n${two}rules:\n${rule('one')}`, 'a.yaml': `rules:\n${rule('one')}${two}` }, 'r.yaml'),
    ).toEqual([
      said('a.yaml:2:11: error: rules[0].id: `one` is in r.yaml:7 too', 'keep one of the two, or give this one another name'),
      said('a.yaml:3:12: error: regions.east: `east` is in r.yaml:4 too', 'keep one of the two, or give this one another name'),
      said('a.yaml:4:12: error: notices.n: `n` is in r.yaml:5 too', 'keep one of the two, or give this one another name'),
    ]);
  });

  it('says so when the first file is missing, or is a folder', () => {
    expect(told({}, 'r.yaml')).toEqual([said('r.yaml:1:1: error: there is no file `r.yaml`', 'correct the name, or add the file')]);
    const folder = loadRulebook('r.yaml', () => {
      throw Object.assign(new Error('EISDIR: illegal operation on a directory, read'), { code: 'EISDIR' });
    });
    expect(folder.problems.map(formatProblem)).toEqual([
      said('r.yaml:1:1: error: `r.yaml` cannot be read (EISDIR)', 'see that it is a file, and that you may read it'),
    ]);
  });

  it('follows no name in a text that is read by itself', () => {
    const text = `${SITE}include: [a.yaml]\nregions: { coast: { areas: [coast.json] } }\n`;
    const mend = 'write out here what the file holds, or read the rulebook from a file';
    expect(parseRulebook(text, 'r.yaml').problems.map(formatProblem)).toEqual([
      said('r.yaml:3:11: error: include[0]: `a.yaml` is another file, and this text is read by itself', mend),
      said('r.yaml:4:29: error: regions.coast.areas[0]: `coast.json` is another file, and this text is read by itself', mend),
    ]);
  });
});

describe('maps in files of their own', () => {
  const first = `${SITE}regions: { coast: { areas: [maps/coast.geojson] }, copy: { areas: maps/coast.geojson } }\n`;
  const at = 'r.yaml:3:29: error: regions.coast.areas[0]';

  it('are read as if they were written where they are named', () => {
    const { rulebook, problems, files } = load({ 'r.yaml': first, 'maps/coast.geojson': SQUARE }, 'r.yaml');
    const inline = parseRulebook(`${SITE}regions: { coast: { areas: [${SQUARE}] }, copy: { areas: ${SQUARE} } }\n`, 'r.yaml');
    expect(problems).toEqual([]);
    expect(rulebook?.regions).toEqual(inline.rulebook?.regions);
    expect(files).toEqual(['r.yaml', 'maps/coast.geojson']);
  });

  it('are found from the file that names them', () => {
    const { problems } = load(
      {
        'r.yaml': `${SITE}include: [maps/m.yaml]\n`,
        'maps/m.yaml': 'regions: { coast: { areas: coast.geojson } }\n',
        'maps/coast.geojson': SQUARE,
      },
      'r.yaml',
    );
    expect(problems).toEqual([]);
  });

  test.each<[string, string | Uint8Array | undefined, string, string]>([
    ['missing', undefined, 'there is no file `maps/coast.geojson`', 'correct the name, or add the file'],
    ['no JSON', '{"type": "Polygon",\n oops}', '`maps/coast.geojson` is not JSON (line 2, column 2)', 'save the area as GeoJSON again'],
    ['not UTF-8', new Uint8Array([0x7b, 0xff]), '`maps/coast.geojson`: the file is not in UTF-8', 'save it again as UTF-8'],
    [
      'too deep',
      '['.repeat(100_000) + ']'.repeat(100_000),
      '`maps/coast.geojson` is nested deeper than 32 levels',
      'keep the GeoJSON only',
    ],
    [
      'too large',
      ' '.repeat(LARGEST_MAP + 1),
      '`maps/coast.geojson`: 4194305 bytes; at most 4194304 are possible',
      'shorten the texts, or use regions and notices more than once',
    ],
  ])('%s: told where they are named', (_, map, message, mend) => {
    const problems = told(map === undefined ? { 'r.yaml': first } : { 'r.yaml': first, 'maps/coast.geojson': map }, 'r.yaml');
    expect(problems).toEqual([said(`${at}: ${message}`, mend), said(`r.yaml:3:67: error: regions.copy.areas: ${message}`, mend)]);
  });

  it('are never read from outside the folder', () => {
    const read: string[] = [];
    for (const name of [
      '../secret.json',
      '/etc/passwd',
      'C:/secret.json',
      'a/../../secret.json',
      'https://a.example/a.json',
      '..',
      '.',
      '',
    ]) {
      const source = `${SITE}regions: { coast: { places: RU, areas: [${JSON.stringify(name)}] } }\n`;
      const { problems } = loadRulebook('book/r.yaml', file => {
        read.push(file);
        return file === 'book/r.yaml' ? new TextEncoder().encode(source) : new Uint8Array();
      });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ line: 3, path: 'regions.coast.areas[0]' });
    }
    expect(new Set(read)).toEqual(new Set(['book/r.yaml']));
  });
});

describe('whatever the files hold', () => {
  it('nothing is thrown, nothing outside the folder is asked for, and every problem has a place', () => {
    const name = fc.oneof(
      fc.constantFrom('a.yaml', 'b.yaml', 'x/a.yaml', '../r.yaml', 'x/../b.yaml', '..', '/a.yaml', 'm.json'),
      fc.string({ maxLength: 6 }),
    );
    const lines = fc.constantFrom(
      SITE,
      'regions: { e: { places: [RU] } }\n',
      `rules:\n${rule('one')}`,
      'site: {}\n',
      'rules: {}\n',
      'tests: [1]\n',
      '\t',
      '[',
      'regions: { m: { areas: [m.json] } }\n',
    );
    const including = fc.array(name, { maxLength: 3 }).map(names => `include: ${JSON.stringify(names)}\n`);
    const content = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.array(fc.oneof(lines, including), { maxLength: 4 }).map(parts => new TextEncoder().encode(parts.join(''))),
      },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }) },
    );
    const folder = fc.dictionary(
      fc.constantFrom('book/r.yaml', 'book/a.yaml', 'book/b.yaml', 'book/x/a.yaml', 'book/x/b.yaml', 'book/m.json'),
      content,
    );
    fc.assert(
      fc.property(folder, files => {
        const { rulebook, problems, files: names } = load(files);
        if (rulebook === undefined) expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
        for (const file of names) expect(file).toMatch(/^book\/(?!.*(?:^|\/)\.\.(?:\/|$))/);
        for (const problem of problems) {
          expect(names).toContain(problem.file);
          expect(problem.line).toBeGreaterThanOrEqual(1);
          expect(formatProblem(problem)).not.toMatch(/TypeError|RangeError|\[object|\n {4}at /);
        }
      }),
      { numRuns: 500 },
    );
  });
});
