/** How often somebody may ask within a minute, counted in the database, so that it holds in every isolate. */

import type { Context } from 'hono';
import type { DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { answered, type Store } from '../store/database.ts';
import { actorOf } from './permissions.ts';

/** Milliseconds. */
export const WINDOW = 60_000;

/**
 * A minute, for each person and for each token of theirs. `write`: what may change something. `typing`: previews while somebody types.
 * `heavy`: evidence, previews, the gate. `frame`: what stands in the frame of a preview.
 */
export const LIMITS = { write: 120, typing: 240, heavy: 60, frame: 120 } as const;
export type LimitKind = keyof typeof LIMITS;

export interface Taken {
  /** How often within this window, this time included. */
  readonly count: number;
  /** When the window began, epoch milliseconds. */
  readonly since: number;
  /** How often in the window before this one, where this is the first time in a new one. */
  readonly before: number;
}

/** Counts one more. Windows are fixed: the first time after one is over begins the next. Never counts backwards when clocks differ. */
export async function take({ db, now }: Store, who: string, kind: string): Promise<Taken> {
  const at = now();
  const [seen, counted] = await answered(
    db.batch<{ since: number; count: number }>([
      db.prepare('SELECT since, count FROM rates WHERE who = ? AND kind = ?').bind(who, kind),
      db
        .prepare(
          `INSERT INTO rates (who, kind, since, count) VALUES (?1, ?2, ?3, 1)
           ON CONFLICT (who, kind) DO UPDATE SET
             count = CASE WHEN since <= ?3 - ?4 THEN 1 ELSE count + 1 END,
             since = CASE WHEN since <= ?3 - ?4 THEN ?3 ELSE since END
           RETURNING since, count`,
        )
        .bind(who, kind, at, WINDOW),
    ]),
  );
  const { since, count } = counted?.results[0] ?? { since: at, count: 1 };
  return { since, count, before: count === 1 ? (seen?.results[0]?.count ?? 0) : 0 };
}

/** Takes out what has counted for nothing for an hour. */
export function pruneRates({ db, now }: Store): D1PreparedStatement {
  return db.prepare('DELETE FROM rates WHERE since < ?').bind(now() - 60 * WINDOW);
}

/** For a screen whose pages cost much: throws `Refused` of kind `too-many`, with the seconds to wait as `details.retryAfter`. */
export async function limit(asked: Context<DeskEnv>, kind: LimitKind): Promise<void> {
  await limitOf(asked.get('desk').store, actorOf(asked.get('principal')), kind);
}

/** The same for an actor as the audit log names one, where nobody is signed in. */
export async function limitOf(store: Store, who: string, kind: LimitKind): Promise<void> {
  const { count, since } = await take(store, who, kind);
  if (count > LIMITS[kind]) throw tooMany(store, since, LIMITS[kind]);
}

export function tooMany({ now }: Store, since: number, most: number): Refused {
  const retryAfter = Math.min(Math.max(Math.ceil((since + WINDOW - now()) / 1000), 1), WINDOW / 1000);
  const seconds = retryAfter === 1 ? 'second' : 'seconds';
  return new Refused(
    'too-many',
    `That was asked for more than ${most} times within a minute.`,
    `Nothing was changed. Try again in ${retryAfter} ${seconds}.`,
    { retryAfter },
  );
}
