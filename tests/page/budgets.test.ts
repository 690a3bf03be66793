/** Pages made to take long: each is prepared within what an isolate may spend, counted in what is parsed and not in seconds. */

import { describe, expect, test } from 'vitest';
import { byteOffsets } from '../../src/page/byte-offsets.ts';
import { decodePage } from '../../src/page/encoding.ts';
import { findMentions } from '../../src/page/mentions.ts';
import { preparePage } from '../../src/page/prepare.ts';
import { Proof } from '../../src/page/proof.ts';
import { findRemoval } from '../../src/page/removals.ts';
import { findSlots } from '../../src/page/slots.ts';
import { preparation } from './preparation.ts';

const PREPARATION = preparation({ used: ['before-headline', 'page-end'], removals: { share: ['.like'] } });
const prepare = (html: string) =>
  preparePage(new TextEncoder().encode(html), name => (name === 'content-type' ? 'text/html; charset=utf-8' : null), PREPARATION);

describe('a search ends', () => {
  test('for elements that cannot be taken out', () => {
    const proof = Proof.of(`<body><h1>H</h1>${'<i class=like>x<p>y</i>z</p>'.repeat(2000)}`, 'html') as Proof;
    findRemoval(proof, ['.like']);
    expect(proof.parsed).toBeLessThan(20 * 1024 * 1024);
  });

  test('for marks that cannot be had', () => {
    const proof = Proof.of(`<body><main>${'<p>Radio</p>'.repeat(2000)}`, 'html') as Proof;
    proof.holds = change => {
      proof.parsed += proof.text.length;
      return (change.marks?.length ?? 0) === 0;
    };
    expect(findMentions(proof, { names: ['Radio'], others: ['Absent'] }, [])).toEqual(new Map([['others', []]]));
    expect(proof.parsed).toBeLessThan(20 * 1024 * 1024);
  });

  test('for a place in a page that has none', () => {
    const proof = Proof.of(`<title>${'x <b>y</b> '.repeat(20_000)}`, 'html') as Proof;
    expect(findSlots(proof, PREPARATION)).toEqual({});
    expect(proof.parsed).toBeLessThan(3 * 17 * 1024 * 1024);
  });
});

test('nesting without end is no tree, and no failure', () => {
  const { slots, facts } = prepare(`<meta name=article-id content=x>${'<div>'.repeat(50_000)}`);
  expect([slots, facts.id]).toEqual([{}, 'x']);
});

test('many offsets in a page of many-byte characters are found with few decodings', () => {
  const source = Uint8Array.from([0xd6, 0xd0, ...new TextEncoder().encode('<p>text <i>1</i></p>'.repeat(3000))]);
  const page = decodePage(source, 'text/html; charset=gbk', false)!;
  const offsets = [...page.text.matchAll(/</g)].map(({ index }) => index);
  const decode = TextDecoder.prototype.decode;
  let whole = 0;
  TextDecoder.prototype.decode = function (bytes, options) {
    if ((bytes as Uint8Array).length >= source.length) whole++;
    return decode.call(this, bytes, options);
  };
  try {
    expect(byteOffsets(source, page, offsets)).not.toContain(undefined);
  } finally {
    TextDecoder.prototype.decode = decode;
  }
  expect(whole).toBeLessThan(5);
});

test('odd metadata says less, and breaks nothing', () => {
  const deep = `${'['.repeat(20_000)}"x"${']'.repeat(20_000)}`;
  const html = `<script type="application/ld+json">{"@type":"Article","keywords":${deep}}</script><h1>H</h1>`;
  expect(prepare(html).slots).toHaveProperty('before-headline');
  const many = `<head>${'<meta name=keywords content="a,b,c">'.repeat(100)}<meta name=keywords content="${'x,'.repeat(50_000)}${'y'.repeat(9999)}"></head><h1>H</h1>`;
  const { tags } = prepare(many).facts;
  expect(tags.length).toBeLessThanOrEqual(100);
  for (const tag of tags) expect(tag.length).toBeLessThanOrEqual(300);
});
