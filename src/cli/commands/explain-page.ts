/** A page as `explain` looks at it: what it says of itself, and what it can carry. */

import type { Preparation } from '../../core/edition.ts';
import { essenceOf } from '../../page/media-type.ts';
import { isTooLarge, type PreparedPage } from '../../page/prepare.ts';
import { prepareResponse } from '../../page/prepare-any.ts';
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
  const contentType = essenceOf(headers.get('content-type'));
  const prepared = prepareResponse(bytes, wanted => headers.get(wanted), preparation);
  const large = isTooLarge(bytes);
  return { name, bytes, large, ...(contentType === '' ? {} : { contentType }), ...(prepared && { prepared }) };
}
