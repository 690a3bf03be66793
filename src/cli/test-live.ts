/** `npm run test:live -- URL`: the contract of caching, checked against a deployed site. Sends a few dozen GETs and nothing else. */

import { spawnSync } from 'node:child_process';

const [url] = process.argv.slice(2);
if (url === undefined || !URL.canParse(url)) {
  process.stderr.write('Say which site to test: npm run test:live -- https://news.example.org\n');
  process.exit(2);
}
const { status } = spawnSync('vitest', ['run', '--project', 'contract'], { stdio: 'inherit', env: { ...process.env, LIVE_URL: url } });
process.exit(status ?? 1);
