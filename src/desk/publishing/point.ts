/** Making the edge's store hold an edition and point at it. Doing it again changes nothing. */

import { CURRENT_KEY, editionKey, PREVIOUS_KEY, preparationKey, readPointer } from '../../core/edition-store.ts';
import { isSigned, type SignedEdition } from '../../core/signature.ts';
import type { Desk } from '../desk.ts';
import { publicKeyOf } from '../editions/sign.ts';
import { compiledEdition, type EditionRecord, findEdition, liveEdition } from '../editions/store.ts';
import { run, type Store } from '../store/database.ts';
import { inTime } from '../store/in-time.ts';

/** Milliseconds that the key-value store may take for one answer. */
export const STORE_TIMEOUT = 5000;

/**
 * Writes what is missing, in the order that lets the edge read at any moment: preparation, edition, the pointer to the edition before,
 * the pointer. Where somebody has published since, theirs is pointed at.
 * @returns whether the store now points at the live edition; what failed is tried again by `reconcile`
 */
export async function pointTo(desk: Desk, published: EditionRecord): Promise<boolean> {
  try {
    let record = published.source === 'published' ? await liveEdition(desk) : published;
    while (await pointAt(desk, record)) {
      // Two at once may write in any order: whoever writes last looks once more whether somebody has published since.
      const live = await liveEdition(desk);
      if (live.hash === record.hash || live.source === 'built-in') return true;
      record = live;
    }
  } catch {
    // The next round.
  }
  return false;
}

/** Rejects where a store fails or hangs. @returns whether the store points at the edition now */
async function pointAt({ env, settings, store }: Desk, record: EditionRecord): Promise<boolean> {
  const put = (key: string, value: unknown) => inTime(env.EDITIONS.put(key, JSON.stringify(value)), STORE_TIMEOUT);
  const edition = await compiledEdition(store, record.hash);
  await put(preparationKey(edition.preparation.hash), edition.preparation);
  await put(editionKey(edition.hash), edition);
  const held = await pointerAt(env.EDITIONS, CURRENT_KEY);
  // What we have not signed no edge takes, so that it is neither ahead of anything nor to be kept.
  const ours = held !== undefined && (await isOurs(held, settings.signingKey, store)) ? held : undefined;
  // Edges that have a greater number refuse a lower one: after the database was restored, the next publication is greater again.
  if (ours !== undefined && ours.number > record.number) return false;
  if (ours !== undefined && ours.number < record.number) await put(PREVIOUS_KEY, ours);
  if (held === undefined || !isPointerTo(held, record)) await put(CURRENT_KEY, pointerOf(record));
  await run(store, 'UPDATE editions SET pointed_at = ? WHERE hash = ? AND pointed_at IS NULL', store.now(), record.hash);
  return true;
}

/** Signed with the key of today, or in our own history with one of before. */
async function isOurs(held: SignedEdition, key: JsonWebKey, store: Store): Promise<boolean> {
  if (await isSigned(held, [publicKeyOf(key)])) return true;
  const known = await findEdition(store, held.hash);
  return known !== undefined && isPointerTo(held, known);
}

/** Whether a pointer is the one that an edition was published with, signature and all. */
export function isPointerTo({ number, hash, key, signature }: SignedEdition, record: SignedEdition): boolean {
  return number === record.number && hash === record.hash && key === record.key && signature === record.signature;
}

/** What a key of the store points at; `undefined` for nothing and for rubbish. Rejects where the store fails or hangs. */
export async function pointerAt(editions: KVNamespace, key: string): Promise<SignedEdition | undefined> {
  const text = await inTime(editions.get(key, 'text'), STORE_TIMEOUT);
  return text === null ? undefined : readPointer(text);
}

function pointerOf({ number, hash, key, signature }: SignedEdition): SignedEdition {
  return { number, hash, key, signature };
}
