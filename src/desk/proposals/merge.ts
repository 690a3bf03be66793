/** Bringing a proposal up to date: what it changed, put on top of what others have published meanwhile. Pure. */

import { merge } from 'node-diff3';
import type { RulebookContent } from '../rulebook/content.ts';

/** Where both have changed the same lines. */
export interface MergeConflict {
  readonly file: string;
  readonly mine: string;
  readonly theirs: string;
}

/**
 * Three-way merge, line by line, file by file. Source: diff3; Khanna, Kunal, Pierce, "A Formal Investigation of Diff3" (2007).
 * @param base what both started from
 */
export function mergeContents(
  mine: RulebookContent,
  base: RulebookContent,
  theirs: RulebookContent,
): { content: RulebookContent } | { conflicts: MergeConflict[] } {
  const names = new Set([mine, base, theirs].flatMap(({ files }) => Object.keys(files)));
  const merged = new Map<string, string>();
  const conflicts: MergeConflict[] = [];
  for (const name of [...names].sort()) {
    const [a, o, b] = [mine, base, theirs].map(({ files }) => (Object.hasOwn(files, name) ? files[name] : undefined));
    const text = mergedText(a, o, b);
    if (text === CONFLICT) conflicts.push({ file: name, mine: a ?? '', theirs: b ?? '' });
    else if (text !== undefined) merged.set(name, text);
  }
  if (mine.first !== theirs.first && mine.first !== base.first && theirs.first !== base.first) {
    conflicts.push({ file: mine.first, mine: mine.first, theirs: theirs.first });
  }
  if (conflicts.length > 0) return { conflicts };
  return { content: { first: mine.first === base.first ? theirs.first : mine.first, files: Object.fromEntries(merged) } };
}

const CONFLICT = Symbol('conflict');

function mergedText(mine: string | undefined, base: string | undefined, theirs: string | undefined): string | undefined | typeof CONFLICT {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  if (mine === undefined || theirs === undefined) return CONFLICT;
  const { conflict, result } = merge(mine.split('\n'), (base ?? '').split('\n'), theirs.split('\n'), { excludeFalseConflicts: true });
  return conflict ? CONFLICT : result.join('\n');
}
