/** Which editions readers may have been shown at a moment. */

import { MOST_ANSWERS, mayHaveShown, mayStillShow } from '../../evidence/evidence-file.ts';
import type { Desk } from '../desk.ts';
import { type EditionRecord, editionOf, liveEdition } from '../editions/store.ts';
import { Refused } from '../errors.ts';
import { row, type Store } from '../store/database.ts';

/**
 * What was in force at a moment, and, the newest first, what an edge may still have shown. Throws `Refused` where the moment is to come,
 * or before anything that the Desk knows of.
 */
export async function editionsShownAt(desk: Desk, at: number): Promise<EditionRecord[]> {
  const { store } = desk;
  // Enters the one that is built in, where nobody has looked at the Desk yet.
  await liveEdition(desk);
  if (at > store.now()) {
    throw new Refused('invalid', 'That moment is still to come.', 'Name one that is over. What readers will see is under “Preview”.', {
      field: 'at',
    });
  }
  let record = await newestShownAt(store, at);
  if (record === undefined) {
    const mend = 'Name a later moment; for earlier ones look at what was deployed then.';
    throw new Refused('invalid', 'The Desk did not exist yet at that moment, so it cannot say what was shown.', mend, { field: 'at' });
  }
  const records = [record];
  while (mayStillShow(record, at) && record.previous !== undefined && records.length < MOST_ANSWERS) {
    record = await editionOf(store, record.previous);
    records.push(record);
  }
  return records;
}

/** The newest edition that an edge may have had at a moment: that was published, given to the edge or seen there by then. */
export async function newestShownAt(store: Store, at: number): Promise<EditionRecord | undefined> {
  const found = await row<{ hash: string }>(
    store,
    `SELECT hash FROM editions WHERE published_at <= ?1 OR pointed_at <= ?1 OR confirmed_at <= ?1
     ORDER BY number DESC, published_at DESC LIMIT 1`,
    at,
  );
  const record = found && (await editionOf(store, found.hash));
  return record !== undefined && mayHaveShown(record, at) ? record : undefined;
}
