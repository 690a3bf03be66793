/** Going back: an earlier content under a new number. */

import { actorOf, demand, type Principal } from '../auth/permissions.ts';
import type { Desk } from '../desk.ts';
import { contentOf, type EditionRecord, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { findProposal } from '../proposals/store.ts';
import { textFrom } from '../proposals/write.ts';
import { row, type Store } from '../store/database.ts';
import { transact } from '../store/transact.ts';
import { pointTo } from './point.ts';
import { asNow, passed, publication } from './publication.ts';

/** Publishes the content of an earlier edition again, under a new number. `id` is made by whoever asks, so that asking twice rolls back once. */
export async function rollBack(
  desk: Desk,
  principal: Principal,
  { id, to, reason: typed, live: expected }: { readonly id: string; readonly to: string; readonly reason: string; readonly live: string },
): Promise<EditionRecord> {
  demand(principal, 'roll-back');
  const { store } = desk;
  const reason = textFrom(typed, 'reason');
  const [live, target] = [await liveEdition(desk), await editionOf(store, to)];
  const done = await rolledBack(store, id, target, live);
  if (done !== undefined) return done;
  if (expected !== live.hash) {
    const mend = 'Look at the list of editions again: the one that you wanted to leave may be gone already.';
    throw new Refused('conflict', `Edition ${live.number} was published meanwhile.`, mend, { live: live.hash });
  }
  if (target.content === live.content) {
    throw new Refused('conflict', `Edition ${target.number} says what the live one says.`, 'Choose another edition.');
  }
  await demandJudged(store, target);
  const edition = await passed(desk, await contentOf(store, target), live);
  const record = await transact(store, async at => {
    const nowLive = await liveEdition(desk);
    const before = await rolledBack(store, id, target, nowLive);
    if (before !== undefined) return { statements: [], audit: [], result: before };
    demand(await asNow(store, principal), 'roll-back');
    const { hash, number } = nowLive;
    if (hash !== live.hash) {
      throw new Refused('conflict', `Edition ${number} was published meanwhile.`, 'Look at the list of editions again.', { live: hash });
    }
    const title = `Back to edition ${target.number}`;
    const change = await publication(desk, {
      ...{ edition, live, at, minor: [], title, reason, kind: 'roll-back', content: target.content, proposal: id },
      actor: actorOf(principal),
    });
    const insert = store.db
      .prepare(
        `INSERT INTO proposals (id, title, reason, kind, state, base, content, revision, created_by, created_at, changed_at, edition)
         VALUES (?, ?, ?, 'roll-back', 'published', ?, ?, 1, ?, ?, ?, ?)`,
      )
      .bind(id, title, reason, live.hash, target.content, principal.person.id, at, at, edition.hash);
    return { ...change, statements: [insert, ...change.statements] };
  });
  await pointTo(desk, record);
  return record;
}

/**
 * What came of the same roll-back when it was asked for before. Throws `Refused` where something else has that id, or where readers have
 * long been led elsewhere: whoever sends an old form again in a hurry must not be told that it is done.
 */
async function rolledBack(store: Store, id: string, target: EditionRecord, live: EditionRecord): Promise<EditionRecord | undefined> {
  const found = await findProposal(store, id);
  if (found === undefined) return undefined;
  if (found.kind !== 'roll-back' || found.edition === undefined) {
    throw new Refused('conflict', 'There is a proposal with this id.', 'Begin again: a new id is made then.');
  }
  const record = await editionOf(store, found.edition);
  if (record.content === target.content && record.hash === live.hash) return record;
  const message = `This roll-back was made before, as edition ${record.number}, and readers now get edition ${live.number}.`;
  throw new Refused('conflict', message, 'Look at the list of editions, and roll back from there.', { live: live.hash });
}

/** Decision 014: one goes back to what somebody has judged. Throws `Refused` for what was only ever published without approval. */
async function demandJudged(store: Store, target: EditionRecord): Promise<void> {
  const judged = await row(
    store,
    `SELECT 1 FROM editions LEFT JOIN reviews ON reviews.edition = editions.hash
     WHERE content = ? AND (kind IN ('built-in', 'change') OR (kind = 'emergency' AND verdict = 'confirm')) LIMIT 1`,
    target.content,
  );
  if (judged !== undefined) return;
  const message = `What edition ${target.number} says was published without approval, and no review has confirmed it.`;
  throw new Refused('conflict', message, 'Have it reviewed on its page first, or write a proposal.');
}
