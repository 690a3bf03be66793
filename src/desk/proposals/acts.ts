/** What the buttons on a proposal's page do, by the last part of their address. */

import type { Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { isLiveGiven, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import type { DoneCode } from '../flash.ts';
import type { Form } from '../form.ts';
import { publishProposal } from '../publishing/publish.ts';
import { isId } from './attempt.ts';
import {
  approveProposal,
  cancelSchedule,
  demandOwn,
  rejectProposal,
  scheduleProposal,
  submitProposal,
  supersedeProposal,
  withdrawProposal,
} from './judge.ts';
import { momentFrom } from './moment.ts';
import { proposalOf } from './store.ts';
import { demandAct, stateAfter } from './transitions.ts';
import { bringUpToDate, commentOn, createProposal, editProposal, stale } from './write.ts';

/** What came of it, and where to go on. */
export interface Acted {
  readonly code: DoneCode;
  /** A path in the Desk; the proposal's own page if left out. */
  readonly path?: string;
}

interface Asked {
  readonly desk: Desk;
  readonly principal: Principal;
  readonly id: string;
  readonly form: Form;
  /** The revision that the page showed. */
  readonly revision: number;
}

export const FORM_ACTS: Readonly<Record<string, (asked: Asked) => Promise<Acted>>> = {
  submit: async ({ desk, principal, id, revision }) => {
    await submitProposal(desk, principal, id, revision);
    return { code: 'submitted' };
  },
  approve: async ({ desk, principal, id, revision, form }) => {
    const confirmed = form.text('confirmed') === 'on';
    const said = { confirmed, comment: form.text('comment'), minor: form.texts('minor') };
    await approveProposal(desk, principal, id, { revision, base: form.text('base'), ...said });
    return { code: 'approved' };
  },
  reject: async ({ desk, principal, id, revision, form }) => {
    await rejectProposal(desk, principal, id, { revision, comment: form.text('comment') });
    return { code: 'rejected' };
  },
  schedule: async ({ desk, principal, id, revision, form }) => {
    await scheduleProposal(desk, principal, id, { revision, at: momentFrom(form.text('at'), form.text('zone')) });
    return { code: 'scheduled' };
  },
  'cancel-schedule': async ({ desk, principal, id, revision }) => {
    await cancelSchedule(desk, principal, id, revision);
    return { code: 'schedule-cancelled' };
  },
  publish: async ({ desk, principal, id, revision }) => {
    demandAct(principal, 'publish');
    const { hash } = await publishProposal(desk, principal, id, { revision });
    return { code: (await isLiveGiven(desk)) ? 'published' : 'published-later', path: `/editions/${hash}` };
  },
  emergency: async ({ desk, principal, id, revision, form }) => {
    demandAct(principal, 'publish-unapproved');
    const { hash } = await publishProposal(desk, principal, id, { revision, emergency: form.text('reason') });
    return { code: (await isLiveGiven(desk)) ? 'emergency' : 'emergency-later', path: `/editions/${hash}` };
  },
  withdraw: async ({ desk, principal, id, revision }) => {
    await withdrawProposal(desk, principal, id, revision);
    return { code: 'withdrawn' };
  },
  supersede: beginAgain,
  comment: async ({ desk, principal, id, form }) => {
    const comment = form.text('id');
    if (!isId(comment)) throw new Refused('invalid', 'The form has no id.', 'Load the page again and send the comment once more.');
    await commentOn(desk, principal, id, { id: comment, text: form.text('text') });
    return { code: 'commented', path: `/proposals/${id}#comments` };
  },
  update: async ({ desk, principal, id, revision }) => {
    await bringUpToDate(desk, principal, id, revision);
    return { code: 'updated' };
  },
  describe: async ({ desk, principal, id, revision, form }) => {
    const note = 'Changed the title or the reason';
    await editProposal(desk, principal, id, revision, { title: form.text('title'), reason: form.text('reason'), note });
    return { code: 'described' };
  },
};

/** The revision that a form was about. Throws `Refused` where it does not say. */
export function revisionIn(form: Form): number {
  const revision = Number(form.text('revision'));
  if (Number.isSafeInteger(revision) && revision > 0) return revision;
  throw new Refused(
    'precondition-required',
    'The form does not say which revision you saw.',
    'Load the page again, look at it, and send it once more.',
  );
}

/** A new proposal with the same title and reason from the live edition, in whose favour this one ends; or another one that is there already. */
async function beginAgain({ desk, principal, id, revision, form }: Asked): Promise<Acted> {
  demandAct(principal, 'supersede');
  const by = form.text('by') || form.text('id');
  if (!isId(by)) throw new Refused('invalid', 'The form has no id.', 'Load the page again and send it once more.');
  if (!form.has('by')) {
    const proposal = await proposalOf(desk.store, id);
    if (proposal.supersededBy !== by) {
      demandOwn(proposal, principal);
      // Before anything is begun: what cannot end would leave two.
      if (proposal.revision !== revision) throw stale(proposal, revision);
      stateAfter(proposal, 'supersede', principal, { live: (await liveEdition(desk)).hash });
      await createProposal(desk, principal, { id: by, title: proposal.title, reason: proposal.reason });
    }
  }
  await supersedeProposal(desk, principal, id, { revision, by });
  return { code: 'superseded', path: `/proposals/${by}` };
}
