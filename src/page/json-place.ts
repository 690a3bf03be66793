/** Where in JSON the notices may stand, proven by parsing it with them: an item before all others, or the first member of the root. */

import { NOTICES_MEMBER } from '../core/markup-names.ts';

/** `offset` in UTF-16 units. */
export interface JsonPlace {
  readonly offset: number;
  readonly form: 'json-feed' | 'json-object';
}

const FEED_VERSION = /^https:\/\/jsonfeed\.org\/version\/1(?:\.\d+)?$/;
const PROOF_ITEM = { id: 'standfirst-proof', title: 'a', content_html: '<p>b</p>', content_text: 'b' };

/**
 * What JSON is, and its place. A feed without items has its place at the root, like any object: a comma must stand behind what is put in.
 * @param feedOnly whether the type promises a feed: nothing else has a place then
 */
export function placeInJson(text: string, feedOnly: boolean): { feed: boolean; place?: JsonPlace } {
  try {
    const { feed, empty, same, root } = described(text);
    if (!root || (feedOnly && !feed)) return { feed };
    const offset = feed && !empty ? itemsOffset(text) : text.indexOf('{') + 1;
    if (offset === undefined) return { feed };
    const place: JsonPlace = { offset, form: feed && !empty ? 'json-feed' : 'json-object' };
    return isProven(text, place, same) ? { feed, place } : { feed };
  } catch {
    return { feed: isJsonFeed(text) }; // No JSON, or nested deeper than a call stack goes.
  }
}

/** Whether the beginning of a text that is too large to be parsed, or broken, says that it is a JSON Feed. */
export function isJsonFeed(text: string): boolean {
  return /^\s*\{\s*"version"\s*:\s*"https:\/\/jsonfeed\.org\/version\/1(?:\.\d+)?"/.test(text);
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** `root`: whether it is an object that can carry a member more. `same`: a text that no other value has. */
function described(text: string): { feed: boolean; empty: boolean; root: boolean; same: string } {
  const value: Json = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { feed: false, empty: false, root: false, same: '' };
  const { version, items } = value;
  const feed = typeof version === 'string' && FEED_VERSION.test(version) && Array.isArray(items);
  return { feed, empty: feed && items.length === 0, root: Object.keys(value).length > 0, same: JSON.stringify(value) };
}

/** Whether the JSON with something put in is the same JSON plus exactly that: it is not where a member has the same name. */
function isProven(text: string, { offset, form }: JsonPlace, same: string): boolean {
  const item = JSON.stringify(PROOF_ITEM);
  const put = form === 'json-feed' ? item : `"${NOTICES_MEMBER}":{"notices":[${item}]}`;
  const changed: { [key: string]: Json } = JSON.parse(`${text.slice(0, offset)}${put},${text.slice(offset)}`);
  if (form === 'json-feed') {
    const items = changed.items as Json[];
    const first = items.shift();
    return JSON.stringify(first) === item && JSON.stringify(changed) === same;
  }
  const { [NOTICES_MEMBER]: member, ...rest } = changed;
  return JSON.stringify(member) === `{"notices":[${item}]}` && JSON.stringify(rest) === same;
}

/** Right behind the `[` of the only `items` of the root of valid JSON; readers differ about which one of several counts. */
function itemsOffset(text: string): number | undefined {
  const found: number[] = [];
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === '"') {
      const end = stringEnd(text, at);
      const value = depth === 1 ? /^\s*:\s*/.exec(text.slice(end, end + SPACE_LENGTH))?.[0] : undefined;
      if (value !== undefined && JSON.parse(text.slice(at, end)) === 'items') {
        if (text[end + value.length] !== '[') return undefined;
        found.push(end + value.length + 1);
      }
      at = end - 1;
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

/** White space around a colon that is longer than this, nobody writes. */
const SPACE_LENGTH = 1000;

/** Behind the closing quotation mark of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
