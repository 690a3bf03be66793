/** The little Markdown that a notice may use, as markup that is safe and well-formed, as HTML and as XML. */

import type { Element, ElementContent, Root as HtmlRoot } from 'hast';
import { type Schema, sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import type { BlockContent, Nodes, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toHast } from 'mdast-util-to-hast';
import type { Position } from './problems.ts';

const SCHEMA: Schema = {
  tagNames: ['p', 'strong', 'em', 'a', 'ul', 'ol', 'li', 'br', 'blockquote'],
  attributes: { a: ['href'], ol: ['start'] },
  protocols: { href: ['http', 'https', 'mailto'] },
  strip: ['script', 'style'],
};

/** Quotations, lists and marks inside one another; whatever is deeper is left out. */
const DEEPEST = 16;

/** A line that opens more than that at once takes the Markdown parser seconds; it is not parsed. */
const TOO_MANY_MARKS = new RegExp(`^(?:[ \\t]*(?:>|(?:[-+*]|\\d{1,9}[.)])[ \\t])){${DEEPEST + 1}}`, 'm');

/** What is written and cannot stand in a notice; `line` and `column` count from 1 within the text. */
export interface Unwanted extends Position {
  readonly message: string;
  readonly mend: string;
}

/** `https:` and `mailto:` addresses, and paths of the same site; never another scheme, `//host` or a relative path. */
export function isAllowedLink(url: string): boolean {
  if (/[\s\\<>"]/.test(url)) return false;
  if (/^\/(?!\/)/.test(url)) return true;
  return /^(?:https?:\/\/[^/?#]|mailto:[^/])/i.test(url) && URL.canParse(url);
}

/**
 * Markup of a Markdown text: `p strong em a ul ol li br blockquote`, `href` on links and `start` on lists, nothing else.
 * Whatever else is written comes out as text, or not at all. Never throws.
 */
export function renderMarkdown(text: string): string {
  return markupOf(allowedMarkdown(text));
}

/** Markup of a tree that `allowedMarkdown` made. */
export function markupOf(tree: AllowedRoot): string {
  const markup = sanitize(toHast(tree), SCHEMA) as HtmlRoot;
  for (const link of elements(markup, 'a')) link.properties.rel = ['noopener', 'noreferrer'];
  const html = toHtml(markup, { closeSelfClosing: true, characterReferences: { useNamedReferences: false } });
  // XML 1.0, section 2.4: this must not stand in text. It cannot stand in a tag: no address holds `>`.
  return html.replaceAll(']]>', ']]&#x3E;');
}

/** The tree of a Markdown text, with nothing in it but what a notice can hold. */
export function allowedMarkdown(text: string): AllowedRoot {
  const shown = withoutUnshowable(text);
  const blocks = TOO_MANY_MARKS.test(shown) ? [asText(shown)] : fromMarkdown(shown).children.flatMap(node => block(node, 1));
  return { type: 'root', children: blocks };
}

export type AllowedRoot = Root & { children: BlockContent[] };

/** Everything in a Markdown text that a notice cannot hold, in reading order. */
export function unwantedIn(text: string): Unwanted[] {
  const crowded = TOO_MANY_MARKS.exec(text);
  if (crowded) return [{ line: text.slice(0, crowded.index).split('\n').length, column: 1, message: TOO_DEEP[0], mend: TOO_DEEP[1] }];
  const found: Unwanted[] = [];
  const visit = (node: Nodes, depth: number): void => {
    const wrong = depth > DEEPEST ? TOO_DEEP : unwanted(node);
    const { line = 1, column = 1 } = node.position?.start ?? {};
    if (wrong) found.push({ line, column, message: wrong[0], mend: wrong[1] });
    if (wrong !== TOO_DEEP && 'children' in node) for (const child of node.children) visit(child, depth + 1);
  };
  visit(fromMarkdown(text), 0);
  return found;
}

const TOO_DEEP: Explained = [`nested deeper than ${DEEPEST} levels`, 'take some of the `>`, `-` or `*` away'];

type Explained = readonly [message: string, mend: string];

function unwanted(node: Nodes): Explained | undefined {
  switch (node.type) {
    case 'html':
      return ['raw HTML is shown as text', 'write it in Markdown, or put a backslash before `<`'];
    case 'image':
    case 'imageReference':
      return ['a notice holds no pictures', 'say it in words'];
    case 'heading':
      return ['a notice has no headings inside', 'use `heading:` for the one above, or write the line in **bold**'];
    case 'code':
      return ['an indented or fenced block is code, which a notice does not hold', 'indent all lines of the text alike'];
    case 'inlineCode':
      return ['a notice holds no code', 'take the backquotes away'];
    case 'thematicBreak':
      return ['a notice has no ruled lines inside', 'leave an empty line instead'];
    case 'linkReference':
    case 'definition':
      return ['a link by reference', 'write the address beside the words: `[words](https://…)`'];
    case 'link':
      if (isAllowedLink(node.url)) return undefined;
      return [
        `a link cannot lead to \`${node.url.slice(0, 80)}\``,
        'use `https://…`, `mailto:…`, or a path of this site that starts with `/`',
      ];
    default:
      return undefined;
  }
}

/** A node that stands by itself, with what is not wanted turned into paragraphs of text. */
function block(node: RootContent, depth: number): BlockContent[] {
  if (depth > DEEPEST) return [];
  const inner = (children: readonly RootContent[]) => children.flatMap(child => block(child, depth + 1));
  const inline = (children: readonly PhrasingContent[]) => children.flatMap(child => phrase(child, depth + 1));
  switch (node.type) {
    case 'paragraph':
      return [paragraph(inline(node.children))];
    case 'heading':
      return [paragraph(inline(node.children))];
    case 'html':
    case 'code':
      return [asText(node.value)];
    case 'blockquote':
      return [{ type: 'blockquote', children: inner(node.children) }];
    case 'list':
      return [{ ...node, children: node.children.map(item => ({ ...item, children: inner(item.children) })) }];
    default:
      return [];
  }
}

/** A node inside a line, with what is not wanted turned into text. */
function phrase(node: PhrasingContent, depth: number): PhrasingContent[] {
  if (depth > DEEPEST) return [];
  const inner = (children: readonly PhrasingContent[]) => children.flatMap(child => phrase(child, depth + 1));
  switch (node.type) {
    case 'text':
    case 'break':
      return [node];
    case 'strong':
    case 'emphasis':
      return [{ ...node, children: inner(node.children) }];
    case 'link': {
      const children = inner(node.children);
      return isAllowedLink(node.url) ? [{ type: 'link', url: node.url, children }] : children;
    }
    case 'html':
    case 'inlineCode':
      return [{ type: 'text', value: node.value }];
    case 'image':
    case 'imageReference':
      return [{ type: 'text', value: node.alt ?? '' }];
    default:
      return 'children' in node ? inner(node.children as PhrasingContent[]) : [];
  }
}

const asText = (value: string): Paragraph => paragraph([{ type: 'text', value }]);
const paragraph = (children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children });

function* elements(parent: HtmlRoot | Element, name: string): Generator<Element> {
  for (const child of parent.children as ElementContent[]) {
    if (child.type !== 'element') continue;
    if (child.tagName === name) yield child;
    yield* elements(child, name);
  }
}

/** XML 1.0 cannot hold these characters, not even as references. */
function withoutUnshowable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
  return text.toWellFormed().replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '');
}
