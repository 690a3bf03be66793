/**
 * Proof that a page can be changed at some offsets: the changed page is parsed, and must give the same tree plus the notice, or the
 * same tree less the elements that were taken out. No rule about which tags may be omitted is trusted; the parser is asked.
 */

import { MARK_ATTRIBUTE, NOTICE_ATTRIBUTE } from '../core/markup-names.ts';
import { canonicalForm, hasForm } from './canonical.ts';
import {
  attributeOf,
  type Document,
  type Element,
  isElement,
  locationOf,
  type ParentNode,
  parentOf,
  parsePage,
  type Syntax,
  XHTML_NAMESPACE,
} from './document.ts';
import { editText, type Range } from './edits.ts';
import { holdsText, isHidden, isShadowHost } from './shown.ts';

/** A set of changes to be proven together. `removed` are the elements that stand in `ranges`. */
export interface Change {
  /** UTF-16 offsets at which one notice each is put in. */
  readonly offsets: readonly number[];
  readonly ranges?: readonly Range[];
  readonly removed?: ReadonlySet<Element>;
  /** Before a notice at the same offset. */
  readonly marks?: readonly Mark[];
}

/** A mark that is put in right behind some text. */
export interface Mark {
  readonly offset: number;
  /** The text, as it is read. */
  readonly behind: string;
}

/** How particular a proof is about where the notice ends up: `strict` also wants it where it is seen and is allowed by content models. */
export type Placement = 'strict' | 'lenient';

/** Where a notice would not be shown, or would become part of something else. */
const FORBIDDEN = new Set(['template', 'noscript', 'select', 'svg', 'math', 'button', 'a', 'p']);
const UNFIT = new Set(
  'progress meter rp rt head h1 h2 h3 h4 h5 h6 textarea title iframe object video audio canvas picture map datalist dialog details label script style option optgroup ruby'.split(
    ' ',
  ),
);
const UNFIT_PARENT = new Set('html ul ol dl menu table thead tbody tfoot tr colgroup hgroup'.split(' '));

export class Proof {
  readonly text: string;
  readonly document: Document;
  readonly syntax: Syntax;
  /** UTF-16 units parsed so far: what a search is limited by. */
  parsed = 0;
  readonly #syntaxes: readonly Syntax[];
  readonly #forms = new Map<Syntax, string>();
  readonly #marker: string;
  readonly #dummies = new Map<Syntax, { readonly tag: string; readonly form: string }>();

  private constructor(text: string, document: Document, syntax: Syntax) {
    this.text = text;
    this.document = document;
    this.syntax = syntax;
    this.#syntaxes = syntax === 'html' && /<noscript/i.test(text) ? ['html', 'html-no-script'] : [syntax];
    let marker = 'standfirst-proof';
    while (text.includes(marker)) marker += '-';
    this.#marker = marker;
  }

  /** Makes a page ready for proofs; `undefined` where it has no tree (XHTML that is not well-formed). */
  static of(text: string, syntax: 'html' | 'xhtml'): Proof | undefined {
    const document = parsePage(text, syntax);
    return document && new Proof(text, document, syntax);
  }

  /** Whether the change leaves the rest of the page as it was, in each way in which a browser may parse it, and shows every notice once. */
  holds(change: Change, placement: Placement = 'strict'): boolean {
    return this.#syntaxes.every(syntax => this.#holdsIn(syntax, change, placement));
  }

