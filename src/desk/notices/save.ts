/** Saving what the editor's form has sent. */

import { entryValue, isRefused, setFields } from '../../rulebook/edit.ts';
import { Wrong } from '../../rulebook/problems.ts';
import { readLanguage } from '../../rulebook/readers.ts';
import type { Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { Refused } from '../errors.ts';
import type { Proposal } from '../proposals/proposal.ts';
import { revisionsOf } from '../proposals/store.ts';
import { editProposal } from '../proposals/write.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { readContent } from '../store/contents.ts';
import { changesTo, draftOf, type NoticeDraft } from './draft.ts';
import type { Saved } from './editing.ts';

export interface Saving {
  readonly desk: Desk;
  readonly principal: Principal;
  readonly saved: Saved;
  readonly draft: NoticeDraft;
  /** What the writer saw. */
  readonly revision: number;
  /** Whether parts that other notices repeat change for all of them. */
  readonly together: boolean;
}

/** A new revision of the proposal, or the one that says all this already. Texts may still have errors: it is a draft. Throws `Refused`. */
export async function saveNotice({ desk, principal, saved, draft, revision, together }: Saving): Promise<Proposal> {
  const { proposal, content, notice } = saved;
  refuseUnwritable(draft);
  const entry = ['notices', notice] as const;
  const changes = changesTo(entryValue(content, entry), draft);
  const edited = changes.length === 0 ? content : setFields(content, entry, changes, { shared: together ? 'together' : 'apart' });
  if (isRefused(edited)) throw new Refused('invalid', 'This cannot be written into the rulebook from here.', `${capital(edited.problem)}.`);
  return await editProposal(desk, principal, proposal.id, revision, { content: edited, note: `Edited the notice ${notice.slice(0, 100)}` });
}

/** The notice as a revision of the proposal had it; `undefined` where there is none that can be read. */
export async function draftAt({ store }: Desk, { proposal, notice }: Saved, revision: number): Promise<NoticeDraft | undefined> {
  const seen = (await revisionsOf(store, proposal.id)).find(({ number }) => number === revision);
  if (seen === undefined) return undefined;
  return draftOf(entryValue(await readContent<RulebookContent>(store, seen.content), ['notices', notice]));
}

/** What no draft can be: the texts themselves may still be wrong. */
function refuseUnwritable({ texts }: NoticeDraft): void {
  if (texts.size === 0) throw new Refused('invalid', 'A notice needs a text in one language at least.', 'Add a language.');
  for (const language of texts.keys()) {
    const read = readLanguage(language);
    if (read instanceof Wrong) throw new Refused('invalid', `${capital(read.message)}.`, `${capital(read.mend)}.`);
  }
}

export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
