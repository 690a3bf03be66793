/** The Desk Worker: legal and ops. Heavy libraries live here and never reach the edge. */

import { desk } from './app.tsx';
import { settingsOf } from './config.ts';
import type { Desk } from './desk.ts';
import type { Env } from './env.ts';
import { reconcile } from './publishing/reconcile.ts';

export default {
  fetch: (request: Request, env: Env, context: ExecutionContext) => desk.fetch(request, env, context),

  /** Every minute: schedules, repairs, a look at what the edge serves. */
  async scheduled(_controller: ScheduledController, env: Env, context: ExecutionContext): Promise<void> {
    const checked = settingsOf({ ...env });
    if ('problems' in checked) return;
    const clock: Desk = {
      env,
      settings: checked.settings,
      store: { db: env.DB, now: Date.now },
      waitUntil: work => context.waitUntil(work),
    };
    await reconcile(clock);
  },
};
