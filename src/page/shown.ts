/** What of a page people get to see, as far as its tags tell. */

import { attributeOf, type Element, isElement, XHTML_NAMESPACE } from './document.ts';

/** What holds no text that is read as text, or none of the article's own. */
const SKIPPED = new Set(
  (
    'script style textarea title option optgroup select datalist noscript template iframe object embed audio video canvas map meter ' +
    'progress button dialog noembed noframes xmp plaintext code kbd samp rp rt nav'
  ).split(' '),
);

/** Whether text in an element is read as text of the page. */
export function holdsText(element: Element): boolean {
  const text = element.namespaceURI === XHTML_NAMESPACE && !SKIPPED.has(element.tagName) && attributeOf(element, 'role') !== 'navigation';
  return text && !isHidden(element) && !isShadowHost(element);
}

/** Whether what stands in an element is not shown, by what its tag says. */
export function isHidden(element: Element): boolean {
  return element.attrs.some(
    ({ name, value }) =>
      name === 'hidden' ||
      name === 'inert' ||
      name === 'popover' ||
      (name === 'aria-hidden' && value === 'true') ||
      (name === 'style' && /(display\s*:\s*none|content-visibility\s*:\s*hidden)/i.test(value)),
  );
}

/** What stands in a shadow host without a slot's name is not shown. */
export function isShadowHost(element: Element): boolean {
  return element.childNodes.some(
    node => isElement(node) && node.tagName === 'template' && attributeOf(node, 'shadowrootmode') !== undefined,
  );
}
