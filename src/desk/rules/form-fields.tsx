/** One field of a rule's form, as what it shows asks for: its text, what is wrong with it, what somebody else has written meanwhile. */

import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Choice } from '../../../templates/desk/fields.tsx';
import { CheckBox, Select, TextArea, TextField } from '../../../templates/desk/parts.tsx';
import type { Values } from './values.ts';

/** What all fields of a form are drawn from. */
export interface Shown {
  readonly values: Values;
  /** What is wrong, by the names of the fields. */
  readonly errors: ReadonlyMap<string, string>;
  /** What was saved meanwhile where both have changed a field. */
  readonly theirs: Values;
}

interface RuleFieldProps {
  readonly shown: Shown;
  readonly name: string;
  readonly label: Child;
  readonly hint?: Child;
}

/** A field of one line. @param type of the input */
export function Line({ type = 'text', attributes = {}, ...field }: RuleFieldProps & { type?: string; attributes?: Attributes }) {
  const text = field.shown.values.get(field.name);
  if (text === undefined) return <AsText label={field.label} />;
  return <TextField {...tied(field)} type={type} value={text} attributes={{ ...PLAIN, ...attributes }} />;
}

/** A field of several lines: one entry each, or a text. */
export function Lines({ rows = 3, attributes = {}, ...field }: RuleFieldProps & { rows?: number; attributes?: Attributes }) {
  const text = field.shown.values.get(field.name);
  if (text === undefined) return <AsText label={field.label} />;
  const most = Math.min(Math.max(rows, text.split('\n').length + 1), 12);
  return <TextArea {...tied(field)} rows={most} value={text} attributes={attributes} />;
}

/** What is written and is none of the choices is offered too, so that nothing changes unseen. */
export function Choose({ options, ...field }: RuleFieldProps & { options: readonly Choice[] }) {
  const value = field.shown.values.get(field.name);
  if (value === undefined) return <AsText label={field.label} />;
  const isKnown = options.some(option => option.value === value);
  const all = isKnown ? options : [...options, { value, text: value === '' ? '(nothing is written)' : `${value} (as it is written)` }];
  return <Select {...tied(field)} value={value} options={all} />;
}

export function Box(field: RuleFieldProps) {
  const value = field.shown.values.get(field.name);
  if (value === undefined) return <AsText label={field.label} />;
  return <CheckBox {...tied(field)} checked={value === 'on'} />;
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Codes and names are no prose. */
const PLAIN = { autocomplete: 'off' } as const;

/** Name, hint and error as the Desk's own fields want them. */
export function tied({ shown, name, label, hint }: RuleFieldProps) {
  const [error, theirs] = [shown.errors.get(name), shown.theirs.get(name)];
  const told = [error, theirs === undefined ? undefined : `Somebody else has saved “${theirs}” meanwhile. What you typed stands here.`];
  const text = told.filter(part => part !== undefined).join(' ');
  return {
    ...{ name: `rule.${name}`, label },
    ...(hint === undefined ? {} : { hint }),
    ...(text === '' ? {} : { error: text }),
  };
}

/** Fields that few rules need: folded, unless something is written or wrong in one of them. */
export function Folded({
  shown,
  summary,
  names,
  children,
}: PropsWithChildren<{ shown: Shown; summary: string; names: readonly string[] }>) {
  const isOf = (name: string) => names.some(own => name === own || name.startsWith(`${own}.`));
  const isWritten = [...shown.values].some(([name, text]) => isOf(name) && text !== '');
  const isTold = [...shown.errors.keys(), ...shown.theirs.keys()].some(isOf);
  return (
    <details open={isWritten || isTold}>
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

/** In place of a field for something that is written in another form than it could show. */
export function AsText({ label }: { label: Child }) {
  return (
    <p class="hint">
      {label}: written in a form that no field can show. It stays as it is; <a href="#as-text">change it as text</a>.
    </p>
  );
}
