/** How often rules on trial would have fired: counts in memory, and now and then a line of them. */

/** Milliseconds between two lines. */
const INTERVAL = 60_000;
/** Fewer might be one reader's visit (law 6). */
const FEWEST = 10;

/**
 * Counts the rules of one edition at a time. Nothing is known of a count but the rule and the sum: neither reader nor path, nor place,
 * nor when.
 */
export class ShadowCounts {
  #edition = '';
  readonly #counts = new Map<string, number>();
  /** Epoch milliseconds of the next line; never while nothing has been counted. */
  #due = Infinity;

  /**
   * Counts `rules` and gives the line that is due, if one is. To be called for every reader, those whom no such rule concerns too: a
   * line comes with whoever is there when it is due, and so tells nothing of them. Rules that fired too seldom go on being counted.
   */
  count(edition: string, rules: readonly string[], now: number): string | undefined {
    if (rules.length > 0) this.#add(edition, rules, now);
    return now < this.#due ? undefined : this.#line(now);
  }

  #add(edition: string, rules: readonly string[], now: number): void {
    if (edition !== this.#edition) {
      this.#counts.clear();
      this.#edition = edition;
    }
    if (this.#due === Infinity) this.#due = now + INTERVAL;
    for (const rule of rules) this.#counts.set(rule, (this.#counts.get(rule) ?? 0) + 1);
  }

  #line(now: number): string | undefined {
    const often = [...this.#counts].filter(([, times]) => times >= FEWEST);
    for (const [rule] of often) this.#counts.delete(rule);
    this.#due = now + INTERVAL;
    return often.length === 0 ? undefined : JSON.stringify({ event: 'shadow', edition: this.#edition, counts: Object.fromEntries(often) });
  }
}

const counts = new ShadowCounts();

/** Counts the rules on trial that a decision names, and writes the line that is due. `now` is the real time, epoch milliseconds. */
export function countShadow(edition: string, rules: readonly string[], now: number): void {
  const line = counts.count(edition, rules, now);
  // biome-ignore lint/suspicious/noConsole: by which ops learn what a rule would do.
  if (line !== undefined) console.log(line);
}
