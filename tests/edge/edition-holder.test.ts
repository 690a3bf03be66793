/** Law 9: a bad edition never replaces a good one. */

import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CURRENT_KEY, editionKey, PREVIOUS_KEY } from '../../src/core/edition-store.ts';
import { isolate, kv, POLL, stored } from './edition-isolate.ts';
import { BASELINE, editionSaying, Publisher, WRONG } from './publisher.ts';

let publisher: Publisher;
let [five, six, seven] = [BASELINE, BASELINE, BASELINE];
beforeAll(async () => {
  publisher = await Publisher.create();
  [five, six, seven] = await Promise.all([editionSaying('Five', 5), editionSaying('Six', 6), editionSaying('Seven', 7)]);
});
beforeEach(async () => {
  for (const { name } of (await kv.list()).keys) await kv.delete(name);
});

const start = (random?: () => number) => isolate(stored, [publisher.key], random);

describe('before anything is published', () => {
  test('the edition compiled in is served and confirmed, and nothing is wrong', async () => {
    const { holder, visit, later } = start();
    expect(await visit()).toBe(BASELINE);
    expect(await later()).toBe(BASELINE);
    expect(holder.held.source).toBe('built-in');
    expect(holder.state).toEqual({ confirmed: expect.any(Number), problems: {} });
  });

  test('any number may follow it, its own too', async () => {
    for (const number of [1, 2, 1000]) {
      await publisher.publish(kv, await editionSaying('First', number));
      const { visit, holder } = start();
      expect((await visit()).number).toBe(number);
      expect(holder.held.source).toBe('store');
    }
  });
});

describe('what is published', () => {
  test('is served by an isolate that begins, to its first reader already', async () => {
    await publisher.publish(kv, five);
    expect(await start().visit()).toEqual(five);
  });

  test('is taken by one that runs, after the reader who is there when a look is due', async () => {
    await publisher.publish(kv, five);
    const { read, visit, later } = start();
    await visit();
    await publisher.publish(kv, six);
    expect(await read()).toEqual(five);
    expect(await later()).toEqual(six);
    expect(await read()).toEqual(six);
  });

  test('is read once: a look that finds the same edition in force reads no edition', async () => {
    await publisher.publish(kv, five);
    const { asked, visit, later, holder, clock } = start();
    await visit();
    for (let times = 0; times < 3; times++) await later();
    expect(asked).toEqual([CURRENT_KEY, editionKey(five.hash), CURRENT_KEY, CURRENT_KEY, CURRENT_KEY]);
    expect(holder.state.confirmed).toBe(clock.time);
  });

  test('is read once by many readers of an isolate that begins, who all get it', async () => {
    await publisher.publish(kv, five);
    const { asked, read, clock } = start();
    const readers = Array.from({ length: 30 }, () => read());
    for (let passed = 0; passed < 900; passed += 10) await clock.pass(10);
    for (const edition of await Promise.all(readers)) expect(edition).toEqual(five);
    expect(asked).toEqual([CURRENT_KEY, editionKey(five.hash)]);
  });

  test('is found by any of several keys, so that a key can be replaced', async () => {
    const next = await Publisher.create();
    const keys = [publisher.key, next.key];
    await publisher.publish(kv, five);
    const { visit, later } = isolate(stored, keys);
    expect(await visit()).toEqual(five);
    await next.publish(kv, six);
    expect(await later()).toEqual(six);
  });
});

test('looks come after three to five quarters of the poll time, drawn anew each time', async () => {
  await publisher.publish(kv, five);
  for (const drawn of [0, 0.5, 0.999]) {
    const { asked, clock, visit } = start(() => drawn);
    await visit();
    const wait = POLL * (0.75 + drawn / 2);
    clock.time += wait - 1;
    await visit();
    expect(asked).toHaveLength(2);
    clock.time += 1;
    await visit();
    expect(asked).toHaveLength(3);
  }
  let draws = 0;
  const { visit, later } = start(() => draws++ / 10);
  await visit();
  await later();
  expect(draws).toBe(2);
});

test.each([60_000, 3_600_000, 365 * 86_400_000])('a clock that is set back by %i ms does not stop the looks', async back => {
  await publisher.publish(kv, five);
  const { visit, read, later, clock } = start();
  await visit();
  await publisher.publish(kv, six);
  clock.time -= back;
  await visit();
  expect(await read()).toEqual(six);
  await publisher.publish(kv, seven);
  expect(await later()).toEqual(seven);
});

test('a reader whose clock lags behind that of the last look begins none', async () => {
  await publisher.publish(kv, five);
  const { asked, visit, clock } = start(() => 0.999);
  await visit();
  const looks = asked.length;
  for (const lag of [1, 1000, 29_000]) {
    clock.time -= lag;
    await visit();
    clock.time += lag;
  }
  expect(asked).toHaveLength(looks);
});

describe.each(Object.entries(WRONG))('%s', (_, { problem, write }) => {
  test('leaves the edition that is held, is counted, and the next good one is taken', async () => {
    await publisher.publish(kv, five);
    const { holder, later, visit, said, clock } = start();
    await visit();
    await write(kv, publisher, six, five);
    for (let times = 1; times <= 2; times++) {
      const { confirmed } = holder.state;
      expect(await later()).toEqual(five);
      expect(holder.state).toEqual({ confirmed, problems: { [problem]: times } });
    }
    // Repaired under the same name.
    await publisher.publish(kv, six);
    expect(await later()).toEqual(six);
    expect(holder.state).toEqual({ confirmed: clock.time, problems: { [problem]: 2 } });
    expect(said).toHaveLength(1);
    expect(
      Object.keys(JSON.parse(said[0] ?? '{}')).filter(name => !['event', 'problem', 'times', 'number', 'detail'].includes(name)),
    ).toEqual([]);
  });
});

/** A number is wrong only beside another one that is held. */
const WRONG_ALONE = Object.entries(WRONG).filter(([, { problem }]) => !problem.startsWith('number-'));

describe.each(WRONG_ALONE)('%s, for an isolate that begins', (_, { problem, write }) => {
  test('is passed over for the edition before it, until a good one comes', async () => {
    await write(kv, publisher, six, five);
    await publisher.publish(kv, five, PREVIOUS_KEY);
    const { visit, later, holder } = start();
    expect(await visit()).toEqual(five);
    expect(holder.state).toEqual({ confirmed: undefined, problems: { [problem]: 1 } });
    await publisher.publish(kv, seven);
    expect(await later()).toEqual(seven);
  });

  test('is passed over for the edition compiled in, where there is none before it', async () => {
    await write(kv, publisher, six, five);
    const { visit, holder } = start();
    expect(await visit()).toBe(BASELINE);
    expect(holder.state.problems).toEqual(problem === 'pointer-missing' ? {} : { [problem]: 1 });
  });
});

test('what stands at neither pointer is refused twice, and readers get what is compiled in', async () => {
  const other = await Publisher.create();
  await other.publish(kv, six);
  await other.publish(kv, five, PREVIOUS_KEY);
  const { visit, holder } = start();
  expect(await visit()).toBe(BASELINE);
  expect(holder.state).toEqual({ confirmed: undefined, problems: { 'signature-wrong': 2 } });
});

test('without a key nothing is signed', async () => {
  await publisher.publish(kv, five);
  expect(await isolate(stored, []).visit()).toBe(BASELINE);
});
