/** What the API tells of proposals and editions: times as RFC 3339 writes them, people by id and name, addresses for people to open. */

import type { Context } from 'hono';
import { actorNames } from '../audit/actor-names.ts';
import { BASE, type DeskEnv } from '../desk.ts';
import { approversByEdition } from '../editions/approvals.ts';
import type { EditionRecord } from '../editions/store.ts';
import { peopleNames } from '../people/store.ts';
import type { Proposal, Verdict } from '../proposals/proposal.ts';

type Asked = Context<DeskEnv>;
type Names = ReadonlyMap<string, string>;

interface Named {
  readonly id: string;
  readonly name: string;
}

export async function proposalAnswer(asked: Asked, proposal: Proposal): Promise<Record<string, unknown>> {
  return proposalJson(asked, proposal, await peopleNames(asked.get('desk').store));
}

export function proposalJson(asked: Asked, proposal: Proposal, people: Names): Record<string, unknown> {
  const { createdBy, authors, createdAt, changedAt, scheduledFor, ...rest } = proposal;
  return {
    ...rest,
    address: addressOf(asked, `/proposals/${proposal.id}`),
    createdBy: named(createdBy, people),
    authors: authors.map(id => named(id, people)),
    createdAt: time(createdAt),
    changedAt: time(changedAt),
    ...(scheduledFor === undefined ? {} : { scheduledFor: time(scheduledFor) }),
  };
}

export function verdictJson({ person, at, voidAt, id: _, ...verdict }: Verdict, people: Names): Record<string, unknown> {
  return { ...verdict, person: named(person, people), at: time(at), ...(voidAt === undefined ? {} : { voidAt: time(voidAt) }) };
}

export async function editionAnswers(asked: Asked, records: readonly EditionRecord[]): Promise<Record<string, unknown>[]> {
  const { store } = asked.get('desk');
  const [names, approvers] = [await actorNames(store), await approversByEdition(store)];
  return records.map(record => {
    const { publishedBy, publishedAt, pointedAt, confirmedAt, key: _, signature: __, ...rest } = record;
    const id = publishedBy.replace(/^person:/, '');
    return {
      ...rest,
      address: addressOf(asked, `/editions/${record.hash}`),
      publishedBy: id === 'system' ? { id, name: 'the Desk itself' } : named(id, names),
      approvedBy: (approvers.get(record.hash) ?? []).map(person => named(person, names)),
      publishedAt: time(publishedAt),
      ...(pointedAt === undefined ? {} : { pointedAt: time(pointedAt) }),
      ...(confirmedAt === undefined ? {} : { confirmedAt: time(confirmedAt) }),
    };
  });
}

export async function editionAnswer(asked: Asked, record: EditionRecord): Promise<Record<string, unknown>> {
  const [answer = {}] = await editionAnswers(asked, [record]);
  return answer;
}

function named(id: string, names: Names): Named {
  return { id, name: names.get(id) ?? 'somebody unknown' };
}

function addressOf(asked: Asked, path: string): string {
  return `${new URL(asked.req.url).origin}${BASE}${path}`;
}

function time(at: number): string {
  return new Date(at).toISOString();
}
