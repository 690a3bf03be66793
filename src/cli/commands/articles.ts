/** `standfirst articles …`: the library of articles. */

import { Command } from 'commander';
import { libraryEntries } from '../../library/export-library.ts';
import type { Problem } from '../../library/problems.ts';
import type { Library } from '../../library/read-articles.ts';
import { BadInput, writeTo } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { DEFAULT_FOLDER, isOfLibrary, libraryIn, problemLines } from '../library-folder.ts';
import { columns, count, paint } from '../terminal.ts';
import { importCommand } from './articles-import.ts';

type Finish = (code: ExitCode) => void;

const EXAMPLES = `
An article is a Markdown file with its facts above the text; authors.yaml describes who writes, pictures/ holds the pictures.

Examples:
  $ standfirst articles check
  $ standfirst articles list --json
  $ standfirst articles import https://cms.example/2026/03/a --into templates/articles`;

export function articlesCommand(io: Io, finish: Finish): Command {
  const articles = new Command('articles')
    .description('the library: articles that are served without an origin')
    .addHelpText('after', EXAMPLES);
  for (const command of [checkCommand, listCommand, importCommand, exportCommand]) articles.addCommand(command(io, finish));
  return articles;
}

function checkCommand(io: Io, finish: Finish): Command {
  return new Command('check')
    .description('find everything that is wrong with the articles')
    .argument('[folder]', 'the library', DEFAULT_FOLDER)
    .option('--json', 'print { problems, errors, warnings }')
    .addHelpText('after', '\nExamples:\n  $ standfirst articles check\n  $ standfirst articles check mirror/articles --json')
    .action((folder: string, { json }: { readonly json?: true }) => {
      const { articles, problems } = libraryIn(folder);
      if (json) io.out(`${JSON.stringify({ problems, errors: problems.length, warnings: 0 }, null, 2)}\n`);
      else io.out(`${problemLines(problems)}${summary(articles.length, problems, folder)}\n`);
      finish(problems.length > 0 ? 2 : 0);
    });
}

const LISTED = ['path', 'id', 'language', 'section', 'published', 'headline'] as const;

function listCommand(io: Io, finish: Finish): Command {
  return new Command('list')
    .description('list the articles, the newest first')
    .argument('[folder]', 'the library', DEFAULT_FOLDER)
    .option('--json', `print [{ ${LISTED.join(', ')} }]`)
    .addHelpText('after', '\nExamples:\n  $ standfirst articles list\n  $ standfirst articles list --json | jq -r .[].path')
    .action((folder: string, { json }: { readonly json?: true }) => {
      const { articles, problems } = soundLibrary(io, folder) ?? {};
      if (articles === undefined || problems === undefined) return finish(2);
      const rows = articles.map(article => Object.fromEntries(LISTED.map(name => [name, article[name]])));
      const { bold } = paint(io);
      const table = [
        ['Path', 'Language', 'Section', 'Published', 'Headline'].map(bold),
        ...articles.map(({ path, language, section, published, headline }) => [path, language, section, published, headline]),
      ];
      io.out(json ? `${JSON.stringify(rows, null, 2)}\n` : columns(table));
      finish(0);
    });
}

function exportCommand(io: Io, finish: Finish): Command {
  return new Command('export')
    .description('make the entries for the key-value store of the edge')
    .argument('[folder]', 'the library', DEFAULT_FOLDER)
    .option('--out <file>', 'write them to a file')
    .option('--json', 'as always: the entries are JSON')
    .addHelpText(
      'after',
      `
The file is what \`wrangler kv bulk put\` takes. Nothing is written where an article has a problem.

Examples:
  $ standfirst articles export --out library.json && npx wrangler kv bulk put library.json --binding LIBRARY --remote
  $ standfirst articles export mirror/articles | jq -r .[].key`,
    )
    .action((folder: string, { out }: { readonly out?: string }) => {
      const library = soundLibrary(io, folder);
      if (library === undefined) return finish(2);
      if (out !== undefined && isOfLibrary(folder, out)) throw new BadInput(`${out} is one of the files that were read; give another name`);
      const entries = libraryEntries(library);
      const text = `${JSON.stringify(entries)}\n`;
      if (out === undefined) io.out(text);
      else writeTo(io, out, text);
      io.err(
        `${count(library.articles.length, 'article')}, ${count(library.media.length, 'picture')}: ${count(entries.length, 'entry', 'entries')}\n`,
      );
      finish(0);
    });
}

/** A library without any problem; `undefined` when there are some, which are then on `io.err`. */
function soundLibrary(io: Io, folder: string): Library | undefined {
  const library = libraryIn(folder);
  if (library.problems.length === 0) return library;
  io.err(`${problemLines(library.problems)}${summary(library.articles.length, library.problems, folder)}\n`);
  return undefined;
}

function summary(articles: number, problems: readonly Problem[], folder: string): string {
  if (problems.length > 0) return `${count(problems.length, 'error')} in ${folder}`;
  return `No problems in ${folder}: ${count(articles, 'article')}`;
}
