/** Form fields: each with its label, a hint, and what is wrong with what was typed. */

import type { Child, PropsWithChildren } from 'hono/jsx';

interface FieldProps {
  readonly label: Child;
  readonly name: string;
  /** Below the label: what to write. */
  readonly hint?: Child;
  /** What is wrong and how to mend it. */
  readonly error?: string;
  /** Where a name stands twice on a page. */
  readonly id?: string;
}

type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Label, hint and error around a control, which `children` makes with the attributes that tie it to them. */
export function Field({ label, hint, error, children, ...given }: FieldProps & { children: (attributes: Attributes) => Child }) {
  const id = given.id ?? `field-${given.name}`;
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children(attributesOf(id, given.name, describedBy, error))}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

function attributesOf(id: string, name: string, describedBy: string, error: string | undefined): Attributes {
  return {
    ...{ id, name },
    ...(describedBy === '' ? {} : { 'aria-describedby': describedBy }),
    ...(error ? { 'aria-invalid': 'true' } : {}),
  };
}

interface TextProps extends FieldProps {
  readonly value?: string;
  /** Further attributes: `required`, `maxlength`, `autocomplete`, `dir`, `lang`, `hx-post`… */
  readonly attributes?: Attributes;
}

/** @param type of the input: text, email, number, datetime-local, search… */
export function TextField({ value = '', type = 'text', attributes = {}, ...field }: TextProps & { type?: string }) {
  return <Field {...field}>{tied => <input type={type} value={value} {...tied} {...attributes} />}</Field>;
}

/** What starts with a line break keeps it: HTML drops the first one of a textarea. */
export function TextArea({ value = '', rows = 5, attributes = {}, ...field }: TextProps & { rows?: number }) {
  return (
    <Field {...field}>
      {tied => (
        <textarea rows={rows} {...tied} {...attributes}>
          {`\n${value}`}
        </textarea>
      )}
    </Field>
  );
}

export interface Choice {
  readonly value: string;
  readonly text: string;
  /** Choices of one group stand together. */
  readonly group?: string;
}

interface SelectProps extends TextProps {
  readonly options: readonly Choice[];
}

export function Select({ value, options, attributes = {}, ...field }: SelectProps) {
  const groups = [...Map.groupBy(options, ({ group }) => group)];
  return (
    <Field {...field}>
      {tied => (
        <select {...tied} {...attributes}>
          {groups.map(([group, choices]) =>
            group === undefined ? (
              <Choices choices={choices} value={value} />
            ) : (
              <optgroup label={group}>
                <Choices choices={choices} value={value} />
              </optgroup>
            ),
          )}
        </select>
      )}
    </Field>
  );
}

function Choices({ choices, value }: { choices: readonly Choice[]; value: string | undefined }) {
  return (
    <>
      {choices.map(choice => (
        <option value={choice.value} selected={choice.value === value}>
          {choice.text}
        </option>
      ))}
    </>
  );
}

interface CheckBoxProps extends FieldProps {
  readonly value?: string;
  readonly checked?: boolean;
  readonly attributes?: Attributes;
}

/** Its value is `on` unless it has another one. */
export function CheckBox({ label, name, hint, error, id: own, value = 'on', checked = false, attributes = {} }: CheckBoxProps) {
  const id = own ?? (value === 'on' ? `field-${name}` : `field-${name}-${value}`);
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field check">
      <label for={id}>
        <input type="checkbox" value={value} checked={checked} {...attributesOf(id, name, describedBy, error)} {...attributes} /> {label}
      </label>
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}

/** Fields that belong together, under a heading. */
export function FieldGroup({ legend, hint, children }: PropsWithChildren<{ legend: Child; hint?: Child }>) {
  return (
    <fieldset class="group">
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {children}
    </fieldset>
  );
}
