/** Preparing a page, once per version: parse, collect facts, find the slots and prove them. The result is the same for every reader. */

import type { PageFacts } from '../core/article.ts';
import { type Preparation, SHARE_REMOVAL, type Slot } from '../core/edition.ts';
import { byteOffsets } from './byte-offsets.ts';
import { type Document, parsePage } from './document.ts';
import type { Range } from './edits.ts';
import { type DecodedPage, decode, decodePage, type Embedding } from './encoding.ts';
import { factsOf, mergedFacts } from './facts.ts';
import { syntaxOf } from './media-type.ts';
import { Proof } from './proof.ts';
import { findRemoval, joined, type Removal } from './removals.ts';
import { elementsOf } from './selectors.ts';
import { findSlots, type SlotOffsets } from './slots.ts';
import { tellingElements } from './telling-elements.ts';

/** What is known of a page beside its bytes. All offsets are bytes. */
export interface PreparedPage {
  readonly facts: PageFacts;
  readonly embedding: Embedding;
  readonly xhtml: boolean;
  /** Proven. A slot that is absent cannot be had. */
  readonly slots: Readonly<Partial<Record<Slot, number>>>;
  /** Proven ranges by the names of `Preparation.removals`. */
  readonly removals: Readonly<Record<string, readonly Range[]>>;
  /**
   * The encoding that only the page itself declares. A notice may push that declaration out of the first kilobyte, in which browsers
   * look for it, so a changed page says it in its Content-Type.
   */
  readonly charset?: string;
  /** Whether a `<base>` turns the paths of links in the page into addresses elsewhere. */
  readonly rebased?: true;
  /** Whether no tag of a document is written in it: perhaps a part of a page, or data, that a script asks for. */
  readonly fragment?: true;
}

/**
 * A page of more bytes, or of more tags, than this is not parsed whole: it streams, with its notices at one early place. An isolate
 * has 128 MB; found by preparing pages in workerd with its heap held to that (2 MiB of prose with 154,000 tags went through, 2 MiB
 * with 480,000 did not), less a share for the pages in memory.
 */
export const PAGE_LIMIT = 2 * 1024 * 1024;
const TAG_LIMIT = 120_000;
/** How much of a larger page is parsed. */
const PREFIX_LENGTH = 256 * 1024;

type Header = (name: string) => string | null;

const NO_FACTS: PageFacts = { tags: [], sections: [], authors: [] };

/**
 * Prepares a whole page. One that no tree can be had from has no slots, but its facts all the same: it may have to be withheld.
 * @param header the response's headers, by lower-case name
 */
export function preparePage(
  bytes: Uint8Array,
  header: Header,
  preparation: Preparation,
  syntax = syntaxOf(header('content-type')),
): PreparedPage {
  const xhtml = syntax === 'xhtml';
  const page = decodePage(bytes, header('content-type') ?? '', xhtml);
  const proof = page && Proof.of(page.text, xhtml ? 'xhtml' : 'html');
  if (page === undefined || proof === undefined) return unprovable(bytes, page, xhtml, header);
  const slots = findSlots(proof, preparation);
  const removals = findRemovals(proof, preparation, slots);
  return { ...described(page, proof.document, xhtml, header), ...inBytes(bytes, page, slots, removals) };
}

/**
 * Prepares the beginning of a page that is too large to be parsed. A notice right behind a written `<body>` tag, proven on the
 * beginning, is proven for every end: the parser is in the same state behind it, and the tag has already ruled a frameset out
 * (HTML Standard, 13.2.6.4.6). Nothing is taken out of such a page. Its facts are looked for in all of `bytes`.
 */
export function prepareBeginning(
  bytes: Uint8Array,
  header: Header,
  preparation: Preparation,
  syntax = syntaxOf(header('content-type')),
): PreparedPage {
  const xhtml = syntax === 'xhtml';
  const prefix = bytes.subarray(0, PREFIX_LENGTH);
  const page = decodePage(prefix, header('content-type') ?? '', xhtml);
  const proof = page && !xhtml ? Proof.of(page.text, 'html') : undefined;
  const rest = unprovable(bytes, page, xhtml, header);
  if (page === undefined || proof === undefined) return rest;
  const top = findSlots(proof, { slots: {}, used: ['page-top'] })['page-top'];
  const early = top !== undefined && endsWithBodyTag(page.text, top) ? top : undefined;
  const slots = early === undefined ? {} : Object.fromEntries(preparation.used.map(slot => [slot, early]));
  return {
    ...described(page, proof.document, xhtml, header),
    facts: mergedFacts(factsOf(proof.document, header), rest.facts),
    ...inBytes(prefix, page, slots, new Map()),
  };
}

