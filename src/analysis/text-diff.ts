/** What is different between two texts, in words and in lines. Pure. */

import { type ChangeObject, diffArrays } from 'diff';

/** What was taken out (`removed`), put in (`added`), or stayed. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Lines that stayed, or that were changed, as pieces; all texts with their line breaks. Lines count from 1 in the new text. */
export interface Stretch {
  readonly kind: 'same' | 'changed';
  readonly line: number;
  readonly lines: number;
  readonly pieces: readonly Piece[];
}

/**
 * How much may still be compared. Where it is used up, a text counts as replaced as a whole: that is true as well, only less telling.
 * Source of the bound: Myers, "An O(ND) Difference Algorithm" (1986): tokens times differences.
 */
export class DiffBudget {
  #left: number;

  constructor(steps = 20_000_000) {
    this.#left = steps;
  }

  /** Two lists, compared. `undefined` where that would cost more than is left. */
  compare(old: readonly string[], next: readonly string[]): ChangeObject<string[]>[] | undefined {
    const tokens = old.length + next.length;
    const maxEditLength = Math.floor(this.#left / Math.max(tokens, 1));
    const changes = maxEditLength === 0 ? undefined : diffArrays([...old], [...next], { maxEditLength });
    const edits = changes?.reduce((sum, { added, removed, count }) => sum + (added || removed ? count : 0), 0) ?? maxEditLength;
    this.#left -= edits * tokens;
    return changes;
  }
}

/**
 * The words that are different. What is kept and added together is `next`, what is kept and removed is `old`, to the last character.
 * @param language BCP 47 tag, for where words end
 */
export function wordDiff(old: string, next: string, language = 'und', budget = new DiffBudget()): Piece[] {
  if (old === next) return old === '' ? [] : [{ kind: 'same', text: old }];
  const changes = budget.compare(wordsOf(old, language), wordsOf(next, language));
  if (changes === undefined)
    return withText([
      { kind: 'removed', text: old },
      { kind: 'added', text: next },
    ]);
  return tidied(changes.map(({ added, removed, value }) => ({ kind: kindOf({ added, removed }), text: value.join('') })));
}

/** The lines that are different, with the words in them. What is kept and added together is `next`, what is kept and removed is `old`. */
export function lineDiff(old: string, next: string, budget = new DiffBudget()): Stretch[] {
  const [oldLines, nextLines] = [linesOf(old), linesOf(next)];
  const start = sharedStart(oldLines, nextLines);
  const end = sharedStart(oldLines.slice(start).reverse(), nextLines.slice(start).reverse());
  const [left, right] = [oldLines.slice(start, oldLines.length - end), nextLines.slice(start, nextLines.length - end)];
  const middle = budget.compare(left, right) ?? replaced(left, right);
  const same = (lines: readonly string[]) => ({ kind: 'same', lines }) as const;
  const pieces: LinePiece[] = [
    same(nextLines.slice(0, start)),
    ...middle.map(({ added, removed, value }) => ({ kind: kindOf({ added, removed }), lines: value })),
    same(nextLines.slice(nextLines.length - end)),
  ];
  return stretchesOf(pieces, budget);
}

interface LinePiece {
  readonly kind: Piece['kind'];
  readonly lines: readonly string[];
}

function stretchesOf(pieces: readonly LinePiece[], budget: DiffBudget): Stretch[] {
  const stretches: Stretch[] = [];
  let line = 1;
  let [out, into]: [string[], string[]] = [[], []];
  const close = () => {
    if (out.length + into.length === 0) return;
    const changed = wordDiff(out.join(''), into.join(''), 'und', budget);
    stretches.push({ kind: 'changed', line, lines: Math.max(out.length, into.length), pieces: changed });
    line += into.length;
    [out, into] = [[], []];
  };
  for (const { kind, lines } of pieces) {
    if (lines.length === 0) continue;
    if (kind === 'removed') out = out.concat(lines);
    else if (kind === 'added') into = into.concat(lines);
    else {
      close();
      stretches.push({ kind, line, lines: lines.length, pieces: [{ kind, text: lines.join('') }] });
      line += lines.length;
    }
  }
  close();
  return stretches;
}

/** Words that were replaced are told as one where only spaces between them stayed; what was removed comes before what took its place. */
function tidied(pieces: readonly Piece[]): Piece[] {
  const told: Piece[] = [];
  let [out, into] = ['', ''];
  const close = () => {
    told.push(
      ...withText([
        { kind: 'removed', text: out },
        { kind: 'added', text: into },
      ]),
    );
    [out, into] = ['', ''];
  };
  for (const [index, { kind, text }] of pieces.entries()) {
    const isBetween = kind === 'same' && out !== '' && into !== '' && /^\s+$/.test(text) && bothFollow(pieces, index);
    if (kind !== 'added' && (kind === 'removed' || isBetween)) out += text;
    if (kind !== 'removed' && (kind === 'added' || isBetween)) into += text;
    if (kind !== 'same' || isBetween) continue;
    close();
    told.push({ kind, text });
  }
  close();
  return told;
}

/** Whether words were both taken out and put in right behind a piece. */
function bothFollow(pieces: readonly Piece[], index: number): boolean {
  const kinds = [pieces[index + 1]?.kind, pieces[index + 2]?.kind];
  return kinds.includes('removed') && kinds.includes('added');
}

function withText(pieces: readonly Piece[]): Piece[] {
  return pieces.filter(({ text }) => text !== '');
}

function kindOf({ added, removed }: { readonly added: boolean; readonly removed: boolean }): Piece['kind'] {
  if (added) return 'added';
  return removed ? 'removed' : 'same';
}

function replaced(old: string[], next: string[]): ChangeObject<string[]>[] {
  return [
    { value: old, count: old.length, added: false, removed: true },
    { value: next, count: next.length, added: true, removed: false },
  ];
}

function sharedStart(old: readonly string[], next: readonly string[]): number {
  const most = Math.min(old.length, next.length);
  for (let index = 0; index < most; index++) if (old[index] !== next[index]) return index;
  return most;
}

/** Each with its line break. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function wordsOf(text: string, language: string): string[] {
  return Array.from(segmenterFor(language).segment(text), ({ segment }) => segment);
}

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterFor(language: string): Intl.Segmenter {
  let segmenter = segmenters.get(language);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(isLanguage(language) ? language : 'und', { granularity: 'word' });
    segmenters.set(language, segmenter);
  }
  return segmenter;
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
