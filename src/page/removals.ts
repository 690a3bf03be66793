/** Taking elements out of a page: whole elements, by ranges that are proven. */

import { type Element, locationOf } from './document.ts';
import type { Range } from './edits.ts';
import type { Proof } from './proof.ts';
import { elementsOf, hasAncestorIn } from './selectors.ts';

const NEVER = new Set(['html', 'head', 'body']);
/** More elements of one kind on a page are no share buttons; their ranges would weigh more than the page. */
const ELEMENT_LIMIT = 1000;
/** UTF-16 units that may be parsed to find which of many elements can be taken out. */
const PARSE_BUDGET = 16 * 1024 * 1024;

/** Elements that can be taken out together. */
export interface Removal {
  readonly elements: ReadonlySet<Element>;
  readonly ranges: readonly Range[];
}

/**
 * The elements that `selectors` match, as ranges whose removal is proven to leave the rest of the tree as it was. What cannot be
 * taken out safely stays: an error fails towards a readable page.
 */
export function findRemoval(proof: Proof, selectors: readonly string[]): Removal {
  const matched = new Set(selectors.flatMap(selector => elementsOf(proof.document, selector)));
  const outermost = [...matched].filter(element => !NEVER.has(element.tagName) && !hasAncestorIn(element, matched));
  const limit = proof.parsed + Math.max(PARSE_BUDGET, proof.text.length * 4);
  return removalOf(provable(proof, outermost.filter(rangeOf).slice(0, ELEMENT_LIMIT), limit));
}

/** One removal out of several. */
export function joined(removals: readonly Removal[]): Removal {
  return removalOf([...new Set(removals.flatMap(({ elements }) => [...elements]))]);
}

/** All of them if that is proven, else the provable ones of each half, proven together again; none once `limit` is parsed. */
function provable(proof: Proof, elements: readonly Element[], limit: number): readonly Element[] {
  if (proof.parsed > limit) return [];
  if (elements.length === 0 || proof.holds(changeOf(elements))) return elements;
  if (elements.length === 1) return [];
  const middle = elements.length >> 1;
  const left = provable(proof, elements.slice(0, middle), limit);
  const right = provable(proof, elements.slice(middle), limit);
  const both = [...left, ...right];
  return proof.holds(changeOf(both)) ? both : left.length >= right.length ? left : right;
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
