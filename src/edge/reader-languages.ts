/** What a reader reads, from Accept-Language (RFC 9110, section 12.5.4). */

import Negotiator from 'negotiator';

/** More than any browser sends. */
const LENGTH_LIMIT = 512;
const KNOWN_LIMIT = 200;
const known = new Map<string, readonly string[]>();

/** BCP 47 tags, the best first; empty where the reader does not say. The few values that browsers send are remembered. */
export function readerLanguages(header: string | null): readonly string[] {
  if (header === null || header.length > LENGTH_LIMIT) return [];
  let languages = known.get(header);
  if (languages === undefined) {
    languages = new Negotiator({ headers: { 'accept-language': header } }).languages().filter(language => language !== '*');
    if (known.size >= KNOWN_LIMIT) known.clear();
    known.set(header, languages);
  }
  return languages;
}
