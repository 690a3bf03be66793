/** Files of rulebooks and editions, named by the hash of what they are. Once there, never changed. */

import { canonicalJson, hashOf } from '../../core/canonical-json.ts';
import { joinBytes } from '../../page/edits.ts';
import { Refused } from '../errors.ts';
import { rows, type Store } from './database.ts';

/** Bytes; a row of the database holds at most 2,000,000. */
const LARGEST_PART = 1_500_000;

/** Another version of the runtime may compress the same value to other bytes: what is there already stays, all parts of it. */
const INSERT = `INSERT INTO contents (hash, part, parts, data) SELECT ?1, ?2, ?3, ?4
  WHERE NOT EXISTS (SELECT 1 FROM contents WHERE hash = ?1 AND (part = ?2 OR parts <> ?3))`;

/** What puts a value that JSON can hold under its hash, as statements for `transact`; putting it again changes nothing. */
export async function contentStatements({ db }: Store, value: unknown): Promise<{ hash: string; statements: D1PreparedStatement[] }> {
  const hash = await hashOf(value);
  const bytes = await compressed(new TextEncoder().encode(canonicalJson(value)));
  const parts = Array.from({ length: Math.ceil(bytes.length / LARGEST_PART) }, (_, index) =>
    bytes.slice(index * LARGEST_PART, (index + 1) * LARGEST_PART),
  );
  const statements = parts.map((data, part) => db.prepare(INSERT).bind(hash, part, parts.length, data.buffer));
  return { hash, statements };
}

/** The value under a hash, checked against it. Throws `Refused` where it is not there, or is not what it was. */
export async function readContent<T>(store: Store, hash: string): Promise<T> {
  const found = await rows<{ parts: number; data: ArrayLike<number> }>(
    store,
    'SELECT parts, data FROM contents WHERE hash = ? ORDER BY part',
    hash,
  );
  if (found.length === 0 || found.length !== found[0]?.parts) throw damaged(hash, 'is not there');
  const value = await unpacked(joinBytes(found.map(({ data }) => Uint8Array.from(data)))).catch(() => undefined);
  if (value === undefined || (await hashOf(value)) !== hash) throw damaged(hash, 'is not what was put there');
  return value as T;
}

async function unpacked(bytes: Uint8Array): Promise<unknown> {
  const stream = new Response(bytes).body!.pipeThrough(new DecompressionStream('gzip'));
  return await new Response(stream).json();
}

async function compressed(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Response(bytes).body!.pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function damaged(hash: string, what: string): Refused {
  return new Refused('store', `The database is damaged: the content ${hash.slice(0, 12)} ${what}.`, 'Restore the database from a backup.');
}
