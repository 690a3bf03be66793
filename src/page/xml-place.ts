/** Where in an RSS or Atom feed an entry may stand before all others, proven by parsing the feed with one. */

import { canonicalForm, hasForm } from './canonical.ts';
import { attributeOf, type Document, type Element, isElement, locationOf, parentOf, parsePage } from './document.ts';
import { editText } from './edits.ts';

/** `offset` in UTF-16 units. */
export interface XmlPlace {
  readonly offset: number;
  readonly form: 'rss' | 'atom';
  readonly updated?: string;
}

const ATOM = 'http://www.w3.org/2005/Atom';
const RSS_1 = 'http://purl.org/rss/1.0/';

/** How much of a document may stand before its root. */
const PROLOGUE_LENGTH = 64 * 1024;
/** An instant of RFC 3339. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
const PROOF = 'standfirst-proof';

/** Whether XML is a feed, by its root alone: RSS, Atom, or RSS 1.0, which is RDF. */
export function isFeedRoot(text: string): boolean {
  const prologue = text.slice(0, PROLOGUE_LENGTH).replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '');
  const [tag = '', name] = /<(?:[A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)(?=[\s/>])[^<>]*>/.exec(prologue) ?? [];
  return name === 'rss' || (name === 'feed' && tag.includes(ATOM)) || (name === 'RDF' && tag.includes(RSS_1));
}

/**
 * The place right before the first entry, or the end of a feed that has none. RSS 1.0 has no such place: its entries must also be
 * listed elsewhere.
 */
export function placeInXml(text: string): XmlPlace | undefined {
  const document = parsePage(text, 'xml');
  const root = document?.childNodes.find(isElement);
  if (document === undefined || root === undefined) return undefined;
  const place =
    root.tagName === 'rss' ? rssPlace(root) : root.tagName === 'feed' && isAtom(root) ? placeIn(root, 'entry', 'atom') : undefined;
  if (place === undefined) return undefined;
  const { parent, offset, form } = place;
  if (!isProven(document, text, parent, offset, form)) return undefined;
  const updated = form === 'atom' ? changedOf(root) : undefined;
  return { offset, form, ...(updated === undefined ? {} : { updated }) };
}

function isAtom(root: Element): boolean {
  const namespace: string = root.namespaceURI;
  return namespace === ATOM;
}

interface Candidate {
  readonly parent: Element;
  readonly offset: number;
  readonly form: 'rss' | 'atom';
}

/** An entry without a prefix has the channel's namespace, mostly none, unless that has one; the proof tells. */
function rssPlace(root: Element): Candidate | undefined {
  const [channel, ...others] = childrenOf(root, 'channel');
  return channel === undefined || others.length > 0 ? undefined : placeIn(channel, 'item', 'rss');
}

function placeIn(parent: Element, entry: string, form: Candidate['form']): Candidate | undefined {
  const first = childrenOf(parent, entry)[0];
  const offset = first === undefined ? locationOf(parent)?.endTag?.startOffset : locationOf(first)?.startOffset;
  return offset === undefined ? undefined : { parent, offset, form };
}

/** Whether the feed with an entry put in is the same feed plus that entry, whole and in its place, before every other. */
function isProven(document: Document, text: string, parent: Element, offset: number, form: Candidate['form']): boolean {
  let marker = PROOF;
  while (text.includes(marker)) marker += '-';
  const dummy = dummyEntry(form, marker);
  const tree = parsePage(editText(text, [{ offset, content: { text: dummy } }], []), 'xml');
  if (tree === undefined) return false;
  const found: Element[] = [];
  const isDummy = (element: Element) => {
    const ours = attributeOf(element, PROOF) === marker;
    if (ours) found.push(element);
    return ours;
  };
  const same = hasForm(
    tree,
    isDummy,
    canonicalForm(document, () => false),
  );
  const [entry] = found;
  const around = entry && parentOf(entry);
  if (!same || entry === undefined || around === undefined || found.length !== 1) return false;
  const alone = parsePage(`<${parent.tagName} xmlns="${parent.namespaceURI}">${dummy}</${parent.tagName}>`, 'xml')?.childNodes.find(
    isElement,
  );
  const expected = alone?.childNodes.find(isElement);
  return (
    expected !== undefined &&
    entry.namespaceURI === expected.namespaceURI &&
    hasForm(
      entry,
      () => false,
      canonicalForm(expected, () => false),
    ) &&
    around.tagName === parent.tagName &&
    around.namespaceURI === parent.namespaceURI &&
    parentOf(around)?.tagName === parentOf(parent)?.tagName &&
    childrenOf(around, entry.tagName)[0] === entry
  );
}

/** Holds every kind of element that an entry may hold. */
function dummyEntry(form: Candidate['form'], marker: string): string {
  return form === 'rss'
    ? `<item ${PROOF}="${marker}"><title>a</title><link>b</link><description>&lt;p&gt;c&lt;/p&gt;</description><guid isPermaLink="false">d</guid></item>`
    : `<entry xmlns="${ATOM}" xml:lang="en" ${PROOF}="${marker}"><id>a</id><title>b</title><updated>c</updated><author><name>d</name></author>` +
        '<link rel="alternate" href="#" /><content type="html">&lt;p&gt;e&lt;/p&gt;</content></entry>';
}

function changedOf(feed: Element): string | undefined {
  const [node] = childrenOf(feed, 'updated')[0]?.childNodes ?? [];
  const text = node !== undefined && 'value' in node ? node.value.trim() : '';
  return INSTANT.test(text) ? text : undefined;
}

/** Children of that name in their parent's own namespace. */
function childrenOf(parent: Element, name: string): Element[] {
  return parent.childNodes.filter(
    (node): node is Element => isElement(node) && node.tagName === name && node.namespaceURI === parent.namespaceURI,
  );
}
