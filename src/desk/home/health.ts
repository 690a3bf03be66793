/** How the Desk is, for the local run and for monitors: JSON, without sign-in. Each question also does what is due. */

import type { Context } from 'hono';
import type { DeskEnv } from '../desk.ts';
import { row } from '../store/database.ts';
import { roundInPassing } from './round.ts';

/** 200 where the database answers, else 503 with what is wrong. Says nothing of people, proposals or editions. */
export async function health(asked: Context<DeskEnv>): Promise<Response> {
  const desk = asked.get('desk');
  const headers = { 'cache-control': 'no-store' };
  try {
    await row(desk.store, 'SELECT 1 FROM people LIMIT 1');
  } catch {
    return asked.json({ status: 'failing', problem: 'The database does not answer as it should.' }, 503, headers);
  }
  roundInPassing(desk);
  return asked.json({ status: 'ok' }, 200, headers);
}
