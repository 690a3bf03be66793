/** CSS selectors over a parsed page. */

import { type Options, selectAll } from 'css-select';
import { attributeOf, type ChildNode, type Document, type Element, isElement, type ParentNode } from './document.ts';

type Node = ChildNode | ParentNode;

/** How css-select walks a tree of parse5. */
const adapter: NonNullable<Options<Node, Element>['adapter']> = {
  isTag: isElement,
  getAttributeValue: attributeOf,
  getChildren: node => ('childNodes' in node ? node.childNodes : []),
  getName: element => element.tagName,
  getParent: node => ('parentNode' in node ? node.parentNode : null),
  getSiblings: node => ('parentNode' in node ? (node.parentNode?.childNodes ?? [node]) : [node]),
  getText: textOf,
  hasAttrib: (element, name) => attributeOf(element, name) !== undefined,
  removeSubsets: nodes => {
    const set = new Set(nodes);
    return nodes.filter(node => !hasAncestorIn(node, set));
  },
};

/** Every element that `selector` matches, in document order; none for an invalid one, which the compiler refuses and no page is to pay for. */
export function elementsOf(document: Document, selector: string): Element[] {
  try {
    return selectAll<Node, Element>(selector, document, { adapter });
  } catch {
    return [];
  }
}

/** All text below a node. */
export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

/** Whether one of the elements around `node` is in `set`. */
export function hasAncestorIn(node: Node, set: ReadonlySet<Node>): boolean {
  let at: Node | null = 'parentNode' in node ? node.parentNode : null;
  for (; at !== null; at = 'parentNode' in at ? at.parentNode : null) if (set.has(at)) return true;
  return false;
}
