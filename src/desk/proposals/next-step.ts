/** What has to come next until readers get what a proposal says. Pure. */

import type { Proposal } from './proposal.ts';

/** As a sentence, for a proposal of which something may still become. @param live hash of the live edition */
export function nextStep({ state, base, suspended }: Pick<Proposal, 'state' | 'base' | 'suspended'>, live: string): string | undefined {
  if (base !== live) return 'Before it can be published it has to be brought up to date with the live edition, and approved as it is then.';
  switch (state) {
    case 'draft':
      return 'Next it is sent for review.';
    case 'in-review':
      return 'Next an approver who wrote no part of it approves it, or sends it back.';
    case 'approved':
      return 'It is approved, and can be published now or scheduled.';
    case 'scheduled':
      return suspended === undefined
        ? 'It is approved, and is published by itself at the moment for which it is scheduled.'
        : 'It is approved, but its schedule is suspended: nothing is published by itself.';
    case 'rejected':
      return 'It was sent back: what an approver asks for has to be mended first. Then it is a draft again, and can be sent for review.';
    default:
      return undefined;
  }
}
