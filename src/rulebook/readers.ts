/** Short texts of a rulebook, read one at a time: names, languages, selectors, patterns, addresses. See also times.ts and places.ts. */

import { compile } from 'css-select';
import { pathMatcher } from '../core/article-path.ts';
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

/** A name by which a mapping is keyed. JavaScript would sort one of digits alone before all others, and no two engines need agree. */
export function readKey(text: string): string | Wrong {
  if (/^\d{1,64}$/.test(text)) return new Wrong(`\`${text}\` is a number and cannot be a name`, 'put a letter in it');
  if (/^(?:constructor|prototype)$/.test(text)) return new Wrong(`\`${text}\` means something to programs`, 'choose another name');
  return readName(text);
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
    pathMatcher([text]);
    return text;
  } catch {
    return new Wrong(`\`${text}\` is not a URL pattern`, `${mend}; a \`:name\`, \`(\`, \`{\` or \`\\\` has a meaning of its own there`);
  }
}

/** The path of one document of the site, as a request has it. */
export function readPath(text: string): string | Wrong {
  const mend = 'write a path from the root: `/feed.xml`';
  if (!/^\/(?!\/)/.test(text)) return new Wrong(`\`${text}\` does not start with a single \`/\``, mend);
  if (/[?#]/.test(text)) return new Wrong(`\`${text}\` is more than a path`, 'leave out `?`, `#` and what follows');
  const { pathname } = new URL(text, ANY_SITE);
  return pathname === text ? text : new Wrong(`no request has the path \`${text}\``, `write \`${pathname}\``);
}

const ANY_SITE = 'https://site.example';

/** A host name in lower case, without a port. */
export function readHost(text: string): string | Wrong {
  const mend = 'write the name alone: `courier.example`';
  const url = /^[^\s/?#@:\\*]+$/.test(text) ? URL.parse(`https://${text}/`) : null;
  if (url === null || /^\.|\.\./.test(url.hostname)) return new Wrong(`\`${text}\` is not a host name`, mend);
  return url.hostname;
}

/** A host name, or `*.` and one for all those under it. */
export function readSite(text: string): string | Wrong {
  if (text === '*') return new Wrong('`*` is every site', 'take `sites` away');
  if (!text.startsWith('*.')) return readHost(text);
  const host = readHost(text.slice(2));
  return host instanceof Wrong
    ? new Wrong(`\`${text}\` is not a host name`, 'write `courier.example` or `*.courier.example`')
    : `*.${host}`;
}

/** A media type without parameters in lower case, or every subtype of one. */
export function readContentType(text: string): string | Wrong {
  const type = text.trim().toLowerCase();
  if (/^[a-z0-9][\w!#$&^.+-]*\/(?:\*|[a-z0-9][\w!#$&^.+-]*)$/.test(type)) return type;
  if (type === '*/*') return new Wrong('`*/*` is every type', 'take `content-types` away');
  return new Wrong(`\`${text}\` is not a content type`, 'write `application/pdf`, or `image/*` for every kind of picture');
}

const LARGEST_UNCERTAINTY = 500;

/** Kilometres from `25km`, 0 to 500. */
export function readDistance(text: string): number | Wrong {
  const parts = /^(\d{1,4}(?:\.\d{1,3})?)\s*km$/.exec(text.trim());
  if (!parts) return new Wrong(`\`${text}\` is not a distance`, 'write kilometres: `25km`');
  const kilometres = Number(parts[1]);
  return kilometres <= LARGEST_UNCERTAINTY
    ? kilometres
    : new Wrong(`\`${text}\` is too far`, `write \`${LARGEST_UNCERTAINTY}km\` or less: with more, no area has an inside`);
}

const PATH_MARK = '{path}';

/** Where a redirect leads: a path of the site or an `https:` address, `{path}` at its end standing for the path and query asked for. */
export function readRedirect(text: string): string | Wrong {
  const mend = 'write `https://mirror.example{path}`, or a path of the site: `/ru{path}`';
  const fixed = text.endsWith(PATH_MARK) ? text.slice(0, -PATH_MARK.length) : text;
  const carries = fixed !== text;
  if (!/^(?:\/(?![/\\])|https:\/\/[^/?#\\])/.test(fixed)) {
    return new Wrong(`\`${text}\` starts neither with a single \`/\` nor with \`https://\``, mend);
  }
  if (/[{}]/.test(fixed)) return new Wrong(`only \`${PATH_MARK}\` can stand in braces, and only at the end`, mend);
  if (carries && /[?#]/.test(fixed)) return new Wrong(`\`${PATH_MARK}\` is no part of a query or a fragment`, mend);
  if (fixed === '/' && carries) return new Wrong(`\`${text}\` is the page itself`, mend);
  // A path begins with a slash itself: `//name` would be an address on another host.
  if (carries && fixed.endsWith('/'))
    return new Wrong(`two slashes meet where \`${PATH_MARK}\` begins`, `write \`${fixed.slice(0, -1)}${PATH_MARK}\``);
  const url = URL.parse(fixed, ANY_SITE);
  if (url === null || /[\s<>"\\]/.test(fixed)) return new Wrong(`\`${text}\` is not a web address`, mend);
  if (url.username !== '' || url.password !== '')
    return new Wrong(`\`${text}\` holds the name of a user`, 'take away what stands before `@`');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: all but ASCII is looked for.
  if (!/[^\u0000-\u007F]/.test(fixed)) return text;
  const ascii = fixed.startsWith('/') ? url.href.slice(ANY_SITE.length) : url.href;
  return new Wrong(
    `\`${text}\` holds characters that no address has`,
    `write \`${carries ? ascii.replace(/\/$/, '') : ascii}${carries ? PATH_MARK : ''}\``,
  );
}

/** A name that is looked for in the text of articles. */
export function readMention(text: string): string | Wrong {
  const name = readLine(text, 200);
  if (name instanceof Wrong) return name;
  if ((name.match(/\p{L}/gu)?.length ?? 0) >= 2) return name.replace(/\s+/g, ' ');
  return new Wrong(`\`${name}\` would be found everywhere`, 'write a name of at least two letters');
}

const LONGEST_MARK = 8;

/** A few characters that stand right behind a name. */
export function readMark(text: string): string | Wrong {
  const mark = readLine(text, 100);
  if (mark instanceof Wrong) return mark;
  if (/[<>&"]/.test(mark)) return new Wrong(`\`${mark}\` holds \`<\`, \`>\`, \`&\` or \`"\``, 'write a mark such as `*` or `†`');
  return [...mark].length <= LONGEST_MARK
    ? mark
    : new Wrong(`\`${mark}\` is too long for a mark`, `write at most ${LONGEST_MARK} characters, and the rest into the notice`);
}

/** An absolute web address, as typed. */
export function readAddress(text: string): string | Wrong {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && !/[\s<>"]/.test(text)) return text;
  return new Wrong(`\`${text}\` is not a web address`, 'write it in full: `https://court.example/orders/7`');
}
