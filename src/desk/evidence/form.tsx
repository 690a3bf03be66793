/** The form in which evidence is asked for. */

import { FieldGroup, Select, TextField } from '../../../templates/desk/fields.tsx';
import { BASE } from '../desk.ts';
import { Choices } from '../preview/choices.tsx';
import type { ListedArticle } from '../serving.ts';
import type { FieldErrors, FieldName, Typed } from './question.ts';

interface FormProps {
  readonly typed: Typed;
  readonly errors?: FieldErrors;
  readonly articles: readonly ListedArticle[];
  /** IANA names, the site's own first. */
  readonly zones: readonly string[];
}

const PLAIN = { autocomplete: 'off', spellcheck: 'false' } as const;

export function EvidenceForm({ typed, errors = {}, articles, zones }: FormProps) {
  const field = (name: FieldName) => ({ name, value: typed[name], ...(errors[name] === undefined ? {} : { error: errors[name] }) });
  const isGiven = (['article', 'tags', 'sections', 'authors', 'language', 'published'] as const).some(name => typed[name] !== '');
  return (
    <form method="get" action={`${BASE}/evidence`} class="no-print">
      <TextField
        {...field('place')}
        label="What did a reader see who was in"
        hint="A country or a part of one by its code: RU, UA-43, GB-SCT; or unknown, or tor. A network may follow: UA-43 AS201776"
        attributes={{ ...PLAIN, list: 'places', required: true }}
      />
      <TextField {...field('at')} label="At" type="datetime-local" attributes={{ step: 1, required: true }} />
      <Select {...field('zone')} label="By the clock of" options={zones.map(zone => ({ value: zone, text: zone }))} />
      <TextField
        {...field('path')}
        label="At the article"
        hint="Its path, with what follows a question mark if that matters"
        attributes={{ ...PLAIN, list: 'articles', required: true }}
      />
      <TextField
        {...field('languages')}
        label="Reading"
        hint="Languages, the best first: uk, en. Empty where the reader does not say"
        attributes={PLAIN}
      />
      <details open={isGiven}>
        <summary>The article was another one then</summary>
        <FieldGroup
          legend="What was known of the article"
          hint="Rules may ask for these. What is left empty is taken from the page as it is today."
        >
          <TextField {...field('article')} label="Id" attributes={PLAIN} />
          <TextField {...field('tags')} label="Tags" hint="With commas between them" attributes={PLAIN} />
          <TextField {...field('sections')} label="Sections" hint="With commas between them" attributes={PLAIN} />
          <TextField {...field('authors')} label="Authors" hint="With commas between them" attributes={PLAIN} />
          <TextField {...field('language')} label="Language" hint="Such as en or pt-BR" attributes={PLAIN} />
          <TextField {...field('published')} label="Published" type="datetime-local" hint="By the same clock" attributes={{ step: 1 }} />
        </FieldGroup>
      </details>
      <button type="submit">Show what was seen</button>
      <Choices articles={articles} />
    </form>
  );
}
