/** The edition that this isolate serves, from the store that the Desk publishes to or from what was compiled in. */

import type { Edition, Preparation } from '../core/edition.ts';
import type { Settings } from './config.ts';
import { EditionHolder } from './edition-holder.ts';
import type { Env } from './env.ts';
import baseline from './generated/edition.json' with { type: 'json' };
import type { EditionStore } from './load-edition.ts';
import { loadPreparation } from './load-preparation.ts';
import { type Wait, within } from './time-limit.ts';

/** Seconds for which the platform may answer without asking the store again: the fewest that it allows. */
const STORE_CACHE = 30;
/** Milliseconds that a page may wait for the store to say how it is to be prepared; after that whoever asked for it prepares it. */
const PREPARATION_LIMIT = 1000;

const wait: Wait = (milliseconds, signal) => scheduler.wait(milliseconds, signal === undefined ? {} : { signal });

/** What readers get when nothing newer could ever be loaded is compiled in. */
const holder = new EditionHolder(baseline as unknown as Edition, {
  now: () => Date.now(),
  wait,
  random: () => Math.random(),
  // biome-ignore lint/suspicious/noConsole: by which ops learn that an edition is refused.
  say: line => console.warn(line),
});

/** The edition in force, as far as this isolate knows; it looks for a newer one behind the reader's back. Never rejects. */
export async function currentEdition(
  { editions: { keys, poll } }: Settings,
  { EDITIONS }: Pick<Env, 'EDITIONS'>,
  { waitUntil }: { readonly waitUntil: (work: Promise<unknown>) => void },
): Promise<Edition> {
  if (EDITIONS === undefined || keys.length === 0) return holder.held.edition;
  return await holder.current({ store: storeOf(EDITIONS), keys, poll }, waitUntil);
}

/** The edition held now, without a look for another. */
export function heldEdition(): Edition {
  return holder.held.edition;
}

/** What the health page says. */
export function editionHealth() {
  const { edition, source } = holder.held;
  const { confirmed, problems } = holder.state;
  return {
    edition: { number: edition.number, hash: edition.hash, source },
    editions: { confirmed: confirmed === undefined ? null : new Date(confirmed).toISOString(), problems },
  };
}

/** The preparation with that hash: one that this isolate knows, else the store's. `undefined` where neither has it. Never rejects. */
export async function preparationOf(hash: string, { EDITIONS }: Pick<Env, 'EDITIONS'>): Promise<Preparation | undefined> {
  const known = holder.preparation(hash);
  if (known !== undefined || EDITIONS === undefined) return known;
  const loaded = await within(loadPreparation(hash, storeOf(EDITIONS)), PREPARATION_LIMIT, wait).catch(() => undefined);
  if (loaded !== undefined) holder.remember(loaded);
  return loaded;
}

function storeOf(namespace: KVNamespace): EditionStore {
  return {
    async get(key) {
      const bytes = await namespace.get(key, { type: 'arrayBuffer', cacheTtl: STORE_CACHE });
      return bytes === null ? null : new Uint8Array(bytes);
    },
  };
}
