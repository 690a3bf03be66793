/** The part of the editor that follows what is typed: the notice as readers see it, what is wrong with it, how it is read out, its length. */

import { Badge, Problems } from '../../../templates/desk/parts.tsx';
import { languagesOf } from '../../core/language.ts';
import { BODY_LIMIT, HEADING_LIMIT } from '../../rulebook/schema.ts';
import { languageWords } from '../proposals/differences.tsx';
import { Typed } from '../proposals/typed.tsx';
import type { Editing } from './editing.ts';
import type { Finding } from './findings.ts';
import { lengthOf, readingWords } from './length.ts';
import { readingOrder } from './reading-order.ts';
import { ShownNotice, shownMarkup } from './shown.tsx';

interface PreviewProps {
  readonly editing: Editing;
  /** The public origin of the site. */
  readonly site: string;
}

export function Preview({ editing, site }: PreviewProps) {
  const { compiled, findings, languages } = editing;
  const reader = readerOf(editing);
  const shown = languagesOf(compiled, reader === '' ? [] : [reader], languages);
  const props = { notice: compiled, languages: shown, slot: 'preview', site };
  return (
    <>
      {shown.length === 0 ? (
        <p class="quiet">There is no text to show yet.</p>
      ) : (
        <>
          <p class="hint">
            {reader === '' ? 'As a reader sees it' : `As a reader sees it who reads ${languageWords(reader)}`}. Its links open in a new
            window.
          </p>
          <ShownNotice {...props} />
        </>
      )}
      <FindingList findings={findings} />
      {shown.length > 0 && <ReadingOrder markup={shownMarkup(props)} />}
      <Lengths editing={editing} />
    </>
  );
}

/** The language of the reader for whom the preview is: the one asked for, else that of the text on the left. */
export function readerOf({ draft, looking, translations }: Editing): string {
  const known = [looking.reader, looking.left, translations.source ?? ''].find(language => draft.texts.has(language));
  return known ?? draft.texts.keys().next().value ?? '';
}

function FindingList({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return <p>Nothing is wrong with these texts.</p>;
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return (
    <>
      <h3>Findings</h3>
      {errors > 0 && (
        <p>It can be saved like this, and not be sent for review until {errors === 1 ? 'the error is' : 'the errors are'} mended.</p>
      )}
      <Problems list={findings.map(problemOf)} label="Findings in these texts" />
    </>
  );
}

function problemOf({ language, field, ...finding }: Finding) {
  const where = language === undefined ? 'The notice' : `${languageWords(language)}, ${field === 'body' ? 'text' : field}`;
  return { ...finding, file: where, path: '' };
}

function ReadingOrder({ markup }: { markup: string }) {
  return (
    <details>
      <summary>How screen readers read it out</summary>
      <ol>
        {readingOrder(markup, languageWords).map(({ what, text, language, direction }) => (
          <li>
            {what}
            {text !== '' && ': '}
            <span {...(language === undefined ? {} : { lang: language, dir: direction ?? 'ltr' })}>
              <Typed text={text} />
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Lengths({ editing: { draft, translations } }: { editing: Editing }) {
  return (
    <details open>
      <summary>How long it is</summary>
      <ul>
        {[...draft.texts].map(([language, text]) => {
          const { heading, body, words, reading } = lengthOf(text, language);
          return (
            <li>
              <strong>{languageWords(language)}</strong>
              {': '}
              {`${number(words)} ${words === 1 ? 'word' : 'words'}, ${readingWords(reading)} to read; `}
              <Count value={heading} limit={HEADING_LIMIT} what="heading" />
              {', '}
              <Count value={body} limit={BODY_LIMIT} what="text" />
              {translations.outdated.has(language) && (
                <>
                  {' '}
                  <Outdated />
                </>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}

function Count({ value, limit, what }: { value: number; limit: number; what: string }) {
  const words = `${what} ${number(value)} of ${number(limit)} characters`;
  return value > limit ? <strong>{`${words}, too long`}</strong> : <span>{words}</span>;
}

/** Beside a translation that is older than the first text. */
export function Outdated() {
  return (
    <Badge tone="warning" icon="triangle">
      Older than the first text
    </Badge>
  );
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}
