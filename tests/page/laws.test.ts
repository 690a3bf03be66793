/** Laws 2, 3 and 4 over generated documents: a notice exactly once, the tree the same without it, nothing else touched. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SHARE_REMOVAL, SLOTS } from '../../src/core/edition.ts';
import { findChanges } from '../../src/page/changes.ts';
import { editBytes, followsGap } from '../../src/page/edits.ts';
import { encodeMarkup } from '../../src/page/encoding.ts';
import { preparePage } from '../../src/page/prepare.ts';
import { Proof } from '../../src/page/proof.ts';
import { findRemoval } from '../../src/page/removals.ts';
import { findSlots } from '../../src/page/slots.ts';
import { documents } from './documents.ts';
import { ancestors, outlineOf, type Tree } from './outline.ts';
import { preparation } from './preparation.ts';

const PREPARATION = preparation({ used: SLOTS, removals: { [SHARE_REMOVAL]: ['.share'] } });
const NOTICE =
  '<section data-notice="n"><link rel="stylesheet" href="/x.css" /><div lang="ru"><h2>Если вы в России</h2><p>Текст <a href="/-/notices/n">ещё</a></p><ul><li>1</li></ul></div></section>';
const FORBIDDEN = ['template', 'noscript', 'select', 'svg', 'math', 'button', 'a', 'p'];

const html = (name: string) => (name === 'content-type' ? 'text/html; charset=utf-8' : null);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe.each(SLOTS)('a notice at %s', slot => {
  test.each([true, false])('stands once, and without it the tree is what it was (scripts %s)', scriptingEnabled => {
    fc.assert(
      fc.property(documents(), source => {
        const bytes = bytesOf(source);
        const offset = preparePage(bytes, html, PREPARATION).slots[slot];
        if (offset === undefined) return;
        const composed = textOf(editBytes(bytes, [{ offset, content: encodeMarkup(NOTICE, 'utf-8') }], []));
        const found: Tree.Element[] = [];
        const tree = outlineOf(composed, found, scriptingEnabled);
        expect(tree).toEqual(outlineOf(textOf(bytes), [], scriptingEnabled));
        expect(found).toHaveLength(1);
        expect(ancestors(found[0] as Tree.Element).filter(name => FORBIDDEN.includes(name))).toEqual([]);
        expect(ancestors(found[0] as Tree.Element)).toContain('body');
      }),
      { numRuns: 300 },
    );
  });
});

test('notices in every slot at once leave the tree as it was, each there once', () => {
  fc.assert(
    fc.property(documents(), source => {
      const bytes = bytesOf(source);
      const { slots } = preparePage(bytes, html, PREPARATION);
      const insertions = Object.values(slots).map(offset => ({ offset, content: bytesOf(NOTICE) }));
      const found: Tree.Element[] = [];
      const tree = outlineOf(textOf(editBytes(bytes, insertions, [])), found);
      expect(found).toHaveLength(insertions.length);
      expect(tree).toEqual(outlineOf(source));
    }),
    { numRuns: 300 },
  );
});

test('what is taken out is whole elements, and nothing else', () => {
  fc.assert(
    fc.property(documents(), source => {
      const bytes = bytesOf(source);
      const ranges = preparePage(bytes, html, PREPARATION).removals[SHARE_REMOVAL] ?? [];
      if (ranges.length === 0) return;
      const removed = outlineOf(textOf(editBytes(bytes, [], ranges))) as Outline[];
      const before = outlineOf(source) as Outline[];
      // Every share element that is left was left on purpose; where none is, the tree is the old one less exactly those.
      if (countShares(removed) === 0) expect(removed).toEqual(withoutShares(before));
      expect(countShares(removed)).toBeLessThan(countShares(before));
    }),
    { numRuns: 300 },
  );
});

const EVERYTHING = preparation({
  used: SLOTS,
  removals: { [SHARE_REMOVAL]: ['.share'], other: ['h2', 'li', 'blockquote', 'span'] },
  replaced: [SHARE_REMOVAL, 'other'],
  mentions: { words: ['text', 'Words', 'share'], letters: ['Привет', 'a'] },
});

test('notices in the place of what is taken out stand there, once each, where they are read', () => {
  let placed = 0;
  fc.assert(
    fc.property(documents(), fc.constantFrom(SHARE_REMOVAL, 'other'), (source, name) => {
      const bytes = bytesOf(source);
      const { removals, puts } = preparePage(bytes, html, EVERYTHING);
      const [ranges, starts] = [removals[name] ?? [], puts[name] ?? []];
      placed += starts.length;
      for (const start of starts) expect(ranges.map(range => range[0])).toContain(start);
      const found: Tree.Element[] = [];
      const insertions = starts.map(offset => ({ offset, content: bytesOf(NOTICE) }));
      const tree = outlineOf(textOf(editBytes(bytes, insertions, ranges)), found);
      expect(tree).toEqual(outlineOf(textOf(editBytes(bytes, [], ranges))));
      expect(found).toHaveLength(starts.length);
      for (const notice of found) expect(ancestors(notice)[0]).not.toMatch(/^(p|a|ul|tr|table|svg|#document-fragment)$/);
      expect(new Set(starts).size).toBe(starts.length);
    }),
    { numRuns: 1000 },
  );
  expect(placed).toBeGreaterThan(20);
});

test('everything at once leaves the rest as it was', () => {
  let marked = 0;
  fc.assert(
    fc.property(documents(), source => {
      const bytes = bytesOf(source);
      const { slots, removals, puts, mentions } = preparePage(bytes, html, EVERYTHING);
      const ranges = Object.values(removals).flat();
      const within = (offset: number) => ranges.some(([start, end]) => start < offset && offset < end);
      const marks = Object.values(mentions)
        .flat()
        .filter(offset => !followsGap(offset, ranges));
      const notices = [...Object.values(slots), ...[...new Set(Object.values(puts).flat())].filter(offset => !within(offset))];
      marked += marks.length;
      const insertions = [
        ...marks.map(offset => ({ offset, content: bytesOf('<sup data-notice-mark="">*</sup>') })),
        ...notices.map(offset => ({ offset, content: bytesOf(NOTICE) })),
      ];
      const found: Tree.Element[] = [];
      const tree = outlineOf(textOf(editBytes(bytes, insertions, ranges)), found);
      expect(found).toHaveLength(insertions.length);
      expect(tree).toEqual(outlineOf(textOf(editBytes(bytes, [], ranges))));
    }),
    { numRuns: 500 },
  );
  expect(marked).toBeGreaterThan(20);
});

const SETS = { [SHARE_REMOVAL]: ['.share'], one: ['svg', 'li', 'h2', 'b'], other: ['p', 'hr', 'table'], third: ['dt', 'i', 'select'] };

/** Every way in which some of the sets are taken out. */
function subsetsOf(names: readonly string[]): string[][] {
  return Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_name, at) => (bits >> at) & 1));
}

