/** The text of an article: Markdown (CommonMark, without raw HTML) to markup that is safe, valid HTML and well-formed XML. */

import type { Element, ElementContent, Root as HtmlRoot } from 'hast';
import { sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toHast } from 'mdast-util-to-hast';
import { checkMarkdown, faultOfLink } from './markdown-checks.ts';
import { blockquoteAsFigure, paragraphAsFigure } from './markdown-figures.ts';
import { SCHEMA } from './markup-schema.ts';
import type { Pictures } from './pictures.ts';
import type { Report } from './problems.ts';

/** A link to another article, for the check that it exists. */
export interface InnerLink {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Turns Markdown into markup. What is not supported is reported, and does not come out; positions are those of `source`.
 * A picture alone in a paragraph becomes a figure, its title the caption and credit; a quotation may end with a line `— Name`.
 */
export function markupOf(source: string, pictures: Pictures, report: Report): { html: string; links: readonly InnerLink[] } {
  const tree = fromMarkdown(source);
  const { links, reported } = checkMarkdown(tree, report);
  const markup = toHast(tree, {
    handlers: {
      paragraph: (state, node) => paragraphAsFigure(state, node, pictures, report),
      blockquote: blockquoteAsFigure,
      html: () => undefined,
    },
  }) as HtmlRoot;
  const clean = sanitize(markup, SCHEMA) as HtmlRoot;
  unlink(clean);
  if (!reported && serialised(clean) !== serialised(markup)) {
    report(
      { line: 1, column: 1 },
      'the text holds something that may not be in a page',
      'use headings, paragraphs, lists, quotations, links and pictures',
    );
  }
  return { html: serialised(clean), links };
}

/** The words of a link that may not be stay; the sanitiser lets `//elsewhere` through, which has no scheme. */
function unlink(parent: HtmlRoot | Element): void {
  for (const child of parent.children) {
    if (child.type !== 'element') continue;
    if (faultOfLink(String(child.properties.href ?? '#'))) delete child.properties.href;
    unlink(child);
  }
}

function serialised(root: HtmlRoot): string {
  const blocks = root.children.filter((child): child is ElementContent => child.type !== 'doctype');
  const html = toHtml({ type: 'root', children: blocks }, { closeSelfClosing: true, characterReferences: { useNamedReferences: false } });
  // XML 1.0, section 2.4: not in text, where HTML has no objection to it.
  return html.replaceAll(']]>', ']]&#x3E;');
}
