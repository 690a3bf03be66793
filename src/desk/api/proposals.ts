/** Proposals for programs: as they are, begun, and written anew. */

import type { Context } from 'hono';
import { z } from 'zod';
import { limit } from '../auth/rate-limit.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { peopleNames } from '../people/store.ts';
import { OPEN_STATES, type Proposal, STATES } from '../proposals/proposal.ts';
import { proposalOf, proposalsIn, verdictsOf } from '../proposals/store.ts';
import { createProposal, editProposal, Reused } from '../proposals/write.ts';
import { gateReport } from '../publishing/gate.ts';
import { contentFrom, type RulebookContent } from '../rulebook/content.ts';
import { readContent } from '../store/contents.ts';
import { proposalAnswer, proposalJson, verdictJson } from './answers.ts';
import { bodyOf, contentBody } from './body.ts';
import { idempotencyKey, revisionSeen, tagOf, usedOtherwise } from './headers.ts';
import { onLive } from './newer-edition.ts';
import { textDiff } from './patch.ts';

type Asked = Context<DeskEnv>;

/** `GET /proposals`, those changed last first; `?state=draft&state=approved` for some only. */
export async function listProposals(asked: Asked): Promise<Response> {
  const { store } = asked.get('desk');
  const wanted = asked.req.queries('state') ?? STATES;
  const unknown = wanted.find(state => !STATES.some(known => known === state));
  if (unknown !== undefined) throw new Refused('invalid', 'There is no such state.', `Ask for one of ${STATES.join(', ')}.`);
  const states = STATES.filter(state => wanted.includes(state));
  const [proposals, people] = [await proposalsIn(store, states), await peopleNames(store)];
  return asked.json({ proposals: proposals.map(proposal => proposalJson(asked, proposal, people)) });
}

/** `GET /proposals/:id`, with what the publish gate says while something may still become of it; `?files` with the files too. */
export async function oneProposal(asked: Asked): Promise<Response> {
  const desk = asked.get('desk');
  const proposal = await proposalOf(desk.store, asked.req.param('id') ?? '');
  const people = await peopleNames(desk.store);
  const verdicts = await verdictsOf(desk.store, proposal.id);
  const isOpen = OPEN_STATES.includes(proposal.state);
  if (isOpen) await limit(asked, 'heavy');
  const answer = {
    ...proposalJson(asked, proposal, people),
    verdicts: verdicts.map(verdict => verdictJson(verdict, people)),
    ...(isOpen ? { report: await gateReport(desk, proposal.content, proposal.base) } : {}),
    ...(asked.req.query('files') === undefined ? {} : { rulebook: await readContent<RulebookContent>(desk.store, proposal.content) }),
  };
  return asked.json(answer, 200, { etag: tagOf(proposal) });
}

const newProposal = z.strictObject({
  title: z.string(),
  reason: z.string(),
  /** Hash of the edition that the files were written on top of. */
  base: z.string(),
  content: contentBody,
  id: z.string().optional(),
});

/** `POST /proposals`: a draft, which is the same one where the same request comes again. */
export async function beginProposal(asked: Asked): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  const { title, reason, base, content: sent, id: own } = await bodyOf(asked, newProposal);
  const id = idempotencyKey(asked, own);
  const content = contentFrom(sent);
  const proposal = await onLive(
    asked,
    () => base,
    () => createProposal(desk, principal, { id, title, reason, base, content }).catch(reusedKey),
  );
  const answer = await proposalAnswer(asked, proposal);
  return asked.json(answer, 201, { etag: tagOf(proposal), location: `${new URL(asked.req.url).pathname}/${id}` });
}

function reusedKey(error: unknown): never {
  throw error instanceof Reused ? usedOtherwise() : error;
}

const changedProposal = z.strictObject({
  base: z.string(),
  content: contentBody,
  title: z.string().optional(),
  reason: z.string().optional(),
  /** What was done, in a few words. */
  note: z.string().optional(),
});

/** `PUT /proposals/:id`: other files, and another title or reason if they are sent. What was approved before is void. */
export async function changeProposal(asked: Asked): Promise<Response> {
  const [desk, principal, id] = [asked.get('desk'), asked.get('principal'), asked.req.param('id') ?? ''];
  const revision = revisionSeen(asked);
  const { base, content: sent, title, reason, note = 'Sent other files through the API' } = await bodyOf(asked, changedProposal);
  const content = contentFrom(sent);
  const said = { ...(title === undefined ? {} : { title }), ...(reason === undefined ? {} : { reason }) };
  try {
    const edited = await onLive(
      asked,
      () => base,
      () => editProposal(desk, principal, id, revision, { ...said, base, content, note }),
    );
    return asked.json(await proposalAnswer(asked, edited), 200, { etag: tagOf(edited) });
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== 'stale') throw error;
    throw await withBothTexts(asked, error, revision, { ...said, base, content });
  }
}

interface Sent {
  readonly title?: string;
  readonly reason?: string;
  readonly base: string;
  readonly content: RulebookContent;
}

/** Somebody saved before: what is there now, and what was sent, so that neither is lost. */
async function withBothTexts(asked: Asked, { message, mend }: Refused, seen: number, yours: Sent): Promise<Refused> {
  const { store } = asked.get('desk');
  const proposal: Proposal = await proposalOf(store, asked.req.param('id') ?? '');
  const content = await readContent<RulebookContent>(store, proposal.content);
  const { revision, title, reason, base } = proposal;
  return new Refused('stale', message, mend, {
    ...{ revision, seen },
    current: { title, reason, base, content },
    yours,
    textDiff: textDiff(content, yours.content, [`revision ${revision}`, 'yours']),
  });
}
