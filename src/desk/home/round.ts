/** What is due, done in passing: the platform's clock comes once a minute, the local run has none. */

import type { Desk } from '../desk.ts';
import { reconcile } from '../publishing/reconcile.ts';

/** Milliseconds between two rounds that questions to one isolate set off. */
const BETWEEN_ROUNDS = 1500;

let lastRound = 0;

/** Starts a round after the response, unless there was one just now. One that fails is tried again at the next question. */
export function roundInPassing(desk: Desk): void {
  const now = Date.now();
  if (now - lastRound < BETWEEN_ROUNDS) return;
  lastRound = now;
  desk.waitUntil(reconcile(desk).catch(() => undefined));
}
