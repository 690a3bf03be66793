import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standfirst } from './fake-io.ts';

const LOCAL = ['check', 'test', 'explain', 'matrix', 'diff', 'compile', 'schema', 'verify'];
const WITH_DESK = ['pull', 'propose', 'publish', 'history', 'rollback', 'keys', 'administrator'];
const COMMANDS = [...LOCAL, ...WITH_DESK];
const ARTICLES = ['check', 'list', 'import', 'export'].map(name => ['articles', name]);
const ALL = [...COMMANDS.map(name => [name]), ['articles'], ...ARTICLES];

/** The real program. */
function spawned(argv: readonly string[], cwd = process.cwd()) {
  const entry = join(import.meta.dirname, '..', '..', 'src', 'cli', 'standfirst.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, ...argv], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test.each(ALL)('%s %s: --help explains it, with two examples or more', async (...names) => {
  const { code, out, err } = await standfirst([...names.filter(name => name !== undefined), '--help']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect((out.match(/^ {2}\$ .*standfirst /gm) ?? []).length).toBeGreaterThanOrEqual(2);
});

test('every command that has results has --json', async () => {
  for (const names of [...COMMANDS.map(name => [name]), ...ARTICLES]) {
    expect((await standfirst([...names, '--help'])).out).toMatch(/^ +--json /m);
  }
});

test.each(ALL)('%s %s: its help fits the terminal, but for examples to be copied', async (...names) => {
  const argv = [...names.filter(name => name !== undefined), '--help'];
  const [narrow, wide] = [await standfirst(argv, { columns: 72 }), await standfirst(argv, { columns: 400 })];
  expect(narrow.out.split('\n').filter(line => line.length > 72 && !/^ +\$ /.test(line))).toEqual([]);
  const words = (text: string) => text.split(/\s+/).sort();
  expect(words(narrow.out)).toEqual(words(wide.out));
});

test.each([
  [['chek'], "unknown command 'chek'\n(Did you mean check?)"],
  [['articles', 'lst'], "unknown command 'lst'\n(Did you mean list?)"],
  [['check', '--jsn'], "unknown option '--jsn'\n(Did you mean --json?)"],
  [['explain'], "required option '--place <place>' not specified"],
  [['explain', '--place', 'Kyiv'], 'there is no place `Kyiv`: write `UA-30` (Kyiv)\n'],
  [['explain', '--place', 'Crimea'], 'there is no place `Crimea`: write `UA-43`, and `UA-40` for Sevastopol\n'],
  ...['0', 'AS0', '4294967296', '9999999999', '1.5', '-1', 'x'].map(
    asn => [['explain', '--place', 'RU', `--asn=${asn}`], `\`${asn}\` is not a network`] as [string[], string],
  ),
  [['schema', '--out', 'rulebook.yaml'], 'rulebook.yaml: a schema is JSON'],
  [['explain', '--place', 'RU', '--at', '2026-02-30T00:00Z'], 'is not in the calendar'],
  [['explain', '--place', 'RU', '--point', '91,0'], '`91,0` is not a point'],
  [['explain', '--place', 'UA-43', '--region-code', '43'], '--region-code goes with a country alone'],
  [['explain', '--place', 'RU', '--path', 'a'], '`a` is not a path'],
  [['compile', '--number', '0'], '`0` is not a whole number'],
])('%j is bad usage', async (argv, message) => {
  const { code, out, err } = await standfirst(argv);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(/^standfirst: /);
  expect(err).toContain(message);
});

const LINES = [
  'check f.yaml --sample f.json',
  'test f.yaml --coverage',
  'compile f.yaml --out out.json',
  'explain --rulebook f.yaml --place RU',
  'explain --edition f.json --place RU',
  'explain --rulebook tests/cli/fixtures/actions.yaml --place KZ --html f.yaml',
  'explain --rulebook tests/cli/fixtures/russia.yaml --place RU --html f.json --json',
  'articles import f.yaml --section s --language en --published 2026-01-01T00:00Z',
  'articles import f.md',
  'schema',
];
const WORDS = [
  '--json',
  '--place',
  'RU',
  '--at',
  '--html',
  '--out',
  'f.yaml',
  '--',
  '--path',
  '//',
  'https://',
  '--asn',
  '-1',
  '--filter',
  '--languages',
];
const CONTENT = [
  'standfirst: 1\nsite: 3',
  'standfirst: 1\ninclude: f.yaml',
  '- &a [*a]',
  'a: &a [1]\nb: [*a, *a]',
  '\t',
  '{"format":1}',
  '---\nid: a\n---\n',
  '<p>'.repeat(2000),
];

test('nothing that is typed or that files hold brings a stack trace', async () => {
  const line = fc.constantFrom(...LINES).map(text => text.split(' '));
  const more = fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.string()), { maxLength: 2 });
  const content = fc.oneof(fc.uint8Array(), fc.string(), fc.json(), fc.constantFrom(...CONTENT));
  await fc.assert(
    fc.asyncProperty(line, more, content, async (argv, rest, file) => {
      const files = { 'f.yaml': file, 'f.json': file, 'f.md': file };
      const { code, err } = await standfirst([...argv, ...rest], { files });
      expect([0, 1, 2]).toContain(code);
      expect(err).not.toMatch(/something is wrong with standfirst|^\s+at .*:\d+:\d+/m);
    }),
    { numRuns: 300 },
  );
});

test('the real program: exit codes, no colour in a pipe, nothing written on an error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'standfirst-'));
  try {
    const rulebook = readFileSync('tests/cli/fixtures/russia.yaml', 'utf8');
    writeFileSync(join(folder, 'good.yaml'), rulebook);
    writeFileSync(join(folder, 'bad.yaml'), rulebook.replace('[RU]', '[RUX]'));
    const bad = spawned(['compile', 'bad.yaml', '--out', 'out/edition.json'], folder);
    expect(bad).toMatchObject({ status: 2, stdout: '', stderr: expect.stringMatching(/^bad\.yaml:\d+:\d+: error: /) });
    expect(readdirSync(folder).sort()).toEqual(['bad.yaml', 'good.yaml']);
    const good = spawned(['compile', 'good.yaml', '--out', 'out/edition.json'], folder);
    expect(good).toMatchObject({ status: 0, stdout: '' });
    expect(readdirSync(join(folder, 'out'))).toEqual(['edition.json']);
    const failing = spawned(['test', 'good.yaml', '--coverage'], folder);
    expect(failing).toMatchObject({ status: 1, stderr: '' });
    expect(`${good.stderr}${failing.stdout}`).not.toContain('\u001b');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the real program: an address that cannot be reached, a folder in place of a file', () => {
  const argv = ['explain', '--rulebook', 'tests/cli/fixtures/russia.yaml', '--place', 'RU', '--html'];
  for (const [html, message] of [
    ['http://127.0.0.1:9/', /^standfirst: http:\/\/127\.0\.0\.1:9\/: cannot be reached \(bad port\)\n$/],
    ['tests', /^standfirst: tests: cannot be read: it is a folder\n$/],
  ] as const) {
    expect(spawned([...argv, html])).toEqual({ status: 2, stdout: '', stderr: expect.stringMatching(message) });
  }
});
