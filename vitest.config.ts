import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const oxc = { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } } as const;

/** One project a kind of test. `unit` runs in Node, `workerd` in the edge's own runtime, the others against `npm start` itself. */
export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 90_000 },
      },
      {
        test: { name: 'unit', include: ['tests/{core,page,rulebook,library,templates,cli}/**/*.test.{ts,tsx}'], testTimeout: 60_000 },
        oxc,
      },
      {
        oxc,
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: { name: 'workerd', include: ['tests/edge/**/*.test.ts', 'tests/page/encoding.test.ts'], testTimeout: 60_000 },
      },
      {
        test: { name: 'system', include: ['tests/system/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 90_000, maxWorkers: 1 },
      },
      {
        test: { name: 'browser', include: ['tests/browser/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 120_000, maxWorkers: 1 },
      },
    ],
  },
});
