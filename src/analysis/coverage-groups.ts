/** Rows of a coverage that say the same, as one. */

import type { Edition } from '../core/edition.ts';
import type { Reader } from './audience.ts';
import type { SampleArticle } from './audience-articles.ts';
import type { Coverage, CoverageRow } from './coverage.ts';
import { isUntouched, type Outcome, type SeenNotice } from './coverage-outcome.ts';
import { languageRule, outcomeWords } from './outcome-words.ts';
import { listed } from './outcome-words-lists.ts';

/** The same for all of these readers, articles and languages. */
export interface CoverageGroup {
  readonly readers: readonly Reader[];
  /** Empty with `rest`. */
  readonly articles: readonly SampleArticle[];
  /** For every article of which no other group with one of the readers says something else. */
  readonly rest: boolean;
  /** With `rest`: whether for some of the readers there are other articles. */
  readonly exceptions: boolean;
  readonly languages: readonly string[];
  /** Whether that is every language of the coverage. */
  readonly everyLanguage: boolean;
  /** Of the first reader, article and language. */
  readonly outcome: Outcome;
  readonly words: string;
  readonly from: number;
  readonly until: number;
}

interface Cell {
  readonly outcome: Outcome;
  readonly words: string;
  readonly languages: string[];
  readonly from: number;
  readonly until: number;
}

/** Articles of which a class of readers gets the same, and what. */
interface Column {
  readonly articles: readonly SampleArticle[];
  readonly rest: boolean;
  readonly cells: readonly Cell[];
}

export interface GroupOptions {
  /** Also groups that say that readers get pages as they are, where nothing else is said of them. */
  readonly all?: boolean;
}

/** Groups, in the order in which they first appear. What is said of languages is put as the notice puts it. */
export function groupsOf(
  edition: Edition,
  { rows, languages, through }: Coverage,
  { all = false }: GroupOptions = {},
): readonly CoverageGroup[] {
  const groups = new Map<string, CoverageGroup & { readonly readers: Reader[]; exceptions: boolean }>();
  for (const [readers, own] of Map.groupBy(rows, row => row.readers)) {
    const columns = columnsOf(edition, through ? own : own.map(row => ({ ...row, until: Infinity })), languages);
    const untouched = (column: Column) => column.cells.every(({ outcome }) => isUntouched(outcome));
    // That a page stays as it is goes without saying, unless something is said of the rest.
    const silent = !all && columns.every(column => !column.rest || untouched(column));
    for (const column of columns) {
      const { articles, rest, cells } = column;
      if (silent && untouched(column)) continue;
      const where = rest ? 'rest' : articles.map(({ facts }) => JSON.stringify(facts)).join();
      for (const cell of cells) {
        const key = `${cellKey(cell)} ${where}`;
        const group = groups.get(key);
        if (group === undefined) {
          const everyLanguage = cell.languages.length === languages.length;
          groups.set(key, {
            ...cell,
            readers: [...readers],
            articles: rest ? [] : articles,
            rest,
            exceptions: columns.length > 1,
            everyLanguage,
          });
        } else {
          group.readers.push(...readers);
          group.exceptions ||= columns.length > 1;
        }
      }
    }
  }
  return [...groups.values()];
}

/** The articles of a class of readers by what it gets of them. What it gets of one that no rule names it gets of the rest. */
function columnsOf(edition: Edition, rows: readonly CoverageRow[], languages: readonly string[]): readonly Column[] {
  const columns = new Map<string, { articles: SampleArticle[]; cells: readonly Cell[] }>();
  for (const [article, own] of Map.groupBy(rows, row => row.article)) {
    const cells = cellsOf(edition, own, languages);
    const key = cells.map(cellKey).join('\n');
    const column = columns.get(key);
    if (column === undefined) columns.set(key, { articles: [article], cells });
    else column.articles.push(article);
  }
  return Array.from(columns.values(), column => ({
    ...column,
    rest: column.articles.some(({ blank, facts }) => blank && facts.surface === 'html'),
  }));
}

const cellKey = ({ words, languages, from, until }: Cell): string => JSON.stringify([words, languages, from, until]);

/** What one reader gets of one article: languages that differ only in which text is shown are one. */
function cellsOf(edition: Edition, rows: readonly CoverageRow[], languages: readonly string[]): readonly Cell[] {
  const cells = new Map<string, Cell>();
  for (const { outcome, language, from, until } of rows) {
    const words = wordsOf(edition, outcome);
    const key = `${words}\n${from}\n${until}`;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { outcome, words, languages: [language], from, until });
    else cell.languages.push(language);
  }
  const merged = [...cells.values()];
  return merged.map(cell => ({ ...cell, languages: languages.filter(language => cell.languages.includes(language)) }));
}

const memory = new WeakMap<Outcome, string>();

/** What is said of a group, whatever the reader's language. */
export function wordsOf(edition: Edition, outcome: Outcome): string {
  let words = memory.get(outcome);
  if (words === undefined) {
    words = outcomeWords(edition, outcome, { languages: notice => ruled(edition, notice) });
    memory.set(outcome, words);
  }
  return words;
}

/** The same without the selectors of elements, which tell something to ops alone. */
export function plainWordsOf(edition: Edition, outcome: Outcome): string {
  return outcomeWords(edition, outcome, { languages: notice => ruled(edition, notice), selectors: false });
}

function ruled(edition: Edition, { id }: SeenNotice): string {
  const rule = languageRule(edition, id);
  return rule === '' ? '' : ` (${rule})`;
}

/** The articles of a group, as they stand behind "on". */
export function groupArticles({ articles, rest, exceptions }: CoverageGroup, most?: number): string {
  if (rest) return exceptions ? 'every other article' : 'every article';
  return articlesWords(articles, [], most);
}

/** Articles in words, `every article` standing for all of them. */
export function articlesWords(articles: readonly SampleArticle[], all: readonly SampleArticle[], most = 4): string {
  const own = new Set(articles);
  // What meets two conditions need not be named beside what meets one of them.
  const simple = articles.filter(({ of }) => of?.some(part => own.has(part)) !== true);
  const every = all.filter(article => article.of === undefined).every(article => own.has(article));
  if (every && all.length > 0 && all.some(({ blank }) => blank)) return 'every article';
  const few = simple
    .slice(0, most)
    .map(({ words, blank }) => (blank && simple.length > 1 ? words.replace(/^every /, 'every other ') : words));
  const left = simple.length - few.length;
  return listed(left > 0 ? [...few, `${left} more`] : few);
}
