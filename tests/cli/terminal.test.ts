import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { columns, paint, progress, wrapped, wrappedColumns } from '../../src/cli/terminal.ts';

const words = fc.array(fc.stringMatching(/^[a-zА-я字]{1,9}$/u), { minLength: 1, maxLength: 20 });

test('every cell of a column begins in the same cell of the terminal, whatever its letters', () => {
  const table = fc.array(fc.array(fc.constantFrom('a', 'Париж', '漢字', 'long text', ''), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(table, rows => {
      const marked = rows.map(row => row.map(cell => `|${cell}`));
      const lines = columns(marked).split('\n').slice(0, -1);
      const starts = lines.map(line => [...line.matchAll(/\|/g)].map(({ index }) => stringWidth(line.slice(0, index))));
      expect(lines).toHaveLength(rows.length);
      for (const start of starts) expect(start).toEqual(starts[0]);
    }),
  );
});

test('columns on the right end in the same cell', () => {
  expect(
    columns(
      [
        ['a', '1', 'x'],
        ['字', '100', 'y'],
      ],
      { indent: 1, right: [1] },
    ),
  ).toBe(' a     1  x\n 字  100  y\n');
});

test('wrapped text has the same words, and lines that fit unless one word is too long', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 30 }), (list, width) => {
      const lines = wrapped(list.join(' '), width, '  ').split('\n  ');
      expect(lines.join(' ').split(' ')).toEqual(list);
      for (const line of lines) expect(stringWidth(line) <= width || !line.includes(' ')).toBe(true);
      // Nothing is broken that would have fitted.
      for (const [index, line] of lines.entries()) {
        const next = lines[index + 1]?.split(' ', 1)[0];
        if (next !== undefined) expect(stringWidth(`${line} ${next}`)).toBeGreaterThan(width);
      }
    }),
  );
});

test('colours only where they are wanted', () => {
  expect(paint({ colour: false }).red('a')).toBe('a');
  expect(paint({ colour: true }).red('a')).toBe('\u001b[31ma\u001b[39m');
});

test('a bar only where a line may be written over, and none is left', () => {
  const run = (allowed: boolean) => {
    const parts: string[] = [];
    const bar = progress({ err: part => void parts.push(part), progress: allowed, columns: 20 }, 3);
    for (let step = 0; step < 3; step++) bar.step();
    bar.end();
    return parts;
  };
  expect(run(false)).toEqual([]);
  const [last, full] = run(true).reverse();
  expect(full).toContain('████████████ 100 %');
  expect(last).toBe('\r\u001b[K');
});

test('rows that are wrapped fit, hold the same words in their order, and begin where they would', () => {
  const table = fc.array(fc.tuple(words, words), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(table, fc.integer({ min: 44, max: 200 }), (rows, width) => {
      const texts = rows.map(row => row.map(cell => cell.join(' ')));
      const out = wrappedColumns(texts, width, { indent: 2 });
      for (const line of out.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      expect(
        out
          .split(/\s+/)
          .filter(word => word !== '')
          .sort(),
      ).toEqual(rows.flat(2).sort());
      if (
        columns(texts, { indent: 2 })
          .split('\n')
          .every(line => stringWidth(line) <= width * 0.4)
      )
        expect(out).toBe(columns(texts, { indent: 2 }));
    }),
  );
});
