/** What is written differently in two rulebooks: the texts of notices in words, the files in lines. */

import { Empty, Note } from '../../../templates/desk/parts.tsx';
import { languageName } from '../../analysis/outcome-words-articles.ts';
import { DiffBudget, lineDiff, wordDiff } from '../../analysis/text-diff.ts';
import { directionOf } from '../../rulebook/compile-notices.ts';
import { loadContent, type RulebookContent } from '../rulebook/content.ts';
import { type ChangedNotice, type ChangedText, changedTexts } from './changed-texts.ts';
import { counted, isShortened, Lines, type Room, roomOfPage, takeRoom, Words } from './diff-view.tsx';
import { Typed } from './typed.tsx';

/** UTF-16 units of changed files on both sides; beyond, nothing is compared. */
const LARGEST_COMPARED = 6_000_000;
/** Changed texts of notices that a page shows. */
const MOST_TEXTS = 200;

/** @param level of the headings within */
export function Differences({ old, next, level = 3 }: { old: RulebookContent; next: RulebookContent; level?: 3 | 4 }) {
  const names = changedFiles(old, next);
  if (names.length === 0) {
    const first =
      old.first === next.first ? '' : ` Only the file that is read first is another one: ${next.first} instead of ${old.first}.`;
    return <Empty>{`No text is different.${first}`}</Empty>;
  }
  const size = names.reduce((sum, name) => sum + textOf(old, name).length + textOf(next, name).length, 0);
  if (size > LARGEST_COMPARED) {
    return (
      <Note kind="warning" title="These files are too large to be compared on a page">
        {`Different are: ${names.join(', ')}. What changes for readers is told above all the same.`}
      </Note>
    );
  }
  const [budget, room] = [new DiffBudget(), roomOfPage()];
  return (
    <>
      <Notices {...{ old, next, budget, room, level }} />
      <Heading level={level}>Files of the rulebook</Heading>
      {names.map(name => (
        <FileDifference {...{ old, next, name, budget, room }} />
      ))}
    </>
  );
}

interface Comparing {
  readonly old: RulebookContent;
  readonly next: RulebookContent;
  readonly budget: DiffBudget;
  readonly room: Room;
}

function Notices({ old, next, budget, room, level }: Comparing & { level: 3 | 4 }) {
  const [before, after] = [loadContent(old).rulebook, loadContent(next).rulebook];
  if (before === undefined || after === undefined) {
    return <p class="hint">The files have errors, so the notices in them cannot be compared one by one; the files are below.</p>;
  }
  const changed = changedTexts(before, after);
  if (changed.length === 0) return <p>No notice says anything else.</p>;
  const shown = firstTexts(changed);
  const left = countTexts(changed) - countTexts(shown);
  return (
    <>
      <Heading level={level}>Texts of notices</Heading>
      {shown.map(({ notice, texts }) => (
        <section>
          <Heading level={level === 3 ? 4 : 5}>{notice}</Heading>
          {texts.map(text => (
            <TextDifference {...{ text, budget, room }} />
          ))}
        </section>
      ))}
      {left > 0 && <p class="hint">{`${counted(left, 'more text')} changed: see the files below.`}</p>}
    </>
  );
}

function TextDifference({ text, budget, room }: { text: ChangedText; budget: DiffBudget; room: Room }) {
  const { language, before, after } = text;
  const direction = directionOf(language);
  const headings = wordDiff(before?.heading ?? '', after?.heading ?? '', language, budget);
  const bodies = wordDiff(before?.body ?? '', after?.body ?? '', language, budget);
  const what = before === undefined ? ': new' : after === undefined ? ': taken out' : '';
  return (
    <>
      <p class="kicker">
        <strong>{`${languageWords(language)}${what}`}</strong>
      </p>
      {takeRoom(room, [...headings, ...bodies]) ? (
        <>
          <Words pieces={headings} language={language} direction={direction} />
          <Words pieces={bodies} language={language} direction={direction} />
          {isShortened(bodies) && (
            <details>
              <summary>The whole text</summary>
              <Words pieces={bodies} language={language} direction={direction} whole />
            </details>
          )}
        </>
      ) : (
        <p class="hint">Too much to show here. Read the files as text.</p>
      )}
    </>
  );
}

function FileDifference({ old, next, name, budget, room }: Comparing & { name: string }) {
  const isNew = !Object.hasOwn(old.files, name);
  const isGone = !Object.hasOwn(next.files, name);
  const stretches = lineDiff(textOf(old, name), textOf(next, name), budget);
  const places = stretches.filter(({ kind }) => kind === 'changed').length;
  const what = isNew ? 'a new file' : isGone ? 'taken out' : `changed in ${counted(places, 'place')}`;
  return (
    <details>
      <summary>
        <Typed text={name} />: {what}
      </summary>
      <Lines stretches={stretches} room={room} />
    </details>
  );
}

function Heading({ level, children }: { level: 3 | 4 | 5; children?: string }) {
  if (level === 3) return <h3>{children}</h3>;
  return level === 4 ? <h4>{children}</h4> : <h5>{children}</h5>;
}

function changedFiles(old: RulebookContent, next: RulebookContent): string[] {
  const names = [...new Set([...Object.keys(old.files), ...Object.keys(next.files)])].sort();
  const has = ({ files }: RulebookContent, name: string) => Object.hasOwn(files, name);
  return names.filter(name => has(old, name) !== has(next, name) || textOf(old, name) !== textOf(next, name));
}

function textOf({ files }: RulebookContent, name: string): string {
  return Object.hasOwn(files, name) ? (files[name] ?? '') : '';
}

function countTexts(changed: readonly ChangedNotice[]): number {
  return changed.reduce((sum, { texts }) => sum + texts.length, 0);
}

function firstTexts(changed: readonly ChangedNotice[]): ChangedNotice[] {
  let room = MOST_TEXTS;
  return changed.flatMap(({ notice, texts }) => {
    const shown = texts.slice(0, Math.max(room, 0));
    room -= shown.length;
    return shown.length === 0 ? [] : [{ notice, texts: shown }];
  });
}

/** `Russian (ru)`; said so where a text has none. */
export function languageWords(language: string): string {
  return language === 'und' ? 'No language given' : `${languageName(language)} (${language})`;
}
