/** Checks what the Desk hands out, without the Desk and without a network. */

import type { PublicKey } from '../core/signature.ts';
import { AUDIT_FORMAT } from './audit-file.ts';
import type { Check } from './check.ts';
import { EVIDENCE_FORMAT, type EvidenceFile } from './evidence-file.ts';
import { verifyAudit } from './verify-audit.ts';
import { verifyEvidence } from './verify-evidence.ts';

export interface Verified {
  readonly kind: 'evidence' | 'audit';
  readonly checks: readonly Check[];
  /** Of evidence whose form holds. */
  readonly evidence?: EvidenceFile;
}

/**
 * Checks a file: evidence, or an export of the audit log, whichever it says it is.
 * @param keys public keys that are trusted; with none, a note says which to compare
 * @returns `problem` where the file is neither. Never rejects.
 */
export async function verify(text: string, keys: readonly PublicKey[] = []): Promise<Verified | { readonly problem: string }> {
  const firstLine = formatIn(text.split('\n', 1)[0] ?? '');
  if (firstLine === AUDIT_FORMAT) return { kind: 'audit', checks: await verifyAudit(text, keys) };
  const format = formatIn(text);
  if (format === EVIDENCE_FORMAT) return { kind: 'evidence', ...(await verifyEvidence(text, keys)) };
  if (format !== undefined) return { problem: `its format is ${JSON.stringify(format).slice(0, 60)}, which is not known here` };
  return { problem: 'it is neither a file of evidence nor an export of the audit log, or it was cut off' };
}

function formatIn(json: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  } catch {
    return undefined;
  }
}
