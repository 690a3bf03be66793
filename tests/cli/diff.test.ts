import { expect, test } from 'vitest';
import { compileRulebook } from '../../src/rulebook/compile.ts';
import { parseRulebook } from '../../src/rulebook/parse.ts';
import { standfirst, type World } from './fake-io.ts';

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

const run = (files: NonNullable<World['files']>, ...argv: string[]) =>
  standfirst(['diff', ...argv], { files, now: '2026-11-23T12:00Z', columns: 400 });

test('words first, then the places; something changes: 1', async () => {
  const { out, code, err, written } = await run({ 'old.yaml': OLD, 'new.yaml': NEW }, 'old.yaml', 'new.yaml');
  expect({ code, err, written: written.size }).toEqual({ code: 1, err: '', written: 0 });
  expect(out.split('\n')).toEqual([
    "Readers in Sevastopol and Crimea will now see “If you are there” above the headline (ru, then the reader's language), on every article, from 2026-12-01 00:00 UTC.",
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
  expect([limits, at]).toEqual([[], '2027-01-01T00:00:00Z']);
  expect(changes).toMatchObject([
    {
      who: 'readers in Sevastopol and Crimea',
      where: 'on every article',
      when: '',
      places: ['UA-40', 'UA-43'],
      times: [{ from: '2027-01-01T00:00:00Z', until: null }],
      languages: ['en', 'ru', '*'],
      after: 'gets the page as it is',
    },
  ]);
});

test('readers of languages in which nothing is written are readers of any other language', async () => {
  const more = OLD.replace('kind: safety, lang', 'kind: safety, more: false, lang')
    .replace('ru: { heading', 'de: { heading: Wenn Sie dort sind, body: Text. }, ru: { heading')
    .replace('first: ru, then', 'then');
  const next = more.replace('en: { heading: If you are there, body: Text. }', 'en: { heading: If you are there, body: Another text. }');
  const { out } = await run({ 'old.yaml': more, 'new.yaml': next }, 'old.yaml', 'new.yaml');
  expect(out).toContain(' who read English and any other language will see a changed text');
});

test('a country that changes with all its parts is one place', async () => {
  const part = OLD.replace('places: [BY]', 'places: [UA-43]');
  const all = OLD.replace('places: [BY]', 'places: [UA]');
  const { out } = await run({ 'none.yaml': OLD, 'all.yaml': all, 'part.yaml': part }, 'none.yaml', 'all.yaml');
  expect(out).toContain('  1 place: Ukraine (UA) with all its parts\n');
  const some = await run({ 'part.yaml': part, 'all.yaml': all }, 'part.yaml', 'all.yaml');
  expect(some.out).toContain('  1 place: Ukraine (UA) with all its parts but Crimea (UA-43)\n');
  const few = await run({ 'none.yaml': OLD, 'part.yaml': part }, 'none.yaml', 'part.yaml');
  expect(few.out).toMatch(/places?: .*Crimea \(UA-43\)/);
  expect(few.out).not.toContain('all its parts');
});

test('with --json what is wrong with a rulebook is JSON, and only one document', async () => {
  const { out, err, code } = await run({ 'broken.yaml': 'rules: 1' }, 'broken.yaml', 'broken.yaml', '--json');
  expect([code, err]).toEqual([2, '']);
  expect(JSON.parse(out)).toMatchObject({ problems: expect.arrayContaining([expect.objectContaining({ file: 'broken.yaml' })]) });
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
