/** An isolate of the edge with a time of its own, over a store that may do anything. */

import { env } from 'cloudflare:workers';
import { EditionHolder } from '../../src/edge/edition-holder.ts';
import type { EditionStore } from '../../src/edge/load-edition.ts';
import { BASELINE } from './publisher.ts';

/** Milliseconds. */
export const POLL = 20_000;
/** The real local one. */
export const kv = (env as unknown as { EDITIONS: KVNamespace }).EDITIONS;

/** Time that passes when it is told to. */
class Clock {
  time = Date.parse('2026-11-20T12:00Z');
  #waiting: { at: number; resolve: () => void }[] = [];

  wait(milliseconds: number): Promise<void> {
    return new Promise(resolve => this.#waiting.push({ at: this.time + milliseconds, resolve }));
  }

  /** Lets time pass in steps, and what waits for each step happen. */
  async pass(milliseconds: number): Promise<void> {
    for (const end = this.time + milliseconds; this.time < end; ) {
      const next = Math.min(end, ...this.#waiting.map(({ at }) => at));
      this.time = Math.max(this.time, next);
      const due = this.#waiting.filter(({ at }) => at <= this.time);
      this.#waiting = this.#waiting.filter(({ at }) => at > this.time);
      for (const { resolve } of due) resolve();
      await scheduler.wait(0);
    }
  }
}

/** An isolate: a holder, its time, what it has said, and what it has asked the store. */
export function isolate(store: EditionStore, keys: readonly string[], random = () => 0.5) {
  const clock = new Clock();
  const said: string[] = [];
  const asked: string[] = [];
  const counting: EditionStore = {
    get: key => {
      asked.push(key);
      return store.get(key);
    },
  };
  const holder = new EditionHolder(BASELINE, {
    now: () => clock.time,
    wait: milliseconds => clock.wait(milliseconds),
    random,
    say: line => said.push(line),
  });
  const work: Promise<unknown>[] = [];
  const read = (from: EditionStore = counting) => holder.current({ store: from, keys, poll: POLL }, promise => work.push(promise));
  /** A reader comes, and what that has begun comes to its end. */
  const visit = async (from?: EditionStore) => {
    const edition = await read(from);
    await Promise.all(work.splice(0));
    return edition;
  };
  /** The same, once a look is due. */
  const later = async (from?: EditionStore) => {
    clock.time += POLL;
    await visit(from);
    return holder.held.edition;
  };
  return { holder, clock, said, asked, read, visit, later };
}

/** `kv`, as the edge reads it. */
export const stored: EditionStore = {
  get: async key => {
    const bytes = await kv.get(key, 'arrayBuffer');
    return bytes === null ? null : new Uint8Array(bytes);
  },
};
