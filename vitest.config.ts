import { cloudflareTest } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const oxc = { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } } as const;

/** Tests against `npm start` itself: one product at a time, since a small machine holds no more. */
function wholeProduct(name: string, groupOrder: number) {
  return {
    test: {
      name,
      include: [`tests/${name}/**/*.test.ts`],
      testTimeout: 90_000,
      hookTimeout: 120_000,
      maxWorkers: 1,
      sequence: { groupOrder },
    },
  };
}

/** One project a kind of test, one after the other. `unit` runs in Node, `workerd` in the edge's own runtime. */
export default defineConfig({
  test: {
    projects: [
      {
        oxc,
        test: {
          name: 'unit',
          include: ['tests/{core,page,rulebook,analysis,library,templates,cli}/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        oxc,
        plugins: [cloudflareTest({ wrangler: { configPath: './wrangler.toml' } })],
        test: {
          name: 'workerd',
          include: ['tests/edge/**/*.test.ts', 'tests/page/encoding.test.ts'],
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      wholeProduct('contract', 2),
      wholeProduct('system', 3),
      wholeProduct('browser', 4),
    ],
  },
});
