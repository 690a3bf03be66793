/** What a notice is beside its texts: why it exists, in which languages and how large it is shown. */

import { CheckBox, FieldGroup, Select } from '../../../templates/desk/parts.tsx';
import { NOTICE_KINDS } from '../../core/edition.ts';
import { languageWords } from '../proposals/differences.tsx';
import type { NoticeDraft } from './draft.ts';
import { KIND_WORDS } from './words.ts';

export function KindField({ kind, error }: { kind: string; error?: string | undefined }) {
  const none = kind === '' ? [{ value: '', text: 'Choose one' }] : [];
  return (
    <Select
      label="Why it exists"
      name="kind"
      value={kind}
      options={[...none, ...NOTICE_KINDS.map(value => ({ value, text: KIND_WORDS[value] }))]}
      {...(error === undefined ? {} : { error })}
    />
  );
}

export function SettingsFields({ draft }: { draft: NoticeDraft }) {
  const { kind, first, texts, more, size } = draft;
  const languages = [...new Set([...texts.keys(), ...first])];
  const choices = [{ value: '', text: 'None' }, ...languages.map(language => ({ value: language, text: languageWords(language) }))];
  return (
    <FieldGroup legend="Settings">
      <KindField kind={kind} />
      {[...first, ''].slice(0, Math.max(languages.length, 1)).map((language, index) => (
        <Select
          label={index === 0 ? 'Every reader is shown first' : 'and after that'}
          name="first"
          id={`first-${index}`}
          value={language}
          options={choices}
        />
      ))}
      <Select
        label="Then"
        name="follow"
        value={draft.thenReader ? 'reader' : 'none'}
        options={[
          { value: 'reader', text: 'the reader’s own language, where there is a text in it' },
          { value: 'none', text: 'nothing else' },
        ]}
      />
      <Select
        label="Size"
        name="size"
        value={size}
        options={[
          { value: 'body', text: 'As the text of the article' },
          { value: 'double', text: 'At least twice the size of the text, as some mandates demand' },
        ]}
      />
      <CheckBox label="It links to a page of its own (“Find out more”)" name="more" checked={more} />
    </FieldGroup>
  );
}
