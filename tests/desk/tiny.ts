/** A rulebook of one rule, which is checked, compiled and tried in no time; proposals of it; and an edge that has just begun. */

import type { Edition } from '../../src/core/edition.ts';
import type { Desk } from '../../src/desk/desk.ts';
import { publicKeyOf } from '../../src/desk/editions/sign.ts';
import { approveProposal, submitProposal } from '../../src/desk/proposals/judge.ts';
import type { Proposal } from '../../src/desk/proposals/proposal.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import type { RulebookContent } from '../../src/desk/rulebook/content.ts';
import { EditionHolder } from '../../src/edge/edition-holder.ts';
import baseline from '../../src/edge/generated/edition.json' with { type: 'json' };
import { type AuditEntry, brokenLink } from '../../src/evidence/audit-chain.ts';
import type { FreshDesk, Name } from './support.ts';

export function tiny(heading: string): RulebookContent {
  const text = `standfirst: 1
site: { name: Courier, languages: [en], time-zone: Europe/Prague }
notices:
  label: { kind: mandate, text: { en: { heading: ${JSON.stringify(heading)}, body: A label. } } }
rules:
  - id: label
    when: { places: [KZ], article: an-article-that-is-nowhere }
    do: [{ show: label }]
    basis: { kind: mandate, owner: legal@courier.example }
`;
  return { first: 'rulebook.yaml', files: { 'rulebook.yaml': text } };
}

let made = 0;

export async function draft(desk: Desk, { as }: FreshDesk, content = tiny(`Heading ${++made}`), by: Name = 'edda'): Promise<Proposal> {
  return await createProposal(desk, as(by), { id: crypto.randomUUID(), title: `Title ${++made}`, reason: 'The law has changed.', content });
}

export async function submitted(desk: Desk, fresh: FreshDesk, content?: RulebookContent): Promise<Proposal> {
  const { id, revision } = await draft(desk, fresh, content);
  return await submitProposal(desk, fresh.as('edda'), id, revision);
}

export async function approved(desk: Desk, fresh: FreshDesk, content?: RulebookContent): Promise<Proposal> {
  const { id, revision, base } = await submitted(desk, fresh, content);
  return await approveProposal(desk, fresh.as('pavel'), id, { revision, base, confirmed: true, comment: '', minor: [] });
}

export async function published(desk: Desk, fresh: FreshDesk, content?: RulebookContent) {
  const { id, revision } = await approved(desk, fresh, content);
  return await publishProposal(desk, fresh.as('oona'), id, { revision });
}

/** What an edge that has just begun gets from the store, and what it found wrong on the way. */
export async function coldEdge({ env, settings }: Desk): Promise<{ edition: Edition; source: string; problems: unknown }> {
  const holder = new EditionHolder(baseline as unknown as Edition, {
    now: () => Date.now(),
    wait: (milliseconds, signal) => scheduler.wait(milliseconds, signal === undefined ? {} : { signal }),
    random: () => 0.5,
    say: () => {},
  });
  const store = {
    get: async (key: string) => {
      const bytes = await env.EDITIONS.get(key, 'arrayBuffer');
      return bytes === null ? null : new Uint8Array(bytes);
    },
  };
  await holder.current({ store, keys: [publicKeyOf(settings.signingKey)], poll: 1000 }, () => {});
  return { ...holder.held, problems: holder.state.problems };
}

/** The whole log; throws where the chain is broken. */
export async function auditOf({ env }: Desk): Promise<AuditEntry[]> {
  const { results } = await env.DB.prepare('SELECT * FROM audit ORDER BY seq').all<AuditEntry & { details: string }>();
  const entries = results.map(entry => ({ ...entry, details: JSON.parse(entry.details) }));
  const broken = await brokenLink(entries);
  if (broken !== undefined) throw new Error(`The audit chain is broken at ${broken.seq}: ${broken.problem}.`);
  return entries;
}
