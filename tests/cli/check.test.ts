import { expect, test } from 'vitest';
import { standfirst } from './fake-io.ts';

const SITE = 'standfirst: 1\nsite: { name: Courier, languages: [en], time-zone: Europe/Prague }\n';
const NOTICE = 'notices:\n  a: { kind: safety, text: { en: { heading: Heading, body: Body. } } }\n';
const RULE = 'rules:\n  - { id: r, when: { places: [GB] }, do: [{ show: a }]';
const BASIS = ', basis: { kind: safety, law: "A law", owner: o@courier.example, since: 2026-01-01, review: 2027-01-01 } }\n';

const files = {
  'good.yaml': `${SITE}${NOTICE}${RULE}${BASIS}`,
  'doubtful.yaml': `${SITE}${NOTICE}${RULE} }\n`,
  'bad.yaml': `${SITE}${NOTICE}rules:\n  - { id: r, when: { places: [KX] }, do: [{ show: b }]${BASIS}`,
  'outer.yaml': `include: inner.yaml\n${SITE}`,
  'inner.yaml': 'notices: 3\n',
};

test('nothing to report', async () => {
  expect(await standfirst(['check', 'good.yaml'], { files })).toMatchObject({ code: 0, out: 'No problems in good.yaml\n', err: '' });
});

test('warnings are told, with their place and how to mend them, and can be told from errors by the exit code', async () => {
  const { code, out } = await standfirst(['check', 'doubtful.yaml'], { files });
  expect(code).toBe(1);
  expect(out).toMatch(/^doubtful\.yaml:6:\d+: warning: .*nothing says why `r` exists\n {4}to mend it: /);
  expect(out).toMatch(/\n\n1 warning in doubtful\.yaml\n$/);
});

test('every error is told at once, in the order of the file', async () => {
  const { code, out } = await standfirst(['check', 'bad.yaml'], { files });
  expect(code).toBe(2);
  expect(out.match(/: error: /g)).toHaveLength(2);
  expect(out.indexOf('KX')).toBeLessThan(out.indexOf('`b`'));
  expect(out).toMatch(/\n\n2 errors in bad\.yaml\n$/);
});

test('several files are each a rulebook; an included file is reported under its own name', async () => {
  const { code, out } = await standfirst(['check', 'good.yaml', 'outer.yaml'], { files });
  expect(code).toBe(2);
  expect(out).toMatch(/^No problems in good\.yaml\ninner\.yaml:1:/);
});

test('--json holds the same problems', async () => {
  const { code, out } = await standfirst(['check', 'doubtful.yaml', 'bad.yaml', '--json'], { files });
  const { problems, errors, warnings } = JSON.parse(out);
  expect({ code, errors, warnings }).toEqual({ code: 2, errors: 2, warnings: 1 });
  expect(problems[0]).toMatchObject({ file: 'doubtful.yaml', line: 6, severity: 'warning' });
});

test('--at moves the moment by which a ground is to be reviewed', async () => {
  expect((await standfirst(['check', 'good.yaml', '--at', '2026-06-01T00:00Z'], { files })).code).toBe(0);
  expect(await standfirst(['check', 'good.yaml', '--at', '2027-03-01T00:00Z'], { files })).toMatchObject({ code: 1 });
});

test('samples are looked at; one that is not there is an error', async () => {
  const pages = { 'https://courier.example/a': { text: '<!doctype html><title>t</title><p>x', type: 'text/html' } };
  const argv = ['check', 'good.yaml', '--sample', 'https://courier.example/a', '--sample', 'a.html'];
  expect(await standfirst(argv, { files, pages })).toMatchObject({
    code: 2,
    err: expect.stringContaining('a.html: there is no such file'),
  });
  expect((await standfirst(argv, { files: { ...files, 'a.html': '<p>x' }, pages })).err).toBe('');
  expect((await standfirst(argv, { files: { ...files, 'a.html': '<p>x' } })).err).toContain('https://courier.example/a: answered 404');
});

test('colours change nothing but colours', async () => {
  const coloured = await standfirst(['check', 'bad.yaml'], { files, colour: true });
  const plain = await standfirst(['check', 'bad.yaml'], { files });
  expect(coloured.out).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what colours are made of
  expect(coloured.out.replace(/\u001b\[\d+m/g, '')).toBe(plain.out);
});
