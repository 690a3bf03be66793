/**
 * Character encodings of pages. A page keeps the encoding that it came in, so its bytes, its forms and its links stay as they were;
 * what is added to it is written so that it reads the same in that encoding.
 */

import sniff from 'html-encoding-sniffer';

/**
 * How added markup is written: in UTF-8 or UTF-16, or in ASCII with numeric character references, which reads the same in every
 * other encoding that the web knows (Encoding Standard, section 4: all of them are ASCII-compatible at tag boundaries).
 */
export type Embedding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'ascii';

export interface DecodedPage {
  /** Without byte order mark. */
  readonly text: string;
  /** Canonical name, Encoding Standard, lower case. */
  readonly encoding: string;
  readonly embedding: Embedding;
  /** Length of the byte order mark. */
  readonly bom: number;
  /** Whether the encoding is declared, but not by the Content-Type. */
  readonly declaredInside: boolean;
}

/** No page can declare it (the HTML standard reads it as windows-1252), so it marks "nothing declared". */
const UNDECLARED = 'x-user-defined';
/** Bytes of an undeclared page in which a declaration is looked for that stands too late to count. */
const LATE_META = 64 * 1024;

/**
 * Decodes a page as a browser does: byte order mark, then the charset of the Content-Type, then `<meta>` or the XML declaration.
 * Undeclared bytes are read as UTF-8 if they are that, else as windows-1252, and written to in ASCII, since browsers differ.
 * Returns `undefined` for an encoding that no text can be read from (the Encoding Standard's "replacement").
 */
export function decodePage(bytes: Uint8Array, contentType: string, xml: boolean): DecodedPage | undefined {
  const outside = /(?:^|[\s;,])charset\s*=\s*["']?([^\s;,"']+)/i.exec(contentType)?.[1];
  const label = outside ?? (xml ? (xmlDeclared(bytes) ?? 'utf-8') : undefined);
  const transport = label === undefined ? {} : { transportLayerEncodingLabel: label };
  const declared = sniff(bytes, { defaultEncoding: UNDECLARED, ...transport }).toLowerCase();
  const encoding = declared === UNDECLARED ? guessed(bytes) : declared;
  if (encoding === 'replacement') return undefined;
  const bom = byteOrderMark(bytes, encoding);
  const text = decode(bytes.subarray(bom), encoding);
  const embedding = declared === UNDECLARED ? 'ascii' : embeddingOf(encoding);
  return { text, encoding, bom, embedding, declaredInside: outside === undefined && declared !== UNDECLARED && bom === 0 };
}

/** `markup` as bytes that read the same in a page of that embedding. */
export function encodeMarkup(markup: string, embedding: Embedding): Uint8Array {
  if (embedding === 'utf-8') return new TextEncoder().encode(markup);
  if (embedding === 'ascii') {
    return new TextEncoder().encode(markup.replace(/[^\0-\x7f]/gu, character => `&#${character.codePointAt(0)};`));
  }
  const bytes = new Uint8Array(markup.length * 2);
  const view = new DataView(bytes.buffer);
  for (let unit = 0; unit < markup.length; unit++) view.setUint16(unit * 2, markup.charCodeAt(unit), embedding === 'utf-16le');
  return bytes;
}

/** The text of bytes in an encoding, a byte order mark included. */
export function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding, { ignoreBOM: true, fatal: false }).decode(bytes);
}

function embeddingOf(encoding: string): Embedding {
  return encoding === 'utf-8' || encoding === 'utf-16le' || encoding === 'utf-16be' ? encoding : 'ascii';
}

function byteOrderMark(bytes: Uint8Array, encoding: string): number {
  if (encoding === 'utf-8') return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  if (encoding === 'utf-16le') return bytes[0] === 0xff && bytes[1] === 0xfe ? 2 : 0;
  if (encoding === 'utf-16be') return bytes[0] === 0xfe && bytes[1] === 0xff ? 2 : 0;
  return 0;
}

/** Undeclared as far as browsers look: UTF-8 if it is that, else what a late `<meta>` says, which tells at least what was meant. */
function guessed(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return 'utf-8';
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, LATE_META));
  const label = /<meta\b[^>]*?charset\s*=\s*["']?([\w.:-]+)/i.exec(start)?.[1] ?? '';
  try {
    const { encoding } = new TextDecoder(label);
    return encoding.startsWith('utf-') ? 'windows-1252' : encoding;
  } catch {
    return 'windows-1252';
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** XML 1.0, section 4.3.3. */
function xmlDeclared(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 256));
  return /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(start)?.[1];
}
