/** The configurations of the local run: those of the deployment, with what is only there taken out and what is only here put in. */

import { join, relative } from 'node:path';
import type { Unstable_RawConfig as Config } from 'wrangler';

export type Vars = Readonly<Record<string, string>>;

/** A Worker as its wrangler.toml describes it, and the folder that its paths are relative to. */
export interface Described {
  readonly config: Config;
  readonly folder: string;
}

/**
 * A configuration that runs a Worker on this machine, to be written into `folder`: without routes, schedules and required secrets, which
 * are the deployment's; with its build only where that watches something, since one build makes what both Workers import; every store
 * under a name that both know it by; `vars` over those of the file; and `services` alone, whatever the file binds.
 * @param folder absolute, as the folder of the description is
 */
export function localConfig({ config, folder: from }: Described, folder: string, vars: Vars, services: Vars): Config {
  const { routes, route, triggers, secrets, account_id, env, build, ...rest } = config;
  const moved = (path: string) => relative(folder, join(from, path)).replaceAll('\\', '/');
  const local: Config = {
    ...rest,
    vars: { ...rest.vars, ...vars },
    services: Object.entries(services).map(([binding, service]) => ({ binding, service })),
    kv_namespaces: (rest.kv_namespaces ?? []).map(({ binding }) => ({ binding, id: storeName(binding) })),
  };
  if (rest.main !== undefined) local.main = moved(rest.main);
  if (build?.watch_dir !== undefined) local.build = { ...build, cwd: from, watch_dir: [build.watch_dir].flat().map(moved) };
  if (rest.d1_databases !== undefined) {
    local.d1_databases = rest.d1_databases.map(({ binding, database_name = binding, migrations_dir = 'migrations' }) => {
      return { binding, database_name, database_id: database_name, migrations_dir: moved(migrations_dir) };
    });
  }
  return local;
}

function storeName(binding: string): string {
  return `standfirst-${binding.toLowerCase()}`;
}
