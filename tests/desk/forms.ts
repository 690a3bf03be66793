/** Pages of the Desk as somebody without script and style sheet has them: their text, their forms, their marked words. */

import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
export type Element = DefaultTreeAdapterTypes.Element;

export interface PageForm {
  readonly action: string;
  /** What its button says. */
  readonly label: string;
  /** Every field as it stands: hidden ones, what is typed, what is ticked. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface Page {
  readonly status: number;
  readonly text: string;
  readonly forms: readonly PageForm[];
  elements(name: string): readonly Element[];
}

export async function pageOf(response: Response): Promise<Page> {
  const tree = parse(await response.text());
  const all = elementsIn(tree);
  const elements = (name: string) => all.filter(({ tagName }) => tagName === name);
  return { status: response.status, text: textOf(tree), forms: elements('form').map(formFrom), elements };
}

/** The form that is sent to a path of the Desk which ends so. */
export function formTo({ forms }: Page, end: string): PageForm {
  const found = forms.find(({ action }) => action.endsWith(end));
  if (found === undefined) throw new Error(`No form to …${end} among: ${forms.map(({ action }) => action).join(', ')}`);
  return found;
}

export function hasForm({ forms }: Page, end: string): boolean {
  return forms.some(({ action }) => action.endsWith(end));
}

export function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find(attr => attr.name === name)?.value;
}

/** All text in it, white space drawn together. */
export function textOf(node: Node): string {
  return rawText(node).replace(/\s+/g, ' ').trim();
}

function rawText(node: Node): string {
  if ('value' in node && node.nodeName === '#text') return node.value;
  return 'childNodes' in node ? node.childNodes.map(rawText).join('') : '';
}

function elementsIn(node: Node): Element[] {
  const own = 'tagName' in node ? [node] : [];
  return [...own, ...('childNodes' in node ? node.childNodes.flatMap(elementsIn) : [])];
}

function formFrom(form: Element): PageForm {
  const inside = elementsIn(form);
  const fields = Object.fromEntries(inside.flatMap(fieldOf));
  const button = inside.find(({ tagName }) => tagName === 'button');
  return { action: attribute(form, 'action') ?? '', label: button === undefined ? '' : textOf(button), fields };
}

function fieldOf(element: Element): [string, string][] {
  const name = attribute(element, 'name');
  if (name === undefined) return [];
  if (element.tagName === 'textarea') return [[name, rawText(element)]];
  if (element.tagName === 'select') {
    const options = elementsIn(element).filter(({ tagName }) => tagName === 'option');
    const chosen = options.find(option => attribute(option, 'selected') !== undefined) ?? options[0];
    return chosen === undefined ? [] : [[name, attribute(chosen, 'value') ?? '']];
  }
  if (element.tagName !== 'input') return [];
  const isTick = ['checkbox', 'radio'].includes(attribute(element, 'type') ?? '');
  if (isTick && attribute(element, 'checked') === undefined) return [];
  return [[name, attribute(element, 'value') ?? '']];
}
