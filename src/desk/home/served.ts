/** Whether the edge serves what is live, in words. Pure. */

import type { EditionRecord } from '../editions/store.ts';

/** What the edge said when it was last asked. Times in epoch milliseconds. */
export interface Confirmation {
  readonly at: number;
  readonly number: number | null;
  readonly hash: string | null;
  readonly problem: string | null;
}

export interface Served {
  readonly kind: 'good' | 'info' | 'warning';
  readonly words: string;
  /** What to do, where there is something to do. */
  readonly mend?: string;
}

/** Milliseconds that an edition may take to get to every reader, and that may lie between two questions. */
const PATIENCE = 120_000;

/** @param now epoch milliseconds */
export function servedWords(live: EditionRecord, confirmation: Confirmation | undefined, now: number): Served {
  if (confirmation === undefined) return { kind: 'info', words: 'The edge has not been asked yet. It is asked once a minute.' };
  const { at, number, hash, problem } = confirmation;
  const ago = agoWords(now - at);
  if (problem !== null) {
    return { kind: 'warning', words: `${problem} It was asked ${ago}.`, mend: 'Readers get the last edition that it has. Tell ops.' };
  }
  if (now - at > PATIENCE) {
    return { kind: 'warning', words: `The edge was last asked ${ago}.`, mend: 'The clock of the Desk does not run. Tell ops.' };
  }
  if (hash === live.hash) return { kind: 'good', words: `The edge serves edition ${live.number}, asked ${ago}.` };
  const words = `The edge serves edition ${number}, and edition ${live.number} is live here. It was asked ${ago}.`;
  if (now - live.publishedAt <= PATIENCE) return { kind: 'info', words: `${words} A new edition takes up to a minute and a half.` };
  return { kind: 'warning', words, mend: 'The Desk goes on trying. If this stays, tell ops.' };
}

/** `12 seconds ago`. @param milliseconds of the past; what lies ahead of this clock is now */
export function agoWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 2) return 'just now';
  const [size, unit] = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ].find(([size]) => seconds >= 2 * Number(size)) ?? [1, 'second'];
  return `${Math.floor(seconds / Number(size))} ${unit}s ago`;
}
