/** Every act in every state by everybody: what the issue allows happens, and nothing else does. */

import { beforeAll, describe, expect, test } from 'vitest';
import { type Principal, ROLES, type Role, SCOPES } from '../../src/desk/auth/permissions.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { liveEdition } from '../../src/desk/editions/store.ts';
import { Refused } from '../../src/desk/errors.ts';
import {
  approveProposal,
  cancelSchedule,
  rejectProposal,
  scheduleProposal,
  submitProposal,
  supersedeProposal,
  withdrawProposal,
} from '../../src/desk/proposals/judge.ts';
import { type Proposal, STATES, type State } from '../../src/desk/proposals/proposal.ts';
import { proposalOf } from '../../src/desk/proposals/store.ts';
import { ACTS, type Act, stateAfter } from '../../src/desk/proposals/transitions.ts';
import { createProposal, editProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';

/** As issue and guide have it, in the words of neither table of the code: state, a space, act, and the state after. */
const ARROWS: Readonly<Record<string, State>> = {
  'draft edit': 'draft',
  'in-review edit': 'draft',
  'approved edit': 'draft',
  'scheduled edit': 'draft',
  'rejected edit': 'draft',
  'draft submit': 'in-review',
  'in-review approve': 'approved',
  'in-review reject': 'rejected',
  'approved reject': 'rejected',
  'scheduled reject': 'rejected',
  'approved schedule': 'scheduled',
  'scheduled cancel-schedule': 'approved',
  'approved publish': 'published',
  'scheduled publish': 'published',
  'draft publish-unapproved': 'published',
  'in-review publish-unapproved': 'published',
  'rejected publish-unapproved': 'published',
  'draft withdraw': 'withdrawn',
  'in-review withdraw': 'withdrawn',
  'approved withdraw': 'withdrawn',
  'scheduled withdraw': 'withdrawn',
  'rejected withdraw': 'withdrawn',
  'draft supersede': 'superseded',
  'in-review supersede': 'superseded',
  'approved supersede': 'superseded',
  'scheduled supersede': 'superseded',
  'rejected supersede': 'superseded',
};

/** Who writes, who judges, who publishes. */
const WRITERS: readonly Role[] = ['editor', 'ops'];
const JUDGES: readonly Role[] = ['approver'];
const PUBLISHERS: readonly Role[] = ['approver', 'ops'];
const WHO: Readonly<Record<Act, readonly Role[]>> = {
  edit: WRITERS,
  submit: WRITERS,
  withdraw: WRITERS,
  supersede: WRITERS,
  approve: JUDGES,
  reject: JUDGES,
  schedule: PUBLISHERS,
  'cancel-schedule': PUBLISHERS,
  publish: PUBLISHERS,
  'publish-unapproved': ['ops'],
};
/** What nobody does to what they wrote themselves, and what no program does. */
const BY_ANOTHER: readonly Act[] = ['approve', 'reject'];
const BY_HAND: readonly Act[] = ['approve', 'reject', 'publish-unapproved'];
/** What would put something in front of readers, or vouch for it, that nobody has seen against what is live. */
const ON_LIVE: readonly Act[] = ['submit', 'approve', 'schedule', 'publish', 'publish-unapproved'];

const LIVE = 'a'.repeat(64);
const proposal: Proposal = {
  ...{ id: 'proposal-1', title: 'Title', reason: 'Reason', kind: 'change', state: 'draft', base: LIVE, content: 'c'.repeat(64) },
  ...{ revision: 1, createdBy: 'writer', authors: ['writer', 'helper'], createdAt: 1, changedAt: 1 },
};

function principal(id: string, roles: readonly Role[], isToken: boolean): Principal {
  const person = { id, email: `${id}@desk.example`, name: id, roles };
  return isToken ? { person, token: { id: 'token-1', name: 'robot', scopes: SCOPES } } : { person };
}

function outcome(given: Proposal, act: Act, who: Parameters<typeof stateAfter>[2], live = LIVE): State | 'refused' {
  try {
    return stateAfter(given, act, who, { live });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    expect(error.message).toMatch(/\.$/);
    expect(error.mend).toMatch(/\.$/);
    return 'refused';
  }
}

const EVERY_ROLES: readonly (readonly Role[])[] = [
  [],
  ...ROLES.map(role => [role]),
  ...ROLES.flatMap((one, index) => ROLES.slice(index + 1).map(other => [one, other])),
  ROLES,
];

describe.each(ACTS)('%s', act => {
  test.each(STATES)('a proposal that is %s', state => {
    for (const roles of EVERY_ROLES) {
      for (const id of ['writer', 'helper', 'somebody-else']) {
        for (const isToken of [false, true]) {
          for (const base of [LIVE, 'b'.repeat(64)]) {
            const isAllowed =
              WHO[act].some(role => roles.includes(role)) &&
              !(BY_ANOTHER.includes(act) && id !== 'somebody-else') &&
              !(BY_HAND.includes(act) && isToken) &&
              !(ON_LIVE.includes(act) && base !== LIVE);
            const expected = (isAllowed && ARROWS[`${state} ${act}`]) || 'refused';
            const got = outcome({ ...proposal, state, base }, act, principal(id, roles, isToken));
            expect(got, `${roles.join('+')}, ${id}, ${isToken ? 'token' : 'person'}, ${base === LIVE ? 'live' : 'outdated'}`).toBe(
              expected,
            );
          }
        }
      }
    }
  });

  test('by the clock', () => {
    for (const state of STATES) {
      const expected = state === 'scheduled' && act === 'publish' ? 'published' : 'refused';
      expect(outcome({ ...proposal, state }, act, 'clock'), state).toBe(expected);
      expect(outcome({ ...proposal, state, base: 'b'.repeat(64) }, act, 'clock'), state).toBe('refused');
    }
  });
});

test('a token does only what its scopes say', () => {
  const needed: Partial<Record<Act, string>> = { edit: 'propose', submit: 'propose', schedule: 'publish', publish: 'publish' };
  for (const [act, scope] of Object.entries(needed) as [Act, string][]) {
    for (const given of SCOPES) {
      const state = (Object.keys(ARROWS).find(arrow => arrow.endsWith(` ${act}`)) ?? '').split(' ')[0] as State;
      const robot = { ...principal('robot', ROLES, false), token: { id: 't', name: 't', scopes: [given] } };
      expect(outcome({ ...proposal, state }, act, robot) !== 'refused', `${act} with ${given}`).toBe(given === scope);
    }
  }
});

/** The same through what pages and programs call, in the database. */
describe('in the database', () => {
  let fresh: FreshDesk;
  let desk: Desk;
  let base: string;

  beforeAll(async () => {
    fresh = await freshDesk();
    desk = fresh.desk;
    base = (await liveEdition(desk)).hash;
  });

  const at = (name: Name, id: string): Record<Exclude<Act, 'publish' | 'publish-unapproved'>, () => Promise<unknown>> => {
    const who = fresh.as(name);
    return {
      edit: () => editProposal(desk, who, id, 1, { title: `Another title ${crypto.randomUUID()}`, note: 'Another title' }),
      submit: () => submitProposal(desk, who, id, 1),
      approve: () => approveProposal(desk, who, id, { revision: 1, base, confirmed: true, comment: '', minor: [] }),
      reject: () => rejectProposal(desk, who, id, { revision: 1, comment: 'No.' }),
      schedule: () => scheduleProposal(desk, who, id, { revision: 1, at: Date.now() + 3_600_000 }),
      'cancel-schedule': () => cancelSchedule(desk, who, id, 1),
      withdraw: () => withdrawProposal(desk, who, id, 1),
      supersede: () => supersedeProposal(desk, who, id, { revision: 1, by: 'the-other-one' }),
    };
  };

  const RIGHT: Readonly<Record<Act, Name>> = {
    ...{ edit: 'edda', submit: 'edda', withdraw: 'edda', supersede: 'edda', approve: 'pavel', reject: 'pavel' },
    ...{ schedule: 'oona', 'cancel-schedule': 'oona', publish: 'oona', 'publish-unapproved': 'oona' },
  };
  /** Asked for in a state in which it is done already: the second click of a double click changes nothing and is no error. */
  const DONE: Partial<Record<Act, State>> = {
    ...{ submit: 'in-review', reject: 'rejected', 'cancel-schedule': 'approved', withdraw: 'withdrawn', supersede: 'superseded' },
  };

  async function inState(state: State): Promise<string> {
    const id = crypto.randomUUID();
    await createProposal(desk, fresh.as('edda'), { id, title: 'Title', reason: 'Reason' });
    await desk.env.DB.prepare('UPDATE proposals SET state = ? WHERE id = ?').bind(state, id).run();
    return id;
  }

  test('the right person does what the arrows allow, and nothing changes where they do not', async () => {
    await createProposal(desk, fresh.as('edda'), { id: 'the-other-one', title: 'The other one', reason: 'Reason' });
    for (const act of Object.keys(at('edda', '')) as (keyof ReturnType<typeof at>)[]) {
      for (const state of STATES) {
        const id = await inState(state);
        const before = await proposalOf(desk.store, id);
        const error = await at(RIGHT[act], id)
          [act]()
          .then(() => undefined)
          .catch((reason: unknown) => reason);
        const after = await proposalOf(desk.store, id);
        const expected = ARROWS[`${state} ${act}`];
        if (expected !== undefined) expect([error, after.state], `${state} ${act}`).toEqual([undefined, expected]);
        else {
          if (DONE[act] === state) expect(error, `${state} ${act}`).toBeUndefined();
          else expect(error, `${state} ${act}`).toBeInstanceOf(Refused);
          expect(after).toEqual(before);
        }
      }
    }
  });

  test('nothing is published out of any other state, nor where nobody has approved it, whatever its state says', async () => {
    for (const state of STATES) {
      const id = await inState(state);
      const before = await proposalOf(desk.store, id);
      await expect(publishProposal(desk, fresh.as('oona'), id, { revision: 1 }), state).rejects.toBeInstanceOf(Refused);
      if (ARROWS[`${state} publish-unapproved`] === undefined) {
        const hurried = publishProposal(desk, fresh.as('oona'), id, { revision: 1, emergency: 'Now.' });
        await expect(hurried, state).rejects.toBeInstanceOf(Refused);
      }
      expect(await proposalOf(desk.store, id)).toEqual(before);
    }
    expect((await liveEdition(desk)).number).toBe(1);
  });

  test('everybody else changes nothing', async () => {
    for (const name of ['vera', 'ada', 'nobody'] as const) {
      for (const act of Object.keys(at('edda', '')) as (keyof ReturnType<typeof at>)[]) {
        const [arrow] = Object.keys(ARROWS).filter(each => each.endsWith(` ${act}`));
        const id = await inState(arrow!.split(' ')[0] as State);
        const before = await proposalOf(desk.store, id);
        const error = await at(name, id)
          [act]()
          .catch((reason: unknown) => reason);
        expect(error, `${name} ${act}`).toMatchObject({ kind: 'forbidden' });
        expect(await proposalOf(desk.store, id)).toEqual(before);
      }
    }
  });
});
