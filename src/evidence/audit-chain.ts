/** The audit log as a chain of hashes: an entry cannot be changed, taken out or put in without every later hash being another one. */

import { hashOf } from '../core/canonical-json.ts';

/** What happened. */
export interface AuditContent {
  /** Epoch milliseconds. */
  readonly at: number;
  /** `person:<id>`, `token:<id>` or `system`. */
  readonly actor: string;
  /** `proposal.approve`. */
  readonly action: string;
  /** `proposal:<id>`, `edition:<hash>`, `person:<id>`, `token:<id>`. */
  readonly subject: string;
  /** JSON: what belongs to it. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface AuditEntry extends AuditContent {
  /** From 1, without gaps. */
  readonly seq: number;
  /** The hash of the entry before; empty for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** An entry of which only the hash of its content is shown, where what it says is nobody's business. */
export interface SealedEntry {
  readonly seq: number;
  readonly previous: string;
  readonly hash: string;
  readonly sealed: string;
}

/** The hash of what an entry says. */
export function contentHashOf({ at, actor, action, subject, details }: AuditContent): Promise<string> {
  return hashOf({ at, actor, action, subject, details });
}

/** The next entry behind `head`; behind nothing for the first. */
export async function nextEntry(head: Pick<AuditEntry, 'seq' | 'hash'> | undefined, content: AuditContent): Promise<AuditEntry> {
  const [seq, previous] = [(head?.seq ?? 0) + 1, head?.hash ?? ''];
  return { ...content, seq, previous, hash: await linkHash(seq, previous, await contentHashOf(content)) };
}

/** What is wrong with a run of entries in their order, or `undefined`. The run may begin anywhere in the chain. */
export async function brokenLink(entries: readonly (AuditEntry | SealedEntry)[]): Promise<{ seq: number; problem: string } | undefined> {
  let before: AuditEntry | SealedEntry | undefined;
  for (const entry of entries) {
    const { seq, previous, hash } = entry;
    if (before !== undefined && seq !== before.seq + 1) return { seq, problem: `entry ${before.seq + 1} is missing` };
    if (seq === 1 && previous !== '') return { seq, problem: 'the first entry has one before it' };
    if (before !== undefined && previous !== before.hash) return { seq, problem: 'it does not follow the entry before it' };
    const content = 'sealed' in entry ? entry.sealed : await contentHashOf(entry);
    if ((await linkHash(seq, previous, content)) !== hash) return { seq, problem: 'it was changed after it was written' };
    before = entry;
  }
  return undefined;
}

/** The same entry without what it says. */
export async function seal(entry: AuditEntry): Promise<SealedEntry> {
  const { seq, previous, hash } = entry;
  return { seq, previous, hash, sealed: await contentHashOf(entry) };
}

function linkHash(seq: number, previous: string, content: string): Promise<string> {
  return hashOf({ seq, previous, content });
}
