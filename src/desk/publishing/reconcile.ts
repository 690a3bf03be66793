/** What the clock does: carries out schedules, makes the edge's store point at the live edition, asks the edge what it serves. Running twice does no more than once. */

import { CURRENT_KEY, editionKey, preparationKey } from '../../core/edition-store.ts';
import type { Desk } from '../desk.ts';
import { compiledEdition, type EditionRecord, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { dueProposals } from '../proposals/store.ts';
import { keepHead } from '../store/audit-head.ts';
import { row, run } from '../store/database.ts';
import { inTime } from '../store/in-time.ts';
import { transact } from '../store/transact.ts';
import { isPointerTo, pointerAt, pointTo, STORE_TIMEOUT } from './point.ts';
import { publishProposal } from './publish.ts';

/** One round. A step that fails keeps no other from being done; it is tried again in the next round. Rejects with what failed first. */
export async function reconcile(desk: Desk): Promise<void> {
  const failures: unknown[] = [];
  for (const step of [carryOutSchedules, repair, confirm, keepHead]) await step(desk).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

/** Milliseconds: what is later than this was meant for another day. */
const LATEST = 24 * 3_600_000;

/** Publishes what is due. What cannot be published is suspended, and says why; a store that fails is asked again in the next round. */
export async function carryOutSchedules(desk: Desk): Promise<void> {
  const now = desk.store.now();
  const failures: unknown[] = [];
  for (const { id, revision, scheduledFor = now } of await dueProposals(desk.store, now)) {
    if (now - scheduledFor > LATEST) {
      await suspend(desk, id, 'The Desk was out of order at the moment of the schedule, for more than a day. Decide again.');
      continue;
    }
    try {
      await publishProposal(desk, 'clock', id, { revision });
    } catch (error) {
      if (!(error instanceof Refused) || error.kind === 'store') failures.push(error);
      else await suspend(desk, id, `${error.message} ${error.mend}`);
    }
  }
  if (failures.length > 0) throw failures[0];
}

async function suspend({ store }: Desk, id: string, why: string): Promise<void> {
  await transact(store, async at => {
    const found = await row(store, "SELECT 1 FROM proposals WHERE id = ? AND state = 'scheduled' AND suspended IS NULL", id);
    if (found === undefined) return { statements: [], audit: [], result: undefined };
    const update = store.db.prepare('UPDATE proposals SET suspended = ?, changed_at = ? WHERE id = ?').bind(why, at, id);
    const audit = [{ actor: 'system', action: 'proposal.suspend', subject: `proposal:${id}`, details: { why } }];
    return { statements: [update], audit, result: undefined };
  });
}

/** Mends the store where it does not point at the live edition: after a crash in the middle of publishing, or when it was lost. */
export async function repair(desk: Desk): Promise<void> {
  const live = await liveEdition(desk);
  if (live.source === 'built-in') return;
  if (live.pointedAt === undefined || !(await isWhole(desk, live))) await pointTo(desk, live);
}

/** Whether the store points at an edition and has all of it, as it was written. Rejects where a store fails or hangs. */
async function isWhole({ env, store }: Desk, live: EditionRecord): Promise<boolean> {
  const pointer = await pointerAt(env.EDITIONS, CURRENT_KEY);
  if (pointer === undefined || !isPointerTo(pointer, live)) return false;
  const edition = await compiledEdition(store, live.hash);
  const { preparation } = edition;
  const [one, other] = await Promise.all([textAt(env, editionKey(live.hash)), textAt(env, preparationKey(preparation.hash))]);
  return one === JSON.stringify(edition) && other === JSON.stringify(preparation);
}

function textAt({ EDITIONS }: Desk['env'], key: string): Promise<string | null> {
  return inTime(EDITIONS.get(key, 'text'), STORE_TIMEOUT);
}

/** Milliseconds that the edge may take to say which edition it serves. */
const EDGE_TIMEOUT = 5000;

/** Asks the edge which edition it serves, and keeps the answer. */
export async function confirm({ env, settings, store }: Desk): Promise<void> {
  const at = store.now();
  const told = await servedByEdge(env.EDGE, settings.site);
  const { number = null, hash = null, problem = null } = told;
  await run(
    store,
    'INSERT OR REPLACE INTO confirmations (id, at, number, hash, problem) VALUES (1, ?, ?, ?, ?)',
    ...[at, number, hash, problem],
  );
  if (hash !== null) await run(store, 'UPDATE editions SET confirmed_at = ? WHERE hash = ? AND confirmed_at IS NULL', at, hash);
}

interface Told {
  readonly number?: number;
  readonly hash?: string;
  readonly problem?: string;
}

async function servedByEdge(edge: Fetcher, site: URL): Promise<Told> {
  try {
    const response = await edge.fetch(new URL('/-/health', site).href, { signal: AbortSignal.timeout(EDGE_TIMEOUT) });
    const { edition } = (await response.json()) as { edition?: { number?: unknown; hash?: unknown } };
    if (!response.ok || typeof edition?.number !== 'number' || typeof edition.hash !== 'string') {
      return { problem: `The edge answers with ${response.status}.` };
    }
    return { number: edition.number, hash: edition.hash };
  } catch {
    return { problem: 'The edge does not answer.' };
  }
}
