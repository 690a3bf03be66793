/** A page as a tree with the source offsets of everything in it, from HTML or from XHTML. */

import { decodeHTMLStrict } from 'entities';
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, html, parse } from 'parse5';
import { type SaxesAttributeNS, SaxesParser } from 'saxes';

export type Document = DefaultTreeAdapterTypes.Document;
export type Element = DefaultTreeAdapterTypes.Element;
export type ChildNode = DefaultTreeAdapterTypes.ChildNode;
export type ParentNode = DefaultTreeAdapterTypes.ParentNode;

export type Location = NonNullable<Element['sourceCodeLocation']>;

/**
 * `html-no-script`: as a browser that runs no scripts reads it, where `<noscript>` holds markup. `xml`: any XML that is data to its
 * readers, such as a feed.
 */
export type Syntax = 'html' | 'html-no-script' | 'xhtml' | 'xml';

export const XHTML_NAMESPACE = html.NS.HTML;

/**
 * The tree of `text`, with locations where `located` (they double its memory), or `undefined` where XML is not well-formed
 * (a browser shows an error instead of such a page) or a page is nested deeper than browsers nest (`DEPTH_LIMIT`).
 */
export function parsePage(text: string, syntax: Syntax, located = true): Document | undefined {
  if (syntax === 'xml') return parseXml(text);
  // What a transformation makes of a notice, nobody knows.
  if (syntax === 'xhtml') return /<\?xml-stylesheet\b[^?]*\bxsl/i.test(text) ? undefined : parseXml(text);
  try {
    return parse(text, { treeAdapter: depthLimited(), sourceCodeLocationInfo: located, scriptingEnabled: syntax === 'html' });
  } catch (error) {
    if (error instanceof TooDeep) return undefined;
    throw error;
  }
}

export function isElement(node: ChildNode | ParentNode): node is Element {
  return 'tagName' in node;
}

/** The element around a node, or `undefined` at the top. */
export function parentOf(node: ChildNode): Element | undefined {
  const parent = node.parentNode;
  return parent !== null && isElement(parent) ? parent : undefined;
}

export function attributeOf(element: Element, name: string): string | undefined {
  return element.attrs.find(attribute => attribute.name === name)?.value;
}

/** Where `node` stands in the source, in UTF-16 units; `undefined` for what the parser made up (implied tags). */
export function locationOf(node: ChildNode): Location | undefined {
  return (node.sourceCodeLocation as Location | null | undefined) ?? undefined;
}

/** Open elements at a time. Browsers flatten what is nested half as deep, and the parser's work grows with depth times length. */
const DEPTH_LIMIT = 1024;

class TooDeep extends Error {}

function depthLimited(): typeof defaultTreeAdapter {
  let depth = 0;
  return {
    ...defaultTreeAdapter,
    onItemPush() {
      if (++depth > DEPTH_LIMIT) throw new TooDeep();
    },
    onItemPop() {
      depth--;
    },
  };
}

/** Named entities, which a browser knows where a document type of XHTML is declared; those of HTML hold them all. */
const XHTML_ENTITIES: Record<string, string> = new Proxy(
  {},
  {
    get(_, name) {
      const reference = `&${String(name)};`;
      const text = decodeHTMLStrict(reference);
      return text === reference ? undefined : text;
    },
  },
);

function parseXml(text: string): Document | undefined {
  const parser = new SaxesParser({ xmlns: true, position: true });
  parser.ENTITIES = XHTML_ENTITIES;
  const builder = new XmlBuilder(text);
  let wellFormed = true;
  parser.on('error', () => {
    wellFormed = false;
  });
  parser.on('doctype', data => defaultTreeAdapter.setDocumentType(builder.document, data, '', ''));
  parser.on('opentagstart', () => {
    if (builder.depth >= DEPTH_LIMIT) throw new TooDeep();
    builder.startTag(parser.position);
  });
  parser.on('opentag', tag => builder.open(tag.uri, tag.local, Object.values(tag.attributes), parser.position));
  parser.on('closetag', () => builder.close(parser.position));
  parser.on('text', data => builder.text(data));
  parser.on('cdata', data => builder.cdata(data));
  parser.on('comment', data => builder.comment(data, parser.position));
  parser.on('processinginstruction', () => builder.markup(parser.position));
  try {
    parser.write(text).close();
  } catch {
    return undefined; // Saxes stops at some malformed input by throwing: not well-formed, like any other error; or it is too deep.
  }
  return wellFormed ? builder.document : undefined;
}

/** Builds the tree. Every `position` is the offset behind the last character that the parser has read. */
class XmlBuilder {
  readonly document = defaultTreeAdapter.createDocument();
  readonly #open: Element[] = [];
  readonly #source: string;
  #start = 0;
  /** Behind the last markup: where a text that follows begins. */
  #behind = 0;

  get depth(): number {
    return this.#open.length;
  }

  constructor(source: string) {
    this.#source = source;
  }

  get parent(): Document | Element {
    return this.#open.at(-1) ?? this.document;
  }

  /** A text has a location unless it comes in pieces: no one range of the source holds those. */
  text(data: string): void {
    const last = this.parent.childNodes.at(-1);
    defaultTreeAdapter.insertText(this.parent, data);
    const node = this.parent.childNodes.at(-1);
    const endOffset = this.#source.indexOf('<', this.#behind);
    if (node !== undefined) node.sourceCodeLocation = node === last || endOffset < 0 ? null : offsets(this.#behind, endOffset);
  }

  cdata(data: string): void {
    defaultTreeAdapter.insertText(this.parent, data);
    const node = this.parent.childNodes.at(-1);
    if (node !== undefined) node.sourceCodeLocation = null;
  }

  comment(data: string, endOffset: number): void {
    defaultTreeAdapter.appendChild(this.parent, defaultTreeAdapter.createCommentNode(data));
    this.markup(endOffset);
  }

  /** Takes note of any markup that ends there. */
  markup(endOffset: number): void {
    this.#behind = endOffset;
  }

  startTag(position: number): void {
    this.#start = this.#tagBefore(position);
  }

  open(namespace: string, name: string, attributes: readonly SaxesAttributeNS[], endOffset: number): void {
    this.markup(endOffset);
    const attrs = attributes.map(attribute => ({ name: attribute.name, value: attribute.value }));
    const element = defaultTreeAdapter.createElement(name, namespace as html.NS, attrs);
    element.sourceCodeLocation = { ...offsets(this.#start, endOffset), startTag: offsets(this.#start, endOffset) };
    defaultTreeAdapter.appendChild(this.parent, element);
    this.#open.push(element);
  }

  close(endOffset: number): void {
    this.markup(endOffset);
    const element = this.#open.pop();
    const startTag = element?.sourceCodeLocation?.startTag;
    if (element === undefined || startTag === undefined || startTag.endOffset === endOffset) return;
    element.sourceCodeLocation = {
      ...offsets(startTag.startOffset, endOffset),
      startTag,
      endTag: offsets(this.#tagBefore(endOffset), endOffset),
    };
  }

  /** No name and no end tag holds a `<`, so the last one before `position` opened the tag. */
  #tagBefore(position: number): number {
    return this.#source.lastIndexOf('<', position - 1);
  }
}

/** Lines and columns, which parse5 keeps beside the offsets, are nobody's need here. */
function offsets(startOffset: number, endOffset: number) {
  return { startOffset, endOffset, startLine: 0, startCol: 0, endLine: 0, endCol: 0 };
}
