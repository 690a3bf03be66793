/** What programs, and people through the API, do with a proposal: the same functions as behind the buttons of its page. */

import type { Context } from 'hono';
import { z } from 'zod';
import type { Permission } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { editionOf } from '../editions/store.ts';
import { approveProposal, cancelSchedule, rejectProposal, scheduleProposal, submitProposal, withdrawProposal } from '../proposals/judge.ts';
import type { Proposal } from '../proposals/proposal.ts';
import { proposalOf } from '../proposals/store.ts';
import { publishProposal } from '../publishing/publish.ts';
import { editionAnswer, proposalAnswer } from './answers.ts';
import { bodyOf, instantBody, noBody } from './body.ts';
import { revisionSeen, tagOf } from './headers.ts';
import { onLive } from './newer-edition.ts';

type Asked = Context<DeskEnv>;

interface ApiAct {
  readonly permission: Permission;
  /** Where the request comes from somebody who may do it. */
  readonly run: (asked: Asked) => Promise<Response>;
}

const schedule = z.strictObject({ at: instantBody });
const approval = z.strictObject({
  /** Hash of the edition against which the approver saw what changes. */
  base: z.string(),
  /** That the approver has seen whom it changes what for. */
  confirmed: z.boolean(),
  comment: z.string().optional(),
  minor: z.array(z.string()).max(1000).optional(),
});
const rejection = z.strictObject({ comment: z.string() });

/** By the last part of the address: `POST /proposals/:id/submit`. Each wants `If-Match`; each, sent again, does nothing more. */
export const API_ACTS: Readonly<Record<string, ApiAct>> = {
  submit: act('write', noBody, ({ desk, principal, id, revision }) => submitProposal(desk, principal, id, revision)),
  withdraw: act('write', noBody, ({ desk, principal, id, revision }) => withdrawProposal(desk, principal, id, revision)),
  schedule: act('publish', schedule, ({ desk, principal, id, revision }, { at }) =>
    scheduleProposal(desk, principal, id, { revision, at }),
  ),
  'cancel-schedule': act('publish', noBody, ({ desk, principal, id, revision }) => cancelSchedule(desk, principal, id, revision)),
  approve: act('approve', approval, ({ desk, principal, id, revision }, { base, confirmed, comment = '', minor = [] }) =>
    approveProposal(desk, principal, id, { revision, base, confirmed, comment, minor }),
  ),
  reject: act('approve', rejection, ({ desk, principal, id, revision }, { comment }) =>
    rejectProposal(desk, principal, id, { revision, comment }),
  ),
  publish: { permission: 'publish', run: publish },
};

function act<Schema extends z.ZodObject>(
  permission: Permission,
  schema: Schema,
  work: (asking: Asking, body: z.infer<Schema>) => Promise<Proposal>,
): ApiAct {
  const run = async (asked: Asked) => {
    const asking = askingOf(asked);
    const body = await bodyOf(asked, schema);
    const proposal = await onLive(
      asked,
      () => baseOf(asking),
      () => work(asking, body),
    );
    return asked.json(await proposalAnswer(asked, proposal), 200, { etag: tagOf(proposal) });
  };
  return { permission, run };
}

/** The edition that came of it; `pointedAt` is in it as soon as the edge's store points there. */
async function publish(asked: Asked): Promise<Response> {
  const asking = askingOf(asked);
  await bodyOf(asked, noBody);
  const { desk, principal, id, revision } = asking;
  const { hash } = await onLive(
    asked,
    () => baseOf(asking),
    () => publishProposal(desk, principal, id, { revision }),
  );
  return asked.json(await editionAnswer(asked, await editionOf(desk.store, hash)));
}

type Asking = ReturnType<typeof askingOf>;

function askingOf(asked: Asked) {
  const id = asked.req.param('id') ?? '';
  return { desk: asked.get('desk'), principal: asked.get('principal'), id, revision: revisionSeen(asked) };
}

async function baseOf({ desk, id }: Asking): Promise<string> {
  return (await proposalOf(desk.store, id)).base;
}
