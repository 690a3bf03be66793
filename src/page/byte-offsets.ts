/** From places in a page's text to places in its bytes. */

import { editBytes, editText } from './edits.ts';
import { type DecodedPage, decode, encodeMarkup } from './encoding.ts';

const MULTI_BYTE = new Set(['gbk', 'gb18030', 'big5', 'euc-jp', 'iso-2022-jp', 'shift_jis', 'euc-kr']);
const CHUNK = 256;
/** How often a page may be decoded to find offsets that are good; healthy pages take one. */
const DECODE_BUDGET = 64;

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
  const read = new Map<number, number>();
  for (const choice of [0, 1]) {
    const pairs = candidates.flatMap((found, index) => {
      const [byte, offset] = [found[choice], offsets[index] as number];
      return byte === undefined || read.has(offset) ? [] : [{ byte, offset }];
    });
    for (const { byte, offset } of verified(bytes, page, pairs, { decodes: DECODE_BUDGET })) read.set(offset, byte);
  }
  return offsets.map(offset => read.get(offset));
}

/** A byte offset and the text offset that it is taken for. */
interface Pair {
  readonly byte: number;
  readonly offset: number;
}

/** The pairs at which markup is read where it should be: all at once if that holds, else those of each half. */
function verified(bytes: Uint8Array, page: DecodedPage, pairs: readonly Pair[], budget: { decodes: number }): readonly Pair[] {
  if (pairs.length === 0 || budget.decodes-- <= 0) return [];
  if (readAs(bytes, page, pairs)) return pairs;
  if (pairs.length === 1) return [];
  const middle = pairs.length >> 1;
  return [...verified(bytes, page, pairs.slice(0, middle), budget), ...verified(bytes, page, pairs.slice(middle), budget)];
}

/** Whether markup put in at each byte is read at its offset and leaves the rest as it was: decoders differ about broken sequences. */
function readAs(bytes: Uint8Array, { text, encoding, embedding, bom }: DecodedPage, pairs: readonly Pair[]): boolean {
  const probe = '<br />';
  const content = encodeMarkup(probe, embedding);
  const changed = editBytes(
    bytes,
    pairs.map(({ byte }) => ({ offset: Math.min(byte, bytes.length), content })),
    [],
  );
  const expected = editText(
    text,
    pairs.map(({ offset }) => ({ offset, content: { text: probe } })),
    [],
  );
  return decode(changed.subarray(bom), encoding) === expected;
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
