/** Trees of pages as nested lists, written apart from the code under test. */

import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

export type { Tree };

/** The tree of a page. `found` gets the notices and marks, which are left out. */
export function outlineOf(html: string, found: Tree.Element[] = [], scriptingEnabled = true): unknown[] {
  return outline(parse(html, { scriptingEnabled }), found);
}

function outline(node: Tree.Node, found: Tree.Element[]): unknown[] {
  const children = 'content' in node ? node.content.childNodes : 'childNodes' in node ? node.childNodes : [];
  const out: unknown[] = [];
  for (const child of children) {
    if (child.nodeName === '#text') {
      const { value } = child as Tree.TextNode;
      const last = out.at(-1);
      if (typeof last === 'string') out[out.length - 1] = last + value;
      else out.push(value);
    } else if (child.nodeName === '#comment') out.push(['#comment', (child as Tree.CommentNode).data]);
    else if (child.nodeName === '#documentType') out.push(['#doctype', (child as Tree.DocumentType).name]);
    else {
      const element = child as Tree.Element;
      if (element.attrs.some(({ name }) => name === 'data-notice' || name === 'data-notice-mark')) found.push(element);
      else
        out.push([element.tagName, element.namespaceURI, element.attrs.map(({ name, value }) => [name, value]), outline(element, found)]);
    }
  }
  return out;
}

/** Names of the nodes around an element, the nearest first. */
export function ancestors(element: Tree.Element): string[] {
  const names: string[] = [];
  for (let at: Tree.ParentNode | null = element.parentNode; at !== null; at = 'parentNode' in at ? at.parentNode : null)
    names.push(at.nodeName);
  return names;
}
