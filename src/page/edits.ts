/** Putting notices in and taking elements out, for text and bytes alike: the only code that changes a page. */

/** Half-open range `[start, end)`. */
export type Range = readonly [start: number, end: number];

/** What is put in at `offset`; where that lies in a range that is taken out, it stands at the range's start. */
export interface Insertion<T> {
  readonly offset: number;
  readonly content: T;
}

/** The pieces of the changed page, in order: ranges of the source, and contents. */
export type Piece<T> = Range | T;

/**
 * The pieces that make up a page of `length` once `ranges` are taken out and `insertions` put in.
 * Insertions at one offset keep their order. Ranges may touch, nest and overlap.
 */
export function pieces<T extends object>(length: number, insertions: readonly Insertion<T>[], ranges: readonly Range[]): Piece<T>[] {
  const gaps = merged(ranges);
  const placed = insertions.map(({ offset, content }) => ({ offset: outside(offset, gaps), content })).sort((a, b) => a.offset - b.offset);
  const out: Piece<T>[] = [];
  let [at, gap] = [0, 0];
  const copyTo = (end: number) => {
    for (let range = gaps[gap]; range !== undefined && range[0] < end; range = gaps[++gap]) {
      if (range[0] > at) out.push([at, range[0]]);
      at = Math.max(at, range[1]);
    }
    if (end > at) out.push([at, end]);
    at = Math.max(at, end);
  };
  for (const { offset, content } of placed) {
    copyTo(offset);
    out.push(content);
  }
  copyTo(length);
  return out;
}

/** A changed text. */
export function editText(text: string, insertions: readonly Insertion<{ text: string }>[], ranges: readonly Range[]): string {
  return pieces(text.length, insertions, ranges)
    .map(piece => ('text' in piece ? piece.text : text.slice(piece[0], piece[1])))
    .join('');
}

/** A changed page: two copies and the notice between them, in the usual case. `bytes` itself stays as it is. */
export function editBytes(bytes: Uint8Array, insertions: readonly Insertion<Uint8Array>[], ranges: readonly Range[]): Uint8Array {
  const parts = pieces(bytes.length, insertions, ranges);
  return joinBytes(parts.map(piece => (piece instanceof Uint8Array ? piece : bytes.subarray(piece[0], piece[1]))));
}

/** All parts in one new buffer. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Whether what stands right before `offset` is taken out by one of `ranges`: a mark there would have nothing to stand behind. */
export function followsGap(offset: number, ranges: readonly Range[]): boolean {
  return ranges.some(([start, end]) => start < offset && offset <= end);
}

/** Where an insertion at `offset` stands once `ranges` are taken out. */
export function standingAt(offset: number, ranges: readonly Range[]): number {
  return outside(offset, merged(ranges));
}

function merged(ranges: readonly Range[]): Range[] {
  const out: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1);
    if (last !== undefined && range[0] <= last[1]) out[out.length - 1] = [last[0], Math.max(last[1], range[1])];
    else if (range[1] > range[0]) out.push(range);
  }
  return out;
}

function outside(offset: number, gaps: readonly Range[]): number {
  const gap = gaps.find(([start, end]) => start < offset && offset < end);
  return gap === undefined ? offset : gap[0];
}
