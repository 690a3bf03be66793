/** Puts the demo people and their little history into an empty Desk, by the same steps that people take at its pages. */

import type { Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { contentOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { addPerson } from '../people/write.ts';
import { approveProposal, submitProposal } from '../proposals/judge.ts';
import type { Proposal } from '../proposals/proposal.ts';
import { findProposal } from '../proposals/store.ts';
import { commentOn, createProposal, editProposal } from '../proposals/write.ts';
import { publishProposal } from '../publishing/publish.ts';
import { row } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { DEMO_PEOPLE } from './people.ts';
import { editedBy, STORIES, type Story } from './stories.ts';

/** Lets the demo people in. Those who are in already stay as they are. */
export async function letDemoPeopleIn({ store }: Desk): Promise<void> {
  for (const { id, email, name, roles } of DEMO_PEOPLE) {
    if ((await row(store, 'SELECT 1 FROM people WHERE email = ?', email)) === undefined)
      await addPerson(store, 'system', { id, email, name, roles });
  }
}

/** Tells the stories, once for a database: in one that has proposals of somebody's own already it tells none. Twice at once gives one history. */
export async function tellStories(desk: Desk): Promise<void> {
  const { store } = desk;
  if (await isTold(desk)) return;
  const foreign = await row(store, "SELECT 1 FROM proposals WHERE id NOT LIKE 'demo-%' LIMIT 1");
  for (const story of foreign === undefined ? STORIES : []) await tell(desk, story);
  await transact(store, async () => {
    if (await isTold(desk)) return { statements: [], audit: [], result: undefined };
    const audit = [{ actor: 'system', action: 'demo.ready', subject: 'demo', details: {} }];
    return { statements: [], audit, result: undefined };
  });
}

async function isTold({ store }: Desk): Promise<boolean> {
  return (await row(store, "SELECT 1 FROM audit WHERE subject = 'demo' AND action = 'demo.ready'")) !== undefined;
}

/** More than the steps of a story, since another request may take some of them meanwhile. */
const MOST_STEPS = 20;

async function tell(desk: Desk, story: Story): Promise<void> {
  for (let step = 0; step < MOST_STEPS; step++) {
    try {
      const proposal = await findProposal(desk.store, story.id);
      const next = proposal === undefined ? begin : nextStep(story, proposal);
      if (next === undefined || !(await next(desk, story, proposal))) break;
    } catch (error) {
      // Another request was faster: look where the story is now.
      if (!(error instanceof Refused) || (error.kind !== 'stale' && error.kind !== 'conflict')) throw error;
    }
  }
  const { comment } = story;
  const isThere = comment !== undefined && (await findProposal(desk.store, story.id)) !== undefined;
  if (isThere) await commentOn(desk, as(comment.person), story.id, { id: comment.id, text: comment.text });
}

/** @returns whether the story goes on */
type Step = (desk: Desk, story: Story, proposal: Proposal | undefined) => Promise<boolean>;

function nextStep({ until }: Story, { state, revision }: Proposal): Step | undefined {
  if (state === 'draft' && revision === 1) return edit;
  if (state === 'draft' && until !== 'draft') return submit;
  if (state === 'in-review' && until === 'published') return approve;
  if (state === 'approved' && until === 'published') return publish;
  return undefined;
}

const begin: Step = async (desk, story) => {
  const { id, title, reason, author } = story;
  if (editedBy(story, await contentOf(desk.store, await liveEdition(desk))) === undefined) return false;
  await createProposal(desk, as(author), { id, title, reason });
  return true;
};

const edit: Step = async (desk, story, proposal) => {
  const content = editedBy(story, await contentOf(desk.store, await liveEdition(desk)));
  if (content === undefined || proposal === undefined) return false;
  await editProposal(desk, as(story.author), story.id, proposal.revision, { content, note: story.edit.note });
  return true;
};

const submit: Step = async (desk, { id, author }, proposal) => {
  if (proposal !== undefined) await submitProposal(desk, as(author), id, proposal.revision);
  return true;
};

const approve: Step = async (desk, { id, approver }, proposal) => {
  if (proposal === undefined) return false;
  const { revision, base } = proposal;
  await approveProposal(desk, as(approver), id, { revision, base, confirmed: true, comment: 'Agreed with the privacy office.', minor: [] });
  return true;
};

const publish: Step = async (desk, { id, approver }, proposal) => {
  if (proposal !== undefined) await publishProposal(desk, as(approver), id, { revision: proposal.revision });
  return true;
};

function as(id: string): Principal {
  const person = DEMO_PEOPLE.find(person => person.id === id);
  if (person === undefined) throw new TypeError(`There is no demo person ${id}.`);
  return { person };
}
