/** Marks behind mentions: at whole names in the text of the article, and nowhere else; the page without them is what it was. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editBytes } from '../../src/page/edits.ts';
import { encodeMarkup } from '../../src/page/encoding.ts';
import { prepareBeginning, preparePage } from '../../src/page/prepare.ts';
import { Proof } from '../../src/page/proof.ts';
import { documents } from './documents.ts';
import { ancestors, outlineOf, type Tree } from './outline.ts';
import { preparation } from './preparation.ts';

const NAMES = ['Radio Example', 'Radio', 'Радио Пример', 'Пример'];
const MARK = '<sup data-notice-mark="">*</sup>';
const encode = (text: string) => new TextEncoder().encode(text);

function mentionsOf(bytes: Uint8Array, names: readonly string[] = NAMES, contentType = 'text/html; charset=utf-8') {
  return preparePage(
    bytes,
    name => (name === 'content-type' ? contentType : null),
    preparation({ used: ['page-top'], mentions: { names } }),
  );
}

/** The page with a bar behind each mention. */
function marked(html: string, names: readonly string[] = NAMES, contentType?: string): string {
  const bytes = encode(html);
  const offsets = mentionsOf(bytes, names, contentType).mentions.names ?? [];
  return new TextDecoder().decode(
    editBytes(
      bytes,
      offsets.map(offset => ({ offset, content: encode('|') })),
      [],
    ),
  );
}

/** The same for the inside of an article. */
function inArticle(html: string, names?: readonly string[]): string {
  const [before, behind] = ['<!doctype html><title>t</title><body><main>', '</main></body>'];
  return marked(before + html + behind, names).slice(before.length, -behind.length);
}

const PIECES = [
  'Radio Example',
  'Radio',
  ' ',
  'Example',
  'Радио Пример',
  'Радио&nbsp;Пример',
  's',
  '&amp;',
  '&eacute;',
  'Radio\r\nExample',
];

test('marks behind all mentions leave the tree as it was; each stands behind a name that is no part of a word', () => {
  let found = 0;
  fc.assert(
    fc.property(documents(PIECES), fc.boolean(), (source, scripts) => {
      const bytes = encode(source);
      const offsets = mentionsOf(bytes).mentions.names ?? [];
      found += offsets.length;
      const insertions = offsets.map(offset => ({ offset, content: encode(MARK) }));
      const marks: Tree.Element[] = [];
      expect(outlineOf(new TextDecoder().decode(editBytes(bytes, insertions, [])), marks, scripts)).toEqual(outlineOf(source, [], scripts));
      expect(marks).toHaveLength(offsets.length);
      for (const mark of marks) {
        const siblings = mark.parentNode?.childNodes ?? [];
        const at = siblings.indexOf(mark);
        const [before, after] = [siblings[at - 1] as Tree.TextNode, siblings[at + 1] as Tree.TextNode | undefined];
        expect(before.value.replace(/[\s\u00a0]+/g, ' ')).toMatch(/(?<![\p{L}\p{N}])(Radio Example|Radio|Радио Пример|Пример)$/u);
        if (after?.nodeName === '#text') expect(after.value).not.toMatch(/^[\p{L}\p{N}]/u);
        expect(ancestors(mark)).toContain('body');
        for (const name of ancestors(mark))
          expect(name).not.toMatch(/^(script|style|textarea|title|select|noscript|template|svg|math|nav)$/);
      }
    }),
    { numRuns: 1000 },
  );
  expect(found).toBeGreaterThan(100);
});

test('every mention in plain prose is found: as many as one counts word by word', () => {
  const words = fc.array(fc.constantFrom('Radio', 'Example', 'Radios', 'Радио', 'Пример', 'Примера', 'и', 'said'), { maxLength: 40 });
  const space = fc.constantFrom(' ', '\n', ' \t ', '&nbsp;', '\u00a0', '&#160; ');
  fc.assert(
    fc.property(words, space, (list, between) => {
      const expected: string[] = [];
      for (let at = 0; at < list.length; at++) {
        const pair = ['Radio Example', 'Радио Пример'].includes(`${list[at]} ${list[at + 1]}`);
        const single = NAMES.includes(list[at] as string);
        if (pair) expected.push(`${list[at]}${between}${list[++at]}|`);
        else expected.push(`${list[at]}${single ? '|' : ''}`);
      }
      expect(inArticle(`<p>.${between}${list.join(between)}${between}.</p>`)).toBe(
        `<p>.${between}${expected.join(between)}${between}.</p>`,
      );
    }),
  );
});

