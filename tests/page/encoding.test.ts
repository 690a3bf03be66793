import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SLOTS } from '../../src/core/edition.ts';
import { byteOffsets } from '../../src/page/byte-offsets.ts';
import { editBytes } from '../../src/page/edits.ts';
import { decodePage, encodeMarkup } from '../../src/page/encoding.ts';
import { preparePage } from '../../src/page/prepare.ts';
import { preparation } from './preparation.ts';

const PREPARATION = preparation({ used: SLOTS });
const NOTICE = '<section data-notice="n"><h2>Если вы в России — «нет» 😀</h2></section>';
const SHOWN = 'Если вы в России — «нет» 😀';

/** Bytes of `<h1>…</h1>` in encodings that no platform encodes to: the sample is what browsers decode it back to. */
const SAMPLES: Record<string, [text: string, bytes: number[]]> = {
  'windows-1251': ['Привет', [0xcf, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]],
  'koi8-r': ['Привет', [0xf0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]],
  ibm866: ['Привет', [0x8f, 0xe0, 0xa8, 0xa2, 0xa5, 0xe2]],
  shift_jis: ['日本ｱ', [0x93, 0xfa, 0x96, 0x7b, 0xb1]],
  'euc-jp': ['日本', [0xc6, 0xfc, 0xcb, 0xdc]],
  'iso-2022-jp': ['日本', [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x4b, 0x5c, 0x1b, 0x28, 0x42]],
  gbk: ['中文', [0xd6, 0xd0, 0xce, 0xc4]],
  gb18030: ['中文€', [0xd6, 0xd0, 0xce, 0xc4, 0xa2, 0xe3]],
  big5: ['中文', [0xa4, 0xa4, 0xa4, 0xe5]],
  'euc-kr': ['한국', [0xc7, 0xd1, 0xb1, 0xb9]],
  'iso-8859-8': ['שלום', [0xf9, 0xec, 0xe5, 0xed]],
  'windows-874': ['ไทย', [0xe4, 0xb7, 0xc2]],
  'x-mac-cyrillic': ['Привет', [0x8f, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]],
};

const ascii = (text: string) => [...new TextEncoder().encode(text)];

function page(label: string, declared: 'header' | 'meta') {
  const [text, bytes] = SAMPLES[label]!;
  const meta = declared === 'meta' ? `<meta charset="${label}">` : '';
  const source = [
    ...ascii(`<!doctype html><html><head>${meta}<title>`),
    ...bytes,
    ...ascii('</title></head><body><p>'),
    ...bytes,
    ...ascii('</p><h1>'),
    ...bytes,
    ...ascii('</h1></body></html>'),
  ];
  const contentType = declared === 'header' ? `text/html; charset=${label}` : 'text/html';
  return { text, source: Uint8Array.from(source), contentType };
}

