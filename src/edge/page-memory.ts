/** The prepared pages that are asked for most, in the isolate's memory: bounded in bytes, for a few seconds. */

import type { StoredPage } from '../page/stored-page.ts';

export interface HeldPage {
  readonly page: StoredPage;
  readonly body: Uint8Array;
  /** Epoch milliseconds at which the page was fresh from its source. */
  readonly bornAt: number;
}

/** An isolate has 128 MB, of which preparing a page may take most. */
const BYTE_LIMIT = 16 * 1024 * 1024;
/** What a page takes beside its body: its facts, headers and offsets. */
const OVERHEAD = 4096;
const SECONDS = 3;

export class PageMemory {
  readonly #pages = new Map<string, HeldPage & { readonly until: number }>();
  readonly #limit: number;
  #bytes = 0;

  constructor(limit = BYTE_LIMIT) {
    this.#limit = limit;
  }

  get(key: string, now: number): HeldPage | undefined {
    const held = this.#pages.get(key);
    if (held === undefined) return undefined;
    this.#pages.delete(key);
    if (held.until <= now) {
      this.#bytes -= sizeOf(held);
      return undefined;
    }
    this.#pages.set(key, held); // Last in the map is used last: the first is the one to drop.
    return held;
  }

  /** @param lifetime milliseconds after which the page is not to be used, if that is sooner than it would be dropped anyway */
  set(key: string, held: HeldPage, now: number, lifetime = Number.POSITIVE_INFINITY): void {
    this.delete(key);
    if (sizeOf(held) > this.#limit / 4 || lifetime <= 0) return;
    this.#pages.set(key, { ...held, until: now + Math.min(SECONDS * 1000, lifetime) });
    this.#bytes += sizeOf(held);
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#limit) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const held = this.#pages.get(key);
    if (held === undefined) return;
    this.#pages.delete(key);
    this.#bytes -= sizeOf(held);
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.#bytes;
  }
}

/** A page may be held composed as well (compose.ts). */
function sizeOf({ body }: HeldPage): number {
  return 2 * body.length + OVERHEAD;
}
