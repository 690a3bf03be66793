import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DiffBudget, lineDiff, type Piece, type Stretch, wordDiff } from '../../src/analysis/text-diff.ts';

const words = fc.constantFrom(
  'the',
  'court',
  'orders',
  ' ',
  '  ',
  '\n',
  '.',
  '“',
  'суд',
  'المحكمة',
  '法院',
  '命令',
  '\u202e',
  '\u{1F5DE}',
  '\ud800',
  '',
  '\r\n',
);
const texts = fc.oneof(
  fc.array(words, { maxLength: 40 }).map(parts => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const without = (pieces: readonly Piece[], kind: Piece['kind']) =>
  pieces
    .filter(piece => piece.kind !== kind)
    .map(({ text }) => text)
    .join('');
const flat = (stretches: readonly Stretch[]) => stretches.flatMap(({ pieces }) => pieces);

describe('a diff in words', () => {
  test('holds both texts to the last character', () => {
    fc.assert(
      fc.property(texts, texts, fc.constantFrom('en', 'zh', 'ar', 'und', 'not a language'), (old, next, language) => {
        const pieces = wordDiff(old, next, language);
        expect(without(pieces, 'added')).toBe(old);
        expect(without(pieces, 'removed')).toBe(next);
        expect(pieces.every(({ text }) => text !== '')).toBe(true);
      }),
    );
  });

  test('marks nothing where nothing changed', () => {
    fc.assert(
      fc.property(texts, text => {
        expect(wordDiff(text, text).every(({ kind }) => kind === 'same')).toBe(true);
      }),
    );
  });

  test('tells words that were replaced side by side as one', () => {
    expect(wordDiff('The court ordered this text to be shown.', 'The ministry demanded this text to be shown.', 'en')).toEqual([
      { kind: 'same', text: 'The ' },
      { kind: 'removed', text: 'court ordered' },
      { kind: 'added', text: 'ministry demanded' },
      { kind: 'same', text: ' this text to be shown.' },
    ]);
  });

  test('finds words in Chinese, which has no spaces', () => {
    const pieces = wordDiff('法院命令出版商', '法院要求出版商', 'zh');
    expect(pieces).toEqual([
      { kind: 'same', text: '法院' },
      { kind: 'removed', text: '命令' },
      { kind: 'added', text: '要求' },
      { kind: 'same', text: '出版商' },
    ]);
  });

  test('finds words in Arabic', () => {
    const pieces = wordDiff('أمرت المحكمة بالتصحيح', 'أمرت الوزارة بالتصحيح', 'ar');
    expect(pieces.filter(({ kind }) => kind !== 'same')).toEqual([
      { kind: 'removed', text: 'المحكمة' },
      { kind: 'added', text: 'الوزارة' },
    ]);
  });
});

describe('a diff in lines', () => {
  const lines = fc.array(fc.constantFrom('rules:', '  - id: a', '  - id: b', '', '# a comment', '    slot: page-top', '\r'), {
    maxLength: 25,
  });
  const files = fc.tuple(lines, fc.boolean()).map(([parts, ends]) => parts.join('\n') + (ends ? '\n' : ''));

  test('holds both texts to the last character, and counts lines of the new one', () => {
    fc.assert(
      fc.property(files, files, (old, next) => {
        const stretches = lineDiff(old, next);
        expect(without(flat(stretches), 'added')).toBe(old);
        expect(without(flat(stretches), 'removed')).toBe(next);
        let line = 1;
        for (const stretch of stretches) {
          expect(stretch.line).toBe(line);
          line += without(stretch.pieces, 'removed').match(/\n|[^\n]$/g)?.length ?? 0;
        }
      }),
    );
  });

  test('leaves lines that stayed alone', () => {
    const file = Array.from({ length: 2000 }, (_, index) => `line ${index}\n`);
    const changed = file.with(1000, 'line one thousand\n').toSpliced(1500, 1);
    const stretches = lineDiff(file.join(''), changed.join(''));
    expect(stretches.map(({ kind, line, lines }) => ({ kind, line, lines }))).toEqual([
      { kind: 'same', line: 1, lines: 1000 },
      { kind: 'changed', line: 1001, lines: 1 },
      { kind: 'same', line: 1002, lines: 499 },
      { kind: 'changed', line: 1501, lines: 1 },
      { kind: 'same', line: 1501, lines: 499 },
    ]);
  });

  test('beyond its budget counts as replaced as a whole, and still holds both texts', () => {
    fc.assert(
      fc.property(files, files, fc.integer({ min: 0, max: 200 }), (old, next, steps) => {
        const pieces = flat(lineDiff(old, next, new DiffBudget(steps)));
        expect(without(pieces, 'added')).toBe(old);
        expect(without(pieces, 'removed')).toBe(next);
      }),
    );
  });

  test('of large files without a line in common comes to an end', () => {
    const large = (word: string) => Array.from({ length: 60_000 }, (_, index) => `${word} ${index % 97} ${index}\n`).join('');
    const started = performance.now();
    const pieces = flat(lineDiff(large('old'), large('new')));
    expect(without(pieces, 'removed')).toHaveLength(large('new').length);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
