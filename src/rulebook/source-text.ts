/** From the bytes of a file to its text. */

import { Wrong } from './problems.ts';

/** What is wrong with a file as a whole, and the line from which on it is. */
export class Unreadable extends Wrong {
  readonly line: number;
  constructor(message: string, mend: string, line = 1) {
    super(message, mend);
    this.line = line;
  }
}

/** Bytes that a text takes in UTF-8, without making them. */
export function sizeOf(source: string | Uint8Array): number {
  if (typeof source !== 'string') return source.byteLength;
  let size = source.length;
  for (let at = 0; at < source.length; at++) {
    const code = source.charCodeAt(at);
    // Half of a pair takes two of the pair's four bytes.
    if (code > 0x7f) size += code > 0x7ff && (code < 0xd800 || code > 0xdfff) ? 2 : 1;
  }
  return size;
}

/** The text of a file in UTF-8, without a byte order mark. */
export function textOf(source: string | Uint8Array): string | Unreadable {
  if (typeof source === 'string') return source;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(source);
  } catch {
    // The line of the first character that cannot be read; the bytes before it may hold a mark in place of one that was written so.
    const lines = new TextDecoder().decode(source).split('\n');
    const line = Math.max(1, lines.findIndex(text => text.includes('\uFFFD')) + 1);
    return new Unreadable('the file is not in UTF-8', 'save it again as UTF-8', line);
  }
}
