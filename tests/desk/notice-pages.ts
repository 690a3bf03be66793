/** Pages of notices as a browser has them: their forms, their texts, their elements. */

import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.Document | DefaultTreeAdapterTypes.DocumentFragment;
export type Element = DefaultTreeAdapterTypes.Element;

export function elementsIn(html: string): Element[] {
  return [...walk(parse(html))];
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find(attr => attr.name === name)?.value;
}

export function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

export function byId(html: string, id: string): Element {
  const found = elementsIn(html).find(element => attribute(element, 'id') === id);
  if (found === undefined) throw new TypeError(`nothing has the id ${id}`);
  return found;
}

/** What a browser would send of the form with this id, or of the only one with this action, by the first button. */
export function fieldsOf(html: string, form: string): Record<string, string[]> {
  const found = elementsIn(html).find(
    element => element.tagName === 'form' && (attribute(element, 'id') === form || attribute(element, 'action') === form),
  );
  if (found === undefined) throw new TypeError(`there is no form ${form}`);
  const fields: Record<string, string[]> = {};
  for (const element of walk(found)) {
    const name = attribute(element, 'name');
    const value = name === undefined ? undefined : sentBy(element);
    if (name !== undefined && value !== undefined) fields[name] = [...(fields[name] ?? []), value];
  }
  return fields;
}

function sentBy(element: Element): string | undefined {
  const { tagName } = element;
  if (tagName === 'textarea') return textOf(element).replaceAll('\n', '\r\n');
  if (tagName === 'select') {
    const options = [...walk(element)].filter(({ tagName: name }) => name === 'option');
    const chosen = options.find(option => attribute(option, 'selected') !== undefined) ?? options[0];
    return chosen && attribute(chosen, 'value');
  }
  if (tagName !== 'input') return undefined;
  if (attribute(element, 'type') === 'checkbox')
    return attribute(element, 'checked') === undefined ? undefined : attribute(element, 'value');
  return attribute(element, 'value');
}

function* walk(node: Node | Element): Generator<Element> {
  if (!('childNodes' in node)) return;
  for (const child of node.childNodes) {
    if (!('tagName' in child)) continue;
    yield child;
    yield* walk(child);
  }
}
