/** What kept an edition from being taken: counts for the health page, and now and then a line. */

/** Each names the step that refused. */
export type EditionProblem =
  /** The store could not be read, or not in time. */
  | 'store-failed'
  | 'store-slow'
  /** Nothing says which edition is in force, though one was; or what says so cannot be read. */
  | 'pointer-missing'
  | 'pointer-unreadable'
  /** No key of `EDITION_KEYS` has signed it. */
  | 'signature-wrong'
  /** An older edition than the one that is held, or another one of the same number. */
  | 'number-lower'
  | 'number-taken'
  /** The edition is not there, or not as it was published, or not the one that the pointer names. */
  | 'edition-missing'
  | 'edition-wrong'
  | 'edition-other';

/** Milliseconds between two lines about one problem. */
const INTERVAL = 60_000;

interface Tally {
  times: number;
  /** Times since the last line. */
  untold: number;
  /** Epoch milliseconds of the last line. */
  toldAt: number;
}

/** Counts in memory. Nothing is known of a problem but what the store holds: no reader has any part in it (law 6). */
export class EditionProblems {
  readonly #tallies = new Map<EditionProblem, Tally>();

  /**
   * Counts a problem and gives the line about it, if one is due.
   * @param now epoch milliseconds
   * @param about what else there is to say to ops, such as the number of the edition
   */
  add(problem: EditionProblem, now: number, about: Readonly<Record<string, unknown>> = {}): string | undefined {
    const tally = this.#tallies.get(problem) ?? { times: 0, untold: 0, toldAt: -Infinity };
    this.#tallies.set(problem, tally);
    tally.times++;
    tally.untold++;
    if (now - tally.toldAt < INTERVAL) return undefined;
    const line = JSON.stringify({ event: 'edition', problem, times: tally.untold, ...about });
    tally.untold = 0;
    tally.toldAt = now;
    return line;
  }

  /** How often each has come up in this isolate. */
  get counts(): Readonly<Partial<Record<EditionProblem, number>>> {
    return Object.fromEntries(Array.from(this.#tallies, ([problem, { times }]) => [problem, times]));
  }
}
