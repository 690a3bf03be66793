/** Response headers that a rule may set. What HTTP or this product decides, and what could tell readers apart, it may not. */

import { HEADER_NAME, HEADER_VALUE, REFUSED_HEADERS } from '../core/rule-headers.ts';
import { Wrong } from './problems.ts';

const LONGEST_VALUE = 1000;

/** Why a rule cannot set the headers of a kind, and what to do. */
const REFUSED: Readonly<Record<keyof typeof REFUSED_HEADERS, readonly [why: string, mend: string]>> = {
  reporting: ['it only makes browsers report on their readers', 'write `content-security-policy`'],
  content: ['what is sent decides it', 'take it away'],
  http: ['HTTP itself decides it', 'take it away'],
  caching: [
    'how long an answer is kept is decided for all of them alike',
    'set `cache:` of the site, or write `- protect: true`, which lets nothing be kept',
  ],
  cookies: ['a reader would be known again by it', 'take it away; nothing here needs a cookie'],
  telling: ['browsers would tell more about their readers', 'take it away'],
  leading: ['it leads readers elsewhere', 'write `- redirect: { to: … }`'],
  loading: ['it makes browsers load what the page does not ask for', 'put links into a notice'],
  place: ['it could say where or who a reader is', 'take it away'],
  sharing: ['scripts of other sites could read what this reader is shown', 'take it away'],
  site: ['it is about the whole site or about signing in, not about an article', 'set it where the site is served from, for all readers'],
};
const KINDS = Object.keys(REFUSED) as (keyof typeof REFUSED)[];

/** A field name in lower case. Source: RFC 9110, section 5.6.2. */
export function readHeaderName(text: string): string | Wrong {
  const name = text.toLowerCase();
  if (!HEADER_NAME.test(name)) {
    return new Wrong(`\`${text}\` cannot be the name of a header`, 'write letters, digits and hyphens: `X-Robots-Tag`');
  }
  const kind = KINDS.find(refused => REFUSED_HEADERS[refused].test(name));
  return kind ? new Wrong(`a rule cannot set \`${text}\`: ${REFUSED[kind][0]}`, REFUSED[kind][1]) : name;
}

/** A field value: visible ASCII and spaces. Source: RFC 9110, section 5.5. */
export function readHeaderValue(text: string): string | Wrong {
  const value = text.trim();
  if (value === '') return new Wrong('the header is empty', 'write a value, or take the name away');
  if (value.length > LONGEST_VALUE)
    return new Wrong(`${value.length} characters; at most ${LONGEST_VALUE} are possible`, 'shorten the value');
  if (!HEADER_VALUE.test(value)) {
    return new Wrong('a header holds letters, digits and signs of ASCII only, on one line', 'write others in their escaped form');
  }
  return value;
}

/** What is wrong with a value for the header that it is of, if anything. */
export function unwantedHeader(name: string, value: string): Wrong | undefined {
  if (name !== 'content-security-policy' || !/(?:^|[;,])\s*report-(?:uri|to)\b/i.test(value)) return undefined;
  return new Wrong('the policy makes browsers report on their readers', 'take `report-uri` and `report-to` out');
}
