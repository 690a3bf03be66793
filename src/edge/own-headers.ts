/** Security headers of pages of our own. */

import { KEEP_NOTHING } from '../core/decided-headers.ts';

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";

/** Articles and the front page: may be shown in a frame of the site itself, as the local viewer does. */
export const PAGE_POLICY = {
  'content-security-policy': `${POLICY}; frame-ancestors 'self'`,
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-content-type-options': 'nosniff',
} as const;

/** Notices, gates, withheld pages and errors: nothing of them is kept, framed or told to anybody. */
export const OWN_PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `${POLICY}; frame-src 'self'; frame-ancestors 'self'`,
  'x-content-type-options': 'nosniff',
  ...KEEP_NOTHING,
} as const;
