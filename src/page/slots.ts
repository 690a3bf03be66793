/** Where in a page the notices go: candidates for each slot, tried in order until one is proven. */

import { type Preparation, SLOTS, type Slot } from '../core/edition.ts';
import { type ChildNode, type Document, type Element, isElement, locationOf, parentOf } from './document.ts';
import type { Placement, Proof } from './proof.ts';
import { elementsOf } from './selectors.ts';

/** Proven offsets, UTF-16 units. A slot that is absent cannot be had on this page. */
export type SlotOffsets = Partial<Record<Slot, number>>;

type Edge = 'start' | 'end';

/** What a page usually has, tried after the rulebook's own selectors. */
const DEFAULTS: Readonly<Partial<Record<Slot, readonly string[]>>> = {
  'before-headline': ['main article h1', 'article h1', 'main h1', 'h1'],
  'after-headline': ['main article h1', 'article h1', 'main h1', 'h1'],
  'before-body': [
    '[itemprop~="articleBody"]',
    '.article-body, .entry-content, .post-content, .story-body',
    'article p',
    'main p',
    'article',
    'main',
  ],
  'after-body': ['[itemprop~="articleBody"]', '.article-body, .entry-content, .post-content, .story-body', 'article', 'main'],
};
const EDGES: Readonly<Partial<Record<Slot, Edge>>> = {
  'before-headline': 'start',
  'after-headline': 'end',
  'before-body': 'start',
  'after-body': 'end',
};

/** Where a notice goes when its own slot cannot be had: never nowhere as long as the page has any place at all. */
const NEXT: Readonly<Record<Slot, Slot | undefined>> = {
  'after-headline': 'before-body',
  'before-headline': 'page-top',
  'before-body': 'page-top',
  'after-body': 'page-end',
  'page-end': 'page-top',
  'page-top': undefined,
};

/**
 * UTF-16 units that a search for an unusual place may parse. A page of up to 4 kB is searched at every offset; of a larger one,
 * the places between its nodes come first.
 */
const SEARCH_BUDGET = 16 * 1024 * 1024;
/** How many of the elements that a selector matches are tried: the first may stand in a hidden dialogue. */
const TRIED_PER_SELECTOR = 3;
/** Elements before or after which a notice is moved when the wanted place lies inside one. */
const LIFT = new Set('a p button h1 h2 h3 h4 h5 h6 hgroup label svg math select noscript'.split(' '));

/** Finds and proves the slots that `preparation` uses. */
export function findSlots(proof: Proof, preparation: Pick<Preparation, 'slots' | 'used'>): SlotOffsets {
  const found = new Map<Slot, number | undefined>();
  const resolve = (slot: Slot): number | undefined => {
    if (!found.has(slot)) {
      const next = NEXT[slot];
      found.set(slot, ownOffset(proof, slot, preparation.slots[slot] ?? []) ?? (next === undefined ? undefined : resolve(next)));
    }
    return found.get(slot);
  };
  const offsets: SlotOffsets = {};
  for (const slot of SLOTS) {
    const offset = preparation.used.includes(slot) ? resolve(slot) : undefined;
    if (offset !== undefined) offsets[slot] = offset;
  }
  return offsets;
}

function ownOffset(proof: Proof, slot: Slot, selectors: readonly string[]): number | undefined {
  const edge = EDGES[slot];
  if (edge === undefined) return boundaryOffset(proof, slot === 'page-top' ? 'start' : 'end', selectors);
  const tried = new Set<number>();
  for (const selector of [...selectors, ...(DEFAULTS[slot] ?? [])]) {
    for (const element of elementsOf(proof.document, selector).slice(0, TRIED_PER_SELECTOR)) {
      const offset = edgeOf(element, edge);
      if (offset === undefined || tried.has(offset)) continue;
      tried.add(offset);
      if (proof.holds({ offsets: [offset] })) return offset;
    }
  }
  return undefined;
}

/** The offset before or behind an element, or the outermost element around it in which no notice may stand. */
function edgeOf(element: Element, edge: Edge): number | undefined {
  let target = element;
  for (let at = parentOf(element); at !== undefined; at = parentOf(at)) if (LIFT.has(at.tagName)) target = at;
  const location = locationOf(target);
  return edge === 'start' ? location?.startOffset : location?.endOffset;
}

/** The first or last place of the page. */
function boundaryOffset(proof: Proof, edge: Edge, selectors: readonly string[]): number | undefined {
  const wanted = selectors
    .flatMap(selector => elementsOf(proof.document, selector)[0] ?? [])
    .flatMap(element => edgeOf(element, edge) ?? []);
  const likely = [...wanted, ...likelyOffsets(proof.document, edge, proof.text.length)];
  const first = likely.find(offset => proof.holds({ offsets: [offset] }));
  if (first !== undefined || isFrameset(proof.document)) return first;
  const limit = proof.parsed + SEARCH_BUDGET;
  const places = searchOffsets(proof, edge);
  for (const placement of ['strict', 'lenient'] satisfies Placement[]) {
    for (const offset of places) {
      if (proof.parsed > limit) return undefined;
      if (proof.holds({ offsets: [offset] }, placement)) return offset;
    }
  }
  return undefined;
}

function likelyOffsets(document: Document, edge: Edge, length: number): number[] {
  const body = topElement(document, 'body');
  const location = body && locationOf(body);
  const child = edge === 'start' ? body?.childNodes[0] : body?.childNodes.at(-1);
  const inner = child && locationOf(child);
  const offsets =
    edge === 'start' ? [location?.startTag?.endOffset, inner?.startOffset] : [location?.endTag?.startOffset, inner?.endOffset, length];
  return [...new Set(offsets.filter(offset => offset !== undefined))];
}

/** No insertion can survive in a frameset, wherever it is put. */
function isFrameset(document: Document): boolean {
  return topElement(document, 'frameset') !== undefined;
}

/** The child of `<html>` with that name. */
function topElement(document: Document, name: string): Element | undefined {
  const root = document.childNodes.find(isElement);
  return root?.childNodes.find((node): node is Element => isElement(node) && node.tagName === name);
}

/** Every offset outside tags and comments, the ends of nodes first, in the order in which `edge` wants them. */
function searchOffsets(proof: Proof, edge: Edge): number[] {
  const ends = new Set<number>([0, proof.text.length]);
  const inside: (readonly [number, number])[] = [];
  walk(proof.document.childNodes, node => {
    const location = locationOf(node);
    if (location === undefined) return;
    const tags = [location.startTag, location.endTag].filter(tag => tag !== undefined && tag !== null);
    const tokens = isElement(node) ? tags : 'value' in node ? [] : [location];
    for (const token of tokens) inside.push([token.startOffset, token.endOffset]);
    for (const token of [location, ...tags]) ends.add(token.startOffset).add(token.endOffset);
  });
  const near = [...ends].sort((a, b) => a - b);
  const closed = new Uint8Array(proof.text.length + 1);
  for (const [start, end] of inside) closed.fill(1, start + 1, end);
  const rest: number[] = [];
  if (proof.text.length * proof.text.length <= SEARCH_BUDGET) {
    for (let offset = 0; offset <= proof.text.length; offset++) if (closed[offset] === 0 && !ends.has(offset)) rest.push(offset);
  }
  return edge === 'start' ? [...near, ...rest] : [...near.reverse(), ...rest.reverse()];
}

function walk(nodes: readonly ChildNode[], visit: (node: ChildNode) => void): void {
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    visit(node);
    if (isElement(node)) for (let index = node.childNodes.length - 1; index >= 0; index--) stack.push(node.childNodes[index] as ChildNode);
  }
}
