/** Putting what a proposal changes on top of what others have published: nothing gets lost on the way. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeContents } from '../../src/desk/proposals/merge.ts';
import type { RulebookContent } from '../../src/desk/rulebook/content.ts';

/** Few lines out of few, so that changes meet. */
const line = fc.constantFrom('', 'a', 'b', 'c', 'd', 'rules:', '  - id: x');
const text = fc.array(line, { minLength: 1, maxLength: 8 }).map(lines => lines.join('\n'));
const name = fc.constantFrom('rulebook.yaml', 'rulebook/orders.yaml', '__proto__', 'constructor');
const files = fc
  .dictionary(name, text, { maxKeys: 3, noNullPrototype: true })
  .map(more => Object.fromEntries([['rulebook.yaml', 'a'], ...Object.entries(more)]));
const content = files.map((all): RulebookContent => ({ first: 'rulebook.yaml', files: all }));

/** A few edits of single lines, of which some add or take out a line. */
const edit = fc.record({ at: fc.nat(30), kind: fc.constantFrom('put', 'take', 'change'), line });

function edited({ first, files: before }: RulebookContent, edits: readonly { at: number; kind: string; line: string }[]): RulebookContent {
  const entries = Object.entries(before).map(([file, was], index): [string, string] => {
    const lines = was.split('\n');
    for (const { at, kind, line: other } of edits.filter((_, turn) => turn % Object.keys(before).length === index)) {
      lines.splice(at % (lines.length + 1), kind === 'put' ? 0 : 1, ...(kind === 'take' ? [] : [other]));
    }
    return [file, lines.join('\n')];
  });
  return { first, files: Object.fromEntries(entries) };
}

const three = fc
  .tuple(content, fc.array(edit, { maxLength: 4 }), fc.array(edit, { maxLength: 4 }))
  .map(([base, one, other]) => ({ base, mine: edited(base, one), theirs: edited(base, other) }));

/** How often each line stands in a text. */
function counts(of: string): Map<string, number> {
  const counted = new Map<string, number>();
  for (const each of of.split('\n')) counted.set(each, (counted.get(each) ?? 0) + 1);
  return counted;
}

describe('merging', () => {
  test('with a side that changed nothing gives the other side', () => {
    fc.assert(
      fc.property(content, content, (base, other) => {
        expect(mergeContents(other, base, base)).toEqual({ content: other });
        expect(mergeContents(base, base, other)).toEqual({ content: other });
        expect(mergeContents(other, base, other)).toEqual({ content: other });
      }),
    );
  });

  test('gives the same whoever comes second; conflicts are the same, seen from the other side', () => {
    fc.assert(
      fc.property(three, ({ base, mine, theirs }) => {
        const [one, other] = [mergeContents(mine, base, theirs), mergeContents(theirs, base, mine)];
        if ('content' in one) expect(other).toEqual(one);
        else {
          const turned = one.conflicts.map(({ file, mine: a, theirs: b }) => ({ file, mine: b, theirs: a }));
          expect(other).toEqual({ conflicts: turned });
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps every line that a side added and takes out every line that a side took out, or says that both sides conflict', () => {
    let [merged, conflicting] = [0, 0];
    fc.assert(
      fc.property(three, ({ base, mine, theirs }) => {
        const result = mergeContents(mine, base, theirs);
        if (!('content' in result)) {
          conflicting += 1;
          return;
        }
        merged += 1;
        for (const file of Object.keys(base.files)) {
          const [o, a, b, all] = [base, mine, theirs, result.content].map(of => counts(of.files[file] ?? ''));
          for (const each of new Set([o, a, b, all].flatMap(of => [...(of?.keys() ?? [])]))) {
            const [before, one, other, now] = [o, a, b, all].map(of => of?.get(each) ?? 0) as [number, number, number, number];
            // Changed by one side alone, a line's count is what that side says; by both in one way, once or twice that. A side that moved
            // lines has taken them out and added them, whatever their count.
            const [still, quiet] = [mine, theirs].map(side => !movesLines(base.files[file] ?? '', side.files[file] ?? ''));
            if (one === before && still) expect(now).toBe(other);
            else if (other === before && quiet) expect(now).toBe(one);
            else {
              const [least, most] = [Math.min(one, other, one + other - before), Math.max(one, other, one + other - before)];
              expect(now).toBeGreaterThanOrEqual(least);
              expect(now).toBeLessThanOrEqual(most);
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
    // The property means something only if both come about.
    expect(Math.min(merged, conflicting)).toBeGreaterThan(50);
  });

  test('a conflict shows both whole texts', () => {
    fc.assert(
      fc.property(three, ({ base, mine, theirs }) => {
        const result = mergeContents(mine, base, theirs);
        if ('content' in result) return;
        for (const { file, ...texts } of result.conflicts) {
          expect(texts).toEqual({ mine: mine.files[file] ?? '', theirs: theirs.files[file] ?? '' });
        }
      }),
    );
  });

  test('a file that one side took out and the other changed is a conflict; one that nobody else touched is gone', () => {
    const base = { first: 'rulebook.yaml', files: { 'rulebook.yaml': 'a', 'old.yaml': 'b' } };
    const gone = { first: 'rulebook.yaml', files: { 'rulebook.yaml': 'a' } };
    const changed = { first: 'rulebook.yaml', files: { 'rulebook.yaml': 'a', 'old.yaml': 'c' } };
    expect(mergeContents(gone, base, changed)).toEqual({ conflicts: [{ file: 'old.yaml', mine: '', theirs: 'c' }] });
    expect(mergeContents(changed, base, gone)).toEqual({ conflicts: [{ file: 'old.yaml', mine: 'c', theirs: '' }] });
    const elsewhere = { first: 'rulebook.yaml', files: { 'rulebook.yaml': 'z', 'old.yaml': 'b' } };
    expect(mergeContents(gone, base, elsewhere)).toEqual({ content: { first: 'rulebook.yaml', files: { 'rulebook.yaml': 'z' } } });
  });
});

/** Whether lines that both texts have stand in another order; any line that stands twice may have been moved. */
function movesLines(before: string, after: string): boolean {
  const [old, now] = [before.split('\n'), after.split('\n')];
  if (new Set(old).size < old.length || new Set(now).size < now.length) return true;
  const common = (lines: readonly string[], others: readonly string[]) => lines.filter(line => others.includes(line)).join('\n');
  return common(old, now) !== common(now, old);
}
