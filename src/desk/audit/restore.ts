/** After the database was restored from a backup: the log ends before what the Desk has seen, and somebody says why. */

import { actorOf, demand, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { Refused } from '../errors.ts';
import { textFrom } from '../proposals/write.ts';
import { putHead } from '../store/audit-head.ts';
import { transact } from '../store/transact.ts';
import { checkChain } from './check-chain.ts';
import { auditHead } from './store.ts';

/** Records that entries are gone and why, and goes on from there. Throws `Refused` where none are gone, or the log was changed otherwise. */
export async function confirmRestore(desk: Desk, principal: Principal, typed: string): Promise<void> {
  demand(principal, 'people');
  const reason = textFrom(typed, 'reason');
  const report = await checkChain(desk);
  if (report.whole || report.shortened === undefined) {
    throw new Refused('conflict', 'There is nothing to confirm.', 'Check the chain again.');
  }
  const { seq, hash } = report.shortened;
  await transact(desk.store, async () => ({
    statements: [],
    audit: [{ actor: actorOf(principal), action: 'audit.restore', subject: 'audit', details: { reason, lost: { seq, hash } } }],
    result: undefined,
  }));
  const head = await auditHead(desk.store);
  if (head !== undefined) await putHead(desk, head);
}
