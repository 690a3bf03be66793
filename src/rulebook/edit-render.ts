/** Values as YAML that a person would have written: short lists on one line, texts of several lines as blocks. */

import { CST, Document, isScalar, isSeq, Lexer, type Node, Scalar, visit } from 'yaml';

/** From the one that reads best to the one in which nothing can be misread; `json` where the file is JSON. */
export type Style = 'folded' | 'plain' | 'quoted' | 'json';

/** Columns. */
export const WIDEST = 140;
const FOLD_AT = 120;
/** Units of a text of one line from which on it is folded: whatever is shorter has room beside its name. */
const LONG = 90;

/** What some reader takes for a line break or cannot show, and what turns the direction of what follows: never left as it is. */
const HIDDEN = /[\u007F-\u009F\u2028-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/;
/** The same in a text of several lines, each of which is a paragraph of its own: direction ends with the line. */
const HIDDEN_IN_BLOCK = /[\u007F-\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF]/;

const OPTIONS = {
  blockQuote: 'literal',
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  flowCollectionPadding: false,
  lineWidth: 0,
} as const;

/** A mapping of one name, as a member of a block; lines are apart by LF, none at the end. */
export function memberText(name: string, value: unknown, style: Style): string {
  if (style === 'json') return `${JSON.stringify(name)}: ${flowText(value, style)}`;
  return blockText({ [name]: value }, style);
}

/** A list of one entry, as an item of a block. */
export function itemText(value: unknown, style: Style): string {
  return style === 'json' ? `- ${flowText(value, style)}` : blockText([value], style);
}

function blockText(value: unknown, style: Style): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (key, node) => dress(node, key === 'key', style),
    Seq: (_, node, ancestors) => {
      if (ancestors.length > 1) node.flow = isShort(node.items as Node[]);
    },
  });
  const text = document.toString({ ...OPTIONS, ...(style === 'folded' && { lineWidth: FOLD_AT, blockQuote: true }) });
  return escaped(text.replace(/\n$/, ''));
}

function dress(node: Scalar, isKey: boolean, style: Style): void {
  const { value } = node;
  if (typeof value !== 'string') return;
  const block = value.includes('\n') && !isKey && style !== 'quoted';
  if ((block ? HIDDEN_IN_BLOCK : HIDDEN).test(value) || (style === 'quoted' && !isKey)) node.type = Scalar.QUOTE_DOUBLE;
  else if (block) node.type = Scalar.BLOCK_LITERAL;
  else if (style === 'folded' && !isKey && value.length > LONG) node.type = Scalar.BLOCK_FOLDED;
}

function isShort(items: readonly Node[]): boolean {
  const plain = items.every(item => isScalar(item) && !String(item.value).includes('\n'));
  return plain && items.reduce((size, item) => size + String((item as Scalar).value).length + 2, 0) <= WIDEST - 40;
}

/** A value on one line. */
export function flowText(value: unknown, style: Style): string {
  if (Array.isArray(value)) return `[${value.map(entry => flowText(entry, style)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => `${scalarText(name, style)}: ${flowText(member, style)}`);
    if (members.length === 0) return '{}';
    return style === 'json' ? `{${members.join(', ')}}` : `{ ${members.join(', ')} }`;
  }
  return scalarText(value, style);
}

function scalarText(value: unknown, style: Style): string {
  if (style === 'json' || (style === 'quoted' && typeof value === 'string'))
    return JSON.stringify(value).replace(new RegExp(HIDDEN, 'g'), writtenOut);
  const document = new Document([value]);
  if (isSeq(document.contents)) document.contents.flow = true;
  visit(document, { Scalar: (_, node) => dress(node, true, style) });
  return escaped(document.toString(OPTIONS).trim().slice(1, -1));
}

/** What is hidden stands in double quotes (see `dress`), where it can be written out. */
function escaped(text: string): string {
  if (!HIDDEN.test(text)) return text;
  let result = '';
  let isText = false;
  for (const lexeme of new Lexer().lex(text)) {
    const quoted = !isText && lexeme.startsWith('"');
    const mark = !isText && (lexeme === CST.SCALAR || lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END);
    isText = !isText && lexeme === CST.SCALAR;
    if (!mark) result += quoted ? lexeme.replace(new RegExp(HIDDEN, 'g'), writtenOut) : lexeme;
  }
  return result;
}

const writtenOut = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
