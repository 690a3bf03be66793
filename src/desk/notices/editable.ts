/** Whether a proposal can be edited, asked before anybody types. */

import { demand, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import type { Proposal } from '../proposals/proposal.ts';
import { proposalOf } from '../proposals/store.ts';
import { stateAfter } from '../proposals/transitions.ts';

/** The proposal. Throws `Refused` where there is none, its state allows no edit, or the principal may not write. */
export async function editableProposal({ store }: Desk, principal: Principal, id: string): Promise<Proposal> {
  demand(principal, 'write');
  const proposal = await proposalOf(store, id);
  stateAfter(proposal, 'edit', principal, { live: proposal.base });
  return proposal;
}
