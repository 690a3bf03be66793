/** From an approved proposal to an edition that the edge is pointed at. */

import { actorOf } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { type EditionRecord, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import type { Proposal } from '../proposals/proposal.ts';
import { proposalOf, verdictsOf } from '../proposals/store.ts';
import { type Actor, stateAfter } from '../proposals/transitions.ts';
import { stale, textFrom } from '../proposals/write.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { readContent } from '../store/contents.ts';
import { transact } from '../store/transact.ts';
import { pointTo } from './point.ts';
import { asNow, mayStillApprove, passed, publication } from './publication.ts';

export interface Publishing {
  /** The revision that whoever publishes saw. */
  readonly revision: number;
  /** Given where nobody has approved: why it cannot wait. Recorded loudly, and an approver has to look at it afterwards. */
  readonly emergency?: string;
}

/**
 * Publishes a proposal: the publish gate once more, then the edition with its number and signature, then the pointer of the edge.
 * Asking again gives the edition that is there. Where the key-value store fails the edition is published all the same, and the
 * pointer follows as soon as the store answers: see reconcile.ts.
 */
export async function publishProposal(desk: Desk, actor: Actor, id: string, asked: Publishing): Promise<EditionRecord> {
  const { store } = desk;
  const act = asked.emergency === undefined ? 'publish' : 'publish-unapproved';
  const emergency = asked.emergency === undefined ? undefined : textFrom(asked.emergency, 'reason');
  const seen = await proposalOf(store, id);
  const done = await alreadyPublished(desk, seen, asked);
  if (done !== undefined) return done;
  const live = await liveEdition(desk);
  stateAfter(seen, act, actor, { live: live.hash });
  const files = await readContent<RulebookContent>(store, seen.content);
  const edition = await passed(desk, files, live);
  const record = await transact(store, async at => {
    const proposal = await proposalOf(store, id);
    const before = await alreadyPublished(desk, proposal, asked);
    if (before !== undefined) return { statements: [], audit: [], result: before };
    if (proposal.revision !== asked.revision || proposal.content !== seen.content) throw stale(proposal, asked.revision);
    const nowActing = actor === 'clock' ? actor : await asNow(store, actor);
    const state = stateAfter(proposal, act, nowActing, { live: (await liveEdition(desk)).hash });
    const { content } = proposal;
    const minor = emergency === undefined ? await approvedMinor(desk, proposal) : [];
    const change = await publication(desk, {
      ...{ edition, live, at, minor },
      actor: actor === 'clock' ? 'system' : actorOf(actor),
      kind: emergency === undefined ? proposal.kind : 'emergency',
      content,
      proposal: id,
      title: proposal.title,
      reason: emergency ?? proposal.reason,
    });
    const update = store.db
      .prepare('UPDATE proposals SET state = ?, kind = ?, edition = ?, scheduled_for = NULL, suspended = NULL, changed_at = ? WHERE id = ?')
      .bind(state, change.result.kind, edition.hash, at, id);
    return { ...change, statements: [...change.statements, update] };
  });
  await pointTo(desk, record);
  return record;
}

/** The notices of which an approver said that translations stay valid. Throws `Refused` where nobody who may approve has approved this. */
async function approvedMinor({ store }: Desk, { id, content, base }: Proposal): Promise<string[]> {
  const approvals = (await verdictsOf(store, id)).filter(
    said => said.voidAt === undefined && said.verdict === 'approve' && said.content === content && said.base === base,
  );
  if (approvals.length === 0) throw new Refused('conflict', 'Nobody has approved this content.', 'Send it for review.');
  const standing = await Promise.all(approvals.map(({ person }) => mayStillApprove(store, person)));
  if (standing.includes(true)) return approvals.flatMap(({ minor }) => minor);
  const mend = 'Send it back, and have it approved by somebody who may.';
  throw new Refused('conflict', 'Whoever approved this may not approve any more.', mend);
}

async function alreadyPublished({ store }: Desk, proposal: Proposal, { revision }: Publishing): Promise<EditionRecord | undefined> {
  if (proposal.state !== 'published' || proposal.edition === undefined || proposal.revision !== revision) return undefined;
  return await editionOf(store, proposal.edition);
}
