/** What the text of an article may not hold, found before it is turned into markup, so that each fault has its place. */

import type { Heading, Nodes, Root } from 'mdast';
import type { InnerLink } from './markdown.ts';
import type { Position, Report } from './problems.ts';

const LINK_SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);
const DEEPEST_HEADING = 4;
/** What neither HTML nor XML can hold. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSHOWABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/u;

interface Checking {
  readonly report: Report;
  readonly links: InnerLink[];
  /** Depth of the heading before; the headline is 1. */
  depth: number;
}

/** Reports everything unsupported, and collects the links to other articles. */
export function checkMarkdown(root: Root, report: Report): { links: readonly InnerLink[]; reported: boolean } {
  let reported = false;
  const checking: Checking = {
    report: (...problem) => {
      reported = true;
      report(...problem);
    },
    links: [],
    depth: 1,
  };
  if (root.children.length === 0)
    checking.report({ line: 1, column: 1 }, 'the article has no text', 'write the text below the front matter');
  visit(root, undefined, checking);
  return { links: checking.links, reported };
}

function visit(node: Nodes, parent: Nodes | undefined, checking: Checking): void {
  check(node, parent, checking);
  if ('children' in node) for (const child of node.children) visit(child, node, checking);
}

function check(node: Nodes, parent: Nodes | undefined, checking: Checking): void {
  const at = positionOf(node);
  if ('value' in node && UNSHOWABLE.test(node.value)) {
    checking.report(at, 'the text holds a character that cannot be shown', 'delete it');
  }
  switch (node.type) {
    case 'html':
      checking.report(at, 'raw HTML is not supported', 'write it in Markdown; put a backslash before a `<` that is meant as such');
      break;
    case 'heading':
      checkHeading(node, at, checking);
      break;
    case 'link':
    case 'definition':
      checkLink(node.url, at, checking);
      break;
    case 'image':
      checkImage(node.alt ?? '', parent, at, checking);
      break;
    case 'imageReference':
      checking.report(at, 'a picture is named elsewhere', 'write the file of the picture in place: `![what it shows](file.svg)`');
      break;
  }
}

function checkHeading(heading: Heading, at: Position, checking: Checking): void {
  const { depth } = heading;
  if (depth === 1) checking.report(at, 'a heading in the text is as high as the headline', 'start headings with `##`');
  else if (depth > DEEPEST_HEADING) checking.report(at, 'the heading is too deep', 'use `##`, `###` or `####`');
  else if (depth > checking.depth + 1)
    checking.report(at, `a heading of level ${depth} follows one of level ${checking.depth}`, 'do not skip a level');
  checking.depth = Math.max(depth, 1);
}

function checkImage(alt: string, parent: Nodes | undefined, at: Position, checking: Checking): void {
  if (parent?.type !== 'paragraph' || parent.children.length !== 1) {
    checking.report(at, 'a picture stands within a paragraph', 'put it on a line of its own with empty lines around it');
  }
  if (alt.trim() === '')
    checking.report(at, 'a picture has no description', 'say between the brackets what it shows: `![what it shows](file.svg)`');
}

function checkLink(url: string, at: Position, checking: Checking): void {
  const faulty = faultOfLink(url);
  if (faulty) checking.report(at, ...faulty);
  else if (url.startsWith('/')) {
    const path = url.replace(/[?#].*$/, '');
    if (path !== '/' && !path.startsWith('/-/')) checking.links.push({ path, ...at });
  }
}

/** Why a link may not lead there, and how to mend it. Allowed are paths of this site, parts of the page, and a few schemes. */
export function faultOfLink(url: string): readonly [message: string, mend: string] | undefined {
  if (url.startsWith('#') || /^\/(?![/\\])/.test(url)) return undefined;
  const scheme = URL.canParse(url) ? new URL(url).protocol : undefined;
  if (scheme === undefined) return [`\`${shortened(url)}\` is not an address`, 'write it in full, or as the path of an article'];
  return LINK_SCHEMES.has(scheme) ? undefined : [`a link may not lead to \`${scheme}\``, 'use https:, mailto: or tel:'];
}

function shortened(url: string): string {
  return url.length > 60 ? `${url.slice(0, 60)}…` : url;
}

export function positionOf(node: Nodes): Position {
  const start = node.position?.start;
  return { line: start?.line ?? 1, column: start?.column ?? 1 };
}
