/** Laws 2, 3 and 4 over generated documents: a notice exactly once, the tree the same without it, nothing else touched. */

import fc from 'fast-check';
import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { describe, expect, test } from 'vitest';
import { type Preparation, SHARE_REMOVAL, SLOTS } from '../../src/core/edition.ts';
import { editBytes } from '../../src/page/edits.ts';
import { encodeMarkup } from '../../src/page/encoding.ts';
import { preparePage } from '../../src/page/prepare.ts';
import { documents } from './documents.ts';

const PREPARATION: Preparation = { hash: 'test', slots: {}, used: SLOTS, removals: { [SHARE_REMOVAL]: ['.share'] } };
const NOTICE =
  '<section data-notice="n"><link rel="stylesheet" href="/x.css" /><div lang="ru"><h2>Если вы в России</h2><p>Текст <a href="/-/notices/n">ещё</a></p><ul><li>1</li></ul></div></section>';
const FORBIDDEN = ['template', 'noscript', 'select', 'svg', 'math', 'button', 'a', 'p'];

const html = (name: string) => (name === 'content-type' ? 'text/html; charset=utf-8' : null);
const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A tree as nested lists, written apart from the code under test. `found` gets the notices, which are left out. */
function outline(node: Tree.Node, found: Tree.Element[]): unknown[] {
  const children = 'content' in node ? node.content.childNodes : 'childNodes' in node ? node.childNodes : [];
  const out: unknown[] = [];
  for (const child of children) {
    if (child.nodeName === '#text') {
      const { value } = child as Tree.TextNode;
      const last = out.at(-1);
      if (typeof last === 'string') out[out.length - 1] = last + value;
      else out.push(value);
    } else if (child.nodeName === '#comment') out.push(['#comment', (child as Tree.CommentNode).data]);
    else if (child.nodeName === '#documentType') out.push(['#doctype', (child as Tree.DocumentType).name]);
    else {
      const element = child as Tree.Element;
      if (element.attrs.some(({ name }) => name === 'data-notice')) found.push(element);
      else
        out.push([element.tagName, element.namespaceURI, element.attrs.map(({ name, value }) => [name, value]), outline(element, found)]);
    }
  }
  return out;
}

function ancestors(element: Tree.Element): string[] {
  const names: string[] = [];
  for (let at: Tree.ParentNode | null = element.parentNode; at !== null; at = 'parentNode' in at ? at.parentNode : null)
    names.push(at.nodeName);
  return names;
}

describe.each(SLOTS)('a notice at %s', slot => {
  test.each([true, false])('stands once, and without it the tree is what it was (scripts %s)', scriptingEnabled => {
    fc.assert(
      fc.property(documents(), source => {
        const bytes = bytesOf(source);
        const offset = preparePage(bytes, html, PREPARATION).slots[slot];
        if (offset === undefined) return;
        const composed = textOf(editBytes(bytes, [{ offset, content: encodeMarkup(NOTICE, 'utf-8') }], []));
        const found: Tree.Element[] = [];
        const tree = outline(parse(composed, { scriptingEnabled }), found);
        expect(tree).toEqual(outline(parse(textOf(bytes), { scriptingEnabled }), []));
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
      const tree = outline(parse(textOf(editBytes(bytes, insertions, []))), found);
      expect(found).toHaveLength(insertions.length);
      expect(tree).toEqual(outline(parse(source), []));
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
      const removed = outline(parse(textOf(editBytes(bytes, [], ranges))), []) as Outline[];
      const before = outline(parse(source), []) as Outline[];
      // Every share element that is left was left on purpose; where none is, the tree is the old one less exactly those.
      if (countShares(removed) === 0) expect(removed).toEqual(withoutShares(before));
      expect(countShares(removed)).toBeLessThan(countShares(before));
    }),
    { numRuns: 300 },
  );
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
