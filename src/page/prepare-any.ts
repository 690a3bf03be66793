/** Preparing whatever a source sends, as the edge, the command line and the checks of a rulebook all do it. */

import type { Preparation } from '../core/edition.ts';
import { prepareFeed } from './feeds.ts';
import { type PageSyntax, pageTypeOf, sniffedSyntax } from './media-type.ts';
import { isTooLarge, type PreparedPage, prepareBeginning, preparePage } from './prepare.ts';

type Header = (name: string) => string | null;

/**
 * Prepares a page, a feed or JSON; `undefined` for what is none of these.
 * @param bytes all of it, or at least more than `PAGE_LIMIT`
 * @param header the response's headers, by lower-case name
 */
export function prepareResponse(bytes: Uint8Array, header: Header, preparation: Preparation): PreparedPage | undefined {
  const type = pageTypeBy(header);
  const syntax = type === 'unclear' ? sniffedSyntax(bytes, header('content-type')) : type;
  if (syntax === undefined || syntax === 'more') return prepareFeed(bytes, header, preparation);
  return (isTooLarge(bytes) ? prepareBeginning : preparePage)(bytes, header, preparation, syntax);
}

/**
 * How browsers parse a response that they show as a page, by its headers; `unclear` where only its first bytes tell. What is to be
 * saved as a file is none.
 */
export function pageTypeBy(header: Header): PageSyntax | 'unclear' | undefined {
  return /^\s*attachment/i.test(header('content-disposition') ?? '') ? undefined : pageTypeIn(header);
}

/** How a response is parsed if it is a page, by what its headers say of its type, handed over as a file or not. */
export function pageTypeIn(header: Header): ReturnType<typeof pageTypeOf> {
  return pageTypeOf(header('content-type'), /nosniff/i.test(header('x-content-type-options') ?? ''));
}
