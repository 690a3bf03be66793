/** Short texts of a rulebook, read one at a time: names, languages, selectors, patterns, addresses. See also times.ts and places.ts. */

import { compile } from 'css-select';
import { GROUP_NAMES } from './groups.ts';
import { readPlace } from './places.ts';
import { Wrong } from './problems.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for; XML cannot hold them, nor halves of a surrogate pair.
const UNSHOWABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/;

/** Text for people: not blank, no control characters, at most `most` UTF-16 units. */
export function readText(text: string, most: number): string | Wrong {
  if (text.trim() === '') return new Wrong('the text is empty', 'write a text, or take the name away');
  if (text.length > most) return new Wrong(`${text.length} characters; at most ${most} are possible`, 'shorten the text');
  if (UNSHOWABLE.test(text) || !text.isWellFormed()) return new Wrong('the text holds a character that cannot be shown', 'delete it');
  return text.trim();
}

/** Text of one line. */
export function readLine(text: string, most: number): string | Wrong {
  const read = readText(text, most);
  return typeof read === 'string' && /[\n\r]/.test(read) ? new Wrong('the text runs over several lines', 'write it on one line') : read;
}

/** A name in the rulebook: 1 to 64 of `a-z`, `0-9` and `-`. */
export function readName(text: string): string | Wrong {
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(text)) return text;
  return new Wrong(`\`${text}\` cannot be a name`, 'use up to 64 small letters `a`–`z`, digits and hyphens');
}

/** A BCP 47 tag in its canonical spelling. */
export function readLanguage(text: string): string | Wrong {
  try {
    const [canonical] = Intl.getCanonicalLocales(text);
    if (canonical === text) return text;
    return new Wrong(`\`${text}\` is not the usual spelling of a language tag`, `write \`${canonical}\``);
  } catch {
    return new Wrong(`\`${text}\` is not a language tag`, 'write a BCP 47 tag: `en`, `ru`, `pt-BR`');
  }
}

/** A CSS selector that the page preparer understands. */
export function readSelector(text: string): string | Wrong {
  const mend = 'write a CSS selector such as `.share` or `aside[data-ad]`';
  if (text.trim() === '') return new Wrong('the selector is empty', mend);
  try {
    compile(text);
    return text.trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : '';
    return new Wrong(`\`${text}\` is not a selector that pages can be searched with (${reason})`, mend);
  }
}

/** A selector of elements that are taken out. */
export function readRemovalSelector(text: string): string | Wrong {
  const whole = text.split(',').some(part => /^(?:\*|:root|html|head|body)$/i.test(part.trim()));
  return whole ? new Wrong(`\`${text}\` takes the whole page out`, 'name what is to go, or use `withhold`') : readSelector(text);
}

/** A URLPattern pathname. */
export function readPathPattern(text: string): string | Wrong {
  const mend = 'write a path from the root: `/`, `/2026/11/a`, `/live/*`';
  if (!/^[/*]/.test(text)) return new Wrong(`\`${text}\` does not start with \`/\``, mend);
  if (text.includes('#')) return new Wrong(`\`${text}\` has a fragment; rules see the path only`, mend);
  if (/.\/$|\/\//.test(text))
    return new Wrong(`no request has the path \`${text}\``, `${mend}, without a slash at the end or a double one`);
  try {
    new URLPattern({ pathname: text });
    return text;
  } catch {
    return new Wrong(`\`${text}\` is not a URL pattern`, `${mend}; a \`:name\`, \`(\`, \`{\` or \`\\\` has a meaning of its own there`);
  }
}

/** An absolute web address, as typed. */
export function readAddress(text: string): string | Wrong {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && !/[\s<>"]/.test(text)) return text;
  return new Wrong(`\`${text}\` is not a web address`, 'write it in full: `https://court.example/orders/7`');
}

/** A canonical place, or the name of a built-in group. */
export function readPlaceOrGroup(text: string): string | Wrong {
  const group = GROUP_NAMES.find(name => name === text.trim().toUpperCase());
  return group ?? readPlace(text);
}
