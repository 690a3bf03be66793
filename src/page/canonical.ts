/** A tree as one string, so that two trees are equal exactly when their strings are. */

import type { ChildNode, Element, ParentNode } from './document.ts';

/** How many tokens are joined at a time: a page has hundreds of thousands, and an isolate little memory. */
const CHUNK = 4096;

/**
 * The canonical form of everything below `root`: names, namespaces, attributes in order, text, comments, template contents.
 * Elements for which `skip` holds are passed over as if they were not there; text on both sides of them becomes one.
 */
export function canonicalForm(root: ParentNode, skip: (element: Element) => boolean): string {
  let form = '';
  let chunk: string[] = [];
  walkTokens(root, skip, token => {
    chunk.push(token);
    if (chunk.length === CHUNK) {
      form += chunk.join('');
      chunk = [];
    }
    return true;
  });
  return form + chunk.join('');
}

/** Whether `canonicalForm(root, skip) === form`, found out without building it. All of the tree has been visited when it holds. */
export function hasForm(root: ParentNode, skip: (element: Element) => boolean, form: string): boolean {
  let at = 0;
  const whole = walkTokens(root, skip, token => {
    const same = form.startsWith(token, at);
    at += token.length;
    return same;
  });
  return whole && at === form.length;
}

/** Calls `visit` with each token of the form until it answers false; whether it never did. */
function walkTokens(root: ParentNode, skip: (element: Element) => boolean, visit: (token: string) => boolean): boolean {
  let text = '';
  const emit = (token: string) => {
    const before = text === '' || visit(lengthed('t', text));
    text = '';
    return before && visit(token);
  };
  // An explicit stack, where `null` closes an element: real pages nest deeper than a call stack goes.
  const stack: (ChildNode | null)[] = [];
  const push = (children: readonly ChildNode[]) => {
    stack.push(null);
    for (let index = children.length - 1; index >= 0; index--) stack.push(children[index] ?? null);
  };
  push(root.childNodes);
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    let going = true;
    if (node === null) going = emit('/');
    else if ('value' in node) text += node.value;
    else if ('tagName' in node) {
      if (skip(node)) continue;
      going = emit(openForm(node));
      push('content' in node ? node.content.childNodes : node.childNodes);
    } else going = emit('data' in node ? lengthed('c', node.data) : lengthed('d', `${node.name} ${node.publicId} ${node.systemId}`));
    if (!going) return false;
  }
  return true;
}

function openForm(element: Element): string {
  let form = lengthed('e', `${element.namespaceURI} ${element.tagName}`);
  for (const { name, value } of element.attrs) form += lengthed('a', name) + lengthed('=', value);
  return form;
}

/** A length before each string leaves no two trees with one form. */
function lengthed(kind: string, text: string): string {
  return `${kind}${text.length}:${text}`;
}