/** Whether a page is too large to be prepared whole. */
export function isTooLarge(bytes: Uint8Array): boolean {
  if (bytes.length > PAGE_LIMIT) return true;
  let tags = 0;
  for (let at = bytes.indexOf(0x3c); at !== -1; at = bytes.indexOf(0x3c, at + 1)) tags++;
  return tags > TAG_LIMIT;
}

/** What is known of a page that cannot be parsed as it stands: the facts in those of its elements that hold any. */
function unprovable(bytes: Uint8Array, page: DecodedPage | undefined, xhtml: boolean, header: Header): PreparedPage {
  const text = page === undefined || bytes.length > PREFIX_LENGTH ? decode(bytes, page?.encoding ?? 'windows-1252') : page.text;
  const document = parsePage(tellingElements(text).join(''), 'html') as Document;
  return { ...blank(xhtml), facts: factsOf(document, header), embedding: page?.embedding ?? 'ascii' };
}

function endsWithBodyTag(text: string, offset: number): boolean {
  return /^<body[^>]*>$/i.test(text.slice(text.lastIndexOf('<', offset - 1), offset));
}

function blank(xhtml: boolean): PreparedPage {
  return { facts: NO_FACTS, embedding: 'ascii', xhtml, slots: {}, removals: {} };
}

function described(page: DecodedPage, document: Document, xhtml: boolean, header: Header) {
  const { embedding } = page;
  const facts = factsOf(document, header);
  const rebased = elementsOf(document, 'base[href]').length > 0 ? ({ rebased: true } as const) : {};
  const fragment = /<(!doctype|html|head|body)[\s>]/i.test(page.text) ? {} : ({ fragment: true } as const);
  return { ...blank(xhtml), facts, embedding, ...rebased, ...fragment, ...(page.declaredInside ? { charset: page.encoding } : {}) };
}

/** The removals that hold alone and together with each other and every notice. */
function findRemovals(proof: Proof, preparation: Preparation, slots: SlotOffsets): Map<string, Removal> {
  const found = new Map<string, Removal>();
  for (const [name, selectors] of Object.entries(preparation.removals)) {
    const removal = findRemoval(proof, selectors);
    if (removal.ranges.length > 0) found.set(name, removal);
  }
  const offsets = [...new Set(Object.values(slots))];
  const together = (removals: readonly Removal[]) => {
    const { elements, ranges } = joined(removals);
    return proof.holds({ offsets, ranges, removed: elements });
  };
  if (found.size === 0 || together([...found.values()])) return found;
  // Rare: removals that each hold but not side by side. What protects a reader is worth more than the rest.
  const share = found.get(SHARE_REMOVAL);
  return share !== undefined && together([share]) ? new Map([[SHARE_REMOVAL, share]]) : new Map();
}

function inBytes(bytes: Uint8Array, page: DecodedPage, slots: SlotOffsets, removals: ReadonlyMap<string, Removal>) {
  const ranges = [...removals.values()].flatMap(removal => removal.ranges);
  const offsets = [...new Set([...Object.values(slots), ...ranges.flat()])].sort((a, b) => a - b);
  const converted = byteOffsets(bytes, page, offsets);
  const byteOf = new Map(offsets.map((offset, index) => [offset, converted[index]]));
  const byteRange = ([start, end]: Range): Range[] => {
    const [from, to] = [byteOf.get(start), byteOf.get(end)];
    return from === undefined || to === undefined ? [] : [[from, to]];
  };
  return {
    slots: Object.fromEntries(
      Object.entries(slots).flatMap(([slot, offset]) => (byteOf.get(offset) === undefined ? [] : [[slot, byteOf.get(offset) as number]])),
    ),
    removals: Object.fromEntries([...removals].map(([name, removal]) => [name, removal.ranges.flatMap(byteRange)])),
  };
}
