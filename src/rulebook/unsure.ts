/** What a rule does about a reader whose place is not certain. */

import type { NoticeKind, Unsure } from '../core/edition.ts';
import { defined } from './defined.ts';

/** What is withheld is never withheld on a guess. */
const CERTAIN: Unsure = { unknown: 'skip', tor: 'skip', partial: 'skip', network: 'skip', area: 'skip', border: 'skip' };

/** Somebody who writes an area means whoever is well inside it. */
const CAREFUL: Unsure = { ...CERTAIN, area: 'apply' };

/** Somebody who hides their place may be the one who needs the warning most. */
const SAFETY: Unsure = { unknown: 'apply', tor: 'apply', partial: 'skip', network: 'apply', area: 'apply', border: 'apply' };

/**
 * The answers of a rule: those that are written in it, else those of its kind.
 * @param withholds whether the rule withholds anything: that never rests on a guess unless the rule says so
 */
export function unsureOf(kind: NoticeKind, withholds: boolean, written: { readonly [State in keyof Unsure]?: Unsure[State] }): Unsure {
  const { unknown, tor, partial, network, area, border } = written;
  const usual = withholds ? CERTAIN : kind === 'safety' ? SAFETY : CAREFUL;
  return { ...usual, ...defined({ unknown, tor, partial, network, area, border }) };
}
