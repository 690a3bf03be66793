/** What a screen reader says of a notice, in order: read off the very markup that readers get. Pure. */

import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

export interface Announced {
  /** `Heading, level 2`, `Link`. */
  readonly what: string;
  readonly text: string;
  /** Of the text; absent where it is the Desk that speaks. */
  readonly language?: string;
  readonly direction?: 'ltr' | 'rtl';
}

interface Spoken {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
}

/** @param nameOf what a language is called */
export function readingOrder(markup: string, nameOf: (language: string) => string): Announced[] {
  const [section] = parseFragment(markup).childNodes.filter(isElement);
  if (section === undefined) return [];
  const parts = section.childNodes.filter(isElement).filter(({ tagName }) => tagName === 'div');
  const heading = parts[0] && textOf(find(parts[0], 'h2'));
  return [
    { what: 'A part of the page of its own, called', text: heading ?? '', ...(parts[0] && spokenIn(parts[0])) },
    ...parts.flatMap(part => {
      const spoken = spokenIn(part);
      const direction = spoken.direction === 'rtl' ? 'right to left' : 'left to right';
      return [
        { what: 'Language', text: `${nameOf(spoken.language)}, ${direction}` },
        ...part.childNodes.flatMap(node => said(node, spoken)),
      ];
    }),
  ];
}

function said(node: Node, spoken: Spoken): Announced[] {
  if (!isElement(node)) return [];
  const inner = () => node.childNodes.flatMap(child => said(child, spoken));
  switch (node.tagName) {
    case 'h2':
      return [{ what: 'Heading, level 2', text: textOf(node), ...spoken }];
    case 'p':
      return [...(isOnlyLink(node) ? [] : [{ what: 'Paragraph', text: textOf(node), ...spoken }]), ...links(node, spoken)];
    case 'ul':
    case 'ol':
      return [{ what: 'List', text: counted(node.childNodes.filter(isElement).length) }, ...inner()];
    case 'li':
      return [{ what: 'Entry of the list', text: ownText(node), ...spoken }, ...inner()];
    case 'blockquote':
      return [{ what: 'Quotation', text: '' }, ...inner()];
    case 'a':
      return [linkOf(node, spoken)];
    default:
      return inner();
  }
}

function links(node: Element, spoken: Spoken): Announced[] {
  return node.childNodes.filter(isElement).flatMap(child => (child.tagName === 'a' ? [linkOf(child, spoken)] : links(child, spoken)));
}

function linkOf(node: Element, spoken: Spoken): Announced {
  return { what: 'Link', text: textOf(node), ...spoken };
}

function isOnlyLink({ childNodes }: Element): boolean {
  const [only] = childNodes;
  return childNodes.length === 1 && only !== undefined && isElement(only) && only.tagName === 'a';
}

/** Text that stands in an entry by itself: what is in a paragraph or a list of its own is said there. */
function ownText(node: Element): string {
  const own = node.childNodes.filter(child => !isElement(child) || !['p', 'ul', 'ol', 'blockquote'].includes(child.tagName));
  return own.map(textOf).join('').trim();
}

function spokenIn(part: Element): Spoken {
  const value = (name: string) => part.attrs.find(attribute => attribute.name === name)?.value;
  return { language: value('lang') ?? 'und', direction: value('dir') === 'rtl' ? 'rtl' : 'ltr' };
}

function find(node: Element, name: string): Element | undefined {
  return node.childNodes.filter(isElement).find(({ tagName }) => tagName === name);
}

function textOf(node: Node | undefined): string {
  if (node === undefined) return '';
  if (isElement(node)) return node.tagName === 'br' ? ' ' : node.childNodes.map(textOf).join('');
  return 'value' in node ? node.value : '';
}

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

function counted(count: number): string {
  return count === 1 ? 'one entry' : `${count} entries`;
}
