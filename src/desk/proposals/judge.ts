/** What others do with a proposal: sent for review, approved, rejected, scheduled, withdrawn. */

import type { Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { gateReport } from '../publishing/gate.ts';
import { transact } from '../store/transact.ts';
import type { Proposal, State } from './proposal.ts';
import { findProposal, proposalOf, verdictsOf } from './store.ts';
import { type Act, demandAct, stateAfter } from './transitions.ts';
import { note, stale, textFrom } from './write.ts';

/** Asks others to look at it. Refused while the publish gate finds errors: nobody should judge what cannot be published. */
export async function submitProposal(desk: Desk, principal: Principal, id: string, revision: number): Promise<Proposal> {
  demandAct(principal, 'submit');
  const seen = await proposalOf(desk.store, id);
  if (seen.state === 'in-review' && seen.revision === revision) return seen;
  stateAfter(seen, 'submit', principal, { live: (await liveEdition(desk)).hash });
  const report = await gateReport(desk, seen.content, seen.base);
  if (!report.ok) {
    const mend = 'Mend what the list on its page says, then send it again.';
    throw new Refused('invalid', 'The publish gate does not let this through.', mend, { report });
  }
  return await act(desk, principal, id, { act: 'submit', revision, settled: ['in-review'] });
}

export interface Approval {
  /** The revision that the approver saw, with what it changes for whom. */
  readonly revision: number;
  /** Hash of the edition against which that was shown. */
  readonly base: string;
  /** That the approver has seen whom it changes what for. */
  readonly confirmed: boolean;
  readonly comment: string;
  /** Names of notices whose translations stay valid. */
  readonly minor: readonly string[];
}

/** Approves one content; any edit makes the approval void. Refused for whoever wrote a part of it, and for every token. */
export async function approveProposal(desk: Desk, principal: Principal, id: string, approval: Approval): Promise<Proposal> {
  demandAct(principal, 'approve');
  if (!approval.confirmed) {
    throw new Refused('invalid', 'You have not confirmed whom it changes what for.', 'Read the list, and tick the box below it.');
  }
  const { store } = desk;
  await transact(store, async at => {
    const proposal = await proposalOf(store, id);
    const live = await liveEdition(desk);
    if (proposal.revision !== approval.revision || proposal.base !== approval.base) throw stale(proposal, approval.revision);
    if (proposal.state === 'approved' && (await hasApproved(desk, proposal, principal))) return nothing;
    const state = stateAfter(proposal, 'approve', principal, { live: live.hash });
    const comment = approval.comment.trim() === '' ? '' : textFrom(approval.comment, 'comment');
    const { content, base } = proposal;
    const details = { content, base, revision: proposal.revision, comment, minor: approval.minor };
    return {
      statements: [
        verdictInsertion(desk, { proposal, person: principal.person.id, verdict: 'approve', comment, minor: approval.minor, at }),
        stateUpdate(desk, id, state, at),
      ],
      audit: [note(principal, 'proposal.approve', id, details)],
      result: undefined,
    };
  });
  return await proposalOf(store, id);
}

/** Sends a proposal back with a reason. What was approved before is void. */
export async function rejectProposal(
  desk: Desk,
  principal: Principal,
  id: string,
  { revision, comment: typed }: { readonly revision: number; readonly comment: string },
): Promise<Proposal> {
  demandAct(principal, 'reject');
  const comment = textFrom(typed, 'reason');
  const { store } = desk;
  await transact(store, async at => {
    const proposal = await proposalOf(store, id);
    if (proposal.revision !== revision) throw stale(proposal, revision);
    if (proposal.state === 'rejected') return nothing;
    const state = stateAfter(proposal, 'reject', principal, { live: (await liveEdition(desk)).hash });
    return {
      statements: [
        store.db.prepare('UPDATE verdicts SET void_at = ? WHERE proposal = ? AND void_at IS NULL').bind(at, id),
        verdictInsertion(desk, { proposal, person: principal.person.id, verdict: 'reject', comment, minor: [], at }),
        stateUpdate(desk, id, state, at),
      ],
      audit: [note(principal, 'proposal.reject', id, { content: proposal.content, revision, comment })],
      result: undefined,
    };
  });
  return await proposalOf(store, id);
}

/** Has it published at a moment to come, just as it is now. */
export async function scheduleProposal(
  desk: Desk,
  principal: Principal,
  id: string,
  { revision, at: when }: { readonly revision: number; readonly at: number },
): Promise<Proposal> {
  demandAct(principal, 'schedule');
  if (!Number.isSafeInteger(when) || when <= desk.store.now()) {
    throw new Refused('invalid', 'That moment is over.', 'Name one that is to come.', { field: 'at' });
  }
  const { store } = desk;
  await transact(store, async at => {
    const proposal = await proposalOf(store, id);
    if (proposal.revision !== revision) throw stale(proposal, revision);
    if (proposal.state === 'scheduled' && proposal.scheduledFor === when) return nothing;
    const state = stateAfter(proposal, 'schedule', principal, { live: (await liveEdition(desk)).hash });
    const update = store.db
      .prepare('UPDATE proposals SET state = ?, scheduled_for = ?, suspended = NULL, changed_at = ? WHERE id = ?')
      .bind(state, when, at, id);
    const details = { at: when, content: proposal.content };
    return { statements: [update], audit: [note(principal, 'proposal.schedule', id, details)], result: undefined };
  });
  return await proposalOf(store, id);
}

/** Takes a schedule back; the approval stays. */
export async function cancelSchedule(desk: Desk, principal: Principal, id: string, revision: number): Promise<Proposal> {
  return await act(desk, principal, id, { act: 'cancel-schedule', revision, settled: ['approved'] });
}

/** Takes a proposal back. Only those who wrote it, and ops, may. */
export async function withdrawProposal(desk: Desk, principal: Principal, id: string, revision: number): Promise<Proposal> {
  demandOwn(await proposalOf(desk.store, id), principal);
  return await act(desk, principal, id, { act: 'withdraw', revision, settled: ['withdrawn'] });
}

/** Throws `Refused` for whoever neither wrote a part of a proposal nor is ops. */
export function demandOwn({ authors }: Proposal, { person }: Principal): void {
  if (authors.includes(person.id) || person.roles.includes('ops')) return;
  throw new Refused('forbidden', 'Only those who wrote a proposal, and ops, may end it.', 'Ask one of them, or write a comment.');
}

/** Ends a proposal in favour of another one. */
export async function supersedeProposal(
  desk: Desk,
  principal: Principal,
  id: string,
  { revision, by }: { readonly revision: number; readonly by: string },
): Promise<Proposal> {
  demandAct(principal, 'supersede');
  demandOwn(await proposalOf(desk.store, id), principal);
  if (by === id || (await findProposal(desk.store, by)) === undefined) {
    throw new Refused('invalid', 'There is no such proposal to take its place.', 'Name another proposal by its id.', { field: 'by' });
  }
  return await act(desk, principal, id, { act: 'supersede', revision, settled: ['superseded'], by });
}

const nothing = { statements: [], audit: [], result: undefined };

interface Acting {
  readonly act: Act;
  readonly revision: number;
  /** States in which what is asked for has been done already: a second click. */
  readonly settled: readonly State[];
  readonly by?: string;
}

async function act(desk: Desk, principal: Principal, id: string, { act: what, revision, settled, by }: Acting): Promise<Proposal> {
  demandAct(principal, what);
  const { store } = desk;
  await transact(store, async at => {
    const proposal = await proposalOf(store, id);
    if (proposal.revision !== revision) throw stale(proposal, revision);
    if (settled.includes(proposal.state)) return nothing;
    const state = stateAfter(proposal, what, principal, { live: (await liveEdition(desk)).hash });
    const update = store.db
      .prepare(
        'UPDATE proposals SET state = ?, scheduled_for = NULL, suspended = NULL, superseded_by = coalesce(?, superseded_by), changed_at = ? WHERE id = ?',
      )
      .bind(state, by ?? null, at, id);
    const details = { content: proposal.content, revision, ...(by === undefined ? {} : { by }) };
    return { statements: [update], audit: [note(principal, `proposal.${what}`, id, details)], result: undefined };
  });
  return await proposalOf(store, id);
}

async function hasApproved({ store }: Desk, { id, content }: Proposal, { person }: Principal): Promise<boolean> {
  const own = (await verdictsOf(store, id)).filter(said => said.person === person.id && said.content === content);
  return own.some(({ verdict, voidAt }) => verdict === 'approve' && voidAt === undefined);
}

interface VerdictToInsert {
  readonly proposal: Proposal;
  readonly person: string;
  readonly verdict: 'approve' | 'reject';
  readonly comment: string;
  readonly minor: readonly string[];
  readonly at: number;
}

function verdictInsertion({ store }: Desk, { proposal, person, verdict, comment, minor, at }: VerdictToInsert): D1PreparedStatement {
  const { id, content, base } = proposal;
  return store.db
    .prepare('INSERT INTO verdicts (id, proposal, content, base, person, verdict, comment, minor, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .bind(crypto.randomUUID(), id, content, base, person, verdict, comment, JSON.stringify(minor), at);
}

function stateUpdate({ store }: Desk, id: string, state: State, at: number): D1PreparedStatement {
  return store.db
    .prepare('UPDATE proposals SET state = ?, scheduled_for = NULL, suspended = NULL, changed_at = ? WHERE id = ?')
    .bind(state, at, id);
}
