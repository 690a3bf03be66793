/** Whoever was not let in, or not let do something, is in the audit log: bounded, so that nobody can flood it. */

import type { Context } from 'hono';
import type { DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { transact } from '../store/transact.ts';
import { actorOf } from './permissions.ts';
import { pruneRates, take } from './rate-limit.ts';

/** Entries a minute for all together whom the Desk does not know. */
const STRANGERS = 20;

export interface Denial {
  /** Whose denials are counted together: `person:<id>`, `token:<id>`, `address:<hash>`, `nobody`. */
  readonly who: string;
  /** Why, as one word: `unknown`, `disabled`, `ended`, `forbidden`, `foreign`, `token`, `assertion`. */
  readonly kind: string;
  /** As in the audit log. */
  readonly actor: string;
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Puts a denial into the audit log as `access.denied`: at most once a minute for the same `who` and `kind`, with how often it
 * happened in the window before; and at most 20 times a minute for all strangers together. Never throws: somebody who is denied stays
 * denied when the log cannot be written; then one line in the Worker's log says so.
 */
export async function recordDenial(asked: Context<DeskEnv>, { who, kind, actor, subject, details }: Denial): Promise<void> {
  const { store } = asked.get('desk');
  try {
    const { count, before } = await take(store, who, `denied:${kind}`);
    if (count > 1) return;
    const isStranger = actor === 'system';
    if (isStranger && (await take(store, 'strangers', 'denied')).count > STRANGERS) return;
    const repeated = before > 1 ? { repeated: before - 1 } : {};
    const request = { method: asked.req.method, path: asked.req.path.slice(0, 200) };
    await transact(store, async () => ({
      statements: [pruneRates(store)],
      audit: [{ actor, action: 'access.denied', subject, details: { kind, ...request, ...details, ...repeated } }],
      result: undefined,
    }));
  } catch {
    // biome-ignore lint/suspicious/noConsole: what the audit log cannot say, the platform's must.
    console.error(JSON.stringify({ event: 'denial', problem: 'not recorded', kind }));
  }
}

/** The same for somebody who is let in and asks for what they may not do: after the response, whether a screen threw or answered itself. */
export async function recordForbidden(asked: Context<DeskEnv>): Promise<void> {
  const principal = asked.get('principal');
  const { error } = asked;
  const permission = error instanceof Refused ? error.details.permission : undefined;
  const actor = actorOf(principal);
  const details = typeof permission === 'string' ? { permission } : {};
  await recordDenial(asked, { who: actor, kind: 'forbidden', actor, subject: actor, details });
}
