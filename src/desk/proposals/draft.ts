/** The text of a proposal while somebody edits it: what they saw, and what is there now. */

import type { Principal } from '../auth/permissions.ts';
import { demand } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { type EditionRecord, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { readContent } from '../store/contents.ts';
import type { Proposal } from './proposal.ts';
import { proposalOf, revisionsOf } from './store.ts';
import { stateAfter } from './transitions.ts';

export interface Draft {
  readonly proposal: Proposal;
  /** The edition that it changes. */
  readonly base: EditionRecord;
  /** The files as they are now. */
  readonly content: RulebookContent;
}

/** A proposal that the person may edit now. Throws `Refused` where they may not, or nobody may. */
export async function draftOf(desk: Desk, principal: Principal, id: string): Promise<Draft> {
  demand(principal, 'write');
  const draft = await readDraft(desk, id);
  stateAfter(draft.proposal, 'edit', principal, { live: (await liveEdition(desk)).hash });
  return draft;
}

/** The same, whether or not it may be edited: to show a form again that came too late. */
export async function readDraft(desk: Desk, id: string): Promise<Draft> {
  const proposal = await proposalOf(desk.store, id);
  const [base, content] = await Promise.all([
    editionOf(desk.store, proposal.base),
    readContent<RulebookContent>(desk.store, proposal.content),
  ]);
  return { proposal, base, content };
}

/** The files of the revision that a form was about: an edit is made to what its writer saw, so that a retry asks for the same again. */
export async function contentSeen(desk: Desk, { proposal, content }: Draft, revision: number): Promise<RulebookContent> {
  if (revision === proposal.revision) return content;
  const seen = (await revisionsOf(desk.store, proposal.id)).find(({ number }) => number === revision);
  if (seen === undefined) {
    throw new Refused('invalid', `This proposal has no revision ${revision}.`, 'Load the page again, look at it, and send it once more.');
  }
  return await readContent<RulebookContent>(desk.store, seen.content);
}
