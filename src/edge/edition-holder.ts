/** The edition that an isolate serves: always one, in memory, renewed behind the readers' backs. */

import type { Edition, Preparation } from '../core/edition.ts';
import { CURRENT_KEY, PREVIOUS_KEY } from '../core/edition-store.ts';
import type { PublicKey } from '../core/signature.ts';
import { EditionProblems } from './edition-problems.ts';
import { EditionLoader, type EditionStore, type HeldEdition, type Loaded, numberProblem } from './load-edition.ts';
import { TooSlow, type Wait, within } from './time-limit.ts';

/** Where editions come from, and how often to ask (milliseconds). */
export interface EditionSource {
  readonly store: EditionStore;
  readonly keys: readonly PublicKey[];
  readonly poll: number;
}

/** Time, chance and the log. `now` is epoch milliseconds; `random` is at least 0 and under 1. */
export interface HolderSurroundings {
  readonly now: () => number;
  readonly wait: Wait;
  readonly random: () => number;
  readonly say: (line: string) => void;
}

/** Milliseconds for which readers of an isolate that has just begun wait for its first look, all in all. */
const FIRST_WAIT = 1000;
const WAIT_STEP = 10;
/** Milliseconds that the store may take for one answer. */
const STORE_LIMIT = 5000;
/** Milliseconds after which a look that has not ended was cut off with its request: more than four answers of the store may take. */
const LOOK_LIMIT = 30_000;
/** When the next look comes, in poll times. */
const [SOONEST, LATEST] = [0.75, 1.25];
/** How many preparations of other editions are remembered: pages stored under them are still being renewed. */
const RECENT = 4;

/**
 * Begins with the edition compiled in and takes newer ones from a store. What cannot be taken is counted, and the one held stays
 * (law 9); no failure of the store ever costs a reader more than `FIRST_WAIT`, once (law 5).
 */
export class EditionHolder {
  readonly #around: HolderSurroundings;
  readonly #builtIn: Edition;
  readonly #loader = new EditionLoader();
  readonly #problems = new EditionProblems();
  readonly #recent = new Map<string, Preparation>();
  #held: HeldEdition;
  /**
   * No look begins while the clock is nearer to `#calm` (epoch milliseconds) than `#reach` (milliseconds). It ends when the next look is
   * due, and begins so early that only a clock that was set back is before it.
   */
  #calm = -Infinity;
  #reach = 0;
  /** Epoch milliseconds at which the first look began. */
  #firstBegan: number | undefined;
  /** Whether a look has ended, however it did. */
  #hasLooked = false;
  #confirmed: number | undefined;

  constructor(builtIn: Edition, around: HolderSurroundings) {
    this.#builtIn = builtIn;
    this.#held = { edition: builtIn, source: 'built-in' };
    this.#around = around;
  }

  get held(): HeldEdition {
    return this.#held;
  }

  /** For the health page: when a look last found the edition held to be the one in force (epoch milliseconds), and what has gone wrong. */
  get state(): { readonly confirmed: number | undefined; readonly problems: EditionProblems['counts'] } {
    return { confirmed: this.#confirmed, problems: this.#problems.counts };
  }

  /**
   * The edition to serve. Where a look is due it is begun and left to `waitUntil`; only the first readers of an isolate wait for it.
   * Never rejects.
   */
  async current(source: EditionSource, waitUntil: (work: Promise<unknown>) => void): Promise<Edition> {
    const { now } = this.#around;
    const began = now();
    let look: Promise<void> | undefined;
    if (Math.abs(began - this.#calm) >= this.#reach) {
      look = this.#look(source, began);
      waitUntil(look);
    }
    if (!this.#hasLooked) await this.#firstLook(look);
    return this.#held.edition;
  }

  /** A preparation that this isolate knows: of the edition held, of the one compiled in, or remembered. */
  preparation(hash: string): Preparation | undefined {
    const own = [this.#held.edition, this.#builtIn].find(({ preparation }) => preparation.hash === hash);
    return own?.preparation ?? this.#recent.get(hash);
  }

  /** Keeps a preparation of another edition, in place of the one that was added first. */
  remember(preparation: Preparation): void {
    this.#recent.delete(preparation.hash);
    this.#recent.set(preparation.hash, preparation);
    for (const hash of this.#recent.keys()) if (this.#recent.size > RECENT) this.#recent.delete(hash);
  }

  /** Waits for the first look: for one's own by its promise; for another request's, which nobody else may await, by looking whether it has ended. */
  async #firstLook(own: Promise<void> | undefined): Promise<void> {
    const { now, wait } = this.#around;
    this.#firstBegan ??= now();
    const end = this.#firstBegan + FIRST_WAIT;
    if (now() >= end) return;
    if (own !== undefined) await within(own, end - now(), wait).catch(() => undefined);
    while (!this.#hasLooked && now() < end) await wait(WAIT_STEP);
  }

  async #look(source: EditionSource, began: number): Promise<void> {
    const { now, random, wait } = this.#around;
    this.#lookAgainAt(began + LOOK_LIMIT, source.poll);
    const store: EditionStore = { get: key => within(source.store.get(key), STORE_LIMIT, wait) };
    try {
      await this.#renew({ ...source, store });
    } finally {
      this.#hasLooked = true;
      // Isolates that began together are not to ask together for ever.
      this.#lookAgainAt(now() + source.poll * (SOONEST + (LATEST - SOONEST) * random()), source.poll);
    }
  }

  /** @param due epoch milliseconds, never further ahead than `LOOK_LIMIT` or the latest moment of a poll */
  #lookAgainAt(due: number, poll: number): void {
    this.#reach = (LOOK_LIMIT + LATEST * poll) / 2;
    this.#calm = due - this.#reach;
  }

  async #renew(source: EditionSource): Promise<void> {
    const current = await this.#load(CURRENT_KEY, source);
    if (current.kind === 'same' || (current.kind === 'edition' && this.#take(current.edition))) {
      this.#confirmed = this.#around.now();
      return;
    }
    if (current.kind === 'problem') this.#count(current);
    const previous = this.#held.source === 'built-in' ? await this.#load(PREVIOUS_KEY, source) : undefined;
    if (previous?.kind === 'edition') this.#take(previous.edition);
    if (previous?.kind === 'problem') this.#count(previous);
    if (current.kind !== 'nothing') return;
    // Before the first publication there is nothing at either key, and the edition compiled in is the one in force.
    if (previous?.kind === 'nothing') this.#confirmed = this.#around.now();
    else this.#count({ kind: 'problem', problem: 'pointer-missing' });
  }

  async #load(pointerKey: string, { store, keys }: EditionSource): Promise<Loaded> {
    try {
      return await this.#loader.load(pointerKey, this.#held, store, keys);
    } catch (error) {
      return { kind: 'problem', problem: error instanceof TooSlow ? 'store-slow' : 'store-failed' };
    }
  }

  /** Another look may have been faster: the number is asked once more, at the moment of taking. */
  #take(edition: Edition): boolean {
    if (edition.hash === this.#held.edition.hash) return true;
    if (numberProblem(edition, this.#held) !== undefined) return false;
    this.remember(this.#held.edition.preparation);
    this.#held = { edition, source: 'store' };
    return true;
  }

  #count({ problem, about }: Extract<Loaded, { kind: 'problem' }>): void {
    const line = this.#problems.add(problem, this.#around.now(), about);
    if (line !== undefined) this.#around.say(line);
  }
}
