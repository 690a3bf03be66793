/** SVG pictures that can do nothing but be seen: no script, no style, nothing from elsewhere. */

import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Size } from './bitmaps.ts';

const ELEMENTS = new Set(
  (
    'svg g path rect circle ellipse line polyline polygon text tspan title desc metadata defs symbol use ' +
    'linearGradient radialGradient stop clipPath mask pattern'
  ).split(' '),
);

/**
 * Checks a drawing and gives its size, from `width` and `height` or else from `viewBox`.
 * Refuses rather than repairs: `fault` hears of the first thing that is wrong.
 */
export function checkSvg(bytes: Uint8Array, fault: (message: string, mend: string) => void): Size | undefined {
  let wrong: readonly [message: string, mend: string] | undefined;
  let root: SaxesTagPlain | undefined;
  const parser = new SaxesParser({ xmlns: false });
  const refuse = (message: string, mend: string) => {
    wrong ??= [`${message} (line ${parser.line})`, mend];
  };
  parser.on('opentag', tag => {
    root ??= tag;
    checkTag(tag, refuse);
  });
  parser.on('doctype', () => refuse('has a document type', 'delete the <!DOCTYPE …>'));
  parser.on('processinginstruction', ({ target }) => refuse(`has a processing instruction <?${target}?>`, 'delete it'));
  parser.on('error', error => refuse(`is not well-formed XML: ${error.message.replace(/^\d+:\d+: /, '')}`, 'correct the drawing'));
  try {
    parser.write(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).close();
  } catch {
    refuse('is not UTF-8', 'save it as UTF-8');
  }
  if (!wrong && root) {
    const size = sizeOf(root);
    if (size) return size;
    refuse('has no size', 'give its <svg> a width and a height, or a viewBox');
  }
  fault(...(wrong ?? ['is empty', 'draw something']));
  return undefined;
}

function checkTag({ name, attributes }: SaxesTagPlain, refuse: (message: string, mend: string) => void): void {
  if (!ELEMENTS.has(name)) refuse(`holds <${name}>`, 'draw it with shapes, text and gradients only');
  for (const [attribute, value] of Object.entries(attributes)) {
    if (/^on/i.test(attribute)) refuse(`holds the event handler ${attribute}`, 'delete it');
    else if (attribute === 'style') refuse('holds a style attribute', 'use attributes such as fill and stroke');
    else if (/(?:^|:)(?:href|src)$/i.test(attribute) && !value.startsWith('#')) {
      refuse(`refers to \`${value.slice(0, 60)}\``, 'refer only to parts of the drawing itself, as #name');
    } else if (/url\(\s*(?!#)/i.test(value)) refuse(`refers to something outside in ${attribute}`, 'use url(#name) only');
  }
}

function sizeOf({ name, attributes }: SaxesTagPlain): Size | undefined {
  if (name !== 'svg' || attributes.xmlns !== 'http://www.w3.org/2000/svg') return undefined;
  const [, , boxWidth, boxHeight] = (attributes.viewBox ?? '').split(/[\s,]+/);
  const width = pixels(attributes.width ?? boxWidth);
  const height = pixels(attributes.height ?? boxHeight);
  return width > 0 && height > 0 ? { width, height } : undefined;
}

/** A length without unit or in px; any other is no number. */
function pixels(length: string | undefined): number {
  return Math.round(Number((length ?? '').replace(/px$/, '')));
}
