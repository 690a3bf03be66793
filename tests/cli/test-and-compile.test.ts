import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readEdition } from '../../src/core/read-edition.ts';
import { standfirst } from './fake-io.ts';

const RUSSIA = 'tests/cli/fixtures/russia.yaml';
const source = readFileSync(RUSSIA, 'utf8');
const files = { 'failing.yaml': source.replace('show: [], protect: false', 'show: [undesirable]') };

test('tests are reported by name, with a count', async () => {
  expect(await standfirst(['test', RUSSIA])).toMatchObject({
    code: 0,
    out: `${RUSSIA}\n  ✓ Crimea is warned\n  ✓ Kyiv is not\n\n2 passed, 2 tests in 0 ms\n`,
    err: '',
  });
});

test('a test that fails says what was expected, what was found, and where it is written', async () => {
  const { code, out } = await standfirst(['test', 'failing.yaml'], { files });
  const line = files['failing.yaml'].split('\n').findIndex(text => text.includes('Kyiv is not')) + 1;
  expect(code).toBe(1);
  expect(out).toContain(`  ✗ Kyiv is not\n      show: expected ["undesirable"], found []\n      failing.yaml:${line}:`);
  expect(out).toMatch(/\n1 failed, 1 passed, 2 tests in 0 ms\n$/);
});

test('--coverage names the rules that no test touches', async () => {
  const { code, out } = await standfirst(['test', RUSSIA, '--coverage']);
  expect(code).toBe(1);
  expect(out).toMatch(/\nNo test touches 1 of 2 rules:\n {2}foreign-agent\n$/);
});

test('--filter and --json', async () => {
  const { code, out } = await standfirst(['test', RUSSIA, '--filter', 'CRIMEA', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ passed: 1, failed: 0, tests: [{ name: 'Crimea is warned', passed: true, file: RUSSIA }] });
  expect(await standfirst(['test', RUSSIA, '--filter', 'mars'])).toMatchObject({ code: 2, out: '' });
});

test('a rulebook with errors is not tested', async () => {
  const broken = { 'broken.yaml': source.replace('[RU]', '[RUX]') };
  expect(await standfirst(['test', 'broken.yaml'], { files: broken })).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('RUX'),
  });
});

test('an edition is the same to the byte each time, and one that the edge accepts', async () => {
  const first = await standfirst(['compile', RUSSIA, '--number', '7']);
  const second = await standfirst(['compile', RUSSIA, '--number', '7', '--out', 'out/edition.json']);
  expect(first.code).toBe(0);
  expect(second.written).toEqual(new Map([['out/edition.json', first.out]]));
  expect(second.out).toBe('');
  const { number, hash } = JSON.parse(first.out);
  expect(await readEdition(new TextEncoder().encode(first.out))).toMatchObject({ edition: { number: 7, hash } });
  expect(number).toBe(7);
  expect(first.err).toBe(`Edition 7, ${hash}\n${Buffer.byteLength(first.out)} bytes: 2 rules, 2 notices, 1 region, 2 tests passed\n`);
});

test('nothing is written where something is wrong', async () => {
  const broken = { ...files, 'broken.yaml': source.replace('[RU]', '[RUX]') };
  for (const [file, code] of [
    ['broken.yaml', 2],
    ['failing.yaml', 1],
    ['absent.yaml', 2],
  ] as const) {
    const answer = await standfirst(['compile', file, '--out', 'edition.json'], { files: broken });
    expect(answer).toMatchObject({ code, out: '', written: new Map() });
    expect(answer.err).not.toBe('');
  }
});

test('--no-test leaves the tests out', async () => {
  const { code, written } = await standfirst(['compile', 'failing.yaml', '--no-test', '--out', 'edition.json'], { files });
  expect(code).toBe(0);
  expect([...written.keys()]).toEqual(['edition.json']);
});

