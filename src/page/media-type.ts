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

/**
 * How a response of an unclear type is parsed, by its first bytes: `undefined` for what is no page, `more` while they are too few to
 * tell. Sources: MIME Sniffing Standard, sections 5.2 and 7.1; Namespaces in XML.
 */
export function sniffedSyntax(start: Uint8Array, contentType: string | null): PageSyntax | 'more' | undefined {
  const text = new TextDecoder('windows-1252').decode(start.subarray(0, XML_LENGTH)).replace(/^[\t\n\f\r ]+|<!--[\s\S]*?-->/g, '');
  const short = start.length < XML_LENGTH ? 'more' : undefined;
  if (/xml/.test(essenceOf(contentType)) || text.startsWith('<?xml')) {
    const root = /<[A-Za-z_][^<>]*>/.exec(text)?.[0];
    if (root === undefined) return short;
    return /^<html\s[^>]*xmlns\s*=\s*["']http:\/\/www\.w3\.org\/1999\/xhtml["']/.test(root) ? 'xhtml' : undefined;
  }
  if (HTML_START.test(text)) return 'html';
  const open = text === '' || (text.startsWith('<') && text.length < LONGEST_START);
  return open && start.length < SNIFFED_BY_BROWSERS ? 'more' : undefined;
}

/** XML may begin with long comments and declarations. */
const XML_LENGTH = 64 * 1024;
/** What a browser looks at. */
const SNIFFED_BY_BROWSERS = 1445;
const HTML_START = /^<(?:(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]|!--)/i;
const LONGEST_START = '<!doctype html>'.length;

/** Type and subtype in lower case, the last that is valid; empty for none. Source: Fetch Standard, "extract a MIME type", made lenient. */
export function essenceOf(contentType: string | null): string {
  const types = (contentType ?? '')
    .split(',')
    .flatMap(part => /^\s*([\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+)(?=[\s;]|$)/.exec(part)?.[1] ?? []);
  return (types.filter(type => type !== '*/*').at(-1) ?? types.at(-1) ?? '').toLowerCase();
}
