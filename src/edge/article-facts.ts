/** What rules can ask of an answer: its own facts, and what the request and the response say of it. */

import type { ArticleFacts } from '../core/article.ts';
import { normalPath } from '../core/article-path.ts';
import { factsOfHeaders } from '../page/facts.ts';
import { surfaceOfType } from '../page/feeds.ts';
import { essenceOf } from '../page/media-type.ts';
import type { StoredPage } from '../page/stored-page.ts';

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

/** The facts of a response that is no page, as far as its headers tell. */
export function factsOfOther({ headers }: Response, url: URL): ArticleFacts {
  const type = headers.get('content-type');
  const [surface, contentType] = [surfaceOfType(type), essenceOf(type)];
  return {
    ...factsOfHeaders(name => headers.get(name)),
    ...addressOf(url),
    ...(surface === undefined ? {} : { surface }),
    ...(contentType === '' ? {} : { contentType }),
  };
}

function addressOf({ pathname, hostname }: URL): { path: string; site: string } {
  return { path: normalPath(pathname), site: hostname };
}
