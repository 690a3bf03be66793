/** What waits for one person, out of all proposals that something may still become of. Pure. */

import { may, type Principal } from '../auth/permissions.ts';
import type { Proposal } from '../proposals/proposal.ts';

export interface Waiting {
  /** In review, and this person may judge them. */
  readonly toJudge: readonly Proposal[];
  /** Approved, and this person may publish them. */
  readonly toPublish: readonly Proposal[];
  /** Sent back to this person. */
  readonly sentBack: readonly Proposal[];
  /** Begun by this person and not sent for review yet. */
  readonly drafts: readonly Proposal[];
}

export function waitingFor(principal: Principal, proposals: readonly Proposal[]): Waiting {
  const isMine = ({ authors }: Proposal) => authors.includes(principal.person.id);
  const inState = (state: Proposal['state']) => proposals.filter(proposal => proposal.state === state);
  return {
    toJudge: may(principal, 'approve') ? inState('in-review').filter(proposal => !isMine(proposal)) : [],
    toPublish: may(principal, 'publish') ? inState('approved') : [],
    sentBack: may(principal, 'write') ? inState('rejected').filter(isMine) : [],
    drafts: may(principal, 'write') ? inState('draft').filter(isMine) : [],
  };
}