test('an edition that was compiled is explained as its rulebook is', async () => {
  const { out: edition } = await standfirst(['compile', RUSSIA]);
  const argv = ['--place', 'UA-43', '--languages', 'uk', '--json'];
  const fromRulebook = await standfirst(['explain', '--rulebook', RUSSIA, ...argv]);
  const fromEdition = await standfirst(['explain', '--edition', 'e.json', ...argv], { files: { 'e.json': edition } });
  expect(fromEdition).toEqual(fromRulebook);
  const changed = edition.replace('Если вы в России', 'Если вы не в России');
  expect(await standfirst(['explain', '--edition', 'e.json', ...argv], { files: { 'e.json': changed } })).toMatchObject({
    code: 2,
    err: '',
    out: expect.stringContaining('"message": "is not an edition: its hash'),
  });
});

test('the schema is JSON, and the same in a file', async () => {
  const printed = await standfirst(['schema']);
  const { written } = await standfirst(['schema', '--out', 'rulebook.schema.json']);
  expect(JSON.parse(printed.out)).toHaveProperty('properties.rules');
  expect(written).toEqual(new Map([['rulebook.schema.json', printed.out]]));
});

test.each([['test'], ['compile'], ['explain', '--place', 'RU', '--rulebook']])(
  '%s --json: a rulebook with errors is answered in JSON',
  async (...argv) => {
    const broken = { 'broken.yaml': source.replace('[RU]', '[RUX]') };
    const { code, out, err } = await standfirst([...argv, 'broken.yaml', '--json'], { files: broken });
    expect({ code, err }).toEqual({ code: 2, err: '' });
    expect(JSON.parse(out)).toMatchObject({ errors: 1, warnings: 0, problems: [{ file: 'broken.yaml', severity: 'error' }] });
  },
);

test('what is no edition says how to make one', async () => {
  const argv = ['explain', '--edition', 'e.json', '--place', 'RU'];
  expect(await standfirst(argv, { files: { 'e.json': '{}' } })).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^standfirst: e\.json: is not an edition: make one with `standfirst compile` \(.+\)\n$/),
  });
  expect((await standfirst(argv)).err).toBe('standfirst: e.json: there is no such file\n');
});

test('more problems than are told are not counted', async () => {
  const rules = Array.from({ length: 150 }, () => '1').join(', ');
  const files = { 'many.yaml': `standfirst: 1\nsite: { name: C, languages: en }\nrules: [${rules}]\n` };
  expect((await standfirst(['compile', 'many.yaml'], { files })).err).toMatch(/\n\n100 errors and more in many\.yaml\n$/);
  expect((await standfirst(['check', 'many.yaml'], { files })).out).toMatch(/\n\n100 errors and more in many\.yaml\n$/);
  expect(JSON.parse((await standfirst(['check', 'many.yaml', '--json'], { files })).out)).toMatchObject({ errors: 100, warnings: 0 });
});

test('what check calls an error stops a compile too', async () => {
  const idle = 'when: { region: russia-and-occupied-ukraine, content-types: [application/pdf], surfaces: [html] }';
  const files = { 'idle.yaml': source.replace('when: { region: russia-and-occupied-ukraine }', idle) };
  const checked = await standfirst(['check', 'idle.yaml'], { files });
  expect(checked).toMatchObject({ code: 2, out: expect.stringContaining('never fires') });
  const compiled = await standfirst(['compile', 'idle.yaml', '--no-test', '--out', 'e.json'], { files });
  expect(compiled).toMatchObject({
    code: 2,
    out: '',
    written: new Map(),
    err: expect.stringMatching(/never fires[\s\S]*\n\n1 error in idle\.yaml\n$/),
  });
  const json = await standfirst(['compile', 'idle.yaml', '--no-test', '--json'], { files });
  expect({ code: json.code, ...JSON.parse(json.out) }).toMatchObject({ code: 2, errors: 1, warnings: 0 });
});

test('no file that was read is written over', async () => {
  const including = { 'r.yaml': `include: [more.yaml]\n${source}`, 'more.yaml': 'rules: []\n' };
  for (const out of ['r.yaml', 'more.yaml']) {
    const answer = await standfirst(['compile', 'r.yaml', '--out', out], { files: including });
    expect(answer).toMatchObject({ code: 2, out: '', written: new Map(), err: expect.stringContaining('one of the files that were read') });
  }
});
