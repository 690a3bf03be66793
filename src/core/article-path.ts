/** Paths as rules see them: many spellings of one address come out as one. */

/** What a path segment may hold unescaped, RFC 3986 section 3.3, and what URL parsers leave as it is. */
const PLAIN = /[A-Za-z0-9._~!$&'()*+,;=:@|[\]-]/;

/** Most paths are normal as they are. */
const UNUSUAL = /%|\/\/|.\/$/;

/**
 * The path that rules are matched against: escapes of what needs none undone, others in upper case (RFC 3986 section 6.2.2), no
 * repeated or trailing slash. So a rule about `/a` is not walked around with `/%61`, `//a` or `/a/`.
 * @param path an absolute path as a URL parser gives it, without query
 */
export function normalPath(path: string): string {
  if (!UNUSUAL.test(path)) return path;
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return PLAIN.test(character) ? character : `%${hex.toUpperCase()}`;
  });
  const single = decoded.replace(/\/{2,}/g, '/');
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}

/**
 * A test of normalised paths against URLPattern pathnames; any match suffices, with or without a slash at the end, so that `/live/*`
 * holds `/live`. Throws a TypeError on an invalid pattern.
 */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.map(pattern => new URLPattern({ pathname: normalEscapes(pattern) }));
  return path => compiled.some(pattern => pattern.test({ pathname: path }) || pattern.test({ pathname: `${path}/` }));
}

/** The escapes of a pattern as `normalPath` writes them; what they stand for is never a part of the pattern's own language. */
function normalEscapes(pattern: string): string {
  return pattern.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    if (!PLAIN.test(character)) return `%${hex.toUpperCase()}`;
    return /[.*+?(){}:|$[\]]/.test(character) ? `\\${character}` : character;
  });
}

/** Tags, sections and names are compared without regard to case, composition or spacing. */
export function normalName(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
