/** The kinds of value that articles and authors are made of. */

import type { z } from 'zod';
import type { SourceDocument } from '../rulebook/document.ts';
import { explainIssue } from '../rulebook/explain-issue.ts';
import { text } from '../rulebook/fields.ts';
import { Wrong } from '../rulebook/problems.ts';
import { readLanguage, readLine, readName } from '../rulebook/readers.ts';
import type { Report } from './problems.ts';

/** UTF-16 units. */
const LONGEST_LINE = 2_000;
const ARTICLE_PATH = /^(?:\/[a-z0-9]+(?:-[a-z0-9]+)*)+$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})$/;

/** One line of plain text. */
export const line = text(value => readLine(value, LONGEST_LINE));
export const name = text(readName);
export const language = text(readLanguage);

export const articlePath = text(value =>
  ARTICLE_PATH.test(value)
    ? value
    : new Wrong(`\`${value}\` is not the path of an article`, 'write it as `/2026/11/river-port`: small letters, digits and hyphens'),
);

/** An ISO 8601 instant, with its zone; comes out in UTC. */
export const instant = text(value =>
  isInstant(value)
    ? new Date(value).toISOString().replace('.000Z', 'Z')
    : new Wrong(`\`${value}\` is not a moment`, 'write date, time and zone, such as `2026-11-12T07:40+01:00`'),
);

/** Checks `document` against `schema` and reports every fault at its place. Without a result the value cannot be used. */
export function checked<T extends z.ZodType>(document: SourceDocument, schema: T, report: Report): z.output<T> | undefined {
  const result = schema.safeParse(document.value);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    for (const { path, part, message, mend } of explainIssue(issue, [], document.value)) {
      report(document.locate(path, part), message, mend);
    }
  }
  return undefined;
}

/** `Date` takes 31 February for 3 March. */
function isInstant(value: string): boolean {
  if (!INSTANT.test(value) || Number.isNaN(Date.parse(value))) return false;
  const day = value.slice(0, 10);
  return new Date(`${day}T00:00Z`).toISOString().slice(0, 10) === day;
}
