/** The page with all files of a rulebook as text, and what is found in them. */

import { Badge, CheckBox, deskPath, FieldGroup, Note, TextArea, TextField } from '../../../templates/desk/parts.tsx';
import { DiffBudget, lineDiff } from '../../analysis/text-diff.ts';
import { countsOf, type Problem } from '../../rulebook/problems.ts';
import { BASE } from '../desk.ts';
import { Lines, roomOfPage } from '../proposals/diff-view.tsx';
import { Typed, visibleText } from '../proposals/typed.tsx';
import type { RulebookContent } from '../rulebook/content.ts';
import { shownFiles, shownText, type TypedFile } from './files.ts';

export interface FilesFormProps {
  readonly proposal: string;
  readonly revision: number;
  readonly first: string;
  readonly files: readonly TypedFile[];
  /** What is wrong with one file of the form, by its place. */
  readonly wrong?: { readonly index: number; readonly problem: string };
  /** Files that nothing includes. */
  readonly unread: readonly string[];
}

/** UTF-16 units of all files, up to which they are checked while somebody types. */
const LARGEST_LIVE = 200_000;

export function FilesForm({ proposal, revision, first, files, wrong, unread }: FilesFormProps) {
  const action = `${BASE}/proposals/${proposal}/text`;
  const isLive = files.reduce((sum, { text }) => sum + text.length, 0) <= LARGEST_LIVE;
  const live = { 'hx-post': `${action}/preview`, 'hx-trigger': 'input delay:1200ms', 'hx-target': '#checked', 'hx-swap': 'innerHTML' };
  const shown = [...files, ...(files.at(-1)?.was === '' ? [] : [NEW])];
  return (
    <form
      method="post"
      action={action}
      enctype="multipart/form-data"
      {...(isLive ? { ...live, 'hx-encoding': 'multipart/form-data' } : {})}
    >
      <input type="hidden" name="revision" value={String(revision)} />
      <Buttons />
      {shown.map((file, index) => (
        <FileFields
          {...{ file, index, isFirst: file.was === first, isUnread: unread.includes(file.name) }}
          {...(wrong?.index === index ? { problem: wrong.problem } : {})}
        />
      ))}
      <Buttons />
    </form>
  );
}

const NEW: TypedFile = { was: '', name: '', text: '', gone: false };

function Buttons() {
  return (
    <div class="actions">
      <button type="submit">Save in the proposal</button>
      <button type="submit" name="check" value="on" class="secondary">
        Check without saving
      </button>
    </div>
  );
}

interface FileProps {
  readonly file: TypedFile;
  readonly index: number;
  readonly isFirst: boolean;
  readonly isUnread: boolean;
  readonly problem?: string;
}

function FileFields({ file: { was, name, text, gone }, index, isFirst, isUnread, problem }: FileProps) {
  const isNew = was === '';
  const called = visibleText(was);
  return (
    <section id={`file-${index}`} aria-label={isNew ? 'A new file' : called} tabindex={-1}>
      <FieldGroup
        legend={isNew ? 'A new file' : called}
        {...(isFirst ? { hint: 'It is read first, and names the others under include.' } : {})}
      >
        <input type="hidden" name="was" value={was} />
        <TextField
          label="Name"
          name="name"
          id={`name-${index}`}
          value={name}
          hint={
            isNew
              ? 'Leave it empty for none. A file is read where another one includes it.'
              : 'Renamed here, it must be renamed under include too.'
          }
          attributes={{ autocomplete: 'off', spellcheck: 'false', dir: 'ltr', maxlength: 300 }}
          {...(problem === undefined ? {} : { error: problem })}
        />
        {isUnread && !isNew && <p class="hint">No file includes this one, so nothing in it is read.</p>}
        <TextArea
          label={isNew ? 'Text of the new file' : `Text of ${called}`}
          name="text"
          id={`text-${index}`}
          value={text}
          rows={Math.min(Math.max(text.split('\n', 60).length + 2, 6), 32)}
          attributes={{ spellcheck: 'false', dir: 'ltr', wrap: 'off', autocomplete: 'off', class: 'source' }}
        />
        {!isFirst && !isNew && (
          <CheckBox label="Take this file out" name="gone" value={String(index)} id={`gone-${index}`} checked={gone} />
        )}
      </FieldGroup>
    </section>
  );
}

