/** Which buttons a proposal's page has for somebody, and why not the others: by the same functions that carry them out. */

import { Refused } from '../errors.ts';
import { demandOwn } from './judge.ts';
import { ACTS, type Act, stateAfter } from './transitions.ts';
import type { ProposalView } from './view.ts';

export interface Possible {
  readonly act: Act;
  /** Absent where it is possible. */
  readonly whyNot?: { readonly message: string; readonly mend: string };
}

/** Every act that there is, possible or not. */
export function possibleActs(view: ProposalView): ReadonlyMap<Act, Possible> {
  return new Map(ACTS.map(act => [act, possible(view, act)]));
}

function possible(view: ProposalView, act: Act): Possible {
  const { proposal, principal, live, report } = view;
  try {
    stateAfter(proposal, act, principal, { live: live.hash });
    if (act === 'withdraw') demandOwn(proposal, principal);
    if (GATED.has(act) && report?.ok === false) throw closedGate();
    return { act };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { act, whyNot: { message: error.message, mend: error.mend } };
  }
}

/** What makes no sense for what cannot be published. */
const GATED: ReadonlySet<Act> = new Set(['submit', 'approve', 'schedule', 'publish', 'publish-unapproved']);

function closedGate(): Refused {
  return new Refused('invalid', 'The publish gate does not let this through.', 'Mend what it lists first.');
}
