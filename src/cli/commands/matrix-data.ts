/** A coverage for other programs: CSV and JSON. */

import { stringify } from 'csv-stringify/sync';
import type { Reader } from '../../analysis/audience.ts';
import type { Coverage, CoverageRow } from '../../analysis/coverage.ts';
import { outcomeWords } from '../../analysis/outcome-words.ts';
import { OTHER_LANGUAGE } from '../../analysis/outcome-words-articles.ts';
import type { Edition } from '../../core/edition.ts';
import { instantText } from '../../core/time.ts';
import { nameAlone } from '../../rulebook/place-names.ts';

/** A line for every place, article and language, with a line of names above. */
export function matrixCsv(edition: Edition, { rows }: Coverage): string {
  const records = rows.flatMap(row => row.readers.map(reader => record(edition, row, reader)));
  return stringify(records, { header: true, columns: COLUMNS, escape_formulas: true });
}

const COLUMNS = [
  ...['place', 'name', 'article', 'path', 'language', 'from', 'until', 'outcome', 'notices', 'acknowledge', 'removals'],
  ...['redirect', 'withheld', 'protect', 'headers', 'words'],
];

function record(edition: Edition, { article, language, outcome: seen, from, until }: CoverageRow, { code, name }: Reader): string[] {
  const { outcome, notices, gates, removals, redirect, withheld, protect, headers } = seen;
  return [
    ...[code, nameAlone(name), article.words, article.facts.path, languageCode(language), time(from) ?? '', time(until) ?? '', outcome],
    notices.map(({ id, slot, languages }) => `${id} ${slot} ${languages.join('+')}`).join('; '),
    gates.map(({ id, languages }) => `${id} ${languages.join('+')}`).join('; '),
    removals.map(({ selectors, put }) => `${selectors.join(', ')}${put === undefined ? '' : ` → ${put.id}`}`).join('; '),
    redirect ?? '',
    withheld === undefined ? '' : (Object.values(withheld.reason)[0] ?? ''),
    protect ? 'yes' : 'no',
    Object.entries(headers)
      .map(([header, value]) => `${header}: ${value}`)
      .join('; '),
    outcomeWords(edition, seen),
  ];
}

/** Rows as they were found: places that get the same of an article in a language are one row. */
export function matrixJson(edition: Edition, { at, rows, languages, left }: Coverage): string {
  const names = new Map(rows.flatMap(({ readers }) => readers.map(({ code, name }) => [code, nameAlone(name)] as const)));
  const content = {
    edition: { number: edition.number, hash: edition.hash },
    at: time(at),
    languages: languages.map(languageCode),
    places: Object.fromEntries(names),
    rows: rows.map(({ readers, article, language, outcome: seen, from, until }) => ({
      places: readers.map(({ code }) => code),
      article: article.facts,
      language: languageCode(language),
      ...(from === at ? {} : { from: time(from) }),
      until: time(until),
      ...stable(seen),
      words: outcomeWords(edition, seen),
    })),
    left,
  };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** What a reader gets, under the names that `explain --json` has. */
function stable({ outcome, notices, gates, removals, annotations, headers, protect, redirect, withheld }: CoverageRow['outcome']) {
  return {
    outcome,
    notices: notices.map(({ id, languages, slot }) => ({ id, languages, slot })),
    gates: gates.map(({ id, languages }) => ({ id, languages })),
    removals: removals.flatMap(({ selectors }) => selectors),
    annotations: annotations.map(({ names, mark, note }) => ({ names, mark, note: note.id })),
    headers,
    protect,
    ...(redirect === undefined ? {} : { redirect }),
    ...(withheld === undefined
      ? {}
      : { withheld: { ...withheld, ...(withheld.until === undefined ? {} : { until: time(withheld.until) }) } }),
  };
}

/** ISO 8601; `null` for never. */
export function time(at: number): string | null {
  return Math.abs(at) <= 8.64e15 ? instantText(at) : null;
}

/** BCP 47; `*` for any other language. */
export function languageCode(tag: string): string {
  return tag === OTHER_LANGUAGE ? '*' : tag;
}
