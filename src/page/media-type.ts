/** Which responses browsers show as pages, whatever their Content-Type says of them. */

export type PageSyntax = 'html' | 'xhtml';

/** How a response is parsed by its type alone; `unclear` where only its first bytes tell; `undefined` for what is no page. */
export function pageTypeOf(contentType: string | null, noSniff: boolean): PageSyntax | 'unclear' | undefined {
  const type = essenceOf(contentType);
  if (type === 'text/html') return 'html';
  if (type === 'application/xhtml+xml') return 'xhtml';
  if (type === 'application/xml' || type === 'text/xml') return 'unclear';
  return noSniff || !['', '*/*', 'unknown/unknown', 'application/unknown'].includes(type) ? undefined : 'unclear';
}

/** The syntax that a type stands for, HTML unless it says otherwise. */
export function syntaxOf(contentType: string | null): PageSyntax {
  return essenceOf(contentType) === 'application/xhtml+xml' ? 'xhtml' : 'html';
}

/** How a response of an unclear type is parsed, by its first bytes. Sources: MIME Sniffing Standard, section 7.1; XML namespaces. */
export function sniffedSyntax(start: Uint8Array, contentType: string | null): PageSyntax | undefined {
  const text = new TextDecoder('windows-1252').decode(start.subarray(0, SNIFFED_LENGTH));
  if (/xml/.test(essenceOf(contentType)))
    return /<html[^>]*\sxmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/.test(text) ? 'xhtml' : undefined;
  return HTML_START.test(text) ? 'html' : undefined;
}

/** Bytes that a browser looks at. MIME Sniffing Standard, section 5.2. */
export const SNIFFED_LENGTH = 1445;

const HTML_START = /^[\t\n\f\r ]*<(?:(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[ >]|!--)/i;

/** Type and subtype in lower case, the last that is valid; empty for none. Source: Fetch Standard, "extract a MIME type", made lenient. */
function essenceOf(contentType: string | null): string {
  const types = (contentType ?? '')
    .split(',')
    .flatMap(part => /^\s*([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)(?=[\s;]|$)/.exec(part)?.[1] ?? []);
  return (types.at(-1) ?? '').toLowerCase();
}
