/** Preparing what is no page but holds articles all the same: feeds (RSS, Atom, JSON Feed) and JSON. One place for all notices. */

import type { Preparation, Slot } from '../core/edition.ts';
import { isJson, mayBeFeed, surfaceOfType } from '../core/surface.ts';
import { byteOffsets } from './byte-offsets.ts';
import { type DecodedPage, decodePage } from './encoding.ts';
import { factsOfHeaders } from './facts.ts';
import { isJsonFeed, type JsonPlace, placeInJson } from './json-place.ts';
import { essenceOf } from './media-type.ts';
import { isTooLarge, PAGE_LIMIT, type PreparedPage } from './prepare.ts';
import { isFeedRoot, placeInXml, type XmlPlace } from './xml-place.ts';

type Header = (name: string) => string | null;

/**
 * Prepares a feed or JSON: one offset for every slot in use, at which entries of `form` are proven to leave the rest as it was. A
 * document that is malformed, of another kind, empty or too large to be parsed has no slots, but a surface: it may be withheld.
 * @param bytes all of it, or at least more than `PAGE_LIMIT`
 * @param header the response's headers, by lower-case name
 * @returns `undefined` for what is neither feed nor JSON
 */
export function prepareFeed(bytes: Uint8Array, header: Header, preparation: Preparation): PreparedPage | undefined {
  const type = essenceOf(header('content-type'));
  const surface = surfaceOfType(type);
  if (isJson(type)) return prepareJson(bytes, header, preparation, surface === 'feed');
  return surface === 'feed' || mayBeFeed(type) ? prepareXml(bytes, header, preparation, mayBeFeed(type)) : undefined;
}

/** Only its root makes XML of a general type a feed (`doubtful`). */
function prepareXml(bytes: Uint8Array, header: Header, preparation: Preparation, doubtful: boolean): PreparedPage | undefined {
  const page = decodePage(bytes.subarray(0, PAGE_LIMIT), header('content-type') ?? '', true);
  if (doubtful && (page === undefined || !isFeedRoot(page.text))) return undefined;
  const found = page === undefined || isTooLarge(bytes) ? undefined : placeInXml(page.text);
  return { ...blank(header, 'feed'), ...(page && found ? carrying(bytes, page, found, preparation) : {}) };
}

/**
 * JSON is UTF-8, whatever its type says (RFC 8259, section 8.1); what is put in is ASCII. `promised`: its type says that it is a feed.
 */
function prepareJson(bytes: Uint8Array, header: Header, preparation: Preparation, promised: boolean): PreparedPage {
  const page = decodePage(bytes.subarray(0, PAGE_LIMIT), 'application/json; charset=utf-8', true);
  const usable = page?.encoding === 'utf-8' && bytes.length <= PAGE_LIMIT;
  const found = usable ? placeInJson(page.text, promised) : undefined;
  const feed = promised || (found?.feed ?? (page !== undefined && isJsonFeed(page.text)));
  return { ...blank(header, feed ? 'feed' : 'json'), ...(page && found?.place ? carrying(bytes, page, found.place, preparation) : {}) };
}

function carrying(bytes: Uint8Array, page: DecodedPage, place: XmlPlace | JsonPlace, { used }: Preparation): Partial<PreparedPage> {
  const [offset] = byteOffsets(bytes, page, [place.offset]);
  if (offset === undefined) return {};
  const slots: Partial<Record<Slot, number>> = Object.fromEntries(used.map(slot => [slot, offset]));
  const updated = 'updated' in place && place.updated !== undefined ? { updated: place.updated } : {};
  // Readers differ about whether the type or the document itself says the encoding; ASCII is right by either.
  const embedding = page.embedding === 'utf-8' ? 'ascii' : page.embedding;
  return { embedding, slots, form: place.form, ...updated };
}

function blank(header: Header, surface: 'feed' | 'json'): PreparedPage {
  return {
    facts: factsOfHeaders(header),
    embedding: 'ascii',
    xhtml: false,
    surface,
    slots: {},
    removals: {},
    mentions: {},
    puts: {},
    unsearched: true,
  };
}
