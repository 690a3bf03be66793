/** Checks an export of the audit log. */

import * as v from 'valibot';
import type { PublicKey } from '../core/signature.ts';
import { type AuditEntry, brokenLink } from './audit-chain.ts';
import { AUDIT_FORMAT, type AuditFileEnd, type AuditFileStart, auditFileHash } from './audit-file.ts';
import { type Check, checkOf, fails, holds, momentWords } from './check.ts';
import { head, made, openEntry, seal } from './evidence-schema.ts';
import { repeatedMember } from './repeated-member.ts';
import { isSealOver } from './seal.ts';
import { keyCheck } from './verify-keys.ts';

const startSchema = v.strictObject({ format: v.literal(AUDIT_FORMAT), made });
const endSchema = v.strictObject({ head, seal });

/** Arguments as `verify`; the first line names the format. Never rejects. */
export async function verifyAudit(text: string, keys: readonly PublicKey[]): Promise<Check[]> {
  const lines = text.split('\n');
  if (lines.pop() !== '') return [fails('Form', 'The file does not end with a line break: it was cut off.')];
  const read = linesOf(lines);
  if ('problem' in read) return [fails('Form', read.problem)];
  const { start, entries, end } = read;
  const broken = await brokenLink(entries);
  const last = entries.at(-1);
  return [
    holds('Form', `An export of the audit log: ${entries.length} entries, made on ${momentWords(start.made.at)}.`),
    checkOf('Seal', 'The file is as the Desk sealed it.', [
      !(await isSealOver('audit', await auditFileHash(start, end.head), end.seal)) && 'The seal is not one over this file: it was changed.',
    ]),
    await keyCheck([{ what: 'The seal', key: end.seal.publicKey }], keys),
    checkOf('Audit chain', `The chain is whole: ${entries.length} entries from the first, head ${end.head.hash.slice(0, 12)}.`, [
      entries[0]?.seq !== 1 && 'The chain does not begin with its first entry.',
      broken && `Entry ${broken.seq}: ${broken.problem}.`,
      (last?.seq !== end.head.seq || last?.hash !== end.head.hash) && 'The chain does not end with the entry that the seal names.',
    ]),
  ];
}

function linesOf(lines: readonly string[]): { start: AuditFileStart; entries: AuditEntry[]; end: AuditFileEnd } | { problem: string } {
  const values: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    const schema = index === 0 ? startSchema : index === lines.length - 1 ? endSchema : openEntry;
    try {
      const value: unknown = JSON.parse(line);
      const twice = repeatedMember(line);
      if (twice !== undefined) return { problem: `Line ${index + 1} says \`${twice}\` twice.` };
      const checked = v.safeParse(schema, value, { abortEarly: true });
      if (!checked.success) return { problem: `Line ${index + 1}: ${v.getDotPath(checked.issues[0]) ?? ''} ${checked.issues[0].message}` };
      values.push(value);
    } catch {
      return { problem: `Line ${index + 1} is not JSON.` };
    }
  }
  if (values.length < 2) return { problem: 'There are no entries, or no seal.' };
  return { start: values[0] as AuditFileStart, entries: values.slice(1, -1) as AuditEntry[], end: values.at(-1) as AuditFileEnd };
}
