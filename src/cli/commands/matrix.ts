/** `standfirst matrix`: who sees what, at a time or through time. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { renderCoveragePage } from '../../../templates/coverage-page.ts';
import { type Reader, readerFrom } from '../../analysis/audience.ts';
import { givenArticle, type SampleArticle } from '../../analysis/audience-articles.ts';
import { audienceNames } from '../../analysis/audience-words.ts';
import { type Coverage, type CoverageOptions, coverage, coverageThrough } from '../../analysis/coverage.ts';
import { coveragePage } from '../../analysis/coverage-maps.ts';
import { isUntouched } from '../../analysis/coverage-outcome.ts';
import { normalPath } from '../../core/article-path.ts';
import type { Edition } from '../../core/edition.ts';
import { BadInput, DEFAULT_RULEBOOK, loadEdition, writeTo } from '../inputs.ts';
import type { ExitCode, Io } from '../io.ts';
import { libraryIn, problemLines } from '../library-folder.ts';
import { instant, languageList, list } from '../options.ts';
import { type Progress, progress } from '../terminal.ts';
import { matrixCsv, matrixJson } from './matrix-data.ts';
import { matrixTable } from './matrix-table.ts';

const FORMATS = ['table', 'csv', 'json', 'html'] as const;
type Format = (typeof FORMATS)[number];

interface Options {
  readonly rulebook: string;
  readonly at?: number;
  readonly places?: readonly string[];
  readonly paths?: readonly string[];
  readonly articles?: string;
  readonly languages?: readonly string[];
  readonly place?: string;
  readonly from?: number;
  readonly to?: number;
  readonly format?: Format;
  readonly json?: true;
  readonly out?: string;
  readonly all?: true;
}

const EXAMPLES = `
Unless told otherwise it looks at every country, at every part of a country that some region names, at readers of whom nothing is
known, and at networks and points on the map that some region hints at; and at an article for everything that rules are about.

Examples:
  $ standfirst matrix
  $ standfirst matrix --at "2026-04-10T20:00 Europe/Paris" --places FR,GF,RE --paths /live/results
  $ standfirst matrix --place DE --from 2026-03-28T00:00Z --to 2026-03-31T00:00Z
  $ standfirst matrix --articles templates/articles --format html --out coverage.html`;

export function matrixCommand(io: Io, finish: (code: ExitCode) => void): Command {
  return new Command('matrix')
    .description('show who sees what: every place, path and language at a time, or one place through time')
    .option('--rulebook <file>', 'the rulebook, or a compiled edition (*.json)', DEFAULT_RULEBOOK)
    .option('--at <time>', '`2026-03-01T12:00Z` or `2026-03-01T12:00 Europe/Prague` (default: now)', instant)
    .option('--places <places>', 'only these: `RU`, `UA-43`, `tor`, `unknown`, `DE AS201776`', list)
    .option('--paths <paths>', 'these paths, in place of what rules are about', list)
    .option('--articles <folder>', 'the articles of a library, in place of what rules are about')
    .option('--languages <tags>', 'what readers read, one language each', languageList)
    .optionsGroup('Through time:')
    .addOption(new Option('--place <place>', 'the place').conflicts(['places', 'at']))
    .option('--from <time>', 'from when (default: now)', instant)
    .option('--to <time>', 'until when, a year at most (default: 30 days later)', instant)
    .optionsGroup('Output:')
    .addOption(new Option('--format <format>', 'how it is written (default: by the name of --out, else a table)').choices(FORMATS))
    .option('--json', 'the same as --format json')
    .option('--out <file>', 'write it to a file')
    .option('--all', 'also say who gets pages as they are')
    .addHelpText('after', EXAMPLES)
    .action(async (options: Options) => finish(await matrix(io, options)));
}

async function matrix(io: Io, options: Options): Promise<ExitCode> {
  const question = questionOf(io, options);
  const format = formatOf(options);
  if (format === 'html') needsOneMoment(options);
  const loaded = await loadEdition(io, options.rulebook, { json: format === 'json' });
  if (loaded === undefined) return 2;
  const found = lookedAt(io, loaded.edition, question);
  const text = textOf(io, loaded.edition, { found, all: options.all === true, format });
  if (found.left > 0)
    io.err(`standfirst: remark: rules are about more than can be shown: ${found.left} sets of conditions are left out; name --paths\n`);
  if (options.out === undefined) io.out(text);
  else {
    writeTo(io, options.out, text);
    io.err(`${options.out} is written\n`);
  }
  return 0;
}

type Question = Omit<CoverageOptions, 'onStep'> & { readonly until?: number };

const MONTH = 30 * 86_400_000;

function questionOf(io: Io, { at, places, paths, articles, languages, place, from, to }: Options): Question {
  if (place === undefined && (from ?? to) !== undefined)
    throw new BadInput('--from and --to need --place: the one place to follow through time');
  const start = from ?? at ?? io.now();
  const until = place === undefined ? undefined : (to ?? start + MONTH);
  if (until !== undefined && until <= start) throw new BadInput('--to must be later than --from');
  const readers = (place === undefined ? places : [place])?.map(readerOf);
  const samples =
    paths === undefined && articles === undefined ? undefined : [...(paths ?? []).map(pathArticle), ...libraryArticles(io, articles)];
  return {
    at: start,
    ...(until === undefined ? {} : { until }),
    ...(readers === undefined ? {} : { readers }),
    ...(samples === undefined ? {} : { articles: samples }),
    ...(languages === undefined ? {} : { languages }),
  };
}

function readerOf(text: string): Reader {
  const reader = readerFrom(text);
  if (reader === undefined)
    throw new BadInput(`\`${text}\` is not a place: write \`RU\`, \`UA-43\`, \`tor\`, \`unknown\` or \`DE AS201776\``);
  return reader;
}

function pathArticle(text: string): SampleArticle {
  if (!text.startsWith('/')) throw new BadInput(`\`${text}\` is not a path: start it with \`/\``);
  const { pathname } = new URL(text, 'https://site.invalid');
  return givenArticle({ path: normalPath(pathname), surface: 'html', tags: [], sections: [], authors: [] });
}

function libraryArticles(io: Io, folder: string | undefined): SampleArticle[] {
  if (folder === undefined) return [];
  const { articles, problems } = libraryIn(folder);
  if (problems.length > 0) io.err(problemLines(problems));
  return articles.map(({ path, id, tags, section, authors, language, published }) => ({
    facts: {
      ...{ path, id, tags, sections: [section], authors: authors.map(({ name }) => name), language },
      ...{ surface: 'html', published: Date.parse(published) },
    },
    words: path,
    blank: false,
  }));
}

function lookedAt(io: Io, edition: Edition, { until, ...question }: Question): Coverage {
  let bar: Progress | undefined;
  const onStep = (_: number, total: number) => {
    bar ??= progress(io, total);
    bar.step();
  };
  const found = until === undefined ? coverage(edition, { ...question, onStep }) : coverageThrough(edition, { ...question, until, onStep });
  bar?.end();
  return found;
}

function needsOneMoment({ place, from, to }: Options): void {
  if (place === undefined) return;
  const given = [...(from === undefined ? [] : ['--from']), ...(to === undefined ? [] : ['--to'])].join(' and ');
  const time = given === '' ? '' : `, and --at instead of ${given}`;
  throw new BadInput(`a map shows one moment: give --places ${place.includes(' ') ? `"${place}"` : place} instead of --place${time}`);
}

function formatOf({ format, json, out }: Options): Format {
  if (json) return 'json';
  const end = out?.split('.').at(-1);
  return format ?? FORMATS.find(name => name === end) ?? 'table';
}

interface Output {
  readonly found: Coverage;
  readonly all: boolean;
  readonly format: Format;
}

function textOf(io: Io, edition: Edition, { found, all, format }: Output): string {
  const shown = all ? found : { ...found, rows: found.rows.filter(({ outcome }) => !isUntouched(outcome)) };
  if (format === 'csv') return matrixCsv(edition, shown);
  if (format === 'json') return matrixJson(edition, shown);
  const names = audienceNames(
    [edition],
    found.classes.flatMap(({ readers }) => readers),
  );
  if (format === 'table') return matrixTable(io, edition, { found, all, names });
  return renderCoveragePage(
    coveragePage(edition, found, names),
    STYLES.map(name => readFileSync(join(STYLE_FOLDER, name), 'utf8')).join('\n'),
  );
}

const STYLE_FOLDER = join(import.meta.dirname, '..', '..', '..', 'templates', 'styles');
const STYLES = ['coverage-page.css', 'coverage.css'];
