/** The form that asks for a page as another reader gets it: on the front page and above the viewer, both local only. */

import type { Strings } from './strings.ts';

export interface AsFromForm {
  readonly action: string;
  /** `code` as `placeFromCode` reads it. */
  readonly places: readonly { readonly code: string; readonly name: string }[];
  readonly articles: readonly { readonly path: string; readonly headline: string }[];
  /** What was asked for last; `at` as `datetime-local` gives it, UTC; empty is now. */
  readonly chosen?: { readonly place: string; readonly at: string; readonly languages: string; readonly path: string };
}

type Option = { readonly value: string; readonly text: string };

/** Fields `place` (from the list), `code` (typed; wins over `place`), `at`, `languages`, `path`. */
export function AsFromFields({ form, strings }: { form: AsFromForm; strings: Strings }) {
  const words = strings.asFrom;
  const { chosen } = form;
  const listed = form.places.some(place => place.code === chosen?.place);
  const pages = form.articles.map(({ path, headline }) => ({ value: path, text: headline }));
  return (
    <form class="as-from-form" method="get" action={form.action}>
      <Field name="place" label={words.place}>
        <select id="as-from-place" name="place">
          <Places form={form} strings={strings} />
        </select>
      </Field>
      <TextField name="code" label={words.code} hint={words.codeHint} value={chosen && !listed ? chosen.place : ''} />
      <TextField name="at" label={words.time} hint={words.timeHint} value={(chosen?.at ?? '').slice(0, 16)} type="datetime-local" />
      <TextField name="languages" label={words.languages} hint={words.languagesHint} value={chosen?.languages ?? ''} />
      <Field name="path" label={words.page} wide>
        <select id="as-from-path" name="path">
          <Options options={[{ value: '/', text: strings.frontPage }, ...pages]} chosen={chosen?.path} />
        </select>
      </Field>
      <p class="as-from-submit">
        <button type="submit">{words.show}</button>
      </p>
    </form>
  );
}

interface TextFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly type?: 'text' | 'datetime-local';
}

/** Codes, moments and language tags are written from left to right in every language. */
function TextField({ name, label, hint, value, type }: TextFieldProps) {
  return (
    <Field name={name} label={label} hint={hint}>
      <input
        id={`as-from-${name}`}
        name={name}
        type={type ?? 'text'}
        value={value}
        aria-describedby={`as-from-${name}-hint`}
        autocomplete="off"
        dir="ltr"
      />
    </Field>
  );
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly wide?: boolean;
  readonly children?: unknown;
}

function Field({ name, label, hint, wide, children }: FieldProps) {
  return (
    <p class={wide ? 'field field-wide' : 'field'}>
      <label for={`as-from-${name}`}>{label}</label>
      {children}
      {hint ? (
        <span class="hint" id={`as-from-${name}-hint`}>
          {hint}
        </span>
      ) : null}
    </p>
  );
}

function Places({ form, strings }: { form: AsFromForm; strings: Strings }) {
  const { countries, parts, hidden } = strings.asFrom;
  const groups = [
    { label: countries, holds: (code: string) => /^[A-Z]{2}$/.test(code) },
    { label: parts, holds: (code: string) => /^[A-Z]{2}-/.test(code) },
    { label: hidden, holds: (code: string) => !/^[A-Z]{2}(?:-|$)/.test(code) },
  ];
  return (
    <>
      {groups.map(group => {
        const options = form.places.filter(place => group.holds(place.code)).map(({ code, name }) => ({ value: code, text: name }));
        return options.length === 0 ? null : (
          <optgroup label={group.label}>
            <Options options={options} chosen={form.chosen?.place} />
          </optgroup>
        );
      })}
    </>
  );
}

function Options({ options, chosen }: { options: readonly Option[]; chosen: string | undefined }) {
  return (
    <>
      {options.map(({ value, text }) => (
        <option value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </>
  );
}
