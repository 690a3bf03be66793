/** The API for programs: JSON below `/-/desk/api/`, problems as RFC 9457 has them, the same rules as on the pages. */

import { type Context, Hono } from 'hono';
import { demand, type Permission } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { API_ACTS } from './acts.ts';
import { checkFiles, history, liveRulebook, oneEdition, rollBackTo } from './editions.ts';
import { beginProposal, changeProposal, listProposals, oneProposal } from './proposals.ts';

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below `/-/desk/api`. */
  readonly path: string;
  readonly permission: Permission;
  readonly run: (asked: Context<DeskEnv>) => Promise<Response>;
}

/** Everything that the API can do, and what whoever asks must be allowed for it. */
export const ENDPOINTS: readonly Endpoint[] = [
  { method: 'GET', path: '/rulebook', permission: 'read', run: liveRulebook },
  { method: 'GET', path: '/history', permission: 'read', run: history },
  { method: 'GET', path: '/editions/:hash', permission: 'read', run: oneEdition },
  { method: 'GET', path: '/proposals', permission: 'read', run: listProposals },
  { method: 'GET', path: '/proposals/:id', permission: 'read', run: oneProposal },
  { method: 'POST', path: '/check', permission: 'read', run: checkFiles },
  { method: 'POST', path: '/proposals', permission: 'write', run: beginProposal },
  { method: 'PUT', path: '/proposals/:id', permission: 'write', run: changeProposal },
  ...Object.entries(API_ACTS).map(([name, act]) => ({ method: 'POST' as const, path: `/proposals/:id/${name}`, ...act })),
  { method: 'POST', path: '/rollback', permission: 'roll-back', run: rollBackTo },
];

export const apiRoutes = new Hono<DeskEnv>();

for (const { method, path, permission, run } of ENDPOINTS) {
  apiRoutes.on(method, `/api${path}`, async asked => {
    // Before anything is read: whoever may not do it learns nothing by trying.
    demand(asked.get('principal'), permission);
    return await run(asked);
  });
}
