/** What came, in words, where a page may not have been able to carry it: for the Desk's page and for whoever verifies. */

import type { EvidenceAnswer } from './evidence-file.ts';

type Told = Pick<EvidenceAnswer, 'notices'>;

const INSTEAD = {
  withhold: 'the article was withheld',
  acknowledge: 'it was shown on a page before the article',
} as const;

/** What came of one notice if the page could not carry it; `undefined` where it is certain. */
export function insteadOf({ ifImpossible }: EvidenceAnswer['notices'][number]): string | undefined {
  return ifImpossible && INSTEAD[ifImpossible];
}

/** The end of a sentence about what came; empty where that is certain. */
export function conditionWords({ notices }: Told): string {
  const answers = [...new Set(notices.flatMap(notice => insteadOf(notice) ?? []))];
  return answers.length === 0 ? '' : `, if its page could carry each notice; where it could not, ${answers.join(', or ')}`;
}

/** Why an article was withheld that no rule withholds. */
export function withheldBecause({ notices }: Told): string {
  return notices.some(({ uncarried }) => uncarried)
    ? 'Nothing could carry a notice without which a rule lets nobody read it'
    : 'A notice is to be acknowledged first, and programs, for which this form is, cannot do so';
}
