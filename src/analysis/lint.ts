/** What is wrong with a rulebook that its form does not show: rules that cannot fire, that contradict or hide each other, and the like. */

import type { Edition } from '../core/edition.ts';
import type { Finding } from '../rulebook/explain-issue.ts';
import type { Rulebook } from '../rulebook/schema.ts';
import { lintBasis } from './lint-basis.ts';
import { lintBroad } from './lint-broad.ts';
import { lintContradictions } from './lint-contradictions.ts';
import { lintNever } from './lint-never.ts';
import { lintNotices } from './lint-notices.ts';
import { lintRedirects } from './lint-redirects.ts';
import { lintRegions } from './lint-regions.ts';
import { lintShadowing } from './lint-shadowing.ts';
import { type Family, type Sample, subjectOf } from './lint-subject.ts';
import { lintWithhold } from './lint-withhold.ts';
import { lintSamples } from './samples.ts';

export type { Sample } from './lint-subject.ts';

/** More findings of one family than this help nobody. */
const MOST_FINDINGS = 50;

const FAMILIES: Readonly<Record<string, Family>> = {
  'regions and notices': lintRegions,
  'rules that never fire': lintNever,
  'rules that others make idle': lintShadowing,
  'rules that contradict each other': lintContradictions,
  'rules that withhold': lintWithhold,
  'rules that take in too much': lintBroad,
  redirects: lintRedirects,
  'texts of notices': lintNotices,
  'grounds of rules': lintBasis,
  'sample pages': lintSamples,
};

/**
 * The findings of `standfirst check` beyond the schema. Never throws for an edition that was compiled from `rulebook`.
 * @param options.now epoch milliseconds, for what is over or due
 * @param options.samples pages of the site to try selectors on; none: selectors are not tried
 */
export function lint(
  rulebook: Rulebook,
  edition: Edition,
  options: { readonly now: number; readonly samples: readonly Sample[] },
): Finding[] {
  const subject = subjectOf(rulebook, edition, options);
  return Object.entries(FAMILIES).flatMap(([about, family]) => few(family(subject), about));
}

/** The first findings, and a word that there are more. */
function few(findings: Iterable<Finding>, about: string): Finding[] {
  const kept: Finding[] = [];
  for (const finding of findings) {
    if (kept.length === MOST_FINDINGS) {
      const more = `more is to be said about ${about}, from here on; ${MOST_FINDINGS} findings are shown`;
      return [...kept, { path: finding.path, message: more, mend: 'mend those first, and check again', severity: 'warning' }];
    }
    kept.push(finding);
  }
  return kept;
}
