/** The audit log as a file: JSON Lines, which `standfirst verify` checks, or a table for other programs. */

import type { AuditEntry } from '../../evidence/audit-chain.ts';
import { AUDIT_FORMAT, auditFileEnd } from '../../evidence/audit-file.ts';
import { actorOf, demand, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { Refused } from '../errors.ts';
import { transact } from '../store/transact.ts';
import { csvRows } from './csv.ts';
import { auditHead, entriesBetween, type Head } from './store.ts';
import { entryWords, wordsFor } from './words.ts';

export const EXPORT_FORMATS = ['jsonl', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The whole log up to the entry that says that it was exported, sent as it is read. */
export async function exportAudit(desk: Desk, principal: Principal, format: ExportFormat): Promise<ReadableStream<Uint8Array>> {
  demand(principal, 'audit');
  const { store } = desk;
  const by = actorOf(principal);
  const at = await transact(store, async at => ({
    statements: [],
    audit: [{ actor: by, action: 'audit.export', subject: 'audit', details: { format } }],
    result: at,
  }));
  const head = await auditHead(store);
  if (head === undefined) throw new Refused('store', 'The audit log is empty.', 'Restore the database from a backup.');
  const parts = format === 'csv' ? tableParts(desk, head) : lineParts(desk, { at, by }, head);
  return streamOf(parts);
}

async function* lineParts({ store, settings }: Desk, made: { at: number; by: string }, head: Head): AsyncGenerator<string> {
  const start = { format: AUDIT_FORMAT, made } as const;
  yield line(start);
  for await (const batch of entriesBetween(store, 1, head.seq)) yield batch.map(line).join('');
  const { seq, hash } = head;
  yield line(await auditFileEnd(settings.signingKey, start, { seq, hash }));
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

const COLUMNS = ['entry', 'time', 'actor', 'action', 'subject', 'in words', 'details', 'hash', 'previous'];

async function* tableParts({ store }: Desk, head: Head): AsyncGenerator<string> {
  // Programs for tables take UTF-8 for it only behind this mark.
  yield `\uFEFF${csvRows([COLUMNS])}`;
  for await (const batch of entriesBetween(store, 1, head.seq)) {
    const words = await wordsFor(store, batch);
    yield csvRows(batch.map(entry => cellsOf(entry, entryWords(entry, words))));
  }
}

function cellsOf({ seq, at, actor, action, subject, details, hash, previous }: AuditEntry, words: string): string[] {
  return [String(seq), new Date(at).toISOString(), actor, action, subject, words, JSON.stringify(details), hash, previous];
}

/** What fails on the way breaks the file off: an unsealed end is found when it is checked. */
function streamOf(parts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await parts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await parts.return(undefined);
    },
  });
}
