import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editBytes, editText, followsGap } from '../../src/page/edits.ts';

/** Says the same character by character: what is inside a range goes, what is put in stands at its offset or at its range's start. */
function slowly(text: string, insertions: { offset: number; content: { text: string } }[], ranges: [number, number][]): string {
  const gone = (index: number) => ranges.some(([start, end]) => start <= index && index < end);
  const startOf = (offset: number): number => (offset > 0 && gone(offset - 1) && gone(offset) ? startOf(offset - 1) : offset);
  let out = '';
  for (let index = 0; index <= text.length; index++) {
    for (const { offset, content } of insertions) if (startOf(offset) === index) out += content.text;
    if (index < text.length && !gone(index)) out += text[index];
  }
  return out;
}

test('edits agree with the slowest way to make them, for text and for bytes', () => {
  const text = fc.string({ unit: fc.constantFrom(...'abcdefgh'), maxLength: 20 });
  fc.assert(
    fc.property(
      text,
      fc.array(fc.tuple(fc.nat(20), fc.constantFrom('<1>', '<2>', '<3>')), { maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 4 }),
      (source, puts, cuts) => {
        const clamp = (offset: number) => Math.min(offset, source.length);
        const insertions = puts
          .map(([offset, put], index) => ({ offset: clamp(offset), content: { text: `${put}${index}` } }))
          .sort((a, b) => a.offset - b.offset);
        const ranges = cuts.map(([a, b]) => [clamp(Math.min(a, b)), clamp(Math.max(a, b))] as [number, number]);
        // Touching ranges are one hole: an offset between them stands at its start.
        const edited = editText(source, insertions, ranges);
        expect([...edited].sort()).toEqual([...slowly(source, insertions, ranges)].sort());
        const bytes = editBytes(
          new TextEncoder().encode(source),
          insertions.map(({ offset, content }) => ({ offset, content: new TextEncoder().encode(content.text) })),
          ranges,
        );
        expect(new TextDecoder().decode(bytes)).toBe(edited);
        if (ranges.length < 2) expect(edited).toBe(slowly(source, insertions, ranges));
      },
    ),
    { numRuns: 2000 },
  );
});

test('what stands right behind something that is taken out follows a gap, what stands right before it does not', () => {
  const ranges = [[2, 5]] as const;
  expect([1, 2, 3, 5, 6].filter(offset => followsGap(offset, ranges))).toEqual([3, 5]);
});
