/** Demo people and data, for the local run only: anywhere else this address does not exist. */

import { Hono } from 'hono';
import { isLocal } from '../auth/development.ts';
import type { DeskEnv } from '../desk.ts';
import { missing } from '../respond.tsx';
import { letDemoPeopleIn, tellStories } from './history.ts';

/** `POST /demo` may be sent again and again; `POST /demo?only=people` leaves the history out. */
export const demoRoutes = new Hono<DeskEnv>().post('/demo', async asked => {
  const desk = asked.get('desk');
  if (!isLocal(asked.req.raw, desk.env)) return missing(asked);
  await letDemoPeopleIn(desk);
  if (asked.req.query('only') !== 'people') await tellStories(desk);
  return asked.json({ status: 'ok' });
});