describe('a name', () => {
  test.each([
    ['Radio Example, “Radio Example”.', 'Radio Example|, “Radio Example|”.'],
    ['Radio Examples, radio example', 'Radio| Examples, radio example'],
    ['MyRadio Radio2 Radio_x Radio\u0301 ra\u00adRadio', 'MyRadio Radio2 Radio_x Radio\u0301 ra\u00adRadio'],
    ['caf&eacute;Radio Radio&eacute; Radio&amp;Co &copy;Radio', 'caf&eacute;Radio Radio&eacute; Radio|&amp;Co &copy;Radio|'],
    ['<b>Radio</b>s <i>x</i>Radio <b>Radio</b> s', '<b>Radio</b>s <i>x</i>Radio <b>Radio|</b> s'],
    ['Radio<sup>1</sup> Radio<br>x', 'Radio|<sup>1</sup> Radio|<br>x'],
    ['<a href="/Radio" title="Radio Example">Radio\n  Example</a>', '<a href="/Radio" title="Radio Example">Radio\n  Example|</a>'],
    ['<b>Radio</b> <i>Example</i>', '<b>Radio|</b> <i>Example</i>'],
    ['Радио Пример-ТВ', 'Радио Пример|-ТВ'],
  ])('%s', (html, expected) => {
    expect(inArticle(html)).toBe(expected);
  });

  test('with signs in it is found however the page writes them', () => {
    expect(inArticle('A &amp; B, A & B, A &#38; B, A&B', ['A & B'])).toBe('A &amp; B|, A & B|, A &#38; B|, A&B');
    expect(inArticle('N.N. (x) NaN', ['N.N. (x)'])).toBe('N.N. (x)| NaN');
    expect(inArticle('x«Дождь»x x&#171;Дождь&#xBB;', ['«Дождь»'])).toBe('x«Дождь»|x x&#171;Дождь&#xBB;|');
    expect(inArticle('&amp; amp amp;', ['amp'])).toBe('&amp; amp| amp|;');
  });

  test('needs no space around it where a script sets none', () => {
    expect(inArticle('電台例子說，見電台例子。', ['電台例子'])).toBe('電台例子|說，見電台例子|。');
    expect(inArticle('ตัวอย่างวิทยุ', ['วิทยุ'])).toBe('ตัวอย่างวิทยุ|');
    expect(inArticle('ก่ก', ['ก'])).toBe('ก่ก|');
  });

  test('is found composed and decomposed', () => {
    expect(inArticle('Caf\u00e9 Cafe\u0301', ['Cafe\u0301'])).toBe('Caf\u00e9| Cafe\u0301|');
  });

  test('that is empty or a pattern is neither', () => {
    expect(inArticle('.* Radio \\d', ['', ' ', '.*', '\\d'])).toBe('.*| Radio \\d|');
  });
});

describe('where names are looked for', () => {
  test('not in what is no text of the article', () => {
    for (const name of 'script style textarea select noscript template svg math iframe button nav code xmp dialog video'.split(' ')) {
      const html = `<${name}>Radio</${name}>`;
      expect(inArticle(`${html}<p>Radio</p>`)).toBe(`${html}<p>Radio|</p>`);
    }
    const hidden = '<div hidden>Radio</div><p style="display: none">Radio</p><i aria-hidden="true">Radio</i><!-- Radio -->';
    expect(inArticle(`${hidden}<p>Radio`)).toBe(`${hidden}<p>Radio|`);
  });

  test('not in parts of the site, but in those of the article', () => {
    const [head, foot] = [
      '<title>Radio</title><body><header>Radio</header><div>Radio</div>',
      '<aside><article>Radio</article></aside><footer>Radio',
    ];
    const article = (bar: string) => `<article><header>Radio${bar}</header><p>Radio${bar}</p><footer>Radio${bar}</footer></article>`;
    expect(marked(head + article('') + foot)).toBe(head + article('|') + foot);
  });

  test('in the whole body where a page has neither main nor article', () => {
    expect(marked('<title>Radio</title><body><header>Radio</header><p>Radio')).toBe(
      '<title>Radio</title><body><header>Radio|</header><p>Radio|',
    );
  });
});

