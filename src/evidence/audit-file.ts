/** The audit log as a file: JSON Lines, a first line that says what it is, the entries, a last line with a seal. */

import { hashOf } from '../core/canonical-json.ts';
import { type PrivateKey, type Seal, sealOver } from './seal.ts';

export const AUDIT_FORMAT = 'standfirst-audit-1';

/** The first line. */
export interface AuditFileStart {
  readonly format: typeof AUDIT_FORMAT;
  /** When the file was made (epoch milliseconds), and by whom, as the log names them. */
  readonly made: { readonly at: number; readonly by: string };
}

/** The last line. */
export interface AuditFileEnd {
  /** The last entry: whatever came before it hangs on its hash. */
  readonly head: { readonly seq: number; readonly hash: string };
  readonly seal: Seal;
}

/** The last line of a file whose entries end at `head`. */
export async function auditFileEnd(key: PrivateKey, start: AuditFileStart, head: AuditFileEnd['head']): Promise<AuditFileEnd> {
  return { head, seal: await sealOver(key, 'audit', await auditFileHash(start, head)) };
}

/** What the seal is over: the entries hang on the hash of the last one. */
export function auditFileHash({ format, made }: AuditFileStart, head: AuditFileEnd['head']): Promise<string> {
  return hashOf({ format, made, head });
}
