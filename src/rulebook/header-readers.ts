/** Response headers that a rule may set. What HTTP or this product decides, and what could tell readers apart, it may not. */

import { Wrong } from './problems.ts';

const LONGEST_VALUE = 1000;

/** Names that a rule cannot set: why, and what to do. Sources: RFC 9110, RFC 9111, RFC 6265, Reporting API, Client Hints. */
const REFUSED: readonly (readonly [names: RegExp, why: string, mend: string])[] = [
  [/^content-security-policy-report-only$/, 'it only makes browsers report on their readers', 'write `content-security-policy`'],
  [/^(?:content-(?!security-policy$).*|accept-ranges|.*-digest|digest)$/, 'what is sent decides it', 'take it away'],
  [
    /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|host|date|server|via|alt-svc|allow|status|http2-settings)$/,
    'HTTP itself decides it',
    'take it away',
  ],
  [
    /^(?:cache-.*|.*cdn-cache-control|surrogate-.*|edge-.*|x-accel-.*|x-cache.*|expires|pragma|age|etag|last-modified|vary|warning|no-vary-search)$/,
    'how long an answer is kept is decided for all of them alike',
    'set `cache:` of the site, or write `- protect: true`, which lets nothing be kept',
  ],
  [
    /^(?:set-cookie2?|set-login|activate-storage-access)$/,
    'a reader would be known again by it',
    'take it away; nothing here needs a cookie',
  ],
  [
    /^(?:nel|report-to|reporting-endpoints|expect-ct|server-timing|timing-allow-origin|accept-ch.*|critical-ch|attribution-reporting-.*|observe-browsing-topics|sourcemap|x-sourcemap|ping-.*)$/,
    'browsers would tell more about their readers',
    'take it away',
  ],
  [/^(?:location|refresh)$/, 'it leads readers elsewhere', 'write `- redirect: { to: … }`'],
  [/^(?:link|speculation-rules)$/, 'it makes browsers load what the page does not ask for', 'put links into a notice'],
  [
    /^(?:cf-.*|standfirst-.*|x-geo.*|geoip-.*|x-country.*|x-region.*|x-city.*|x-forwarded.*|forwarded.*|x-real-ip|.*client-ip|x-user.*|x-client.*)$/,
    'it could say where or who a reader is',
    'take it away',
  ],
  [/^access-control-.*$/, 'scripts of other sites could read what this reader is shown', 'take it away'],
  [
    /^(?:www-authenticate|authentication-info|authorization|cookie|strict-transport-security|public-key-pins.*|service-worker-allowed|retry-after|sec-.*)$/,
    'it is about the whole site or about signing in, not about an article',
    'set it where the site is served from, for all readers',
  ],
];

/** A field name in lower case. Source: RFC 9110, section 5.6.2. */
export function readHeaderName(text: string): string | Wrong {
  const name = text.toLowerCase();
  if (!/^[a-z][a-z0-9!#$%&'*+.^_`|~-]{0,99}$/.test(name)) {
    return new Wrong(`\`${text}\` cannot be the name of a header`, 'write letters, digits and hyphens: `X-Robots-Tag`');
  }
  const refused = REFUSED.find(([names]) => names.test(name));
  return refused ? new Wrong(`a rule cannot set \`${text}\`: ${refused[1]}`, refused[2]) : name;
}

/** A field value: visible ASCII and spaces. Source: RFC 9110, section 5.5. */
export function readHeaderValue(text: string): string | Wrong {
  const value = text.trim();
  if (value === '') return new Wrong('the header is empty', 'write a value, or take the name away');
  if (value.length > LONGEST_VALUE)
    return new Wrong(`${value.length} characters; at most ${LONGEST_VALUE} are possible`, 'shorten the value');
  if (!/^[\x20-\x7e]+$/.test(value)) {
    return new Wrong('a header holds letters, digits and signs of ASCII only, on one line', 'write others in their escaped form');
  }
  return value;
}

/** What is wrong with a value for the header that it is of, if anything. */
export function unwantedHeader(name: string, value: string): Wrong | undefined {
  if (name !== 'content-security-policy' || !/(?:^|[;,])\s*report-(?:uri|to)\b/i.test(value)) return undefined;
  return new Wrong('the policy makes browsers report on their readers', 'take `report-uri` and `report-to` out');
}
