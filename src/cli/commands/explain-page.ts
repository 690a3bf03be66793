/** A page as `explain` looks at it: what it says of itself, and what it can carry. */

import type { Preparation } from '../../core/edition.ts';
import { prepareFeed, surfaceOfType } from '../../page/feeds.ts';
import { pageTypeOf, sniffedSyntax } from '../../page/media-type.ts';
import { isTooLarge, type PreparedPage, prepareBeginning, preparePage } from '../../page/prepare.ts';
import type { Sample } from '../inputs.ts';

export interface LookedAt {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** `type/subtype` in lower case; absent where the page does not say. */
  readonly contentType?: string;
  /** Absent for what is neither a page nor a feed nor JSON. */
  readonly prepared?: PreparedPage;
  /** Whether the page is too large to be prepared whole: all its notices are at one early place. */
  readonly large: boolean;
}

/** Prepares a page as the edge would. */
export function lookAt({ name, bytes, headers }: Sample, preparation: Preparation): LookedAt {
  const type = headers.get('content-type');
  const contentType = essence(type ?? '');
  const header = (wanted: string) => headers.get(wanted);
  const large = isTooLarge(bytes);
  const looked = { name, bytes, large, ...(contentType === '' ? {} : { contentType }) };
  const feed = surfaceOfType(type) === undefined ? undefined : prepareFeed(bytes, header, preparation);
  if (feed !== undefined) return { ...looked, prepared: feed };
  const syntax = pageTypeOf(type, headers.get('x-content-type-options') !== null);
  const found = syntax === 'unclear' ? sniffedSyntax(bytes, type) : syntax;
  if (found === undefined || found === 'more') return looked;
  const prepare = large ? prepareBeginning : preparePage;
  return { ...looked, prepared: prepare(bytes, header, preparation, found) };
}

/** `type/subtype` in lower case. */
function essence(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}
