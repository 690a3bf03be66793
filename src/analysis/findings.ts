/** What is wrong with a rulebook that could be compiled: its size, and what `standfirst check` says beyond its form. */

import type { Edition } from '../core/edition.ts';
import { editionSizeProblem } from '../rulebook/compile.ts';
import type { Loaded } from '../rulebook/load.ts';
import type { Problem } from '../rulebook/problems.ts';
import type { Rulebook } from '../rulebook/schema.ts';
import { lint, type Sample } from './lint.ts';

/**
 * Problems and warnings; errors among them stop a rulebook as those of its form do.
 * @param now epoch milliseconds, for what is over or due
 * @param samples pages of the site to try selectors on
 */
export function findingsIn(
  { rulebook, edition, problemOf }: { readonly rulebook: Rulebook; readonly edition: Edition } & Pick<Loaded, 'problemOf'>,
  now: number,
  samples: readonly Sample[] = [],
): Problem[] {
  const size = editionSizeProblem(edition);
  const findings = [...(size === undefined ? [] : [{ path: [], ...size }]), ...lint(rulebook, edition, { now, samples })];
  return findings.map(problemOf);
}
