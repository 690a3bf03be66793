/** Undoing the content codings of pages. RFC 9110, section 8.4.1; RFC 8878 (zstd). */

import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

/** Bytes that a page may unpack to here; more is an attack or a mistake. */
export const UNPACKED_LIMIT = 16 * 1024 * 1024;

/** What names a coding at all. Servers write other things there, such as `utf-8`, and browsers show such pages as they are. */
const CODINGS = new Set(['gzip', 'x-gzip', 'br', 'zstd', 'deflate', 'compress', 'x-compress', 'dcb', 'dcz']);

/** The codings of a response, in the order in which they were applied. */
export function codingsOf(contentEncoding: string | null): string[] {
  return (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map(coding => coding.trim())
    .filter(coding => CODINGS.has(coding));
}

/** Whether the runtime undoes the codings itself as the body is read: a single gzip or br, written just so. */
export function isDecodedByRuntime(contentEncoding: string | null): boolean {
  return contentEncoding === 'gzip' || contentEncoding === 'br' || codingsOf(contentEncoding).length === 0;
}

/** The bytes without their codings. Throws on a coding that is not known, on broken data and on too much of it. */
export function undoCodings(bytes: Uint8Array, codings: readonly string[]): Uint8Array {
  return [...codings].reverse().reduce((data, coding) => undo(data, coding), bytes);
}

function undo(bytes: Uint8Array, coding: string): Uint8Array {
  const options = { maxOutputLength: UNPACKED_LIMIT };
  if (coding === 'gzip' || coding === 'x-gzip') return gunzipSync(bytes, options);
  if (coding === 'br') return brotliDecompressSync(bytes, options);
  if (coding === 'zstd') return zstdDecompressSync(bytes, options);
  // Some servers send raw DEFLATE under this name; a zlib stream begins with 8 in its low four bits.
  if (coding === 'deflate') return ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
  throw new RangeError(`The content coding "${coding}" is not one that can be undone.`);
}
