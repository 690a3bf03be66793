/** The fields of one language of a notice. */

import { deskPath, TextArea, TextField } from '../../../templates/desk/parts.tsx';
import { directionOf } from '../../rulebook/compile-notices.ts';
import { readLanguage } from '../../rulebook/readers.ts';
import { languageWords } from '../proposals/differences.tsx';
import type { Editing } from './editing.ts';
import type { Finding } from './findings.ts';
import { Outdated } from './preview.tsx';

interface LanguageProps {
  readonly editing: Editing;
  readonly language: string;
}

export function LanguageFields({ editing, language }: LanguageProps) {
  const { draft, translations, findings } = editing;
  const text = draft.texts.get(language) ?? { heading: '', body: '' };
  const attributes = { ...tongue(language), spellcheck: 'true' };
  const id = `${[...draft.texts.keys()].indexOf(language)}`;
  const isSource = language === translations.source;
  return (
    <fieldset class="group">
      <legend>{languageWords(language)}</legend>
      {isSource && <p class="hint">The first text: the others are translations of it.</p>}
      {translations.outdated.has(language) && (
        <p>
          <Outdated />
        </p>
      )}
      <TextField
        label="Heading"
        name={`heading.${language}`}
        id={`heading-${id}`}
        value={text.heading}
        attributes={attributes}
        {...errorOf(findings, language, 'heading')}
      />
      <TextArea
        label="Text"
        name={`body.${language}`}
        id={`body-${id}`}
        value={text.body}
        rows={14}
        attributes={attributes}
        {...errorOf(findings, language, 'body')}
      />
      {draft.texts.size > 1 && (
        <p>
          <button type="submit" class="secondary" name="take-out" value={language} formaction={previewAction(editing)}>
            {`Take ${languageWords(language)} out`}
          </button>
        </p>
      )}
    </fieldset>
  );
}

/** Where a form goes that is to be shown again and not saved. */
export function previewAction({ id, notice }: Pick<Editing, 'id' | 'notice'>): string {
  return deskPath(`${noticePath({ id, notice })}/preview`);
}

/** The editor's path in the Desk. */
export function noticePath({ id, notice }: Pick<Editing, 'id' | 'notice'>): string {
  return `/proposals/${encodeURIComponent(id)}/notices/${encodeURIComponent(notice)}`;
}

/** The attributes of a text in a language; none for what is no language. */
export function tongue(language: string): { lang?: string; dir?: 'ltr' | 'rtl' } {
  return typeof readLanguage(language) === 'string' ? { lang: language, dir: directionOf(language) } : {};
}

function errorOf(findings: readonly Finding[], language: string, field: Finding['field']): { error?: string } {
  const own = findings.filter(finding => finding.language === language && finding.field === field && finding.severity === 'error');
  if (own.length === 0) return {};
  const sentences = own.map(({ line, column, message, mend }) => `Line ${line}, column ${column}: ${message}. To mend it: ${mend}.`);
  return { error: sentences.slice(0, 5).join(' ') };
}
