/** The editor of a notice: its languages side by side, and beside them the notice as readers will see it. */

import type { Context } from 'hono';
import type { Child } from 'hono/jsx';
import { CheckBox, deskPath, FieldGroup, Note, Select, TextField } from '../../../templates/desk/parts.tsx';
import type { DeskEnv } from '../desk.ts';
import { deskPage, type PageStatus } from '../page.tsx';
import { languageWords } from '../proposals/differences.tsx';
import { Typed } from '../proposals/typed.tsx';
import { type Editing, sideBySide } from './editing.ts';
import { LanguageFields, noticePath, previewAction } from './language-fields.tsx';
import { Preview, readerOf } from './preview.tsx';
import { SettingsFields } from './settings-fields.tsx';
import { NOTICE_STYLE_PATH } from './shown.tsx';

export interface EditorOptions {
  readonly status?: PageStatus;
  /** Above the form: why something was not saved. */
  readonly answer?: Child;
  /** What was typed to add a language, where it is none. */
  readonly adding?: { readonly typed: string; readonly error: string };
  /** Whether "for all of them" was ticked. */
  readonly together?: boolean;
}

export function editorPage(asked: Context<DeskEnv>, editing: Editing, options: EditorOptions = {}): Response {
  const { notice, id, around } = editing;
  const site = asked.get('desk').settings.site.origin;
  const title = around?.proposal.title;
  return deskPage(
    asked,
    {
      ...{
        title: `Edit the notice ${notice}`,
        section: 'proposals',
        wide: true,
        styles: [NOTICE_STYLE_PATH],
        status: options.status ?? 200,
      },
      kicker: (
        <>
          Proposal:{' '}
          <a href={deskPath(`/proposals/${encodeURIComponent(id)}`)}>{title === undefined ? 'back to it' : <Typed text={title} />}</a>
        </>
      ),
    },
    <>
      {options.answer}
      <Warnings editing={editing} />
      <div class="columns">
        <Form editing={editing} options={options} />
        <aside aria-labelledby="preview-title">
          <h2 id="preview-title">Preview</h2>
          <div id="preview" {...followTyping(editing)}>
            <Preview editing={editing} site={site} />
          </div>
        </aside>
      </div>
    </>,
  );
}

/** With script the preview follows what is typed; without, the button "Show" does the same. */
function followTyping(editing: Editing): Record<string, string> {
  return {
    'hx-post': previewAction(editing),
    'hx-include': '#notice-form',
    'hx-trigger': 'input from:#notice-form delay:400ms, change from:#notice-form delay:400ms',
    'hx-swap': 'innerHTML',
    'hx-sync': 'replace',
  };
}

function Warnings({ editing: { around } }: { editing: Editing }) {
  const state = around?.proposal.state;
  return (
    <>
      {(state === 'approved' || state === 'scheduled') && (
        <Note kind="warning">Saving makes the approval of this proposal void and cancels a schedule.</Note>
      )}
      {state === 'in-review' && <Note kind="info">This proposal is in review. Saving makes it a draft again.</Note>}
    </>
  );
}

function Form({ editing, options }: { editing: Editing; options: EditorOptions }) {
  const { draft, revision } = editing;
  const shown = sideBySide(editing);
  const others = [...draft.texts.keys()].filter(language => !shown.includes(language));
  return (
    <form method="post" action={deskPath(noticePath(editing))} id="notice-form">
      <input type="hidden" name="revision" value={revision} />
      {[...draft.texts.keys()].map(language => (
        <input type="hidden" name="language" value={language} />
      ))}
      <LookingFields editing={editing} shown={shown} />
      <div class="split">
        {shown.map(language => (
          <LanguageFields editing={editing} language={language} />
        ))}
      </div>
      {others.map(language => (
        <details>
          <summary>{`${languageWords(language)}${editing.translations.outdated.has(language) ? ': older than the first text' : ''}`}</summary>
          <LanguageFields editing={editing} language={language} />
        </details>
      ))}
      <AddLanguage editing={editing} adding={options.adding} />
      <MarkdownKey />
      <SettingsFields draft={draft} />
      <Shared editing={editing} together={options.together ?? false} />
      <div class="actions">
        <button type="submit">Save: readers see no change until it is published</button>
        <button type="submit" class="secondary" formaction={previewAction(editing)}>
          Show, and save nothing yet
        </button>
      </div>
    </form>
  );
}

function LookingFields({ editing, shown }: { editing: Editing; shown: readonly string[] }) {
  const options = [...editing.draft.texts.keys()].map(language => ({ value: language, text: languageWords(language) }));
  if (options.length < 2) return null;
  return (
    <div class="toolbar">
      <Select label="On the left" name="left" value={shown[0] ?? ''} options={options} />
      <Select label="On the right" name="right" value={shown[1] ?? ''} options={options} />
      <Select label="Preview for a reader of" name="reader" value={readerOf(editing)} options={options} />
      <button type="submit" class="secondary" formaction={previewAction(editing)}>
        Show
      </button>
    </div>
  );
}

function AddLanguage({ editing, adding }: { editing: Editing; adding: EditorOptions['adding'] }) {
  return (
    <div class="toolbar">
      <TextField
        label="Another language"
        name="add"
        hint="Its tag, such as fr or pt-BR"
        value={adding?.typed ?? ''}
        attributes={{ autocomplete: 'off', spellcheck: 'false' }}
        {...(adding === undefined ? {} : { error: adding.error })}
      />
      <button type="submit" class="secondary" formaction={previewAction(editing)}>
        Add it to the form
      </button>
    </div>
  );
}

export function MarkdownKey() {
  return (
    <details>
      <summary>How to mark up a text</summary>
      <ul>
        <li>An empty line begins a new paragraph. A backslash at the end of a line breaks the line.</li>
        <li>
          <code>**bold**</code>, <code>*emphasis*</code>
        </li>
        <li>
          <code>[words](https://example.org/)</code>: a link. It may lead to <code>https://…</code>, <code>mailto:…</code> or a path of the
          site such as <code>/about</code>.
        </li>
        <li>
          Lines that begin with <code>- </code> make a list, with <code>1. </code> a numbered one, with <code>&gt; </code> a quotation.
        </li>
        <li>
          Nothing else: no headings, no pictures, no HTML. What is typed of these comes out as text or not at all, and is listed as a
          finding.
        </li>
      </ul>
    </details>
  );
}

/** Where parts of the notice are written once for several. */
function Shared({ editing: { around }, together }: { editing: Editing; together: boolean }) {
  const shared = around?.shared ?? [];
  if (shared.length === 0) return null;
  const others = [...new Set(shared.flatMap(part => part.others))].map(other => other.split(' ').at(-1)).join(', ');
  return (
    <FieldGroup legend="Parts that others have too" hint={`The files repeat parts of this notice in: ${others}.`}>
      <CheckBox label="Change these parts for all of them" name="together" checked={together} />
    </FieldGroup>
  );
}
