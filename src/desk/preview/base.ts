/** A page that is shown under another address than its own, with a `<base>`, so that its pictures and styles are still found. */

import { defaultTreeAdapter } from 'parse5';
import { attributeOf, type Document, type Element, isElement, locationOf, parsePage } from '../../page/document.ts';
import { decodePage } from '../../page/encoding.ts';
import type { PageSyntax } from '../../page/media-type.ts';

/**
 * The page in UTF-8, with a `<base>` at the beginning of its head that leads to `address`. `undefined` where it cannot be read, or has
 * a `<base>` of its own: it is shown as it is then.
 */
export function withBase(bytes: Uint8Array, contentType: string, syntax: PageSyntax, address: string): Uint8Array | undefined {
  const text = decodePage(bytes, contentType, syntax === 'xhtml')?.text;
  const document = text === undefined ? undefined : parsePage(text, syntax === 'xhtml' ? 'xhtml' : 'html-no-script');
  if (text === undefined || document === undefined) return undefined;
  const head = headOf(document);
  if (head?.childNodes.some(node => isElement(node) && node.tagName === 'base' && attributeOf(node, 'href') !== undefined))
    return undefined;
  const at = startOfHead(document, head);
  const base = `<base href="${escaped(address)}" />`;
  return new TextEncoder().encode(`${text.slice(0, at)}${base}${text.slice(at)}`);
}

function headOf(document: Document): Element | undefined {
  const root = document.childNodes.find(isElement);
  return root?.childNodes.filter(isElement).find(({ tagName }) => tagName === 'head');
}

/** In UTF-16 units: behind the tag that begins the head, or where a head that no tag begins would begin. */
function startOfHead(document: Document, head: Element | undefined): number {
  const begins = (element: Element | undefined) => element && locationOf(element)?.startTag?.endOffset;
  const doctype = document.childNodes.find(node => defaultTreeAdapter.isDocumentTypeNode(node));
  const behindDoctype = doctype === undefined ? undefined : doctype.sourceCodeLocation?.endOffset;
  return begins(head) ?? begins(document.childNodes.find(isElement)) ?? behindDoctype ?? 0;
}

function escaped(address: string): string {
  return address.replace(/[&"<>]/g, character => `&#${character.charCodeAt(0)};`);
}
