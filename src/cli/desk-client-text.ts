/** What the Desk has answered, for the terminal. */

import { momentWords } from '../evidence/check.ts';
import { formatProblem } from '../rulebook/problems.ts';
import type { DeskProblem } from './desk-client.ts';
import { type EditionAnswer, newerSchema, type Report, reportSchema, staleSchema } from './desk-client-schemas.ts';
import { count, wrapped } from './terminal.ts';

/** What others have typed is not to steer the terminal. Line breaks stay. */
export function visible(text: string): string {
  return text.replaceAll(/[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, ' ');
}

/** The same in one line. */
export function line(text: string): string {
  return visible(text).replaceAll(/\s+/g, ' ').trim();
}

/** Why the Desk does not do something, with whatever belongs to it: findings of the gate, somebody's newer edition, both texts. */
export function problemText(problem: DeskProblem, columns: number): string {
  const parts = [`standfirst: ${line(problem.message)}\n    to mend it: ${line(problem.mend)}\n`];
  const [report, newer, stale] = [reportSchema.safeParse(problem.report), newerSchema.safeParse(problem), staleSchema.safeParse(problem)];
  if (report.success) parts.push(findingsText(report.data));
  if (newer.success) {
    const { live, changes, limits, textDiff } = newer.data;
    parts.push(`${wrapped(`Live is ${editionWords(live)}. It was begun for this reason: ${line(live.reason)}`, columns)}\n`);
    parts.push(changesText({ changes, limits }, columns, 'It changes'), visible(textDiff));
    parts.push('`standfirst pull` takes it over; what you have changed in the same files has to be put on top of it.\n');
  } else if (stale.success) {
    parts.push(`From revision ${stale.data.revision} to your files:\n`, visible(stale.data.textDiff));
  }
  return parts.filter(part => part !== '').join('\n');
}

/** `edition 3, “Title”, published by Oona Lindqvist on 22 November 2026, 14:05:09 UTC`. */
export function editionWords({ number, title, publishedBy, publishedAt }: EditionAnswer): string {
  return `edition ${number}, “${line(title)}”, published by ${line(publishedBy.name)} on ${when(publishedAt)}`;
}

/** A time of an answer, for people. */
export function when(time: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? line(time) : momentWords(at);
}

/** What the publish gate has found, if anything stands in the way or is doubtful. */
export function findingsText({ ok, problems, tests, served }: Report): string {
  const failed = tests.failed.map(({ name, failures }) => `test “${line(name)}” failed\n${indented(failures)}`);
  const lines = [...problems.map(problem => `${visible(formatProblem(problem))}\n`), ...failed];
  if (served.failures.length > 0) lines.push(`sample pages were not served as they should be\n${indented(served.failures)}`);
  const end = ok ? [] : ['The publish gate does not let this through.\n'];
  return [...lines, ...end].join('');
}

/** What changes for whom, a sentence each. */
export function changesText({ changes, limits }: Pick<Report, 'changes' | 'limits'>, columns: number, verb = 'This changes'): string {
  if (changes.length === 0 && limits.length === 0) return `${verb} nothing for any reader.\n`;
  const told = changes.map(
    ({ words, places }) => `  ${wrapped(`${line(words)} (${count(places.length, 'place')}).`, columns - 2, '  ')}\n`,
  );
  const remarks = limits.map(limit => `  ${wrapped(`Remark: ${line(limit)}.`, columns - 2, '  ')}\n`);
  return [`${verb}, for readers:\n`, ...told, ...remarks].join('');
}

function indented(lines: readonly string[]): string {
  return lines.map(text => `    ${visible(text)}\n`).join('');
}
