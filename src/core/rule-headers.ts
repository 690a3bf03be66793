/** Response headers that a rule may set. What HTTP or this product decides, and what could tell readers apart, it may not. */

/** Names that a rule cannot set, by why. Sources: RFC 9110, RFC 9111, RFC 6265, Reporting API, Client Hints. */
export const REFUSED_HEADERS = {
  reporting: /^content-security-policy-report-only$/,
  content: /^(?:content-(?!security-policy$).*|accept-ranges|.*-digest|digest)$/,
  http: /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|date|server|via|alt-svc|allow|status|http2-settings)$/,
  caching:
    /^(?:cache-.*|.*cdn-cache-control|surrogate-.*|edge-.*|x-accel-.*|x-litespeed-.*|x-cache.*|expires|pragma|age|etag|last-modified|vary|warning|no-vary-search)$/,
  cookies: /^(?:set-cookie2?|set-login|activate-storage-access)$/,
  telling:
    /^(?:nel|report-to|reporting-endpoints|expect-ct|server-timing|timing-allow-origin|accept-ch.*|critical-ch|attribution-reporting-.*|observe-browsing-topics|sourcemap|x-sourcemap|ping-.*)$/,
  leading: /^(?:location|refresh)$/,
  loading: /^(?:link|speculation-rules)$/,
  place:
    /^(?:cf-.*|standfirst-.*|x-geo.*|geoip-.*|x-country.*|x-region.*|x-city.*|x-forwarded.*|forwarded.*|x-real-ip|.*client-ip|x-user.*|x-client.*)$/,
  sharing: /^access-control-.*$/,
  site: /^(?:www-authenticate|authentication-info|authorization|cookie|strict-transport-security|public-key-pins.*|service-worker-allowed|retry-after|sec-.*)$/,
} as const;

/** A field name in lower case. Source: RFC 9110, section 5.6.2. */
export const HEADER_NAME = /^[a-z][a-z0-9!#$%&'*+.^_`|~-]{0,99}$/;
/** A field value: visible ASCII and spaces. Source: RFC 9110, section 5.5. */
export const HEADER_VALUE = /^[\x20-\x7e]+$/;

/** Whether a rule may set a header to a value. */
export function isRuleHeader(name: string, value: string): boolean {
  return HEADER_NAME.test(name) && HEADER_VALUE.test(value) && !Object.values(REFUSED_HEADERS).some(names => names.test(name));
}