/** Findings with the line that each is about, and a way to the file. */
export function FileFindings({ problems, files }: { problems: readonly Problem[]; files: readonly TypedFile[] }) {
  const { errors, warnings, more } = countsOf(problems);
  const lines = new Map(files.map(({ name, text }) => [name, shownText(text).split('\n')]));
  return (
    <>
      <h2>Findings</h2>
      {problems.length === 0 && <p>Nothing is found: these files make an edition.</p>}
      {problems.length > 0 && <p>{`${told(errors, 'error')}, ${told(warnings, 'warning')}${more ? ', and more' : ''}.`}</p>}
      <ol class="problems">
        {problems.map(problem => (
          <Finding
            problem={problem}
            index={files.findIndex(({ name, gone }) => name === problem.file && !gone)}
            line={lines.get(problem.file)?.[problem.line - 1]}
          />
        ))}
      </ol>
    </>
  );
}

const LONGEST_LINE = 160;

function Finding({ problem, index, line }: { problem: Problem; index: number; line: string | undefined }) {
  const { severity, message, mend, file, line: number, column } = problem;
  const isError = severity === 'error';
  const where = `${file}, line ${number}, column ${column}`;
  return (
    <li class={isError ? 'danger' : 'warning'}>
      <p>
        <Badge tone={isError ? 'danger' : 'warning'} icon={isError ? 'octagon' : 'triangle'}>
          {isError ? 'Error' : 'Warning'}
        </Badge>{' '}
        <Typed text={message} />
      </p>
      {mend !== '' && (
        <p>
          To mend it: <Typed text={mend} />
        </p>
      )}
      <p class="quiet">{index === -1 ? where : <a href={`#text-${index}`}>{where}</a>}</p>
      {line !== undefined && line.trim() !== '' && (
        <p>
          <code>
            <Typed text={line.trim().slice(0, LONGEST_LINE)} />
          </code>
        </p>
      )}
    </li>
  );
}

function told(count: number, what: string): string {
  return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}

/** UTF-16 units on both sides; beyond, nothing is compared. */
const LARGEST_COMPARED = 6_000_000;

/** What is different between what was saved meanwhile and what somebody typed, file by file. */
export function BothFiles({ current, typed }: { current: RulebookContent; typed: readonly TypedFile[] }) {
  const theirs = new Map(shownFiles(current).map(({ name, text }) => [name, text]));
  const yours = new Map(typed.filter(({ gone }) => !gone).map(({ name, text }) => [name, shownText(text)]));
  const names = [...new Set([...theirs.keys(), ...yours.keys()])].filter(name => theirs.get(name) !== yours.get(name));
  const [budget, room] = [new DiffBudget(), roomOfPage()];
  const size = names.reduce((sum, name) => sum + (theirs.get(name)?.length ?? 0) + (yours.get(name)?.length ?? 0), 0);
  return (
    <section aria-labelledby="both">
      <h2 id="both">Both texts</h2>
      {names.length === 0 && <p>Both say the same.</p>}
      {names.length > 0 && <p>From what was saved meanwhile (taken out) to what you typed (added):</p>}
      {size > LARGEST_COMPARED && <Note kind="warning">{`These are too large to be compared on a page: ${names.join(', ')}.`}</Note>}
      {size <= LARGEST_COMPARED &&
        names.map(name => (
          <details open={names.length <= 3}>
            <summary>
              <Typed text={name} />
              {!yours.has(name) && ' (not in yours)'}
              {!theirs.has(name) && ' (only in yours)'}
            </summary>
            <Lines stretches={lineDiff(theirs.get(name) ?? '', yours.get(name) ?? '', budget)} room={room} />
          </details>
        ))}
    </section>
  );
}

export function BackLink({ proposal }: { proposal: string }) {
  return (
    <p>
      <a href={deskPath(`/proposals/${proposal}`)}>Back to the proposal</a>
    </p>
  );
}
