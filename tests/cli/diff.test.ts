import { Command } from 'commander';
import { expect, test } from 'vitest';
import { diffCommand } from '../../src/cli/commands/diff.ts';
import type { ExitCode, Io } from '../../src/cli/io.ts';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';

const OLD = `
standfirst: 1
site: { name: The Example, languages: [en, ru], time-zone: Europe/Prague }
regions: { crimea: { places: [UA-43, UA-40] } }
notices:
  warning: { kind: safety, languages: { first: ru, then: reader }, text: { en: { heading: If you are there, body: Text. }, ru: { heading: Если вы там, body: Текст. } } }
rules:
  - id: belarus
    when: { places: [BY] }
    do: [{ show: warning }]
    basis: { kind: safety }
`;
const NEW = `${OLD}  - id: crimea
    when: { region: crimea, from: 2026-12-01T00:00Z }
    unknown: skip
    tor: skip
    do: [{ show: warning }]
    basis: { kind: safety }
`;

async function run(files: Readonly<Record<string, string>>, ...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io: Io = {
    out: text => void out.push(text),
    err: text => void err.push(text),
    ...{ colour: false, progress: false, columns: 400 },
    readFile: path => (files[path] === undefined ? undefined : new TextEncoder().encode(files[path])),
    writeFile: () => {
      throw new Error('diff writes nothing');
    },
    fetch: () => Promise.reject(new Error('no network')),
    now: () => Date.parse('2026-11-23T12:00Z'),
  };
  let code: ExitCode | undefined;
  const command = diffCommand(io, found => {
    code = found;
  });
  await new Command().addCommand(command).parseAsync(['diff', ...argv], { from: 'user' });
  return { out: out.join(''), err: err.join(''), code };
}

test('words first, then the places; something changes: 1', async () => {
  const { out, code, err } = await run({ 'old.yaml': OLD, 'new.yaml': NEW }, 'old.yaml', 'new.yaml');
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out.split('\n')).toEqual([
    "Readers in the region crimea will now see “If you are there” above the headline (ru, then the reader's language), on every article, from 2026-12-01 00:00 UTC.",
    '  2 places: Sevastopol (UA-40), Crimea (UA-43)',
    '',
    '1 change.',
    '',
  ]);
});

test('an edition and its own rulebook are alike: 0', async () => {
  const { rulebook } = parseRulebook(new TextEncoder().encode(OLD), 'old.yaml');
  const edition = JSON.stringify(await compileRulebook(rulebook!, { number: 7 }));
  const { out, code } = await run({ 'old.yaml': OLD, 'old.json': edition }, 'old.json', 'old.yaml');
  expect([out, code]).toEqual(['Nothing changes for any reader.\n', 0]);
});

test('as JSON, for other programs', async () => {
  const { out, code } = await run({ 'old.yaml': OLD, 'new.yaml': NEW }, 'new.yaml', 'old.yaml', '--json', '--at', '2027-01-01T00:00Z');
  expect(code).toBe(1);
  const { changes, limits, at } = JSON.parse(out);
  expect([limits, at]).toEqual([[], '2027-01-01T00:00:00.000Z']);
  expect(changes).toMatchObject([
    {
      who: 'readers in the region crimea',
      where: 'on every article',
      when: '',
      places: ['UA-40', 'UA-43'],
      times: [{ from: '2027-01-01T00:00:00.000Z', until: null }],
      after: 'gets the page as it is',
    },
  ]);
});

test.each([
  ['missing.yaml', 'old.yaml'],
  ['old.yaml', 'broken.yaml'],
  ['broken.json', 'old.yaml'],
])('%s and %s: 2, and the file that is wrong is named', async (...names) => {
  const { err, code } = await run({ 'old.yaml': OLD, 'broken.yaml': 'rules: 1', 'broken.json': '{' }, ...names);
  expect(code).toBe(2);
  expect(err).toContain(names.find(name => name !== 'old.yaml'));
});
