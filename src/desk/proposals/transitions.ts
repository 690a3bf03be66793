/** What may be done with a proposal in which state, by whom: decided as data, so that the page and the programs cannot differ. Pure. */

import { demand, type Permission, type Principal } from '../auth/permissions.ts';
import { Refused } from '../errors.ts';
import { type Proposal, STATE_WORDS, type State } from './proposal.ts';

export const ACTS = [
  'edit',
  'submit',
  'approve',
  'reject',
  'schedule',
  'cancel-schedule',
  'publish',
  'publish-unapproved',
  'withdraw',
  'supersede',
] as const;
export type Act = (typeof ACTS)[number];

interface Transition {
  readonly from: readonly State[];
  readonly to: State;
  readonly permission: Permission;
  /** Whether whoever wrote any of it must not do it. */
  readonly notByAuthors?: true;
  /** Whether the edition that it changes must be the live one. */
  readonly onLive?: true;
}

const TRANSITIONS: Readonly<Record<Act, Transition>> = {
  edit: { from: ['draft', 'in-review', 'approved', 'scheduled', 'rejected'], to: 'draft', permission: 'write' },
  submit: { from: ['draft'], to: 'in-review', permission: 'write', onLive: true },
  approve: { from: ['in-review'], to: 'approved', permission: 'approve', notByAuthors: true, onLive: true },
  reject: { from: ['in-review', 'approved', 'scheduled'], to: 'rejected', permission: 'approve', notByAuthors: true },
  schedule: { from: ['approved'], to: 'scheduled', permission: 'publish', onLive: true },
  'cancel-schedule': { from: ['scheduled'], to: 'approved', permission: 'publish' },
  publish: { from: ['approved', 'scheduled'], to: 'published', permission: 'publish', onLive: true },
  'publish-unapproved': { from: ['draft', 'in-review', 'rejected'], to: 'published', permission: 'publish-unapproved', onLive: true },
  withdraw: { from: ['draft', 'in-review', 'approved', 'scheduled', 'rejected'], to: 'withdrawn', permission: 'write' },
  supersede: { from: ['draft', 'in-review', 'approved', 'scheduled', 'rejected'], to: 'superseded', permission: 'write' },
};

/** What each act is called, behind "cannot". */
const WORDS: Readonly<Record<Act, string>> = {
  edit: 'be edited',
  submit: 'be sent for review',
  approve: 'be approved',
  reject: 'be sent back',
  schedule: 'be scheduled',
  'cancel-schedule': 'have its schedule cancelled',
  publish: 'be published',
  'publish-unapproved': 'be published without approval',
  withdraw: 'be withdrawn',
  supersede: 'be superseded',
};

/** What an act depends on beside the proposal. */
export interface Circumstances {
  /** Hash of the edition that is live. */
  readonly live: string;
}

/** Who acts: a person or token, or the clock, which carries out schedules and nothing else. */
export type Actor = Principal | 'clock';

/** Throws `Refused` for whoever may not do it, whatever state a proposal is in: before saying that it is done already. */
export function demandAct(principal: Principal, act: Act): void {
  demand(principal, TRANSITIONS[act].permission);
}

/** The state that follows. Throws `Refused` with why not and what to do instead. */
export function stateAfter(proposal: Proposal, act: Act, actor: Actor, { live }: Circumstances): State {
  const { from, to, permission, notByAuthors, onLive } = TRANSITIONS[act];
  if (actor !== 'clock') demand(actor, permission);
  else if (act !== 'publish' || proposal.state !== 'scheduled') throw cannot(proposal, act);
  if (!from.includes(proposal.state)) throw cannot(proposal, act);
  if (notByAuthors && actor !== 'clock' && proposal.authors.includes(actor.person.id)) {
    throw new Refused(
      'forbidden',
      'You wrote a part of this proposal, so you cannot judge it.',
      'Ask another approver: two people must have looked at what readers see.',
    );
  }
  if (onLive && proposal.base !== live) {
    throw new Refused(
      'conflict',
      'Another edition was published since this proposal was begun.',
      'Bring it up to date with the live edition first, and look at what changes.',
      { base: proposal.base, live },
    );
  }
  return to;
}

function cannot(proposal: Proposal, act: Act): Refused {
  const { from } = TRANSITIONS[act];
  const states = from.map(inWords);
  const last = states.length > 1 ? `${states.slice(0, -1).join(', ')} or ${states.at(-1)}` : states[0];
  return new Refused(
    'conflict',
    `A proposal that is ${inWords(proposal.state)} cannot ${WORDS[act]}.`,
    `That is possible while it is ${last}.`,
    {
      state: proposal.state,
    },
  );
}

/** Behind "is". */
function inWords(state: State): string {
  return state === 'draft' ? 'a draft' : STATE_WORDS[state].toLowerCase();
}
