/** What somebody else has saved meanwhile, beside what was typed. */

import { DataTable, FieldGroup, Note } from '../../../templates/desk/parts.tsx';
import { wordDiff } from '../../analysis/text-diff.ts';
import { directionOf } from '../../rulebook/compile-notices.ts';
import { readLanguage } from '../../rulebook/readers.ts';
import type { TypedText } from '../proposals/changed-texts.ts';
import { Words } from '../proposals/diff-view.tsx';
import { languageWords } from '../proposals/differences.tsx';
import { TypedParagraphs, visible } from '../proposals/typed.tsx';
import type { NoticeDraft } from './draft.ts';
import type { Merged, TextDifference } from './merge-drafts.ts';
import { settingWords } from './words.ts';

interface StaleProps {
  readonly message: string;
  readonly merged: Merged;
  readonly mine: NoticeDraft;
  readonly theirs: NoticeDraft;
  /** The revision that saving again is about. */
  readonly revision: number;
}

export function Stale({ message, merged, mine, theirs, revision }: StaleProps) {
  const { differences, settings, draft } = merged;
  return (
    <>
      <Note kind="danger" title={message} answers>
        <p>
          Nothing was saved, and nothing of yours is lost: it is in the form below. Saving again puts what the form says in the place of
          revision {revision}.
        </p>
      </Note>
      <section aria-labelledby="both">
        <h2 id="both">What is different between your text and theirs</h2>
        {differences.length + settings.length === 0 && <p>Nothing of this notice: they changed something else. Save again to keep both.</p>}
        {differences.map(difference => (
          <Both difference={difference} />
        ))}
        {settings.length > 0 && (
          <DataTable
            caption="Settings"
            head={['Setting', 'Yours', 'Theirs', 'In the form below']}
            rows={settings.map(name => [settingWords(name, mine)[0], ...[mine, theirs, draft].map(one => settingWords(name, one)[1])])}
          />
        )}
      </section>
    </>
  );
}

function Both({ difference: { language, mine, theirs, kept, conflict } }: { difference: TextDifference }) {
  const known = typeof readLanguage(language) === 'string';
  const direction = known ? directionOf(language) : 'ltr';
  const diff = (field: keyof TypedText) => wordDiff(theirs?.[field] ?? '', mine?.[field] ?? '', language);
  return (
    <FieldGroup legend={languageWords(language)} hint={keptWords(kept, conflict)}>
      <div class="split">
        <Side title="Yours" text={mine} {...{ language, direction }} />
        <Side title="Theirs" text={theirs} {...{ language, direction }} />
      </div>
      {mine !== undefined && theirs !== undefined && (
        <>
          <p>
            <strong>From theirs to yours, word by word</strong>
          </p>
          {mine.heading !== theirs.heading && <Words pieces={diff('heading')} language={language} direction={direction} />}
          {mine.body !== theirs.body && <Words pieces={diff('body')} language={language} direction={direction} />}
        </>
      )}
    </FieldGroup>
  );
}

function keptWords(kept: TextDifference['kept'], conflict: boolean): string {
  if (conflict) return 'Both of you changed this. The form below holds yours.';
  return kept === 'mine' ? 'Only you changed this. The form below holds yours.' : 'Only they changed this. The form below holds theirs.';
}

interface SideProps {
  readonly title: string;
  readonly text: TypedText | undefined;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
}

function Side({ title, text, language, direction }: SideProps) {
  return (
    <div>
      <p>
        <strong>{title}</strong>
      </p>
      {text === undefined ? (
        <p class="quiet">No text in this language.</p>
      ) : (
        <div class="notice-text" lang={language} dir={direction}>
          <p>
            <strong>{visible(text.heading)}</strong>
          </p>
          <TypedParagraphs text={text.body} />
        </div>
      )}
    </div>
  );
}
