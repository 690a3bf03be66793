/** The Markdown of a notice as text by itself, for feeds and JSON, where nothing can be marked up. */

import type { Nodes, RootContent } from 'mdast';
import { type AllowedRoot, allowedMarkdown } from './markdown.ts';

/**
 * What `renderMarkdown` shows, as text: paragraphs apart by an empty line, entries of lists behind `- ` or their number, quotations
 * behind `> `, the address of a link in brackets behind its words. Never throws.
 */
export function plainText(markdown: string): string {
  return plainTextOf(allowedMarkdown(markdown));
}

/** The same of a tree that `allowedMarkdown` made. */
export function plainTextOf(tree: AllowedRoot): string {
  return blocks(tree.children, '\n\n');
}

function blocks(nodes: readonly RootContent[], between: string): string {
  return nodes
    .map(block)
    .filter(text => text !== '')
    .join(between);
}

function block(node: RootContent): string {
  switch (node.type) {
    case 'blockquote':
      return behind('> ', '> ', blocks(node.children, '\n\n'));
    case 'list': {
      const start = node.start ?? 1;
      const entries = node.children.map((item, index) => {
        const sign = node.ordered ? `${start + index}. ` : '- ';
        return behind(sign, ' '.repeat(sign.length), blocks(item.children, '\n'));
      });
      return entries.join('\n');
    }
    default:
      return line(node);
  }
}

/** A text behind a sign on its first line, and another on those that follow. */
function behind(first: string, rest: string, text: string): string {
  return text
    .split('\n')
    .map((line, index) => `${index === 0 ? first : rest}${line}`.trimEnd())
    .join('\n');
}

/** The text of a paragraph: one line, unless breaks are written in it. */
function line(node: Nodes): string {
  return phrase(node)
    .split('\n')
    .map(part => part.replace(/ +/g, ' ').trim())
    .join('\n')
    .trim();
}

function phrase(node: Nodes): string {
  if (node.type === 'text') return node.value.replace(/[\t\n\f\r ]+/g, ' ');
  if (node.type === 'break') return '\n';
  const words = 'children' in node ? node.children.map(phrase).join('') : '';
  return node.type === 'link' ? linked(words, node.url.replace(/^mailto:/i, '')) : words;
}

/** The words of a link and where it leads, once where they are the same. */
function linked(words: string, address: string): string {
  return words === address ? words : `${words} (${address})`;
}
