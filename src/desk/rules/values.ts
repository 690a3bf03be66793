/** How single values of a rule stand in fields of a form, and what is written for what was typed. Pure. */

/** Texts of fields by their names, which are the paths of what they show: `when.tags`, `do.0.slot`. A box is `on` or empty. */
export type Values = ReadonlyMap<string, string>;

/** `list`: one entry a line. `many`: boxes of one name. `box`: ticked for `true`. */
export type FieldKind = 'line' | 'text' | 'list' | 'many' | 'choice' | 'date' | 'box' | 'number';

/** What a field shows of a value as it is written; `undefined` for what it cannot show, which the form leaves alone. */
export function shownAs(kind: FieldKind, value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  if (kind === 'box') return typeof value === 'boolean' ? (value ? 'on' : '') : undefined;
  if (kind === 'list' || kind === 'many') {
    const entries = [value].flat().map(scalarText);
    return entries.some(entry => entry === undefined) ? undefined : entries.map(entry => oneLine(entry!)).join('\n');
  }
  const text = scalarText(value);
  return kind === 'text' ? text?.replace(/\r\n?/g, '\n') : text && oneLine(text);
}

/** Whether two texts of a field mean the same: browsers trim some, and readers of the rulebook trim the rest. */
export function isSame(kind: FieldKind, one: string, other: string): boolean {
  return kind === 'list' || kind === 'many' ? linesOf(one).join('\n') === linesOf(other).join('\n') : one.trim() === other.trim();
}

/**
 * What is written for a text; `undefined` takes the member away.
 * @param before what is written now: a text by itself stays one where a list may stand
 */
export function writtenFor(kind: FieldKind, text: string, before: unknown): unknown {
  if (kind === 'box') return text === 'on' ? true : undefined;
  if (kind === 'list' || kind === 'many') {
    const lines = linesOf(text);
    if (lines.length === 0) return undefined;
    return lines.length === 1 && !Array.isArray(before) ? lines[0] : lines;
  }
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  return kind === 'number' && /^-?\d{1,9}$/.test(trimmed) ? Number(trimmed) : trimmed;
}

/** The lines in which something stands, without what is around it. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

function scalarText(value: unknown): string | undefined {
  return typeof value === 'object' || value === undefined ? undefined : String(value);
}

/** An input of one line drops line breaks; here they become spaces before that. */
function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
}
