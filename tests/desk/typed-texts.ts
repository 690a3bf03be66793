/** What the fields of a page hold, read as a browser reads them. */

import type { DefaultTreeAdapterTypes } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

/** The text of every `textarea` of a page's main part by its name. */
export function textsOf(page: Node): Record<string, string> {
  const areas = elementsIn(page).filter(({ tagName }) => tagName === 'textarea');
  return Object.fromEntries(areas.map(area => [attribute(area, 'name'), area.childNodes.map(textOf).join('')]));
}

/** Whether there is an element of that name in the page's main part. */
export function hasElements(page: Node, name: string): boolean {
  const main = elementsIn(page).find(({ tagName }) => tagName === 'main');
  return main !== undefined && elementsIn(main).some(({ tagName }) => tagName === name);
}

function elementsIn(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes : [];
  return children.flatMap(child => ('tagName' in child ? [child, ...elementsIn(child)] : []));
}

function attribute({ attrs }: Element, name: string): string {
  return attrs.find(attr => attr.name === name)?.value ?? '';
}

function textOf(node: Node): string {
  return 'value' in node ? node.value : '';
}
