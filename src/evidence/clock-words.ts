/** Words for an edition that an edge had before the audit log says that it was published. */

import { momentWords } from './check.ts';
import type { EvidenceRecord } from './evidence-file.ts';

/** When an edge can have had it, by the clocks of those moments; `undefined` where none is before the publication. */
export function hadEarlier({ publishedAt, pointedAt = Infinity, confirmedAt = Infinity }: EvidenceRecord): string | undefined {
  if (Math.min(pointedAt, confirmedAt) >= publishedAt) return undefined;
  return pointedAt <= confirmedAt
    ? `the edge was given it on ${momentWords(pointedAt)}`
    : `an edge was seen to have it on ${momentWords(confirmedAt)}`;
}
