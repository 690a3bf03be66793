/** What every part of the Desk is given. */

import type { Principal } from './auth/permissions.ts';
import type { DeskSettings } from './config.ts';
import type { Env } from './env.ts';
import type { Store } from './store/database.ts';

export interface Desk {
  readonly env: Env;
  readonly settings: DeskSettings;
  readonly store: Store;
  /** Work that goes on after the response. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

/** For Hono: what a screen finds in its context. */
export interface DeskEnv {
  Bindings: Env;
  Variables: {
    desk: Desk;
    /** Who asks; set for every path but the few that need nobody (assets, health, sign-in). */
    principal: Principal;
  };
}

/** Where all addresses of the Desk begin. */
export const BASE = '/-/desk';
