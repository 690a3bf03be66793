/** Preview as: the form, the frame, and the explanation beside it. */

import { Select, TextField } from '../../../templates/desk/parts.tsx';
import { BASE } from '../desk.ts';
import { localText } from '../proposals/moment.ts';
import type { Subject } from '../rulebook/subject.ts';
import type { ListedArticle } from '../serving.ts';
import { type FieldErrors, type Typed, WIDTHS, type Width } from './choice.ts';
import { Choices } from './choices.tsx';
import { type Explained, ExplanationPart } from './explanation.tsx';

export interface PreviewView {
  readonly typed: Typed;
  readonly subject: Subject;
  readonly subjects: readonly { readonly value: string; readonly label: string }[];
  readonly articles: readonly ListedArticle[];
  readonly errors?: FieldErrors;
  readonly shown?: { readonly token: string; readonly explained: Explained };
}

export function PreviewPage({ shown, ...view }: PreviewView) {
  return (
    <>
      <PreviewForm {...view} />
      {shown !== undefined && (
        <div class="columns">
          <Frame typed={view.typed} token={shown.token} label={frameLabel(shown.explained)} />
          <aside>
            <ExplanationPart {...shown.explained} />
            <p>
              <a href={`${BASE}/who?${new URLSearchParams({ of: view.typed.of, at: atText(shown.explained) })}`}>
                Who else sees what at this moment
              </a>
            </p>
          </aside>
        </div>
      )}
    </>
  );
}

function PreviewForm({ typed, subjects, articles, errors = {} }: Omit<PreviewView, 'shown'>) {
  return (
    <form method="get" action={`${BASE}/preview`} class="preview-form">
      <Select
        label="Of"
        name="of"
        hint="An edition or a proposal"
        value={typed.of}
        options={subjects.map(({ value, label }) => ({ value, text: label }))}
      />
      <TextField
        {...{ label: 'As a reader in', name: 'place', value: typed.place, hint: 'SG, UA-43, unknown, tor' }}
        {...errorOf(errors.place)}
        attributes={{ list: 'places', required: true, autocomplete: 'off', spellcheck: 'false' }}
      />
      <TextField
        {...{ label: 'At (UTC)', name: 'at', value: typed.at, type: 'datetime-local', hint: 'Empty for now' }}
        {...errorOf(errors.at)}
      />
      <TextField
        {...{ label: 'Reading (languages)', name: 'languages', value: typed.languages, hint: 'Best first: uk, en' }}
        {...errorOf(errors.languages)}
        attributes={{ autocomplete: 'off', spellcheck: 'false' }}
      />
      <TextField
        {...{ label: 'The article at', name: 'path', value: typed.path, hint: 'Its path, or that of a feed' }}
        {...errorOf(errors.path)}
        attributes={{ list: 'articles', required: true, autocomplete: 'off', spellcheck: 'false' }}
      />
      <input type="hidden" name="width" value={typed.width} />
      <button type="submit">Show it</button>
      <Choices articles={articles} />
    </form>
  );
}

const errorOf = (error: string | undefined) => (error === undefined ? {} : { error });

const WIDTH_WORDS: Readonly<Record<Width, string>> = { phone: 'As on a telephone', desktop: 'As wide as the window' };

function Frame({ typed, token, label }: { typed: Typed; token: string; label: string }) {
  const { width, ...rest } = typed;
  return (
    <div>
      <nav aria-label="Width of the frame">
        <ul class="widths">
          {WIDTHS.map(other => (
            <li>
              <a
                href={`${BASE}/preview?${new URLSearchParams({ ...rest, width: other })}`}
                {...(other === width ? { 'aria-current': 'true' } : {})}
              >
                {WIDTH_WORDS[other]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <iframe class={`preview-frame ${width}`} title={label} sandbox="" src={`${BASE}/preview/frame/${token}`} />
      <p class="quiet">Made by the edge’s own code. Nothing in the frame runs, and links in it lead out of the preview.</p>
    </div>
  );
}

function frameLabel({ choice: { path, reader } }: Explained): string {
  return `${path}, as a reader in ${reader.name} gets it`;
}

/** The moment as the form of another page takes it. */
function atText({ choice: { now } }: Explained): string {
  return localText(now, 'UTC');
}
