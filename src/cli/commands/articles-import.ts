/** `standfirst articles import`: pages and Markdown files into the library, or nothing at all. */

import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Command } from 'commander';
import { readAuthors } from '../../library/authors.ts';
import { type Given, importArticle, importedPath } from '../../library/import-article.ts';
import type { Problem } from '../../library/problems.ts';
import { readArticles } from '../../library/read-articles.ts';
import { BadInput, loadSample, type Sample, writeTo } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { DEFAULT_FOLDER, isSameFile, libraryIn, problemLines } from '../library-folder.ts';
import { instant, languageTag } from '../options.ts';

interface Options extends Given {
  readonly into: string;
  readonly force?: true;
  readonly json?: true;
}

/** A file that is to be in the library. */
interface Arrival {
  readonly from: string;
  readonly file: string;
  readonly text: string | Uint8Array;
  readonly remarks: readonly string[];
}

const EXAMPLES = `
The facts of a page become the front matter, its text becomes Markdown. Pictures are left out, and what was left out is said. The
library is checked with the new articles in it, and nothing is written unless all of it is in order.

Examples:
  $ standfirst articles import https://cms.example/2026/03/a --section Economy
  $ standfirst articles import saved/*.html draft.md --into templates/articles
  $ standfirst articles import draft.md --force        in place of the draft.md that is there`;

export function importCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('import')
    .description('bring pages or Markdown files into the library')
    .argument('<files or addresses...>', 'HTML pages, or articles in Markdown (*.md)')
    .option('--into <folder>', 'the library', DEFAULT_FOLDER)
    .option('--force', 'write over articles that are there')
    .option('--path <path>', 'the path of the article, when there is one page only')
    .option('--section <section>', 'the section of pages that do not say theirs')
    .option('--language <tag>', 'the language of pages that do not say theirs', languageTag)
    .option('--published <time>', 'the publication time of pages that do not say theirs', instant)
    .option('--json', 'print [{ from, file, remarks }]')
    .addHelpText('after', EXAMPLES)
    .action(async (names: string[], options: Options) => finish(await importAll(io, names, options)));
}

async function importAll(io: Io, names: readonly string[], options: Options): Promise<ExitCode> {
  if (options.path !== undefined && names.length > 1) throw new BadInput('--path names one article, but several are to be imported');
  const samples = await Promise.all(names.map(name => loadSample(io, name)));
  const arrivals = arrivalsFrom(samples, options);
  const problems = [...collisions(arrivals, options), ...problemsWith(arrivals, options.into)];
  if (problems.length > 0) {
    io.err(`${problemLines(problems)}Nothing was written.\n`);
    return 2;
  }
  for (const { file, text } of arrivals) writeTo(io, join(options.into, file), text);
  const written = arrivals.map(({ from, file, remarks }) => ({ from, file: join(options.into, file), remarks }));
  for (const { file, remarks } of written) for (const remark of remarks) io.err(`${file}: ${remark}\n`);
  io.out(options.json ? `${JSON.stringify(written, null, 2)}\n` : written.map(({ file }) => `${file}\n`).join(''));
  return 0;
}

function arrivalsFrom(samples: readonly Sample[], options: Options): Arrival[] {
  const { articles } = libraryIn(options.into);
  const pages = samples.filter(sample => !isMarkdown(sample));
  const paths = new Set([...articles.map(({ path }) => path), ...pages.map(page => importedPath(page, options))]);
  const author = authorsIn(options.into);
  return samples.map(sample => {
    if (isMarkdown(sample)) return { from: sample.name, file: basename(sample.name), text: sample.bytes, remarks: [] };
    const article = importArticle(sample, options, { author, has: path => paths.has(path) });
    if ('missing' in article) throw new BadInput(article.missing.map(reason => `${sample.name}: ${reason}`).join('\nstandfirst: '));
    return { from: sample.name, ...article };
  });
}

function isMarkdown({ name }: Sample): boolean {
  return /\.md$/i.test(name.split(/[?#]/, 1)[0] ?? '');
}

/** The names in authors.yaml by the names that readers see. */
function authorsIn(folder: string): (name: string, language: string) => string | undefined {
  const file = join(folder, 'authors.yaml');
  const source = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const { entries } = readAuthors(source, file, [], () => {});
  return (name, language) =>
    Object.entries(entries).find(([, { text }]) => text[language] && Object.values(text).some(described => described.name === name))?.[0];
}

function collisions(arrivals: readonly Arrival[], { into, force }: Options): Problem[] {
  const at = { line: 1, column: 1 };
  return arrivals.flatMap(({ from, file }, index) => {
    const twin = arrivals.findIndex(other => other.file === file);
    if (twin < index)
      return [{ ...at, file: from, message: `${file} is the file of ${arrivals[twin]?.from} too`, mend: 'import one of them' }];
    if (isSameFile(from, join(into, file)))
      return [{ ...at, file: from, message: 'this is the file in the library itself', mend: 'import another' }];
    if (force || !existsSync(join(into, file))) return [];
    return [{ ...at, file: from, message: `${join(into, file)} is there already`, mend: 'give --force to write over it' }];
  });
}

/** What would be wrong with the library if the arrivals were in it. Looked at in a copy, so that the library stays as it is. */
function problemsWith(arrivals: readonly Arrival[], folder: string): Problem[] {
  const copy = mkdtempSync(join(tmpdir(), 'standfirst-'));
  try {
    for (const name of readdirSync(folder)) {
      if (/\.md$|^authors\.yaml$|^pictures$/.test(name)) cpSync(join(folder, name), join(copy, name), { recursive: true });
    }
    for (const { file, text } of arrivals) writeFileSync(join(copy, file), text);
    // A draft that is copied has its mistakes where it is; what was made of a page has them where it would be.
    const drafts = arrivals.filter(({ from, file }) => basename(from) === file).map(({ from, file }) => [join(copy, file), from] as const);
    const here = (text: string) => drafts.reduce((named, [path, from]) => named.replaceAll(path, from), text).replaceAll(copy, folder);
    return readArticles(copy).problems.map(problem => ({
      ...problem,
      file: here(problem.file),
      message: here(problem.message),
      mend: here(problem.mend),
    }));
  } finally {
    rmSync(copy, { recursive: true });
  }
}
