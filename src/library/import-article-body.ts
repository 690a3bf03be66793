/** The text of an article out of a page of any kind, as Markdown that the library takes. Runs on the command line, never at the edge. */

import type { Element, ElementContent, Nodes as HtmlNodes, Root as HtmlRoot } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toMdast } from 'hast-util-to-mdast';
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { type Options, toMarkdown } from 'mdast-util-to-markdown';
import { faultOfLink } from './markdown-checks.ts';

export interface ImportedBody {
  readonly markdown: string;
  /** What was left out or became something else, for people. */
  readonly remarks: readonly string[];
}

/** What a link may become: a path of the library, an address in full, or nothing. */
export type Relink = (href: string) => string | undefined;

/** What belongs to the page or does something, and is no part of the text. */
const LEFT_OUT = new Set(
  (
    'script style noscript template iframe object embed video audio canvas form button input select textarea nav aside footer dialog ' +
    'link meta math'
  ).split(' '),
);
const PICTURES = new Set(['img', 'picture', 'svg', 'image']);
const BUTTONS = /(?:^|[-_])(?:share|sharing|social|comments?|subscribe|donate|newsletter|related)(?:$|[-_])/i;
/** The library's own; the headline is 1. */
const DEEPEST_HEADING = 4;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSHOWABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * The text in `html`: what is in the element that says it is the body, else in the longest `<article>`, else in `<main>`, else in
 * the page. Pictures, buttons and the headline are left out; tables become lists.
 */
export function bodyFrom(html: string, headline: string, relink: Relink): ImportedBody {
  const cleaning = { headline: plain(headline), relink, pictures: 0, tables: 0, links: 0 };
  const body = cleaned(textElement(fromHtml(html)), cleaning);
  const markdown = settled(toMdast({ type: 'root', children: body }) as Root);
  return {
    markdown,
    remarks: [
      ...remark(
        cleaning.pictures,
        'picture was left out; put it into pictures/ by hand',
        'pictures were left out; put them into pictures/ by hand',
      ),
      ...remark(cleaning.tables, 'table became a list', 'tables became lists'),
      ...remark(cleaning.links, 'link lost its address, which led nowhere', 'links lost their addresses, which led nowhere'),
    ],
  };
}

const WRITTEN: Options = { bullet: '-', emphasis: '_', listItemIndent: 'one', rule: '-' };
const MOST_READINGS = 4;

/** The tree as Markdown that reads as it is meant: pages nest what Markdown cannot, which then reads as something else. */
function settled(tree: Root): string {
  prune(tree, { last: 1 });
  let markdown = toMarkdown(tree, WRITTEN);
  for (let reading = 0; reading < MOST_READINGS; reading++) {
    const read = fromMarkdown(markdown);
    prune(read, { last: 1 });
    const again = toMarkdown(read, WRITTEN);
    if (again === markdown) break;
    markdown = again;
  }
  return markdown;
}

/** Text without what neither HTML nor XML can hold. */
export function showable(text: string): string {
  return text.replace(UNSHOWABLE, '');
}

interface Cleaning {
  readonly headline: string;
  readonly relink: Relink;
  pictures: number;
  tables: number;
  links: number;
}

function textElement(root: HtmlRoot): HtmlRoot | Element {
  const elements = [...elementsIn(root)];
  const stated = elements.find(({ properties }) =>
    String(properties.itemProp ?? '')
      .split(' ')
      .includes('articleBody'),
  );
  const articles = elements.filter(({ tagName }) => tagName === 'article').sort((a, b) => textOf(b).length - textOf(a).length);
  const named = (name: string) => elements.find(({ tagName }) => tagName === name);
  return stated ?? articles[0] ?? named('main') ?? named('body') ?? root;
}

function* elementsIn(node: HtmlNodes): Generator<Element> {
  if (node.type === 'element') yield node;
  if ('children' in node) for (const child of node.children) yield* elementsIn(child);
}

function textOf(node: HtmlNodes): string {
  if (node.type === 'text') return showable(node.value);
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

function plain(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function cleaned(parent: HtmlRoot | Element, cleaning: Cleaning): ElementContent[] {
  return parent.children.flatMap(child => {
    if (child.type === 'text') return [{ ...child, value: showable(child.value) }];
    return child.type === 'element' ? cleanElement(child, cleaning) : [];
  });
}

function cleanElement(element: Element, cleaning: Cleaning): ElementContent[] {
  const { tagName } = element;
  if (PICTURES.has(tagName) || (tagName === 'figure' && [...elementsIn(element)].some(inner => PICTURES.has(inner.tagName)))) {
    cleaning.pictures++;
    return [];
  }
  if (LEFT_OUT.has(tagName) || isHidden(element) || isButton(element)) return [];
  // The head of an article says again what its front matter says.
  if (tagName === 'header' && [...elementsIn(element)].some(inner => inner.tagName === 'h1')) return [];
  if (tagName === 'h1' && plain(textOf(element)) === cleaning.headline) return [];
  if (tagName === 'table') return [tableAsList(element, cleaning)];
  const children = cleaned(element, cleaning);
  if (tagName === 'a') return cleanLink(element, children, cleaning);
  // Struck out is not written in plain Markdown.
  return /^(?:del|s|strike)$/.test(tagName) ? children : [{ ...element, children }];
}

function isHidden({ properties }: Element): boolean {
  return properties.hidden !== undefined || properties.ariaHidden === 'true';
}

function isButton({ properties }: Element): boolean {
  const names = [properties.className ?? [], properties.id ?? []].flat().map(String);
  return properties.dataShare !== undefined || names.some(name => BUTTONS.test(name));
}

function cleanLink(link: Element, children: ElementContent[], cleaning: Cleaning): ElementContent[] {
  if (plain(children.map(textOf).join('')) === '') return [];
  const href = typeof link.properties.href === 'string' ? link.properties.href : undefined;
  const wanted = href === undefined ? undefined : cleaning.relink(href);
  if (wanted !== undefined && faultOfLink(wanted) === undefined) return [{ ...link, properties: { href: wanted }, children }];
  if (href !== undefined && !href.startsWith('#')) cleaning.links++;
  return children;
}

function tableAsList(table: Element, cleaning: Cleaning): Element {
  cleaning.tables++;
  const rows = [...elementsIn(table)].filter(({ tagName }) => tagName === 'tr');
  const items = rows.map(row => {
    const cells = row.children.flatMap(cell => (cell.type === 'element' ? plain(textOf(cell)) || [] : []));
    return made('li', [{ type: 'text', value: cells.join(' · ') }]);
  });
  return made(
    'ul',
    items.filter(item => textOf(item) !== ''),
  );
}

function made(tagName: string, children: ElementContent[]): Element {
  return { type: 'element', tagName, properties: {}, children };
}

/** Takes out what the library refuses, and lets headings follow each other without gaps. */
function prune(node: Nodes, depths: { last: number }): void {
  if (!('children' in node)) return;
  const children = node.children as Nodes[];
  const kept = children.filter(child => !isRefused(child));
  node.children = kept as typeof node.children;
  for (const child of kept) {
    if (child.type === 'heading') {
      const depth = Math.min(Math.max(child.depth, 2), depths.last + 1, DEEPEST_HEADING);
      child.depth = depth as typeof child.depth;
      depths.last = depth;
    }
    prune(child, depths);
  }
}

function isRefused(node: Nodes): boolean {
  if (node.type === 'code') {
    node.lang = null;
    return node.value.trim() === '';
  }
  return /^(?:html|image|imageReference|definition)$/.test(node.type);
}

function remark(number: number, one: string, many: string): string[] {
  return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
}
