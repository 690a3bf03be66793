/** Who sees what of a whole edition, as far as it can be worked out while somebody waits. */

import { placesOfInterest } from '../../analysis/audience.ts';
import { articlesOfInterest } from '../../analysis/audience-articles.ts';
import { audienceNames } from '../../analysis/audience-words.ts';
import { coverage, languagesOfInterest } from '../../analysis/coverage.ts';
import { type CoveragePage, coveragePage } from '../../analysis/coverage-maps.ts';
import type { Edition } from '../../core/edition.ts';

/** About five seconds on a small machine. */
const MOST_DECISIONS = 400_000;
/** A page with more lines is of no use to anybody. */
const MOST_LINES = 1000;

export interface CoverageView {
  readonly page: CoveragePage;
  /** What is not shown, and where it can be had. */
  readonly limits: readonly string[];
}

/**
 * The maps and the table at a moment; of a rulebook that asks too much, the part for as many articles as can be looked at, and what is
 * left out in words. `undefined` where not even one article can be looked at.
 * @param at epoch milliseconds
 */
export function coverageView(edition: Edition, at: number, mostDecisions = MOST_DECISIONS): CoverageView | undefined {
  const cells = placesOfInterest([edition]).length * languagesOfInterest([edition]).length;
  const most = Math.floor(mostDecisions / cells);
  if (most < 1) return undefined;
  const { articles, left } = articlesOfInterest([edition], { most });
  const found = coverage(edition, { at, articles });
  const readers = found.classes.flatMap(({ readers: own }) => own);
  const page = coveragePage(edition, found, audienceNames([edition], readers));
  const { lines } = page;
  return {
    page: { ...page, lines: lines.slice(0, MOST_LINES) },
    limits: [
      ...(left > 0
        ? [`${counted(left, 'set')} of conditions by which rules choose articles ${left === 1 ? 'is' : 'are'} not looked at here.`]
        : []),
      ...(lines.length > MOST_LINES ? [`The table has ${lines.length} lines, of which the first ${MOST_LINES} are shown.`] : []),
    ],
  };
}

const counted = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