function expectEverySubset(source: string, removals: Readonly<Record<string, readonly string[]>>): number {
  const bytes = bytesOf(source);
  const page = preparePage(
    bytes,
    html,
    preparation({ used: SLOTS, removals, replaced: Object.keys(removals), mentions: { words: ['text'] } }),
  );
  const names = Object.keys(page.removals).filter(name => (page.removals[name]?.length ?? 0) > 0);
  for (const subset of subsetsOf(names)) {
    const ranges = subset.flatMap(name => page.removals[name] ?? []);
    const puts = subset.flatMap(name => page.puts[name] ?? []).filter(at => !ranges.some(([start, end]) => start < at && at < end));
    for (const standing of [[], puts]) {
      const notices = [...new Set([...Object.values(page.slots), ...standing])];
      const marks = standing === puts ? (page.mentions.words ?? []).filter(at => !followsGap(at, ranges)) : [];
      const insertions = [
        ...marks.map(offset => ({ offset, content: bytesOf('<sup data-notice-mark="">*</sup>') })),
        ...notices.map(offset => ({ offset, content: bytesOf(NOTICE) })),
      ];
      const found: Tree.Element[] = [];
      const tree = outlineOf(textOf(editBytes(bytes, insertions, ranges)), found);
      expect(tree).toEqual(outlineOf(textOf(editBytes(bytes, [], ranges))));
      expect(found).toHaveLength(insertions.length);
    }
  }
  return names.length;
}

