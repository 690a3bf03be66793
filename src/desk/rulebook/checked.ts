/** What `standfirst check` says of files as they are, and the edition that they make where they make one. */

import { findingsIn } from '../../analysis/findings.ts';
import type { Edition } from '../../core/edition.ts';
import { compileRulebook } from '../../rulebook/compile.ts';
import { hasErrors, type Problem } from '../../rulebook/problems.ts';
import type { Rulebook } from '../../rulebook/schema.ts';
import { loadContent, type RulebookContent } from './content.ts';

export interface Checked {
  /** Errors of form first, then findings; each with its file, line and column. */
  readonly problems: readonly Problem[];
  /** Every file that is read: the first one, and what is included. */
  readonly read: readonly string[];
  /** Absent where the files have errors of form. */
  readonly compiled?: { readonly rulebook: Rulebook; readonly edition: Edition };
}

/** Findings about dates are looked for again after this. Milliseconds. */
const LIFETIME = 10 * 60_000;
const known = new WeakMap<RulebookContent, { readonly at: number; readonly checked: Checked }>();

/**
 * @param number that the edition is to have
 * @param now epoch milliseconds
 */
export async function checkedContent(content: RulebookContent, number: number, now: number): Promise<Checked> {
  const before = known.get(content);
  if (before !== undefined && Math.abs(now - before.at) < LIFETIME) return before.checked;
  const checked = await check(content, number, now);
  known.set(content, { at: now, checked });
  return checked;
}

async function check(content: RulebookContent, number: number, now: number): Promise<Checked> {
  const { rulebook, problems, problemOf, files: read } = loadContent(content);
  if (rulebook === undefined || hasErrors(problems)) return { problems, read };
  const edition = await compileRulebook(rulebook, { number });
  return { problems: [...problems, ...findingsIn({ rulebook, edition, problemOf }, now)], read, compiled: { rulebook, edition } };
}
