/**
 * The form in which a page is stored and passed between entrypoints: four bytes with the length of a JSON head (big-endian), the
 * head in UTF-8, then the page's own bytes. One stream, so a page that is too large to hold can follow its head.
 */

import type { PreparedPage } from './prepare.ts';

export const STORED_PAGE_TYPE = 'application/vnd.standfirst.page';

export interface StoredPage extends PreparedPage {
  /** Changes with the page's bytes, headers and preparation. */
  readonly version: string;
  readonly status: number;
  /** The origin's end-to-end response headers. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Whether the page is longer than what is held in memory, so that it follows as a stream. */
  readonly streamed: boolean;
  readonly lastModified?: string;
  /** The origin's `Vary` without `Accept-Encoding`, empty for none. */
  readonly vary: string;
  /** Whether the origin forbids every store, browsers' too. */
  readonly noStore: boolean;
}

const LENGTH_BYTES = 4;
/** No page of ours has a larger head; anything that claims one is not ours. */
const HEAD_LIMIT = 1024 * 1024;

/** Length and head: what stands before the page's bytes. */
export function encodeHead(page: StoredPage): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(page));
  const head = new Uint8Array(LENGTH_BYTES + json.length);
  new DataView(head.buffer).setUint32(0, json.length);
  head.set(json, LENGTH_BYTES);
  return head;
}

/** The head and where the page's bytes begin; `undefined` while `bytes` are too few to hold it. Throws on what no `encodeHead` wrote. */
export function decodeHead(bytes: Uint8Array): { page: StoredPage; bodyAt: number } | undefined {
  if (bytes.length < LENGTH_BYTES) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  if (length > HEAD_LIMIT) throw new RangeError(`A stored page's head of ${length} bytes is longer than any that is written.`);
  const bodyAt = LENGTH_BYTES + length;
  if (bytes.length < bodyAt) return undefined;
  return { page: JSON.parse(new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, bodyAt))), bodyAt };
}
