/** Mentions of names in the text of a page, right behind each of which a mark may be put. */

import { decodeHTML } from 'entities';
import type { Preparation } from '../core/edition.ts';
import { type ChildNode, type Document, isElement, locationOf } from './document.ts';
import { findNames, patternOf } from './names.ts';
import { type Mark, type Proof, provable } from './proof.ts';
import { elementsOf } from './selectors.ts';
import { holdsText } from './shown.ts';

/** A mention: `offset` right behind it, UTF-16 units; `set` is the name of the set whose mention it is. */
export interface Mention extends Mark {
  readonly set: string;
}

/** The mentions of each set that can be marked. A set that is absent has some, of which none can be. */
export type Mentions = ReadonlyMap<string, readonly Mention[]>;

/** Of one set. */
const SET_LIMIT = 200;
/** Of all sets: their offsets are kept with the page. */
const PAGE_LIMIT = 2000;

/** Parts of the site, unless they stand inside the article. */
const SITE_PARTS = new Set(['header', 'footer', 'aside']);
/** Text goes on through these: a word may begin before one and end in it. */
const INLINE = '(?:<!--[^>]*-->|<\\/?(?:a|abbr|b|bdi|cite|em|font|i|mark|q|s|small|span|strong|u)\\b[^<>]*>)+';
const WORD_BEFORE = new RegExp(`([\\p{L}\\p{M}\\p{N}])${INLINE}$`, 'u');
const WORD_BEHIND = new RegExp(`^${INLINE}([\\p{L}\\p{M}\\p{N}])`, 'u');
/** How far tags between two parts of one word may go. */
const TAGS_LENGTH = 300;

/**
 * Finds the mentions of each set of names, in reading order, and proves them: with a mark behind all of them and a notice at each
 * of `slots`, the page is what it was. A name is found within one element only; one taken apart by tags is passed over.
 */
export function findMentions(proof: Proof, mentions: Preparation['mentions'], slots: readonly number[]): Mentions {
  const patterns = Object.entries(mentions).flatMap(([set, names]) => {
    const pattern = patternOf(names);
    return pattern === undefined ? [] : [{ set, pattern, left: SET_LIMIT }];
  });
  if (patterns.length === 0) return new Map();
  const found: Mention[] = [];
  for (const [start, end] of textsOf(proof.document, proof.text)) {
    const source = proof.text.slice(start, end);
    const around = { before: () => letterBefore(proof.text, start), behind: () => letterBehind(proof.text, end) };
    for (const wanted of patterns) {
      if (wanted.left === 0) continue;
      for (const name of findNames(wanted.pattern, source, around)) {
        const behind = decodeHTML(source.slice(name.start, name.end)).replace(/\r\n?/g, '\n');
        found.push({ set: wanted.set, offset: start + name.end, behind });
        if (--wanted.left === 0) break;
      }
    }
  }
  const first = found.sort((a, b) => a.offset - b.offset).slice(0, PAGE_LIMIT);
  const proven = new Set(provable(proof, first, marks => ({ offsets: slots, marks })));
  const sets = Object.keys(mentions).map(set => [set, found.filter(mention => mention.set === set)] as const);
  const markable = sets.map(([set, all]) => [set, all.filter(mention => proven.has(mention)), all.length] as const);
  return new Map(markable.flatMap(([set, kept, all]) => (kept.length === 0 && all > 0 ? [] : [[set, kept]])));
}

/** Where the texts of the article stand: of every `main` and `article` if there is any, else of the whole body. */
function* textsOf(document: Document, text: string): Generator<readonly [start: number, end: number]> {
  const parts = new Set(elementsOf(document, 'main, article, [role="main"]'));
  const body = elementsOf(document, 'body')[0];
  const stack: { readonly node: ChildNode; readonly inside: boolean }[] = [];
  const push = (nodes: readonly ChildNode[], inside: boolean) => {
    for (let index = nodes.length - 1; index >= 0; index--) stack.push({ node: nodes[index] as ChildNode, inside });
  };
  push(body === undefined ? [] : [body], parts.size === 0);
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, inside } = next;
    if (isElement(node)) {
      const skipped = !holdsText(node) || (!inside && SITE_PARTS.has(node.tagName));
      if (!skipped) push(node.childNodes, inside || parts.has(node));
    } else if (inside && 'value' in node) {
      const location = locationOf(node);
      // A text that the parser joined around tags is in no one range of the source.
      const source = location && text.slice(location.startOffset, location.endOffset);
      if (location && source && (source === node.value || !/<[a-z!/?]/i.test(source))) yield [location.startOffset, location.endOffset];
    }
  }
}

function letterBefore(text: string, offset: number): string {
  return WORD_BEFORE.exec(text.slice(Math.max(0, offset - TAGS_LENGTH), offset))?.[1] ?? '';
}

function letterBehind(text: string, offset: number): string {
  return WORD_BEHIND.exec(text.slice(offset, offset + TAGS_LENGTH))?.[1] ?? '';
}
