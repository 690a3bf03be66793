/** The guides of templates/guide as the Desk shows them: markup that is safe, with headings that can be linked to. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Element, ElementContent, Root as HtmlRoot } from 'hast';
import { type Schema, sanitize } from 'hast-util-sanitize';
import { toHtml } from 'hast-util-to-html';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { toHast } from 'mdast-util-to-hast';
import { gfmTable } from 'micromark-extension-gfm-table';

export interface Guide {
  /** As in `/help/<name>`. */
  readonly name: string;
  readonly title: string;
  /** Without the title. */
  readonly html: string;
  /** The headings below the title, for a list of contents. */
  readonly contents: readonly { readonly id: string; readonly text: string }[];
}

const FOLDER = join('templates', 'guide');

/** In the order in which the Desk lists them. */
const NAMES = ['legal', 'ops', 'deployment'] as const;

const SCHEMA: Schema = {
  tagNames: [
    ...['h2', 'h3', 'h4', 'p', 'a', 'em', 'strong', 'code', 'pre', 'ul', 'ol', 'li', 'blockquote', 'hr', 'br', 'figure'],
    ...['div', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  attributes: {
    a: ['href'],
    ol: ['start'],
    h2: ['id'],
    h3: ['id'],
    th: [['scope', 'col']],
    div: [['className', 'table', 'scroll'], 'role', 'ariaLabel', 'tabIndex'],
    pre: ['tabIndex'],
  },
  protocols: { href: ['http', 'https', 'mailto'] },
  clobber: [],
  strip: ['script', 'style'],
};

/** Every guide that is there, from the files of this checkout, which must be the working folder. */
export function deskGuides(): Guide[] {
  const there = NAMES.filter(name => existsSync(join(FOLDER, `${name}.md`)));
  return there.map(name => guideFrom(name, readFileSync(join(FOLDER, `${name}.md`), 'utf8'), there));
}

/**
 * A guide from its Markdown: CommonMark and tables. Pictures become their descriptions; links to files of the repository become text.
 * @param others names of the guides that can be linked to
 */
export function guideFrom(name: string, source: string, others: readonly string[]): Guide {
  const tree = fromMarkdown(source, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  const root = toHast(tree, {
    handlers: {
      paragraph: (state, node) => pictureFrom(node) ?? { type: 'element', tagName: 'p', properties: {}, children: state.all(node) },
      html: () => undefined,
      image: (_state, node) => ({ type: 'text', value: String(node.alt ?? '') }),
    },
  }) as HtmlRoot;
  const title = root.children.find(child => child.type === 'element' && child.tagName === 'h1');
  root.children = root.children.filter(child => child !== title);
  const contents = nameHeadings(root);
  linkWithin(root, others);
  root.children = root.children.map(child => (child.type === 'element' && child.tagName === 'table' ? scrolling(child) : child));
  // Long lines scroll, so they have to be reached by keyboard.
  for (const block of elementsOf(root).filter(({ tagName }) => tagName === 'pre')) block.properties.tabIndex = 0;
  return {
    name,
    title: title === undefined ? name : textOf(title as Element),
    html: toHtml(sanitize(root, SCHEMA) as HtmlRoot),
    contents,
  };
}

function pictureFrom(node: { children: readonly { type: string; alt?: string | null }[] }): Element | undefined {
  const [only, ...more] = node.children;
  if (only?.type !== 'image' || more.length > 0) return undefined;
  return { type: 'element', tagName: 'figure', properties: {}, children: [{ type: 'text', value: `Picture: ${only.alt ?? ''}` }] };
}

/** A wide table scrolls by itself, and so has to be reached by keyboard and to have a name. */
function scrolling(table: Element): Element {
  const corners = elementsOf(table).filter(cell => cell.tagName === 'th' && textOf(cell).trim() === '');
  // The corner above a column of names heads nothing.
  for (const corner of corners) corner.tagName = 'td';
  const heads = elementsOf(table).filter(({ tagName }) => tagName === 'th');
  for (const head of heads) head.properties.scope = 'col';
  const ariaLabel = `Table: ${heads.map(textOf).join(', ')}`;
  const properties = { className: ['table', 'scroll'], role: 'group', ariaLabel, tabIndex: 0 };
  return { type: 'element', tagName: 'div', properties, children: [table] };
}

/** Ids as GitHub makes them, so that links within a guide work in both places. */
function nameHeadings(root: HtmlRoot): Guide['contents'] {
  const taken = new Set<string>();
  const contents: { id: string; text: string }[] = [];
  for (const heading of elementsOf(root).filter(({ tagName }) => tagName === 'h2' || tagName === 'h3')) {
    const text = textOf(heading);
    const slug = text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    let id = slug;
    for (let number = 1; taken.has(id); number++) id = `${slug}-${number}`;
    taken.add(id);
    heading.properties.id = id;
    if (heading.tagName === 'h2') contents.push({ id, text });
  }
  return contents;
}

/** Links to other guides lead to their pages in the Desk; what else is in the repository cannot be reached from there. */
function linkWithin(root: HtmlRoot, others: readonly string[]): void {
  for (const link of elementsOf(root).filter(({ tagName }) => tagName === 'a')) {
    const href = String(link.properties.href ?? '');
    const [, guide, anchor = ''] = /^(?:\.\/)?([a-z-]+)\.md(#.*)?$/.exec(href) ?? [];
    if (guide !== undefined && others.includes(guide)) link.properties.href = `/-/desk/help/${guide}${anchor}`;
    else if (!/^(#|https?:|mailto:)/.test(href)) {
      link.tagName = 'em';
      link.properties = {};
    }
  }
}

function elementsOf(parent: HtmlRoot | Element): Element[] {
  return parent.children.flatMap(child => (child.type === 'element' ? [child, ...elementsOf(child)] : []));
}

function textOf(node: Element): string {
  const text = (child: ElementContent): string => (child.type === 'text' ? child.value : child.type === 'element' ? textOf(child) : '');
  return node.children.map(text).join('');
}
