/** Names in the source of a text: as whole words, spelled as they are, however they are spaced. */

import { decodeHTML } from 'entities';

/** Half-open, UTF-16 units in the source of the text. */
export interface Found {
  readonly start: number;
  readonly end: number;
}

/** What goes on a word. The last ones are not seen: soft hyphen and the joiners. */
const WORD = '\\p{L}\\p{M}\\p{N}_\\u00ad\\u200c\\u200d\\u2060';
/** Scripts that set no space between words: any two letters may be the end of one and the beginning of the next. */
const UNSPACED = '\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmr}\\p{sc=Mymr}';
const STARTS = `(?:(?<![${WORD}])|(?=[^${WORD}]|[${UNSPACED}]))`;
const ENDS = `(?:(?![${WORD}])|(?<=[^${WORD}]|[${UNSPACED}])(?!\\p{M}))`;
const SPACE = '(?:\\s|&nbsp;|&#160;|&#[xX]0*[aA]0;)+';
/** Longer than any reference in HTML. */
const REFERENCE_LENGTH = 40;

const BOUND_START = new RegExp(`^(?![${UNSPACED}])[${WORD}]`, 'u');
const BOUND_END = new RegExp(`(?![${UNSPACED}])[${WORD}]$`, 'u');
const WORD_START = new RegExp(`^[${WORD}]`, 'u');
const WORD_END = new RegExp(`[${WORD}]$`, 'u');

/**
 * A pattern for `findNames`, or `undefined` where there is nothing to find. White space in a name stands for any run of it,
 * `&nbsp;` too; where several names begin at one place, the longest is found. Letters and digits that a page writes as character
 * references are not found; punctuation written as numbers is.
 */
export function patternOf(names: readonly string[]): RegExp | undefined {
  const root: Words = { ends: false, next: new Map() };
  for (const name of names.flatMap(name => [name.normalize('NFC'), name.normalize('NFD')])) {
    const words = name.split(/\s+/).filter(word => word !== '');
    let at = root;
    for (const word of words) {
      const next = at.next.get(word) ?? { ends: false, next: new Map() };
      at.next.set(word, next);
      at = next;
    }
    at.ends = true;
  }
  return root.next.size === 0 ? undefined : new RegExp(`${STARTS}${sourceOf(root)}${ENDS}`, 'gu');
}

/** Names by their first word, then by the next: a register of a thousand names is not to be tried one by one at every word. */
interface Words {
  /** Whether a name ends here. */
  ends: boolean;
  readonly next: Map<string, Words>;
}

/**
 * The names in a text's source, in order, without those that are part of a longer word.
 * @param around what is read right before and right behind the text, as far as it may go on the same word
 */
export function* findNames(pattern: RegExp, source: string, around: { before: () => string; behind: () => string }): Generator<Found> {
  for (const { 0: name, index: start } of source.matchAll(pattern)) {
    const end = start + name.length;
    const before = start === 0 ? around.before() : source.slice(Math.max(0, start - REFERENCE_LENGTH), start);
    const behind = end === source.length ? around.behind() : source.slice(end, end + REFERENCE_LENGTH);
    if (!goesOn(before, name, behind)) yield { start, end };
  }
}

/** The longer first: what follows a name then decides which of several it is. */
function sourceOf({ next }: Words): string {
  const words = [...next].sort(([a], [b]) => b.length - a.length);
  const sources = words.map(([word, behind]) => {
    const source = Array.from(word, characterSource).join('');
    return behind.next.size === 0 ? source : `${source}(?:${SPACE}${sourceOf(behind)})${behind.ends ? '?' : ''}`;
  });
  return `(?:${sources.join('|')})`;
}

const NAMED: Readonly<Record<string, string>> = { '&': '&amp;', '"': '&quot;', "'": '&apos;' };

function characterSource(character: string): string {
  if (/[\p{L}\p{M}\p{N}_]/u.test(character)) return character;
  const point = character.codePointAt(0) as number;
  const hex = Array.from(point.toString(16), digit => (/\d/.test(digit) ? digit : `[${digit}${digit.toUpperCase()}]`)).join('');
  const named = NAMED[character] === undefined ? '' : `|${NAMED[character]}`;
  const itself = `\\u{${point.toString(16)}}`;
  // The reference first: an ampersand would be content with the first character of its own.
  return `(?:&#0*${point};|&#[xX]0*${hex};${named}|${itself})`;
}

/** Whether a letter that is written as a reference stands right before or behind a name: the pattern sees only its semicolon. */
function goesOn(before: string, name: string, behind: string): boolean {
  const [last, next] = [/(?:&#?\w+;|[^;])$/u.exec(before)?.[0], /^(?:&#?\w+;|[^&])/u.exec(behind)?.[0]];
  return (
    (last !== undefined && BOUND_START.test(name) && WORD_END.test(decodeHTML(last))) ||
    (next !== undefined && BOUND_END.test(name) && WORD_START.test(decodeHTML(next)))
  );
}
