/** What rules can ask of an answer: its own facts, and what the request and the response say of it. */

import type { ArticleFacts } from '../core/article.ts';
import { normalPath } from '../core/article-path.ts';
import type { Surface } from '../core/edition.ts';
import { surfaceOfType } from '../core/surface.ts';
import { factsOfHeaders } from '../page/facts.ts';
import { essenceOf } from '../page/media-type.ts';
import type { StoredPage } from '../page/stored-page.ts';
import { isBodiless } from './headers.ts';

/** The last facts made for each page in memory: a stored page belongs to one address. */
const known = new WeakMap<StoredPage, ArticleFacts>();

/** Whether a gate of ours can stand before what is stored: not where programs read it. */
export function isForPeople({ surface }: StoredPage): boolean {
  return surface === 'html' || surface === 'amp';
}

/** The facts of a page at an address. */
export function factsOfPage(page: StoredPage, url: URL): ArticleFacts {
  let facts = known.get(page);
  if (facts === undefined) {
    const type = page.headers.find(([name]) => name === 'content-type')?.[1] ?? null;
    // A page without a type is one by its bytes.
    const contentType = essenceOf(type) || 'text/html';
    facts = { ...page.facts, ...addressOf(url), surface: page.surface, contentType };
    known.set(page, facts);
  }
  return facts;
}

/**
 * In which a stored response that is no page says what its bytes were found to be, where they were looked at: a surface, or `none`.
 * No origin can write it and no reader sees it (headers.ts).
 */
export const FOUND_SURFACE = 'standfirst-surface';

/** The facts of a response that is no page, as far as its headers tell. */
export function factsOfOther({ headers, status }: Response, url: URL): ArticleFacts {
  const contentType = essenceOf(headers.get('content-type'));
  const surface = surfaceOfOther(headers.get(FOUND_SURFACE) ?? surfaceOfType(contentType), headers.has('location') || isBodiless(status));
  return {
    ...factsOfHeaders(name => headers.get(name)),
    ...addressOf(url),
    ...(surface === undefined ? {} : { surface }),
    ...(contentType === '' ? {} : { contentType }),
  };
}

/** A page that is handed over as a file is one; what only leads on to a page, or is empty, is no form of an article. */
function surfaceOfOther(found: string | undefined, empty: boolean): Surface | undefined {
  if (found === 'html') return empty ? undefined : 'html';
  return found === 'feed' || found === 'json' ? found : undefined;
}

/** A name with a dot at its end is the same name (RFC 1034, section 3.1). */
function addressOf({ pathname, hostname }: URL): { path: string; site: string } {
  return { path: normalPath(pathname), site: hostname.replace(/\.$/, '') };
}
