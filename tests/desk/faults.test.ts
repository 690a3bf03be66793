/** Every call of the database goes wrong in every way, in turn: readers notice nothing, nothing saved is lost, and asking again gives one result. */

import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ACTS, begin, desk, everyCall, withDatabase } from './faults-acts.ts';
import { auditOf } from './tiny.ts';

afterEach(async () => {
  await auditOf(desk);
});

describe.each(Object.entries(ACTS))('the database, while somebody wants to %s', (name, tried) => {
  beforeAll(begin);

  test.each([
    ['fails once', { way: 'fails' }, 3],
    ['answers rubbish', { way: 'rubbish', stride: 3 }, 3],
    ['does what it was asked, and the answer is lost', { way: 'lost' }, 1],
  ] as const)(
    '%s',
    async (_, kind, least) => {
      expect(await everyCall(name, tried, kind, withDatabase)).toBeGreaterThanOrEqual(least);
    },
    120_000,
  );
});
