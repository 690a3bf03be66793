/** The known name that somebody probably meant. */

const LONGEST_COMPARED = 64;

/**
 * The candidate with the fewest edits from `word`, or `undefined` when none is close enough to be a slip (a third of the length, one edit in two letters).
 * Case does not count. The first of equals wins.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted.length > LONGEST_COMPARED) return undefined;
  let best: string | undefined;
  let fewest = Math.max(Math.min(1, wanted.length - 1), Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - wanted.length) >= fewest) continue;
    const edits = distance(wanted, candidate.toLowerCase());
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/** How to mend an unknown name: the nearest one, or the list of those there are. */
export function suggest(word: string, candidates: readonly string[], otherwise: string): string {
  const close = nearest(word, candidates);
  if (close !== undefined) return `did you mean \`${close}\`?`;
  if (candidates.length === 0 || candidates.length > 24) return otherwise;
  return `use one of ${candidates.map(name => `\`${name}\``).join(', ')}`;
}

/** Levenshtein distance with swaps of neighbours counted as one edit (optimal string alignment). */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1;
      let edits = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + same);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) edits = Math.min(edits, before[column - 2]! + 1);
      current.push(edits);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length]!;
}
