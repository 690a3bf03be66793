/** Paths as rules see them: many spellings of one address come out as one. */

/** In both workerd and Node; declared here because the core knows no platform. Source: URL Pattern Standard, WHATWG. */
declare const URLPattern: { new (init: { pathname: string }): { test(input: { pathname: string }): boolean } };

/**
 * The path that rules are matched against: unreserved characters decoded, escapes in upper case (RFC 3986 section 6.2.2), no
 * repeated or trailing slash. So a rule about `/a` cannot be walked around with `/%61`, `//a` or `/a/`.
 * @param path an absolute path as a URL parser gives it, without query
 */
export function normalPath(path: string): string {
  const decoded = path.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : `%${hex.toUpperCase()}`;
  });
  const single = decoded.replace(/\/{2,}/g, '/');
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}

/** A test of normalised paths against URLPattern pathnames; any match suffices. Throws a TypeError on an invalid pattern. */
export function pathMatcher(patterns: readonly string[]): (path: string) => boolean {
  const compiled = patterns.map(pathname => new URLPattern({ pathname }));
  return path => compiled.some(pattern => pattern.test({ pathname: path }));
}

/** Tags, sections and names are compared without regard to case, composition or spacing. */
export function normalName(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