test('whichever of the sets a decision takes out, the notices stand and the rest is as it was', () => {
  let several = 0;
  fc.assert(
    fc.property(documents(), source => {
      if (expectEverySubset(source, SETS) > 1) several++;
    }),
    { numRuns: 500 },
  );
  expect(several).toBeGreaterThan(20);
});

test.each([
  '<!doctype html><body></svg><hr class="a"><dt class="b"><svg><p class="a"><h1>H</h1></b>',
  '<hr class=a><div class=b>x</div><frameset>',
  '<div class=a>x</div><p class=b>Words.</p><!doctype html>',
])('sets that do not hold in every choice, with notices and without, are not all taken out: %s', source => {
  expectEverySubset(source, { a: ['.a'], b: ['.b'] });
});

test('a notice is no part of a tag that the page leaves open', () => {
  for (const open of ['<text\r\n', '<section ', '<section', '<p class=a ']) {
    const source = `<p>x</p>${open}`;
    const { slots } = preparePage(bytesOf(source), html, preparation({ used: SLOTS }));
    for (const offset of Object.values(slots)) {
      const found: Tree.Element[] = [];
      outlineOf(textOf(editBytes(bytesOf(source), [{ offset, content: bytesOf(NOTICE) }], [])), found);
      expect(found.map(({ tagName, attrs }) => [tagName, attrs.length])).toEqual([['section', 1]]);
    }
    const proof = Proof.of(source, 'html') as Proof;
    expect(proof.holds({ offsets: [source.length] }, 'lenient')).toBe(false);
    expect(proof.holds({ offsets: [], marks: [{ offset: source.length, behind: '' }] })).toBe(false);
  }
});

test('a page costs no more for what no rule asks for', () => {
  const source = `<!doctype html><body><main><h1>Radio Example</h1><p class=share>Radio Example</p>${'x'.repeat(5000)}</main>`;
  const asked = preparation({ used: ['before-headline'], removals: { [SHARE_REMOVAL]: ['.share'] } });
  const proof = Proof.of(source, 'html') as Proof;
  const nothing = findChanges(proof, asked);
  const spent = proof.parsed;
  expect([nothing.puts, nothing.mentions]).toEqual([{}, new Map()]);
  const slotAndRemoval = Proof.of(source, 'html') as Proof;
  findSlots(slotAndRemoval, asked);
  findRemoval(slotAndRemoval, ['.share']);
  // One more parse, of both together.
  expect(spent).toBeLessThan(slotAndRemoval.parsed + source.length + 1000);
});

test('without edits a page is the very same bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
      expect(editBytes(bytes, [], [])).toEqual(bytes);
    }),
  );
});

type Outline = string | [name: string, namespace: string, attributes: [string, string][], children: Outline[]];

function isShare(node: Outline): boolean {
  return Array.isArray(node) && Array.isArray(node[2]) && node[2].some(([name, value]) => name === 'class' && value === 'share');
}

function countShares(nodes: readonly Outline[]): number {
  return nodes.reduce((sum, node) => sum + Number(isShare(node)) + (typeof node === 'string' ? 0 : countShares(node[3] ?? [])), 0);
}

function withoutShares(nodes: readonly Outline[]): Outline[] {
  const out: Outline[] = [];
  for (const node of nodes.filter(node => !isShare(node))) {
    const last = out.at(-1);
    if (typeof node === 'string' && typeof last === 'string') out[out.length - 1] = last + node;
    else out.push(typeof node === 'string' || node[3] === undefined ? node : [node[0], node[1], node[2], withoutShares(node[3])]);
  }
  return out;
}
