/** Pages in every encoding of the web: the publisher's bytes stay, and the notice reads as it should in a browser. */

import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import { encodeAs } from '../support/encode.ts';
import { edition, noticesIn, withoutNotices } from '../support/pages.ts';
import { useSystem } from '../support/system.ts';

const system = useSystem();

/**
 * The local development server in front of the Worker reads what is `text/html` as it passes, and fails on an encoding that is not
 * like ASCII or that it does not know. As XHTML these go through.
 */
const NOT_LIKE_ASCII: Record<string, string> = {
  'iso-2022-jp': '日本語の見出しと本文',
  'utf-16le': 'Новости 😀',
  'utf-16be': 'Новости 😀',
};

const RUSSIAN = 'Новости: «река» вышла из берегов';
const JAPANESE = '日本語の見出しと本文';
const TEXTS: Record<string, string> = {
  'windows-1251': RUSSIAN,
  'koi8-r': 'Новости: река вышла из берегов',
  'iso-8859-5': 'Новости: река вышла из берегов',
  ibm866: 'Новости: река вышла из берегов',
  'windows-1252': 'Café “naïve” — 50 €',
  'iso-8859-2': 'Zażółć gęślą jaźń',
  shift_jis: JAPANESE,
  'euc-jp': JAPANESE,
  gbk: '中文标题与正文',
  gb18030: '中文标题与正文',
  big5: '中文標題與正文',
  'euc-kr': '한국어 제목과 본문',
  'utf-8': `${RUSSIAN} ${JAPANESE} 😀`,
};

type Declared = 'header' | 'meta' | 'http-equiv';

function documentIn(encoding: string, declared: Declared, text: string): string {
  const meta = {
    header: '',
    meta: `<meta charset="${encoding}">`,
    'http-equiv': `<meta http-equiv="Content-Type" content="text/html; charset=${encoding}">`,
  };
  // Text right before and behind tags, where an encoding with states is in one of them; but what is taken out of ISO-2022-JP leaves two
  // escape sequences side by side, which read as a replacement character, so there is a line break around that.
  return `<!doctype html><html lang=xx><head>${meta[declared]}<title>${text}</title></head><body>${text}<h1>${text}</h1>${text}\n<div class="share">${text}</div>\n${text}<p>${text}</p>${text}</body></html>`;
}

/** What a browser reads: by byte order mark, else by the charset that the Content-Type names, else by the one declared inside. */
function decoded(body: Buffer, contentType: string, inside: string): string {
  const mark = [
    ['utf-8', [0xef, 0xbb, 0xbf]],
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ].find(([, bytes]) => (bytes as number[]).every((byte, index) => body[index] === byte))?.[0] as string | undefined;
  return new TextDecoder(mark ?? /charset=([^;\s]+)/.exec(contentType)?.[1] ?? inside).decode(body);
}

async function check(path: string, encoding: string, contentType: string, bytes: Buffer, text: string, source: string): Promise<void> {
  system.origin.page(path, bytes, { 'content-type': contentType });
  const plain = await system.read('FR', path);
  expect(plain.headers['content-type']).toBe(contentType);
  expect(plain.body.equals(bytes)).toBe(true);
  const noticed = await system.read('RU', path);
  const html = decoded(noticed.body, noticed.headers['content-type'] ?? '', encoding);
  expect(noticesIn(html)).toEqual(['undesirable-russia']);
  expect(withoutNotices(html)).toBe(source.replace(`<div class="share">${text}</div>`, ''));
  const { heading } = edition().notices['undesirable-russia']?.text.ru ?? {};
  expect(textOf(parse(html))).toContain(heading);
}

function textOf(node: { childNodes?: unknown[]; value?: string }): string {
  return node.value ?? (node.childNodes ?? []).map(child => textOf(child as { childNodes?: unknown[] })).join('');
}

describe.each(['header', 'meta', 'http-equiv'] as const)('declared by %s', declared => {
  test.each(Object.entries(TEXTS))('%s', async (encoding, text) => {
    const source = documentIn(encoding, declared, text);
    const type = declared === 'header' ? `text/html; charset=${encoding}` : 'text/html';
    await check(`/${declared}/${encoding}`, encoding, type, encodeAs(source, encoding), text, source);
  });
});

describe('declared by a byte order mark', () => {
  test.each(['utf-8', 'utf-16le', 'utf-16be'])('%s', async encoding => {
    const text = TEXTS['utf-8'] ?? '';
    const source = documentIn(encoding, 'header', text);
    const bytes = encodeAs(`\ufeff${source}`, encoding);
    await check(`/mark/${encoding}`, encoding, 'text/html', bytes, text, source);
    // It has the last word.
    await check(`/mark-and-header/${encoding}`, encoding, 'text/html; charset=windows-1251', bytes, text, source);
  });
});

describe('not declared', () => {
  test('UTF-8 is read as such, and the notice reads right whatever the browser takes the page for', async () => {
    const source = documentIn('utf-8', 'header', RUSSIAN);
    system.origin.page('/undeclared', source, { 'content-type': 'text/html' });
    expect((await system.read('FR', '/undeclared')).body.equals(Buffer.from(source))).toBe(true);
    const { body } = await system.read('RU', '/undeclared');
    for (const guess of ['utf-8', 'windows-1252', 'windows-1251']) {
      expect(textOf(parse(new TextDecoder(guess).decode(body)))).toContain(edition().notices['undesirable-russia']?.text.ru?.heading);
    }
    expect(withoutNotices(body.toString())).toBe(source.replace(`<div class="share">${RUSSIAN}</div>`, ''));
  });
});

describe('XHTML', () => {
  test.each(['windows-1251', 'koi8-r', 'shift_jis', 'utf-8'])('declared in its first line: %s', async encoding => {
    const text = TEXTS[encoding] ?? '';
    const source = `<?xml version="1.0" encoding="${encoding}"?>\n<html xmlns="http://www.w3.org/1999/xhtml"><head><title>${text}</title></head><body><h1>${text}</h1><div class="share">${text}</div><p>${text}</p></body></html>`;
    await check(`/xhtml/${encoding}`, encoding, 'application/xhtml+xml', encodeAs(source, encoding), text, source);
  });

  test.each(Object.entries(NOT_LIKE_ASCII))('declared by the header: %s', async (encoding, text) => {
    const root = '<html xmlns="http://www.w3.org/1999/xhtml">';
    const source = documentIn(encoding, 'header', text).replace('<!doctype html><html lang=xx>', root);
    const type = `application/xhtml+xml; charset=${encoding}`;
    await check(`/xhtml-header/${encoding}`, encoding, type, encodeAs(source, encoding), text, source);
  });
});
