/** What every response of the Desk says to the browser. */

import { createMiddleware } from 'hono/factory';
import type { DeskEnv } from './desk.ts';

/** Scripts, styles and everything else from the Desk itself only, nothing inline, and in nobody's frame. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/** Sets what a route has not set itself: only the frame of a preview and the assets have reasons to. */
export const securityHeaders = createMiddleware<DeskEnv>(async (asked, next) => {
  await next();
  const { headers } = asked.res;
  const missing = Object.entries(HEADERS).filter(([name]) => !headers.has(name));
  for (const [name, value] of missing) asked.header(name, value);
  if (asked.req.url.startsWith('https:')) asked.header('strict-transport-security', 'max-age=31536000');
});
