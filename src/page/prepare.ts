/** Preparing a page, once per version: parse, collect facts, find the slots and prove them. The result is the same for every reader. */

import type { PageFacts } from '../core/article.ts';
import { type Preparation, SHARE_REMOVAL, type Slot } from '../core/edition.ts';
import { byteOffsets } from './byte-offsets.ts';
import type { Range } from './edits.ts';
import { type DecodedPage, decodePage, type Embedding } from './encoding.ts';
import { factsOf } from './facts.ts';
import { Proof } from './proof.ts';
import { findRemoval, joined, type Removal } from './removals.ts';
import { elementsOf } from './selectors.ts';
import { findSlots, type SlotOffsets } from './slots.ts';

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
}

/**
 * A page of more bytes, or of more tags, than this is not parsed whole: it streams, with its notices at one early place. An isolate
 * has 128 MB; found by preparing pages in workerd with its heap held to that (2 MiB of prose with 154,000 tags went through, 2 MiB
 * with 480,000 did not), less a share for the pages in memory.
 */
export const PAGE_LIMIT = 2 * 1024 * 1024;
const TAG_LIMIT = 120_000;
/** How much of a larger page is parsed. */
export const PREFIX_LENGTH = 256 * 1024;

type Header = (name: string) => string | null;

const NO_FACTS: PageFacts = { tags: [], sections: [], authors: [] };

/**
 * Prepares a whole page.
 * @param header the response's headers, by lower-case name
 */
export function preparePage(bytes: Uint8Array, header: Header, preparation: Preparation): PreparedPage {
  const { page, xhtml } = decode(bytes, header);
  const proof = page && Proof.of(page.text, xhtml ? 'xhtml' : 'html');
  if (page === undefined || proof === undefined) return { ...blank(xhtml), embedding: page?.embedding ?? 'ascii' };
  const slots = findSlots(proof, preparation);
  const removals = findRemovals(proof, preparation, slots);
  return { ...described(page, proof, xhtml, header), ...inBytes(bytes, page, slots, removals) };
}

/**
 * Prepares the beginning of a page that is too large to be parsed. A notice right behind a written `<body>` tag, proven on the
 * beginning, is proven for every end: the parser is in the same state behind it, and the tag has already ruled a frameset out
 * (HTML Standard, 13.2.6.4.6). Nothing is taken out of such a page.
 */
export function preparePrefix(prefix: Uint8Array, header: Header, preparation: Preparation): PreparedPage {
  const { page, xhtml } = decode(prefix, header);
  const proof = page && !xhtml ? Proof.of(page.text, 'html') : undefined;
  if (page === undefined || proof === undefined) return { ...blank(xhtml), embedding: page?.embedding ?? 'ascii' };
  const top = findSlots(proof, { slots: {}, used: ['page-top'] })['page-top'];
  const early = top !== undefined && /<body[^>]*>$/i.test(page.text.slice(0, top)) ? top : undefined;
  const slots = early === undefined ? {} : Object.fromEntries(preparation.used.map(slot => [slot, early]));
  return { ...described(page, proof, xhtml, header), ...inBytes(prefix, page, slots, new Map()) };
}

/** Whether a page is too large to be prepared whole. */
export function isTooLarge(bytes: Uint8Array): boolean {
  if (bytes.length > PAGE_LIMIT) return true;
  let tags = 0;
  for (let at = bytes.indexOf(0x3c); at !== -1; at = bytes.indexOf(0x3c, at + 1)) tags++;
  return tags > TAG_LIMIT;
}

/** Whether a response of this type is a page that is prepared. */
export function isPage(contentType: string | null): boolean {
  return /^\s*(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(contentType ?? '');
}

function decode(bytes: Uint8Array, header: Header): { page: DecodedPage | undefined; xhtml: boolean } {
  const contentType = header('content-type') ?? '';
  const xhtml = /xhtml\+xml/i.test(contentType);
  return { page: decodePage(bytes, contentType, xhtml), xhtml };
}

function blank(xhtml: boolean): PreparedPage {
  return { facts: NO_FACTS, embedding: 'ascii', xhtml, slots: {}, removals: {} };
}

function described(page: DecodedPage, proof: Proof, xhtml: boolean, header: Header) {
  const { embedding } = page;
  const facts = factsOf(proof.document, header);
  const rebased = elementsOf(proof.document, 'base[href]').length > 0 ? ({ rebased: true } as const) : {};
  return { ...blank(xhtml), facts, embedding, ...rebased, ...(page.declaredInside ? { charset: page.encoding } : {}) };
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
