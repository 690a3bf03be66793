import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageTypeOf, sniffedSyntax } from '../../src/page/media-type.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const XHTML = '<?xml version="1.0"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>';

test.each([
  ['text/html', 'html'],
  ['TEXT/HTML ; charset=x', 'html'],
  ['text/html, */*', 'html'],
  ['text/plain, text/html', 'html'],
  ['text/html; profile="application/xhtml+xml"', 'html'],
  ['application/xhtml+xml;charset=utf-8', 'xhtml'],
  ['application/xml', 'unclear'],
  ['text/plain', undefined],
  ['text/htmlx', undefined],
  ['image/svg+xml', undefined],
])('%s: %s', (type, expected) => {
  expect(pageTypeOf(type, true)).toBe(expected);
});

test('without a usable type the first bytes tell, unless they may not', () => {
  for (const type of [null, '', '*/*', 'unknown/unknown']) {
    expect(pageTypeOf(type, false)).toBe('unclear');
    expect(pageTypeOf(type, true)).toBeUndefined();
  }
});

test.each([
  ['<!doctype html><p>', null, 'html'],
  [' \n<H1>x', null, 'html'],
  ['<p', null, 'more'],
  ['', null, 'more'],
  ['plain', null, undefined],
  ['<rss version="2.0">', null, undefined],
  ['<pre>', null, 'more'],
  [XHTML, null, 'xhtml'],
  [XHTML, 'application/xml', 'xhtml'],
  ['<rss version="2.0">', 'application/xml', undefined],
  ['<!-- <html xmlns="http://www.w3.org/1999/xhtml"> --><rss>', 'text/xml', undefined],
  ['<?xml version="1.0"?>', 'text/xml', 'more'],
])('%j as %s: %s', (start, type, expected) => {
  expect(sniffedSyntax(bytes(start), type)).toBe(expected);
});

test('more bytes never change what was told, and enough always tell', () => {
  const start = fc.oneof(fc.constantFrom(XHTML, '<!doctype html><p>x', '<rss><x/></rss>', 'words', '<pre>x</pre>'), fc.string());
  fc.assert(
    fc.property(start, fc.constantFrom(null, 'application/xml'), (text, type) => {
      const all = bytes(`${text}${'x'.repeat(70_000)}`);
      expect(sniffedSyntax(all, type)).not.toBe('more');
      const told = Array.from({ length: 120 }, (_, length) => sniffedSyntax(all.subarray(0, length), type)).filter(
        syntax => syntax !== 'more',
      );
      expect(new Set(told).size).toBeLessThanOrEqual(1);
    }),
    { numRuns: 60 },
  );
});
