/** The edge Worker as it would be deployed. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface Bundle {
  readonly source: Uint8Array;
  /** Bytes after gzip. */
  readonly gzip: number;
}

/**
 * Bundles with the project's own configuration into `folder`; `readable`: with the names that functions have in the source.
 * Throws with what wrangler printed where that fails.
 */
export function bundleEdgeWorker(root: string, folder: string, readable: boolean): Bundle {
  const { status, stdout, stderr } = spawnSync(
    'wrangler',
    ['deploy', '--dry-run', '--outdir', folder, ...(readable ? ['--minify=false'] : [])],
    {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true' },
    },
  );
  if (status !== 0) throw new Error(`The edge Worker could not be bundled:\n${stdout}${stderr}`);
  const source = readFileSync(join(folder, 'worker.js'));
  return { source, gzip: gzipSync(source, { level: 9 }).length };
}
