/** Preparing a page, once per version: parse, collect facts, find the slots and prove them. The result is the same for every reader. */

import type { PageFacts } from '../core/article.ts';
import type { Preparation, Slot, Surface } from '../core/edition.ts';
import { changesInBytes, findChanges } from './changes.ts';
import { type Document, isElement, parsePage } from './document.ts';
import type { Range } from './edits.ts';
import { type DecodedPage, decode, decodePage, type Embedding } from './encoding.ts';
import { factsOf, mergedFacts } from './facts.ts';
import { syntaxOf } from './media-type.ts';
import { Proof } from './proof.ts';
import { elementsOf } from './selectors.ts';
import { findSlots } from './slots.ts';
import { tellingElements } from './telling-elements.ts';

/** What is known of a page beside its bytes. All offsets are bytes. */
export interface PreparedPage {
  readonly facts: PageFacts;
  readonly embedding: Embedding;
  readonly xhtml: boolean;
  /** Proven. A slot that is absent cannot be had. */
  readonly slots: Readonly<Partial<Record<Slot, number>>>;
  /**
   * Proven ranges by the names of `Preparation.removals`, none for a set of which the page has no element. A set that is absent may have
   * some: nobody could look, or none of them can be taken out.
   */
  readonly removals: Readonly<Record<string, readonly Range[]>>;
  readonly surface: Surface;
  /** Whether nobody could look for elements in it: too large, or not to be parsed. */
  readonly unsearched?: true;
  /** How notices are written into a feed or JSON; absent for pages. */
  readonly form?: 'rss' | 'atom' | 'json-feed' | 'json-object';
  /** When an Atom feed says that it changed last, as it is written there: an entry must say as much of itself. */
  readonly updated?: string;
  /**
   * Right behind each mention, in reading order, by the names of `Preparation.mentions`; proven for a mark at each of them. A set that
   * is absent may be mentioned: nobody could look, or no mark can stand there.
   */
  readonly mentions: Readonly<Record<string, readonly number[]>>;
  /** Starts of the ranges of a removal at which a notice is proven once they are taken out, by its name. */
  readonly puts: Readonly<Record<string, readonly number[]>>;
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
  return { ...described(page, proof.document, xhtml, header), ...changesInBytes(bytes, page, findChanges(proof, preparation)) };
}

/**
 * Prepares the beginning of a page that is too large to be parsed. A notice right behind a written `<body>` tag, proven on the
 * beginning, is proven for every end: the parser is in the same state behind it, and the tag has already ruled a frameset out
 * (HTML Standard, 13.2.6.4.6). Nothing is taken out of such a page or marked in it. Its facts are looked for in all of `bytes`.
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
    ...changesInBytes(prefix, page, { slots, removals: new Map(), puts: {}, mentions: new Map() }),
    unsearched: true,
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
  const known = { surface: surfaceOf(document), facts: factsOf(document, header), embedding: page?.embedding ?? 'ascii' };
  return { ...blank(xhtml), ...known, unsearched: true };
}

function endsWithBodyTag(text: string, offset: number): boolean {
  return /^<body[^>]*>$/i.test(text.slice(text.lastIndexOf('<', offset - 1), offset));
}

function blank(xhtml: boolean): PreparedPage {
  return { facts: NO_FACTS, embedding: 'ascii', xhtml, surface: 'html', slots: {}, removals: {}, mentions: {}, puts: {} };
}

/** Variants for advertisements and mail, such as `amp4ads`, are no articles. */
function surfaceOf(document: Document): Surface {
  const root = document.childNodes.find(isElement);
  return root?.attrs.some(({ name }) => name === 'amp' || /^\u26a1\ufe0f?$/.test(name)) ? 'amp' : 'html';
}

function described(page: DecodedPage, document: Document, xhtml: boolean, header: Header) {
  const { embedding } = page;
  const facts = factsOf(document, header);
  const rebased = elementsOf(document, 'base[href]').length > 0 ? ({ rebased: true } as const) : {};
  const fragment = /<(!doctype|html|head|body)[\s>]/i.test(page.text) ? {} : ({ fragment: true } as const);
  const surface = surfaceOf(document);
  return {
    ...blank(xhtml),
    surface,
    facts,
    embedding,
    ...rebased,
    ...fragment,
    ...(page.declaredInside ? { charset: page.encoding } : {}),
  };
}
