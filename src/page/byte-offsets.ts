/** From places in a page's text to places in its bytes. */

import { joinBytes } from './edits.ts';
import { type DecodedPage, decode, encodeMarkup } from './encoding.ts';

const MULTI_BYTE = new Set(['gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr']);
const CHUNK = 256;

/**
 * Byte offsets in `bytes` of UTF-16 offsets in the decoded text, such that markup put in there is read there.
 * @param offsets ascending
 * @returns one entry an offset; `undefined` where there is none (in the middle of a broken sequence)
 */
export function byteOffsets(bytes: Uint8Array, page: DecodedPage, offsets: readonly number[]): (number | undefined)[] {
  const { text, encoding, bom } = page;
  const wide = encoding.startsWith('utf-16');
  if (encoding === 'utf-8' && !text.includes('\ufffd')) return utf8Offsets(text, bom, offsets);
  if (!wide && encoding !== 'utf-8' && !MULTI_BYTE.has(encoding)) return offsets.map(offset => bom + offset);
  const candidates = wide ? offsets.map(offset => [bom + offset * 2]) : countedOffsets(bytes, page, offsets);
  return candidates.map((found, index) => found.find(byte => readsAs(bytes, page, byte, offsets[index] as number)));
}

/** Whether markup put in at `byte` is read at `offset` and leaves the rest of the text as it was: decoders differ about broken sequences. */
function readsAs(bytes: Uint8Array, { text, encoding, embedding, bom }: DecodedPage, byte: number, offset: number): boolean {
  const probe = '<br />';
  const changed = joinBytes([bytes.subarray(bom, byte), encodeMarkup(probe, embedding), bytes.subarray(byte)]);
  return byte <= bytes.length && decode(changed, encoding) === text.slice(0, offset) + probe + text.slice(offset);
}

function utf8Offsets(text: string, bom: number, offsets: readonly number[]): number[] {
  const encoder = new TextEncoder();
  let [from, at] = [0, bom];
  return offsets.map(offset => {
    at += encoder.encode(text.slice(from, offset)).length;
    from = offset;
    return at;
  });
}

/** For each offset the first and the last byte offset with that much text before it: an escape sequence may stand between them. */
function countedOffsets(bytes: Uint8Array, { encoding, bom }: DecodedPage, offsets: readonly number[]): number[][] {
  try {
    return countOutput(bytes.subarray(bom), encoding, offsets).map(found => found.map(offset => offset + bom));
  } catch {
    return offsets.map(() => []); // Some decoders throw at a broken sequence that is cut in two, though they were told not to.
  }
}

/** Decodes in steps and counts what comes out: whole chunks first, then byte by byte in the chunks that hold an offset. */
function countOutput(bytes: Uint8Array, encoding: string, offsets: readonly number[]): number[][] {
  const found = new Map(offsets.map(offset => [offset, offset === 0 ? [0] : []]));
  const note = (count: number, byte: number) => {
    const known = found.get(count);
    if (known !== undefined) known[Math.min(known.length, 1)] = byte;
  };
  const ends = chunkEnds(bytes, encoding);
  const fine = new TextDecoder(encoding, { ignoreBOM: true, fatal: false });
  let [next, count] = [0, 0];
  for (const [chunk, end] of ends.entries()) {
    while (next < offsets.length && (offsets[next] as number) < count) next++;
    const start = chunk * CHUNK;
    const part = bytes.subarray(start, start + CHUNK);
    if (next >= offsets.length || (offsets[next] as number) > end) fine.decode(part, { stream: true });
    else {
      for (let byte = 0; byte < part.length; byte++) {
        const before = count;
        count += fine.decode(part.subarray(byte, byte + 1), { stream: true }).length;
        // A broken sequence comes out together with the byte that shows that it is broken.
        for (let skipped = before + 1; skipped < count; skipped++) note(skipped, start + byte);
        note(count, start + byte + 1);
      }
    }
    count = end;
  }
  return offsets.map(offset => found.get(offset) ?? []);
}

/** How much text has come out at the end of each chunk. */
function chunkEnds(bytes: Uint8Array, encoding: string): number[] {
  const decoder = new TextDecoder(encoding, { ignoreBOM: true, fatal: false });
  const ends: number[] = [];
  for (let at = 0, count = 0; at < bytes.length; at += CHUNK) {
    count += decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true }).length;
    ends.push(count);
  }
  return ends;
}