  #holdsIn(syntax: Syntax, change: Change, placement: Placement): boolean {
    const expected = this.#form(syntax, change.removed);
    if (expected === undefined) return false;
    const notices = change.offsets.map((offset, index) => ({ offset, content: { text: dummyMarkup(`${this.#marker}${index}`) } }));
    const wanted = change.marks ?? [];
    const marks = wanted.map(({ offset }, index) => ({ offset, content: { text: dummyMark(`${this.#marker}${index}`) } }));
    const changed = editText(this.text, [...marks, ...notices], change.ranges ?? []);
    this.parsed += changed.length;
    const tree = parsePage(changed, syntax, false);
    if (tree === undefined) return false;
    const dummies: Element[] = [];
    const marked: Element[] = [];
    const isDummy = (element: Element) => {
      const found = this.#names(element, NOTICE_ATTRIBUTE) ? dummies : this.#names(element, MARK_ATTRIBUTE) ? marked : undefined;
      found?.push(element);
      return found !== undefined;
    };
    if (!hasForm(tree, isDummy, expected) || dummies.length !== notices.length || marked.length !== marks.length) return false;
    return (
      dummies.every(dummy => this.#stands(dummy, syntax, placement)) &&
      marked.every(mark => isMarkBehind(mark, wanted[Number(attributeOf(mark, MARK_ATTRIBUTE)?.slice(this.#marker.length))]))
    );
  }

  /** Whether an element is one that was put in. */
  #names(element: Element, attribute: string): boolean {
    return attributeOf(element, attribute)?.startsWith(this.#marker) ?? false;
  }

  /** The form of the page itself. With elements removed it is only known for the syntax in which those elements were found. */
  #form(syntax: Syntax, removed: ReadonlySet<Element> | undefined): string | undefined {
    if (removed !== undefined && removed.size > 0) {
      if (syntax === this.syntax) return canonicalForm(this.document, element => removed.has(element));
      const twin = this.#parse(syntax);
      const places = new Set([...removed].map(startOf));
      return twin && canonicalForm(twin, element => places.has(startOf(element)));
    }
    let form = this.#forms.get(syntax);
    if (form === undefined) {
      const document = syntax === this.syntax ? this.document : this.#parse(syntax);
      form = document && canonicalForm(document, () => false);
      if (form !== undefined) this.#forms.set(syntax, form);
    }
    return form;
  }

  #parse(syntax: Syntax): Document | undefined {
    this.parsed += this.text.length;
    return parsePage(this.text, syntax);
  }

  /** Whether a dummy came out whole, in the body, and nowhere where it would not be read. */
  #stands(dummy: Element, syntax: Syntax, placement: Placement): boolean {
    const whole = this.#wholeDummy(syntax);
    if (tagOf(dummy) !== whole.tag || !hasForm(dummy, () => false, whole.form)) return false;
    let inBody = false;
    for (let at = parentOf(dummy); at !== undefined; at = parentOf(at)) {
      if (FORBIDDEN.has(at.tagName) || at.namespaceURI !== XHTML_NAMESPACE) return false;
      const unfit = UNFIT.has(at.tagName) || isHidden(at) || isShadowHost(at) || (at === dummy.parentNode && UNFIT_PARENT.has(at.tagName));
      if (placement === 'strict' && unfit) return false;
      inBody ||= at.tagName === 'body';
    }
    return inBody;
  }

  #wholeDummy(syntax: Syntax): { readonly tag: string; readonly form: string } {
    let whole = this.#dummies.get(syntax);
    if (whole === undefined) {
      const source = `<html xmlns="${XHTML_NAMESPACE}"><head><title></title></head><body>${dummyMarkup('x')}</body></html>`;
      const document = parsePage(source, syntax);
      const dummy = document && findDummy(document);
      whole = dummy ? { tag: tagOf(dummy), form: canonicalForm(dummy, () => false) } : { tag: '', form: '' };
      this.#dummies.set(syntax, whole);
    }
    return whole;
  }
}

/** Holds every kind of element that a notice may hold, so that a proof with it is a proof for all of them. */
function dummyMarkup(marker: string): string {
  return (
    `<section xmlns="${XHTML_NAMESPACE}" ${NOTICE_ATTRIBUTE}="${marker}"><link rel="stylesheet" href="#" /><div lang="en" dir="ltr"><h2>h</h2>` +
    '<div><p>a<strong>b</strong><em>c</em><br /><a href="#">d</a></p><ul><li>e</li></ul><ol><li>f</li></ol>' +
    '<blockquote><p>g</p></blockquote></div><p><a href="#">i</a></p></div></section>'
  );
}

/** Says no namespace, as a mark does not: where a page gives `sup` another one, there is no proof. */
function dummyMark(marker: string): string {
  return `<sup ${MARK_ATTRIBUTE}="${marker}">*</sup>`;
}

/** Whether a mark came out whole, where text is read, with nothing but other marks between it and the text that it belongs to. */
function isMarkBehind(dummy: Element, mark: Mark | undefined): boolean {
  const [content, ...rest] = dummy.childNodes;
  const whole = content !== undefined && 'value' in content && content.value === '*' && rest.length === 0;
  if (!whole || mark === undefined || tagOf(dummy) !== MARK_TAG) return false;
  for (let at = parentOf(dummy); at !== undefined; at = parentOf(at)) if (!holdsText(at)) return false;
  const siblings = dummy.parentNode?.childNodes ?? [];
  let before = siblings[siblings.indexOf(dummy) - 1];
  while (before !== undefined && isElement(before) && attributeOf(before, MARK_ATTRIBUTE) !== undefined) {
    before = siblings[siblings.indexOf(before) - 1];
  }
  return before !== undefined && 'value' in before && before.value.endsWith(mark.behind);
}

/** What a start tag came out as: one that the page leaves open would take the names of ours for attributes of its own. */
function tagOf({ namespaceURI, tagName, attrs }: Element): string {
  return [namespaceURI, tagName, ...attrs.map(({ name }) => name)].join(' ');
}

const MARK_TAG = `${XHTML_NAMESPACE} sup ${MARK_ATTRIBUTE}`;

function findDummy(parent: ParentNode): Element | undefined {
  for (const node of parent.childNodes.filter(isElement)) {
    if (attributeOf(node, NOTICE_ATTRIBUTE) !== undefined) return node;
    const found = findDummy(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

function startOf(element: Element): string {
  const location = locationOf(element);
  return location ? `${element.tagName}@${location.startOffset}` : '';
}

/** UTF-16 units that may be parsed to find which of many changes hold. */
const PARSE_BUDGET = 16 * 1024 * 1024;

/** Whether a search that begins now has parsed all that it may. */
export function budgetOf(proof: Proof): () => boolean {
  const limit = proof.parsed + Math.max(PARSE_BUDGET, proof.text.length * 4);
  return () => proof.parsed > limit;
}

/**
 * The items whose change holds: all of them if that is proven, else the provable ones of each half, proven together again. A search
 * ends with what it has once its budget is parsed.
 */
export function provable<T>(proof: Proof, items: readonly T[], changeOf: (items: readonly T[]) => Change): readonly T[] {
  const isSpent = budgetOf(proof);
  const search = (some: readonly T[]): readonly T[] => {
    if (isSpent()) return [];
    if (some.length === 0 || proof.holds(changeOf(some))) return some;
    if (some.length === 1) return [];
    const middle = some.length >> 1;
    const [left, right] = [search(some.slice(0, middle)), search(some.slice(middle))];
    const both = [...left, ...right];
    return proof.holds(changeOf(both)) ? both : left.length >= right.length ? left : right;
  };
  return search(items);
}
