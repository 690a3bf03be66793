import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { article } from '../library/library-folder.ts';
import { standfirst } from './fake-io.ts';

const root = mkdtempSync(join(tmpdir(), 'articles-'));
const good = join(root, 'good');
const bad = join(root, 'bad');

beforeAll(() => {
  fill(good, {
    'barge.md': article(),
    'thaw.md': article({ id: 'a-2', path: '/2026/11/thaw', headline: 'Оттепель', published: '2026-11-13T07:40+01:00' }),
    'authors.yaml': 'ilsa: { text: { en: { name: Ilsa Marovec } } }\n',
  });
  fill(bad, { 'barge.md': article({ headline: '' }), 'thaw.md': article({ published: 'today' }) });
});

afterAll(() => rmSync(root, { recursive: true }));

function fill(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const PAGE = {
  type: 'text/html; charset=utf-8',
  text: `<!doctype html><html lang=en><title>Ice</title><meta name=description content="It froze.">
    <meta name=author content="Ilsa Marovec"><meta property=article:published_time content=2026-11-14T07:40Z>
    <meta property=article:section content=River><article><h1>Ice</h1><p>See <a href="/2026/11/barge">the barge</a>.</p><img src=a></article>`,
};
const pages = { 'https://courier.example/2026/11/ice': PAGE };

test('check: nothing to report, or every problem at once', async () => {
  expect(await standfirst(['articles', 'check', good])).toMatchObject({ code: 0, out: `No problems in ${good}: 2 articles\n` });
  const { code, out } = await standfirst(['articles', 'check', bad]);
  expect(code).toBe(2);
  expect(out).toContain(`${join(bad, 'barge.md')}:2:1: \`headline\` is missing`);
  expect(out).toContain(`${join(bad, 'thaw.md')}:8:12: \`today\` is not a moment`);
  expect(out).toMatch(/\n\n2 errors in /);
  expect(JSON.parse((await standfirst(['articles', 'check', bad, '--json'])).out)).toMatchObject({ errors: 2, warnings: 0 });
  expect(await standfirst(['articles', 'check', join(root, 'nowhere')])).toMatchObject({ code: 2, out: '' });
});

test('list: the newest first, in columns; or JSON', async () => {
  expect((await standfirst(['articles', 'list', good])).out).toBe(
    [
      'Path            Language  Section  Published             Headline',
      '/2026/11/thaw   en        River    2026-11-13T06:40:00Z  Оттепель',
      '/2026/11/barge  en        River    2026-11-12T06:40:00Z  A barge',
      '',
    ].join('\n'),
  );
  const rows = JSON.parse((await standfirst(['articles', 'list', good, '--json'])).out);
  expect(rows.map((row: { id: string }) => row.id)).toEqual(['a-2', 'a-1']);
});

test('export: an entry for the index and one for each article, or nothing where one has a problem', async () => {
  const { code, written } = await standfirst(['articles', 'export', good, '--out', 'library.json']);
  const entries = JSON.parse(written.get('library.json') ?? '');
  expect(code).toBe(0);
  expect(entries.map((entry: { key: string }) => entry.key)).toEqual(['index', 'article/2026/11/thaw', 'article/2026/11/barge']);
  expect(JSON.parse(entries[0].value)).toHaveLength(2);
  expect(await standfirst(['articles', 'export', bad, '--out', 'library.json'])).toMatchObject({ code: 2, out: '', written: new Map() });
});

test('import: a page from an address, with the links that the library has; what was left out is said', async () => {
  const before = readdirSync(good);
  const { code, out, err, written } = await standfirst(['articles', 'import', ...Object.keys(pages), '--into', good], { pages });
  const file = join(good, 'ice.md');
  expect({ code, out, err }).toEqual({
    code: 0,
    out: `${file}\n`,
    err: `${file}: 1 picture was left out; put it into pictures/ by hand\n`,
  });
  expect(written.get(file)).toMatch(/authors:\n {2}- ilsa\n[\s\S]*\nSee \[the barge\]\(\/2026\/11\/barge\)\.\n$/);
  expect(readdirSync(good)).toEqual(before);
});

test('import: a Markdown file is checked and copied as it is', async () => {
  const text = article({ id: 'a-3', path: '/2026/11/dam' });
  const { code, written } = await standfirst(['articles', 'import', 'drafts/dam.md', '--into', good], { files: { 'drafts/dam.md': text } });
  expect(code).toBe(0);
  expect(written).toEqual(new Map([[join(good, 'dam.md'), text]]));
});

test.each([
  ['a file that is there already', { 'barge.md': article({ id: 'a-9', path: '/2026/11/other' }) }, 'is there already'],
  ['a path that is taken', { 'new.md': article({ id: 'a-9' }) }, 'is already the path of'],
  [
    'a draft with a mistake',
    { 'drafts/new.md': article({ id: 'a-9', path: '/2026/11/new' }, '# Too high\n') },
    'drafts/new.md:11:1: a heading in the text',
  ],
  ['a page that says too little', { 'new.html': '<h1>New</h1>' }, 'give it with --section'],
])('import: nothing is written for %s', async (_, files, problem) => {
  const other = { 'fine.md': article({ id: 'a-8', path: '/2026/11/fine' }) };
  const names = [...Object.keys(other), ...Object.keys(files)];
  const answer = await standfirst(['articles', 'import', ...names, '--into', good], { files: { ...other, ...files } });
  expect(answer).toMatchObject({ code: 2, out: '', written: new Map(), err: expect.stringContaining(problem) });
});

test('import: --force writes over what is there', async () => {
  const files = { 'barge.md': article({ headline: 'Another barge' }) };
  const { code, written } = await standfirst(['articles', 'import', 'barge.md', '--into', good, '--force'], { files });
  expect(code).toBe(0);
  expect(written).toEqual(new Map([[join(good, 'barge.md'), files['barge.md']]]));
});

test('neither export nor import writes over what it reads', async () => {
  const file = join(good, 'barge.md');
  const exported = await standfirst(['articles', 'export', good, '--out', file]);
  expect(exported).toMatchObject({ code: 2, out: '', written: new Map(), err: expect.stringContaining('one of the files that were read') });
  const imported = await standfirst(['articles', 'import', file, '--into', good, '--force']);
  expect(imported).toMatchObject({ code: 2, out: '', written: new Map(), err: expect.stringContaining('the file in the library itself') });
});
