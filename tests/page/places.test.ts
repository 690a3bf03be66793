/** Where notices may stand: every page that has any place gets one, found by trying every offset. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Preparation, Slot } from '../../src/core/edition.ts';
import { prepareBeginning, preparePage } from '../../src/page/prepare.ts';
import { Proof } from '../../src/page/proof.ts';
import { documents } from './documents.ts';
import { preparation } from './preparation.ts';

const prepare = (html: string, used: Slot[], slots: Preparation['slots'] = {}, contentType = 'text/html; charset=utf-8') =>
  preparePage(new TextEncoder().encode(html), name => (name === 'content-type' ? contentType : null), preparation({ slots, used })).slots;

/** The page with a bar where the slot is. */
function shown(html: string, slot: Slot, selectors?: string[]): string | undefined {
  const offset = prepare(html, [slot], selectors ? { [slot]: selectors } : {})[slot];
  return offset === undefined ? undefined : `${html.slice(0, offset)}|${html.slice(offset)}`;
}

test('page-top and page-end are found wherever any offset at all can be proven', () => {
  fc.assert(
    fc.property(documents(), html => {
      const found = prepare(html, ['page-top', 'page-end']);
      if (found['page-top'] !== undefined && found['page-end'] !== undefined) return;
      const proof = Proof.of(html, 'html') as Proof;
      const possible = Array.from({ length: html.length + 1 }, (_, offset) => offset).filter(offset =>
        proof.holds({ offsets: [offset] }, 'lenient'),
      );
      expect(possible).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('no place exists in framesets and in pages cut off inside a script, style, comment, title or template', () => {
  for (const html of [
    '<frameset><frame src=a></frameset>',
    '<script>x',
    '<style>x',
    '<!-- x',
    '<title>x',
    '<template><p>x',
    '<head><script>a',
  ]) {
    expect(prepare(html, ['page-top', 'page-end'])).toEqual({});
  }
});

test('a page cut off later still has its top', () => {
  expect(shown('<!doctype html><body><p>x</p><script>var a', 'page-top')).toBe('<!doctype html><body>|<p>x</p><script>var a');
});

describe('slots', () => {
  const PAGE =
    '<!doctype html><title>t</title><body><nav>n</nav><main><article><h1>H</h1><div class="article-body"><p>a</p></div></article></main></body>';
  test.each<[Slot, string]>([
    ['page-top', '<body>|<nav>'],
    ['before-headline', '<article>|<h1>'],
    ['after-headline', '</h1>|<div'],
    ['before-body', '</h1>|<div'],
    ['after-body', '</p></div>|</article>'],
    ['page-end', '</main>|</body>'],
  ])('%s', (slot, around) => {
    expect(shown(PAGE, slot)).toContain(around);
  });

  test('the selectors of the rulebook come first, and what they cannot give is taken from the defaults', () => {
    expect(shown(PAGE, 'before-headline', ['nav'])).toContain('|<nav>');
    expect(shown(PAGE, 'before-headline', ['.absent', 'title', 'main'])).toContain('|<main>');
    expect(shown(PAGE, 'before-headline', ['.absent'])).toContain('|<h1>');
  });

  test('a headline inside a link, a group or a label is not opened', () => {
    expect(shown('<body><a href=x><h1>H</h1></a>', 'before-headline')).toBe('<body>|<a href=x><h1>H</h1></a>');
    expect(shown('<body><hgroup><h1>H</h1><p>s</p></hgroup>', 'after-headline')).toBe('<body><hgroup><h1>H</h1><p>s</p></hgroup>|');
    expect(shown('<body><button><h1>H</h1></button><p>x</p>', 'after-headline')).toBe('<body><button><h1>H</h1></button>|<p>x</p>');
  });

  test('an item with no headline has the notice before its text', () => {
    expect(shown('<body><nav>n</nav><article><p>a</p></article>', 'after-headline')).toBe('<body><nav>n</nav><article>|<p>a</p></article>');
  });

  test('a notice is not put where it would be hidden', () => {
    expect(shown('<body><div hidden><h1>H</h1></div><p>x', 'before-headline')).toBe('<body>|<div hidden><h1>H</h1></div><p>x');
    expect(shown('<body><dialog><h1>H</h1></dialog><h2>x</h2>', 'before-headline')).toBe('<body>|<dialog><h1>H</h1></dialog><h2>x</h2>');
  });
});

test('XHTML has the same slots, and none where it is not well-formed', () => {
  const xhtml =
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><h1>H</h1><p>a&nbsp;b<br/></p></body></html>';
  const slots = prepare(xhtml, ['page-top', 'before-headline', 'after-headline', 'page-end'], {}, 'application/xhtml+xml');
  const at = (slot: Slot) => xhtml.slice(slots[slot], (slots[slot] ?? 0) + 6);
  expect([at('before-headline'), at('after-headline'), at('page-end')]).toEqual(['<h1>H<', '<p>a&n', '</body']);
  expect(prepare('<html xmlns="http://www.w3.org/1999/xhtml"><body><p>x</body></html>', ['page-top'], {}, 'application/xhtml+xml')).toEqual(
    {},
  );
});

test.each([
  ['<html amp>', 'amp'],
  ['<html \u26a1 lang=en>', 'amp'],
  ['<html \u26a1\ufe0f>', 'amp'],
  ['<html amp4ads>', 'html'],
  ['<html \u26a14email>', 'html'],
  ['<html class=amp><body amp>', 'html'],
  ['<p>', 'html'],
])('a page that begins with %s is %s, whole or begun', (start, surface) => {
  const header = (name: string) => (name === 'content-type' ? 'text/html; charset=utf-8' : null);
  for (const prepared of [preparePage, prepareBeginning]) {
    expect(prepared(new TextEncoder().encode(`<!doctype html>${start}<p>x`), header, preparation()).surface).toBe(surface);
  }
  const deep = `${start}${'<div>'.repeat(3000)}`;
  expect(preparePage(new TextEncoder().encode(deep), header, preparation()).surface).toBe(surface);
});

describe('a notice in the place of an element', () => {
  const puts = (html: string, removals: Record<string, string[]>) => {
    const asked = preparation({ removals, replaced: ['a'] });
    const page = preparePage(new TextEncoder().encode(html), name => (name === 'content-type' ? 'text/html; charset=utf-8' : null), asked);
    return (page.puts.a ?? []).map(offset => html.slice(offset, offset + 6));
  };

  test.each([
    ['<body><p class=a>1</p><p>x</p><p class=a>2</p>', ['<p cla', '<p cla']],
    ['<body><p>x <i class=a>1</i></p><div class=a>2</div>', ['<div c']],
    ['<body><ul><li class=a>1</ul><aside class=a>2</aside>', ['<aside']],
    ['<body><div hidden><p class=a>1</p></div>', []],
    ['<body><p class=a>1</p><p class=a>2</p>', ['<p cla']],
    ['<body><p>x</p>', []],
  ])('%s', (html, expected) => {
    expect(puts(html, { a: ['.a'] })).toEqual(expected);
  });

  test('is looked for only where a rule puts one', () => {
    expect(puts('<body><p class=b>1</p>', { b: ['.b'] })).toEqual([]);
  });
});

describe('what is known of elements to be taken out', () => {
  const header = (name: string) => (name === 'content-type' ? 'text/html; charset=utf-8' : null);
  const asked = preparation({ used: ['before-body'], removals: { a: ['.a'], b: ['.b'] } });
  const removals = (html: string, prepare = preparePage) => prepare(new TextEncoder().encode(html), header, asked).removals;

  test('none where there are none', () => {
    expect(removals('<body><p>x')).toEqual({ a: [], b: [] });
  });

  test('only those that can be', () => {
    const { a, b } = removals('<body><p class=a>x</p>y<i class=a>BANNED<p>mid</i>z');
    expect([a?.length, b]).toEqual([1, []]);
  });

  test.each([
    ['that cannot be', '<p>x<b class="a">BANNED<p>mid</b>y'],
    ['that is the page itself', '<body class=a><p>x</body>'],
  ])('nothing of a set %s', (_, html) => {
    expect(removals(html)).toEqual({ b: [] });
  });

  test('nothing where nobody could look', () => {
    expect(removals('<body><p class=a>x', prepareBeginning)).toEqual({});
    expect(removals('<div>'.repeat(50_000))).toEqual({});
  });
});

test('a selector that is none finds nothing, and a page is prepared all the same', () => {
  const asked = preparation({
    slots: { 'before-headline': ['..', 'h1'] },
    used: ['before-headline'],
    removals: { share: ['..', '.share'] },
  });
  const page = preparePage(new TextEncoder().encode('<body><h1>H</h1><p class=share>s</p>'), () => null, asked);
  expect(page.slots['before-headline']).toBe('<body>'.length);
  expect(page.removals.share).toHaveLength(1);
});