test('several sets may have mentions at one place, and at most 200 each', () => {
  const html = `<main><p>${'Radio Example '.repeat(300)}</p></main>`;
  const { mentions } = preparePage(
    encode(html),
    name => (name === 'content-type' ? 'text/html; charset=utf-8' : null),
    preparation({ mentions: { one: ['Radio Example'], two: ['Example'], three: ['absent'] } }),
  );
  expect(mentions.one).toHaveLength(200);
  expect(mentions.two).toEqual(mentions.one);
  expect(mentions.three).toEqual([]);
});

test('XHTML is marked as HTML is, but not in text that is written in pieces, and not where a prefix makes a mark something else', () => {
  const page = (body: string) =>
    `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>${body}</body></html>`;
  const of = (body: string) => marked(page(body), NAMES, 'application/xhtml+xml').slice(page('').length - 14, -14);
  expect(of('<p>Radio<!-- Radio -->Radio &amp; x<br/>Radio&#160;Example</p><p>Radio<?x Radio?>, Radio</p>')).toBe(
    '<p>Radio<!-- Radio -->Radio| &amp; x<br/>Radio&#160;Example|</p><p>Radio<?x Radio?>, Radio</p>',
  );
  expect(of('<p><![CDATA[Radio]]></p><p>x <![CDATA[Radio]]> Radio</p><p>Radio</p>')).toBe(
    '<p><![CDATA[Radio]]></p><p>x <![CDATA[Radio]]> Radio</p><p>Radio|</p>',
  );
  const prefixed =
    '<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>t</h:title></h:head><h:body><h:p>Radio</h:p></h:body></h:html>';
  expect(marked(prefixed, NAMES, 'application/xhtml+xml')).toBe(prefixed);
});

test.each(['utf-16le', 'utf-16be', 'shift_jis', 'gbk', 'iso-2022-jp', 'windows-1252'] as const)(
  'offsets are bytes of a page in %s',
  label => {
    const letter = { shift_jis: [0x93, 0xfa], gbk: [0xd6, 0xd0], 'iso-2022-jp': [0x1b, 0x24, 0x42, 0x46, 0x7c, 0x1b, 0x28, 0x42] }[
      label as string
    ] ?? [0xe9];
    const wide = label.startsWith('utf-16');
    const bytes = wide
      ? encodeMarkup('\ufeff<body><p>Ж Radio Example, Ж Radio', label as 'utf-16le')
      : Uint8Array.from([...encode('<body><p>'), ...letter, ...encode(' Radio Example, '), ...letter, ...encode(' Radio')]);
    const page = mentionsOf(bytes, NAMES, `text/html; charset=${label}`);
    const composed = editBytes(
      bytes,
      (page.mentions.names ?? []).map(offset => ({ offset, content: encodeMarkup(MARK, page.embedding) })),
      [],
    );
    const text = new TextDecoder(label).decode(composed);
    expect(text).toMatch(/^<body><p>(.) Radio Example<sup data-notice-mark="">\*<\/sup>, \1 Radio<sup data-notice-mark="">\*<\/sup>$/);
  },
);

test('a page that is only begun is not marked', () => {
  const asked = preparation({ used: ['page-top'], mentions: { names: NAMES } });
  const page = prepareBeginning(encode('<!doctype html><body><p>Radio'), name => (name === 'content-type' ? 'text/html' : null), asked);
  expect([page.mentions, page.puts]).toEqual([{}, {}]);
  expect(page.slots).toHaveProperty('page-top');
});

test('a mark stands before a notice at the same place, and is proven so', () => {
  const html = '<body><main><div>Radio<h1>H</h1></div></main>';
  const asked = preparation({ used: ['before-headline'], mentions: { names: NAMES } });
  const page = preparePage(encode(html), name => (name === 'content-type' ? 'text/html; charset=utf-8' : null), asked);
  expect(page.mentions.names).toEqual([page.slots['before-headline']]);
});

test('a mark is proven only right behind its text', () => {
  const html = '<body><p>Radio <i>Example</i> Radio</p><table>Radio<tr><td>x</table>';
  const proof = Proof.of(html, 'html') as Proof;
  const held = Array.from({ length: html.length }, (_, offset) => offset).filter(offset =>
    proof.holds({ offsets: [], marks: [{ offset, behind: 'Radio' }] }),
  );
  const expected = [...html.matchAll(/Radio/g)].map(({ index }) => index + 'Radio'.length);
  expect(held.slice(0, 2)).toEqual(expected.slice(0, 2));
  for (const offset of held.slice(2)) expect(offset).toBeGreaterThanOrEqual(expected[2] as number);
});
