/** Which languages of a notice a reader gets. */

import { match } from '@formatjs/intl-localematcher';

/** Texts of one thing by language, and which of them every reader is shown. */
export interface Multilingual {
  readonly first: readonly string[];
  readonly thenReader: boolean;
  readonly text: Readonly<Record<string, unknown>>;
}

/**
 * The languages of `notice` to show, in order: those required of every reader, then the reader's own where there is a text in it,
 * else the publication's. Never empty for a notice that has a text.
 * @param reader BCP 47 ranges, the best first; anything malformed is passed over
 * @param site the publication's languages, the main one first
 * Source: RFC 4647 section 3.4 (lookup).
 */
export function languagesOf(notice: Multilingual, reader: readonly string[], site: readonly string[]): readonly string[] {
  const available = Object.keys(notice.text);
  const shown = notice.first.filter(language => available.includes(language));
  if (notice.thenReader || shown.length === 0) {
    const fallback = site.find(language => available.includes(language)) ?? shown[0] ?? available[0];
    if (fallback === undefined) return shown;
    const own = match(reader.filter(wellFormed), available, fallback, { algorithm: 'lookup' });
    if (!shown.includes(own)) shown.push(own);
  }
  return shown;
}

const best = new WeakMap<readonly string[], Map<string, string | undefined>>();

/**
 * The one of some languages that a reader reads best, or `undefined` where none is theirs; remembered for each list of languages
 * that is passed again. Arguments and source as in `languagesOf`.
 */
export function bestLanguage(available: readonly string[], reader: readonly string[]): string | undefined {
  let known = best.get(reader);
  if (known === undefined) {
    known = new Map();
    best.set(reader, known);
  }
  const key = available.join();
  if (!known.has(key)) {
    const matched = match(reader.filter(wellFormed), available.filter(wellFormed), NONE, { algorithm: 'lookup' });
    known.set(key, matched === NONE ? undefined : matched);
  }
  return known.get(key);
}

/** BCP 47: "undetermined". */
const NONE = 'und';

/** Whether `tag` lies in the language range `range`: `en` holds `en-GB`. Source: RFC 4647 section 3.3.1 (basic filtering). */
export function inLanguage(tag: string, range: string): boolean {
  const [left, right] = [tag.toLowerCase(), range.toLowerCase()];
  return left === right || left.startsWith(`${right}-`);
}

function wellFormed(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false; // A reader's browser may send anything; what is no language tag asks for nothing.
  }
}
