/** The prepared pages that are asked for most, in the isolate's memory: bounded in bytes, for a few seconds. */

import type { StoredPage } from '../page/stored-page.ts';

export interface HeldPage {
  readonly page: StoredPage;
  readonly body: Uint8Array;
  /** Epoch milliseconds at which the page was fresh from its source. */
  readonly bornAt: number;
}

/** An isolate has 128 MB, of which preparing a page may take most. Each page may be held composed as well (compose.ts). */
const BYTE_LIMIT = 8 * 1024 * 1024;
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
      this.#bytes -= held.body.length;
      return undefined;
    }
    this.#pages.set(key, held); // Last in the map is used last: the first is the one to drop.
    return held;
  }

  /** @param lifetime milliseconds after which the page is not to be used, if that is sooner than it would be dropped anyway */
  set(key: string, held: HeldPage, now: number, lifetime = Number.POSITIVE_INFINITY): void {
    this.delete(key);
    if (held.body.length > this.#limit / 4 || lifetime <= 0) return;
    this.#pages.set(key, { ...held, until: now + Math.min(SECONDS * 1000, lifetime) });
    this.#bytes += held.body.length;
    for (const oldest of this.#pages.keys()) {
      if (this.#bytes <= this.#limit) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const held = this.#pages.get(key);
    if (held === undefined) return;
    this.#pages.delete(key);
    this.#bytes -= held.body.length;
  }

  /** Bytes of page bodies held now. */
  get bytes(): number {
    return this.#bytes;
  }
}
