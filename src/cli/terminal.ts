/** How text looks on a terminal: columns, colours, progress. */

import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { Io } from './io.ts';

export interface ColumnsOptions {
  /** Cells before the first column; none by default. */
  readonly indent?: number;
  /** Cells between columns; two by default. */
  readonly gap?: number;
  /** Columns, counted from 0, whose text stands at their right edge. */
  readonly right?: readonly number[];
}

/** Rows of text in columns, a line break behind each row. Widths are those of a terminal: two cells for 字, none for colours. */
export function columns(rows: readonly (readonly string[])[], { indent = 0, gap = 2, right = [] }: ColumnsOptions = {}): string {
  const widths: number[] = [];
  for (const row of rows) for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, stringWidth(cell));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - stringWidth(cell));
        return right.includes(column) ? space + cell : cell + space;
      })
      .join(' '.repeat(gap))
      .trimEnd();
  return rows.map(row => `${' '.repeat(indent)}${line(row)}\n`).join('');
}

/** Cells that a text is given at least, however narrow the terminal. */
const NARROWEST = 20;

/**
 * As `columns`, with every text broken into lines where the rows would be wider than `width` cells. No column but the last takes more
 * than two fifths of it; what is longer and cannot be broken has a line of its own.
 */
export function wrappedColumns(rows: readonly (readonly string[])[], width: number, { indent = 0, gap = 2 }: ColumnsOptions = {}): string {
  const most = Math.max(NARROWEST, Math.floor((width - indent) * 0.4));
  const starts = [indent];
  for (const row of rows) {
    for (const [column, cell] of row.slice(0, -1).entries()) {
      const end = (starts[column] ?? indent) + Math.min(most, stringWidth(cell)) + gap;
      starts[column + 1] = Math.max(starts[column + 1] ?? 0, end);
    }
  }
  return rows.map(row => laidOut(row, starts, most, width)).join('');
}

function laidOut(row: readonly string[], starts: readonly number[], most: number, width: number): string {
  const cells = row.map((cell, column) => {
    const room = column < row.length - 1 ? most : Math.max(width - (starts[column] ?? 0), NARROWEST);
    return wrapped(cell, room).split('\n');
  });
  const lines: string[] = [];
  for (let line = 0; cells.some(({ length }) => line < length); line++) {
    let text = '';
    for (const [column, cell] of cells.entries()) {
      const [start = 0, part = ''] = [starts[column], cell[line]];
      if (part !== '' && stringWidth(text) > Math.max(start - 1, 0)) {
        lines.push(text);
        text = '';
      }
      if (part !== '') text += ' '.repeat(start - stringWidth(text)) + part;
    }
    lines.push(text);
  }
  return lines.map(line => `${line}\n`).join('');
}

type Style = (text: string) => string;

export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', Style>>;

/** Colours where they are wanted, and the text as it is elsewhere. */
export function paint(io: Pick<Io, 'colour'>): Paint {
  const style =
    (format: keyof Paint): Style =>
    text =>
      io.colour ? styleText(format, text, { validateStream: false }) : text;
  return {
    bold: style('bold'),
    dim: style('dim'),
    red: style('red'),
    green: style('green'),
    yellow: style('yellow'),
    cyan: style('cyan'),
  };
}

const LONGEST_BAR = 40;
const CLEAR_LINE = '\r\u001b[K';

export interface Progress {
  /** One more of the total is done. */
  readonly step: () => void;
  /** Takes the bar away. */
  readonly end: () => void;
}

/** A bar on the terminal, or nothing where no line may be written over. */
export function progress(io: Pick<Io, 'err' | 'progress' | 'columns'>, total: number): Progress {
  if (!io.progress || total <= 1) return { step: () => {}, end: () => {} };
  const width = Math.max(1, Math.min(LONGEST_BAR, io.columns - 8));
  let done = 0;
  let shown = -1;
  return {
    step() {
      done = Math.min(total, done + 1);
      const percent = Math.floor((100 * done) / total);
      if (percent === shown) return;
      shown = percent;
      const full = Math.round((width * done) / total);
      io.err(`${CLEAR_LINE}${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(percent).padStart(3)} %`);
    },
    end() {
      if (shown >= 0) io.err(CLEAR_LINE);
    },
  };
}

/** `1 error`, `2 errors`; `many` where an `s` will not do. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Text broken into lines of `width` cells at most, `indent` before each but the first not counted; a word that is longer stands alone. */
export function wrapped(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(part => part !== '')) {
    const line = lines.at(-1);
    if (line !== undefined && stringWidth(line) + 1 + stringWidth(word) <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
}

/**
 * Help in lines of `width` cells: paragraphs at the margin are broken anew, and what is remarked behind an example goes below it where
 * there is no room. An example itself stays in one line, to be copied.
 */
export function fitted(help: string, width: number): string {
  return help
    .replace(/^\S.*(?:\n\S.*)*$/gm, paragraph => wrapped(paragraph, width))
    .replace(/^( +\$ .*?\S) {3,}(\S.*)$/gm, (line: string, example: string, remark: string) =>
      stringWidth(line) <= width ? line : `${example}\n      ${wrapped(remark, width - 6, '      ')}`,
    );
}
