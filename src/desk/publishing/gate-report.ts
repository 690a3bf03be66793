/** What the publish gate says of a content: whether it may become an edition, and what it would change for whom. JSON. */

import type { Problem } from '../../rulebook/problems.ts';

export interface GateReport {
  /** Whether nothing stands in the way. */
  readonly ok: boolean;
  /** What reading, checking and compiling found, errors and warnings. */
  readonly problems: readonly Problem[];
  readonly tests: { readonly passed: number; readonly failed: readonly { readonly name: string; readonly failures: readonly string[] }[] };
  /** What the edge's own code did with sample pages for readers of many places. */
  readonly served: { readonly pages: number; readonly responses: number; readonly failures: readonly string[] };
  /** What changes for whom, against the edition that the proposal is based on. */
  readonly changes: readonly GateChange[];
  /** What of it could not be looked at, in words. */
  readonly limits: readonly string[];
}

/** As `Change` of src/analysis/difference.ts, in words. */
export interface GateChange {
  readonly words: string;
  readonly who: string;
  readonly where: string;
  readonly when: string;
  readonly what: readonly string[];
  readonly places: readonly string[];
}
