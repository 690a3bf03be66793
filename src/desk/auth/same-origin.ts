/** Proof that a page of the Desk's own sent a request, since a browser sends cookies along with anybody's. */

import { createMiddleware } from 'hono/factory';
import { BASE, type DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { recordDenial } from './denials.ts';
import { bearerOf } from './tokens.ts';

const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a method may change something. */
export function isUnsafe(method: string): boolean {
  return !SAFE.has(method);
}

/**
 * Whether a browser says that the page and the address have the same origin. Where the browser does not say (`Sec-Fetch-Site`,
 * W3C Fetch Metadata), `Origin` must be exactly the request's own; a request with neither proves nothing.
 */
export function isSameOrigin(request: Request): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin';
  return request.headers.get('origin') === new URL(request.url).origin;
}

/** Addresses that are only read, and yet write who has read them into the audit log. */
const RECORDED: ReadonlySet<string> = new Set([`${BASE}/evidence/file`, `${BASE}/audit/export`]);

/**
 * Whether something that is only read may be sent to whoever asks: a page also to another site's visitor who follows a link to it, and
 * nothing to another site that loads it into its own pages. Browsers that say nothing (`Sec-Fetch-*`) are believed.
 * @param path decoded, as the router matches it
 */
export function mayBeRead(request: Request, path: string): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site === null || site === 'same-origin' || site === 'none') return true;
  const isLink = request.headers.get('sec-fetch-mode') === 'navigate' && request.headers.get('sec-fetch-dest') === 'document';
  return isLink && !RECORDED.has(path.replace(/\/+$/, ''));
}

/**
 * Refuses what may change something and is not shown to come from the Desk's own pages, whatever its content type; and what another site
 * reads in somebody's name. A program's token is proof enough: no browser adds one by itself.
 */
export const requireSameOrigin = createMiddleware<DeskEnv>(async (asked, next) => {
  const { method, path, raw } = asked.req;
  const isProven = isUnsafe(method) ? isSameOrigin(raw) : mayBeRead(raw, path);
  if (!isProven && bearerOf(asked) === undefined) {
    await recordDenial(asked, { who: 'nobody', kind: 'foreign', actor: 'system', subject: 'access' });
    throw new Refused(
      'foreign',
      'This request does not come from a page of the Desk.',
      'Open the page at the Desk itself and send it from there. A program needs a token.',
    );
  }
  await next();
});
