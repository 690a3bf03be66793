/** Taking elements out of a page: whole elements, by ranges that are proven. */

import { type Element, locationOf } from './document.ts';
import type { Range } from './edits.ts';
import { type Proof, provable } from './proof.ts';
import { elementsOf, hasAncestorIn } from './selectors.ts';

const NEVER = new Set(['html', 'head', 'body']);
/** More elements of one kind on a page are no share buttons; their ranges would weigh more than the page. */
const ELEMENT_LIMIT = 1000;

/** Elements that can be taken out together. */
export interface Removal {
  readonly elements: ReadonlySet<Element>;
  readonly ranges: readonly Range[];
}

/**
 * The elements that `selectors` match, as ranges whose removal is proven to leave the rest of the tree as it was. What cannot be
 * taken out safely stays: an error fails towards a readable page.
 * @returns no elements where none match; `undefined` where some do, and none of them can be taken out
 */
export function findRemoval(proof: Proof, selectors: readonly string[]): Removal | undefined {
  const matched = new Set(selectors.flatMap(selector => elementsOf(proof.document, selector)));
  const outermost = [...matched].filter(element => !NEVER.has(element.tagName) && !hasAncestorIn(element, matched));
  const proven = provable(proof, outermost.filter(rangeOf).slice(0, ELEMENT_LIMIT), changeOf);
  return proven.length === 0 && matched.size > 0 ? undefined : removalOf(proven);
}

/** One removal out of several. */
export function joined(removals: readonly Removal[]): Removal {
  return removalOf([...new Set(removals.flatMap(({ elements }) => [...elements]))]);
}

function changeOf(elements: readonly Element[]) {
  const removal = removalOf(elements);
  return { offsets: [], ranges: removal.ranges, removed: removal.elements };
}

function removalOf(elements: readonly Element[]): Removal {
  return { elements: new Set(elements), ranges: elements.flatMap(element => [rangeOf(element)].filter(range => range !== undefined)) };
}

function rangeOf(element: Element): Range | undefined {
  const location = locationOf(element);
  return location?.startTag ? [location.startOffset, location.endOffset] : undefined;
}
