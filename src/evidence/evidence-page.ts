/** What evidence has of the page that was looked at: no more of it than decides which notices it carries. Pure. */

import type { Decision } from '../core/decide.ts';
import type { PreparedPage } from '../page/prepare.ts';

/** What a page has places for. All offsets are bytes. */
export type Places = Pick<PreparedPage, 'slots' | 'removals' | 'puts' | 'mentions' | 'unsearched'>;

/** The page as it was when the file was made: what it said earlier is kept nowhere. */
export type EvidencePage =
  /** A page, or a feed or JSON that was looked into. */
  | ({ readonly kind: 'page' } & Places)
  /** What nobody looks into: a picture, a file. Nothing can be put into it. */
  | { readonly kind: 'other' }
  /** There was none, or it did not answer. */
  | { readonly kind: 'unknown' };

/** The same with no more sets of elements and names than a decision asks for. */
export function pageFor(page: EvidencePage, { removals, annotations }: Decision): EvidencePage {
  if (page.kind !== 'page') return { kind: page.kind };
  const removed = removals.map(({ removal }) => removal);
  return {
    kind: 'page',
    slots: page.slots,
    removals: picked(page.removals, removed),
    puts: picked(page.puts, removed),
    mentions: picked(
      page.mentions,
      annotations.map(({ mentions }) => mentions),
    ),
    ...(page.unsearched ? { unsearched: true } : {}),
  };
}

/** A set that is absent stays so: nobody could look for it. */
function picked<T>(sets: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  return Object.fromEntries(names.flatMap(name => (Object.hasOwn(sets, name) ? [[name, sets[name]!]] : [])));
}
