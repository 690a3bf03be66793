/** A coverage on a terminal: rows that are alike are one, and every line fits. */

import type { NameAudience } from '../../analysis/audience-words.ts';
import type { Coverage } from '../../analysis/coverage.ts';
import { groupArticles, groupsOf } from '../../analysis/coverage-groups.ts';
import { isUntouched } from '../../analysis/coverage-outcome.ts';
import { momentWords, OTHER_LANGUAGE } from '../../analysis/outcome-words-articles.ts';
import type { Edition } from '../../core/edition.ts';
import type { Io } from '../io.ts';
import { columns, count, paint, wrapped } from '../terminal.ts';

interface Table {
  readonly found: Coverage;
  /** Also who gets pages as they are. */
  readonly all: boolean;
  readonly names: NameAudience;
}

interface Line {
  readonly cells: readonly string[];
  readonly quiet: boolean;
}

/** The table, and above it what it is about. */
export function matrixTable(io: Pick<Io, 'colour' | 'columns'>, edition: Edition, { found, all, names }: Table): string {
  const { through } = found;
  const { bold, dim } = paint(io);
  const about = `Edition ${edition.number} ${edition.hash.slice(0, 12)}, ${through ? 'from' : 'at'} ${momentWords(found.at)}`;
  const looked = `${count(
    found.classes.reduce((sum, { readers }) => sum + readers.length, 0),
    'place',
  )}, ${count(found.articles.length, 'article')}, ${count(found.languages.length, 'language')}`;
  const heads = [...(through ? ['WHEN'] : []), 'READERS', 'ON', 'LANGUAGE', 'WHAT THE READER GETS'];
  const lines = groupsOf(edition, found, { all }).map(group => ({
    cells: [
      ...(through ? [`${momentWords(group.from)} – ${group.until === Infinity ? '' : momentWords(group.until)}`.trim()] : []),
      names(group.readers).replace(/^in /, ''),
      groupArticles(group),
      group.everyLanguage ? 'any' : group.languages.map(tag => (tag === OTHER_LANGUAGE ? 'any other' : tag)).join(', '),
      group.words,
    ],
    quiet: isUntouched(group.outcome),
  }));
  const intro = wrapped(`${about}: ${looked}.`, io.columns);
  const body = lines.length === 0 ? 'Every reader gets every page as it is.\n' : laidOut(heads, lines, io.columns, text => bold(text), dim);
  return `${intro}\n\n${body}`;
}

type Style = (text: string) => string;

const GAP = 2;
const NARROW = 60;

function laidOut(heads: readonly string[], lines: readonly Line[], width: number, strong: Style, dim: Style): string {
  const kept = heads.flatMap((head, index) => (head === 'LANGUAGE' && lines.every(({ cells }) => cells[index] === 'any') ? [] : [index]));
  if (width < NARROW) return lines.map(line => stacked(kept, line, width, strong)).join('\n');
  const widths = widthsFor(
    kept.map(index => Math.max(...lines.map(({ cells }) => cells[index]!.length), heads[index]!.length)),
    width,
  );
  const rows = lines.flatMap(({ cells, quiet }) => {
    const parts = kept.map((index, column) => wrapped(cells[index]!, widths[column]!).split('\n'));
    const height = Math.max(...parts.map(({ length }) => length));
    return Array.from({ length: height }, (_, row) => parts.map(part => (quiet ? dim(part[row] ?? '') : (part[row] ?? ''))));
  });
  return columns([kept.map(index => strong(heads[index]!)), ...rows], { gap: GAP });
}

/** Room for each column: what it needs, or its share of what there is; the last has the most to say. */
function widthsFor(needed: readonly number[], width: number): readonly number[] {
  const room = width - GAP * (needed.length - 1);
  const share = needed.map((_, index) => (index === needed.length - 1 ? 2 : 1));
  const total = share.reduce((sum, part) => sum + part, 0);
  const widths = needed.map((need, index) => Math.min(need, Math.max(8, Math.floor((room * share[index]!) / total))));
  const used = widths.slice(0, -1).reduce((sum, own) => sum + own, 0);
  return [...widths.slice(0, -1), Math.max(8, room - used)];
}

function stacked(kept: readonly number[], { cells }: Line, width: number, strong: Style): string {
  const [first = '', ...rest] = kept.map(index => cells[index]!).filter(cell => cell !== 'any');
  return `${wrapped(first, width).split('\n').map(strong).join('\n')}\n${rest.map(cell => `  ${wrapped(cell, width - 2, '  ')}\n`).join('')}`;
}
