/** The table that a reader who doubts is given. */

import type { ContenderName } from './contenders.ts';
import type { DecisionRow } from './decisions.ts';
import { ratio, type Spread, spread } from './statistics.ts';

export interface Row {
  readonly name: ContenderName;
  readonly label: string;
  readonly cpu: Spread;
  /** CPU against the first row, round by round. */
  readonly ratio: Spread;
  readonly requestsPerSecond: Spread;
  readonly p50: Spread;
  readonly p99: Spread;
  /** CPU per request in each round, microseconds. */
  readonly rounds: readonly number[];
}

export interface Aim {
  readonly text: string;
  readonly atMost: number;
}

interface Comparison extends Aim {
  readonly of: ContenderName;
  readonly against: ContenderName;
}

const COMPARISONS: readonly Comparison[] = [
  { text: 'Standfirst with the notice, CPU against the page from memory', of: 'notice', against: 'static', atMost: 1.15 },
  { text: 'Standfirst with the notice, CPU against HTMLRewriter', of: 'notice', against: 'rewriter', atMost: 0.5 },
];

export interface Outcome extends Aim {
  readonly figure: Spread;
  readonly passes: boolean;
}

export function outcomes(rows: readonly Row[]): Outcome[] {
  const rounds = (name: ContenderName) => rows.find(row => row.name === name)?.rounds ?? [];
  return COMPARISONS.map(({ text, of, against, atMost }) => outcome({ text, atMost }, ratio(rounds(of), rounds(against))));
}

/** What was asked of decisions and of the compiler: with the most rules, and against the fewest. */
export function decisionOutcomes(rows: readonly DecisionRow[]): Outcome[] {
  const [few, many] = [rows[0], rows.at(-1)];
  if (few === undefined || many === undefined) return [];
  const [fewer, more] = [few, many].map(({ rules }) => rules.toLocaleString('en'));
  return [
    outcome({ text: `A decision among ${more} rules, CPU µs`, atMost: 5 }, many.decision),
    outcome({ text: `A decision among ${more} rules against one among ${fewer}`, atMost: 2 }, ratio(many.rounds, few.rounds)),
    outcome({ text: `Reading, checking and compiling ${more} rules, CPU ms`, atMost: 2000 }, spread([many.compile])),
  ];
}

function outcome(aim: Aim, figure: Spread): Outcome {
  return { ...aim, figure, passes: figure.median <= aim.atMost };
}

export function decisionTable(rows: readonly DecisionRow[]): string {
  const lines = rows.map(({ rules, decision, compile, size }) => [
    `${rules.toLocaleString('en')} rules`,
    withRange(decision, value => value.toFixed(2)),
    compile.toFixed(0),
    (size / 1000).toFixed(0),
  ]);
  return columns([['', 'CPU µs/decision', 'compile CPU ms', 'edition kB'], ...lines]);
}

export function tableText(rows: readonly Row[]): string {
  const [whole, cents] = [(value: number) => value.toFixed(0), (value: number) => value.toFixed(2)];
  const lines = rows.map(row => [
    row.label,
    withRange(row.cpu, whole),
    withRange(row.ratio, cents),
    withRange(row.requestsPerSecond, whole),
    withRange(row.p50, cents),
    withRange(row.p99, cents),
  ]);
  return columns([['', 'CPU µs/request', '× memory', 'requests/s', 'p50 ms', 'p99 ms'], ...lines]);
}

export function outcomeText({ text, atMost, figure, passes }: Outcome): string {
  const value = withRange(figure, number => number.toFixed(2));
  return `${passes ? 'pass       ' : 'falls short'}  ${text}: ${value}, aim ≤ ${atMost}`;
}

function withRange({ median, min, max }: Spread, text: (value: number) => string): string {
  return `${text(median)} (${text(min)}–${text(max)})`;
}

/** The first column to the left, the others to the right. */
function columns(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map(line => line[column]?.length ?? 0)));
  const cell = (text: string, column: number) => (column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0));
  return lines.map(line => line.map(cell).join('  ').trimEnd()).join('\n');
}