describe.each(Object.keys(SAMPLES))('a page in %s', label => {
  test.each(['header', 'meta'] as const)('declared by %s: text and notice come out right, the rest byte for byte', declared => {
    const { text, source, contentType } = page(label, declared);
    const prepared = preparePage(source, name => (name === 'content-type' ? contentType : null), PREPARATION);
    expect(Object.keys(prepared.slots)).toEqual([...SLOTS]);
    for (const offset of new Set(Object.values(prepared.slots))) {
      const composed = editBytes(source, [{ offset, content: encodeMarkup(NOTICE, prepared.embedding) }], []);
      const decoded = new TextDecoder(label).decode(composed).replace(/&#(\d+);/g, (_, point) => String.fromCodePoint(Number(point)));
      expect(decoded.split(SHOWN)).toHaveLength(2);
      expect(decoded.split(text)).toHaveLength(4);
      expect(decoded.replace(NOTICE, '')).toBe(new TextDecoder(label).decode(source));
    }
  });
});

test.each(['utf-16le', 'utf-16be'])('a page in %s with its byte order mark', label => {
  const source = encodeMarkup('\ufeff<!doctype html><title>Ж</title><body><h1>Привет 😀</h1>', label as 'utf-16le');
  const prepared = preparePage(source, name => (name === 'content-type' ? 'text/html' : null), PREPARATION);
  const offset = prepared.slots['before-headline']!;
  const composed = new TextDecoder(label).decode(editBytes(source, [{ offset, content: encodeMarkup(NOTICE, prepared.embedding) }], []));
  expect(composed).toBe(`<!doctype html><title>Ж</title><body>${NOTICE}<h1>Привет 😀</h1>`);
});

test('an undeclared page is written to in ASCII, since browsers differ about it', () => {
  const prepared = preparePage(
    Uint8Array.from(ascii('<body><h1>x</h1>')),
    name => (name === 'content-type' ? 'text/html' : null),
    PREPARATION,
  );
  expect(prepared.embedding).toBe('ascii');
  expect(new TextDecoder().decode(encodeMarkup('<p>Ж😀</p>', 'ascii'))).toBe('<p>&#1046;&#128512;</p>');
});

test('a page that only declares its encoding itself says so to the response', () => {
  const at = (contentType: string, html: string) =>
    preparePage(Uint8Array.from(ascii(html)), name => (name === 'content-type' ? contentType : null), PREPARATION).charset;
  expect(at('text/html', '<meta charset=koi8-r><p>x')).toBe('koi8-r');
  expect(at('text/html; charset=koi8-r', '<p>x')).toBeUndefined();
  expect(at('text/html', '<p>x')).toBeUndefined();
});

test('no text can be had from an encoding that the standard replaces: no slot, no harm', () => {
  const prepared = preparePage(
    Uint8Array.from(ascii('<body>x')),
    name => (name === 'content-type' ? 'text/html; charset=iso-2022-kr' : null),
    PREPARATION,
  );
  expect(prepared.slots).toEqual({});
});

test('what is put in at a byte offset is read at its place and nothing else changes, broken sequences included', () => {
  const encodings = [
    'utf-8',
    'shift_jis',
    'euc-jp',
    'gbk',
    'gb18030',
    'big5',
    'euc-kr',
    'iso-2022-jp',
    'windows-1251',
    'utf-16le',
    'utf-16be',
  ];
  const odd = [0x3c, 0x61, 0x81, 0xe0, 0xa4, 0xf0, 0x9f, 0x98, 0x80, 0x1b, 0x24, 0x42, 0x28, 0x30, 0xd8, 0xdc];
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 700 }),
    fc.array(fc.constantFrom(...odd), { maxLength: 700 }).map(list => Uint8Array.from(list)),
  );
  fc.assert(
    fc.property(bytes, fc.constantFrom(...encodings), (source, encoding) => {
      const page = decodePage(source, `text/html; charset=${encoding}`, false);
      if (page === undefined) return;
      const read = (all: Uint8Array) => new TextDecoder(page.encoding).decode(all);
      const offsets = Array.from({ length: page.text.length + 1 }, (_, index) => index).filter((_, index) => index % 7 === 0);
      for (const [index, byte] of byteOffsets(source, page, offsets).entries()) {
        if (byte === undefined) continue;
        const composed = read(editBytes(source, [{ offset: byte, content: encodeMarkup('<p>', page.embedding) }], []));
        expect(composed).toBe(`${page.text.slice(0, offsets[index])}<p>${page.text.slice(offsets[index])}`);
      }
    }),
    { numRuns: 300 },
  );
});

test('where nothing is broken, every character boundary has its byte', () => {
  for (const label of Object.keys(SAMPLES)) {
    const { source, contentType } = page(label, 'header');
    const decoded = decodePage(source, contentType, false)!;
    const tags = [...decoded.text.matchAll(/</g)].map(({ index }) => index);
    expect(byteOffsets(source, decoded, tags)).not.toContain(undefined);
  }
});
