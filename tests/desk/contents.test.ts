/** Contents in the database: what comes out is what went in, or nothing does. */

import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../src/core/canonical-json.ts';
import { Refused } from '../../src/desk/errors.ts';
import { contentStatements, readContent } from '../../src/desk/store/contents.ts';
import type { Store } from '../../src/desk/store/database.ts';
import { freshDesk } from './support.ts';

let store: Store;

beforeAll(async () => {
  store = (await freshDesk()).desk.store;
});

async function put(value: unknown): Promise<string> {
  const { hash, statements } = await contentStatements(store, value);
  await store.db.batch(statements);
  return hash;
}

/** A text that no compression shortens much. */
function noise(bytes: number): string {
  const text: string[] = [];
  for (let left = bytes; left > 0; left -= 49_152) {
    const part = crypto.getRandomValues(new Uint8Array(Math.min(49_152, left)));
    text.push(btoa(String.fromCharCode(...part)));
  }
  return text.join('');
}

async function partsOf(hash: string): Promise<number[][]> {
  const { results } = await store.db.prepare('SELECT data FROM contents WHERE hash = ? ORDER BY part').bind(hash).all<{ data: number[] }>();
  return results.map(({ data }) => data);
}

async function refusalOf(hash: string): Promise<Refused> {
  const error = await readContent(store, hash).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Refused);
  return error as Refused;
}

describe('what is put there', () => {
  test('comes out again, whatever JSON can hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ stringUnit: 'binary' }), async value => {
        const given: unknown = JSON.parse(JSON.stringify(value));
        const hash = await put(given);
        expect(hash).toBe(await hashOf(given));
        expect(await readContent(store, hash)).toEqual(given);
      }),
      { numRuns: 60 },
    );
  });

  test('may be larger than a row of the database, and may be put there twice', async () => {
    const value = { first: 'a', files: { a: noise(5_000_000) } };
    const hash = await put(value);
    expect((await partsOf(hash)).length).toBeGreaterThan(3);
    expect(await put(value)).toBe(hash);
    expect(await readContent(store, hash)).toEqual(value);
  });

  test('may be put there again by a runtime that compresses to other bytes, in more parts or fewer', async () => {
    for (const pieces of [1, 3]) {
      const value = { pieces, text: noise(1_800_000) };
      const hash = await hashOf(value);
      const bytes = await new Response(new Response(JSON.stringify(value)).body!.pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
      // A header of another machine: RFC 1952, section 2.3, byte 9 names the system.
      const other = new Uint8Array(bytes);
      other[9] = 11;
      const size = Math.ceil(other.length / pieces);
      const parts = pieces === 1 ? [other.slice(0, size)] : [0, 1, 2].map(part => other.slice(part * size, (part + 1) * size));
      if (parts.some(part => part.length > 2_000_000)) continue;
      await store.db.batch(
        parts.map((data, part) =>
          store.db
            .prepare('INSERT INTO contents (hash, part, parts, data) VALUES (?, ?, ?, ?)')
            .bind(hash, part, parts.length, data.buffer),
        ),
      );
      expect(await put(value)).toBe(hash);
      expect(await readContent(store, hash)).toEqual(value);
      expect(await partsOf(hash)).toHaveLength(pieces);
    }
  });

  test('cannot be changed, replaced or taken out', async () => {
    const hash = await put({ kept: true });
    for (const sql of [
      "UPDATE contents SET data = x'00' WHERE hash = ?",
      'DELETE FROM contents WHERE hash = ?',
      "INSERT OR REPLACE INTO contents (hash, part, parts, data) VALUES (?, 0, 1, x'00')",
    ]) {
      await expect(store.db.prepare(sql).bind(hash).run()).rejects.toThrow('contents are never changed');
    }
    expect(await readContent(store, hash)).toEqual({ kept: true });
  });
});

describe('what was damaged behind the back of the database', () => {
  let hash: string;

  beforeEach(async () => {
    for (const trigger of ['contents_keep', 'contents_stay', 'contents_once']) {
      await store.db.prepare(`DROP TRIGGER IF EXISTS ${trigger}`).run();
    }
    hash = await put({ id: crypto.randomUUID(), text: noise(3_500_000) });
    expect((await partsOf(hash)).length).toBeGreaterThan(2);
  });

  test.each([
    ['a part that is missing at the end', 'DELETE FROM contents WHERE hash = ? AND part = parts - 1'],
    ['a part that is missing at the beginning', 'DELETE FROM contents WHERE hash = ? AND part = 0'],
    ['parts in another order', 'UPDATE contents SET part = CASE part WHEN 0 THEN 1000 WHEN 1 THEN 500 ELSE part END WHERE hash = ?'],
    ['a part cut short', 'UPDATE contents SET data = substr(data, 1, 1000) WHERE hash = ? AND part = 1'],
    ['a part without anything', "UPDATE contents SET data = x'' WHERE hash = ? AND part = 0"],
    ['a part that is another one', "UPDATE contents SET data = CAST('rubbish' AS BLOB) WHERE hash = ? AND part = 0"],
    ['all of it', 'DELETE FROM contents WHERE hash = ?'],
  ])('%s is found', async (_, sql) => {
    const { meta } = await store.db.prepare(sql).bind(hash).run();
    expect(meta.changes).toBeGreaterThan(0);
    const { kind, message } = await refusalOf(hash);
    expect(kind).toBe('store');
    expect(message).toContain(hash.slice(0, 12));
  });

  test('a single bit is found, wherever it is', async () => {
    const [first, ...rest] = await partsOf(hash);
    await fc.assert(
      fc.asyncProperty(fc.nat(first!.length - 1), fc.nat(7), async (at, bit) => {
        const data = Uint8Array.from(first!);
        data[at]! ^= 1 << bit;
        await store.db.prepare('UPDATE contents SET data = ? WHERE hash = ? AND part = 0').bind(data.buffer, hash).run();
        const read = await readContent<unknown>(store, hash).catch((error: unknown) => error);
        // Bits of the header that say nothing about the text may be others: then it is the text all the same.
        if (!(read instanceof Refused)) expect(await hashOf(read)).toBe(hash);
        else expect(read.kind).toBe('store');
      }),
      { numRuns: 8 },
    );
    expect(rest.length).toBeGreaterThan(1);
  });

  test('another value under the same hash is found', async () => {
    const other = await put({ other: true });
    await store.db.prepare('DELETE FROM contents WHERE hash = ?').bind(hash).run();
    await store.db.prepare('UPDATE contents SET hash = ? WHERE hash = ?').bind(hash, other).run();
    expect((await refusalOf(hash)).kind).toBe('store');
  });
});
