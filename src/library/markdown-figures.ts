/** Pictures with captions and quotations with attributions: the two forms that Markdown has no markup for. */

import type { Element, ElementContent, Text } from 'hast';
import type { Blockquote, Image, Paragraph, PhrasingContent } from 'mdast';
import type { State } from 'mdast-util-to-hast';
import { positionOf } from './markdown-checks.ts';
import type { Pictures } from './pictures.ts';
import type { Report } from './problems.ts';

const ATTRIBUTION = /^\s*[—–]\s+(?=\S)/;

/** A picture alone in its paragraph becomes a figure; a picture that is refused or stands elsewhere does not come out. */
export function paragraphAsFigure(state: State, node: Paragraph, pictures: Pictures, report: Report): ElementContent | undefined {
  const [only] = node.children;
  if (node.children.length === 1 && only?.type === 'image') return figureOf(only, pictures, report);
  const children = node.children.filter(child => child.type !== 'image' && child.type !== 'imageReference');
  return element('p', state.all({ ...node, children }));
}

function figureOf(image: Image, pictures: Pictures, report: Report): Element | undefined {
  const at = positionOf(image);
  const picture = pictures.use(image.url, (message, mend) => report(at, message, mend));
  if (!picture) return undefined;
  const { src, width, height } = picture;
  const img = element('img', [], { src, alt: image.alt ?? '', width, height, loading: 'lazy' });
  const caption = image.title?.trim();
  return element('figure', caption ? [img, element('figcaption', [text(caption)])] : [img], { className: ['picture'] });
}

/** A quotation whose last line starts with a dash and a space names who said it. */
export function blockquoteAsFigure(state: State, node: Blockquote): Element {
  const found = attributionOf(node);
  if (!found) return element('blockquote', state.wrap(state.all(node), true));
  const quoted = element('blockquote', state.wrap(state.all({ ...node, children: found.quoted }), true));
  const said: Paragraph = { type: 'paragraph', children: found.attribution };
  return element('figure', [quoted, element('figcaption', state.all(said))], { className: ['quotation'] });
}

interface Attributed {
  readonly quoted: Blockquote['children'];
  readonly attribution: PhrasingContent[];
}

/** The line may stand at the end of the last paragraph or be one of its own; something must be left to quote. */
function attributionOf(node: Blockquote): Attributed | undefined {
  const last = node.children.at(-1);
  if (last?.type !== 'paragraph') return undefined;
  const [lines, said] = splitLastLine(last.children);
  const [first, ...others] = said;
  if (first?.type !== 'text' || !ATTRIBUTION.test(first.value)) return undefined;
  const before = node.children.slice(0, -1);
  const quoted = lines.length > 0 ? [...before, { ...last, children: lines }] : before;
  if (quoted.length === 0) return undefined;
  return { quoted, attribution: [{ ...first, value: first.value.replace(ATTRIBUTION, '') }, ...others] };
}

function splitLastLine(children: readonly PhrasingContent[]): [PhrasingContent[], PhrasingContent[]] {
  const index = children.findLastIndex(child => child.type === 'text' && child.value.includes('\n'));
  const broken = children[index];
  if (broken?.type !== 'text') return [[], [...children]];
  const cut = broken.value.lastIndexOf('\n');
  return [
    [...children.slice(0, index), { ...broken, value: broken.value.slice(0, cut) }],
    [{ ...broken, value: broken.value.slice(cut + 1) }, ...children.slice(index + 1)],
  ];
}

function element(tagName: string, children: ElementContent[], properties: Element['properties'] = {}): Element {
  return { type: 'element', tagName, properties, children };
}

function text(value: string): Text {
  return { type: 'text', value };
}
