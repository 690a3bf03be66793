import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
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

/** The Desk with a database and stores of its own, and no edge beside it. */
const desk = cloudflareTest(async () => ({
  wrangler: { configPath: './src/desk/wrangler.toml' },
  miniflare: {
    bindings: { MIGRATIONS: await readD1Migrations('./src/desk/migrations') },
    serviceBindings: { EDGE: () => Response.json({ status: 'none' }, { status: 503 }) },
  },
}));

/** One project a kind of test, one after the other. `unit` runs in Node, `workerd` and `desk` in the runtime of the Workers. */
export default defineConfig({
  test: {
    projects: [
      {
        oxc,
        test: {
          name: 'unit',
          include: ['tests/{core,page,rulebook,analysis,library,templates,cli}/**/*.test.{ts,tsx}'],
          maxWorkers: 2,
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
          maxWorkers: 2,
          testTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        oxc,
        plugins: [desk],
        test: {
          name: 'desk',
          include: ['tests/desk/**/*.test.{ts,tsx}'],
          // Much of it waits for stores that hang.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      wholeProduct('contract', 3),
      wholeProduct('system', 4),
      wholeProduct('browser', 5),
    ],
  },
});
