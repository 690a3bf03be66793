/** What is wrong with the texts of a notice as they are typed, by the same readers that check a rulebook. Pure. */

import { unwantedIn } from '../../rulebook/markdown.ts';
import { Wrong } from '../../rulebook/problems.ts';
import { readLanguage, readLine, readText } from '../../rulebook/readers.ts';
import { BODY_LIMIT, HEADING_LIMIT } from '../../rulebook/schema.ts';
import { visibleText } from '../proposals/typed.tsx';
import type { NoticeDraft } from './draft.ts';

export interface Finding {
  /** Absent where it is about the notice as a whole. */
  readonly language?: string;
  readonly field: 'heading' | 'body' | 'language' | 'settings';
  /** From 1, within the text that was typed. */
  readonly line: number;
  readonly column: number;
  /** An error keeps the proposal from being sent for review; a draft can be saved with it. */
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly mend: string;
}

export function findingsIn(draft: NoticeDraft): Finding[] {
  return [...settingsFindings(draft), ...[...draft.texts].flatMap(([language, text]) => textFindings(language, text))];
}

function settingsFindings({ kind, first, thenReader, texts }: NoticeDraft): Finding[] {
  const about = { field: 'settings', line: 1, column: 1 } as const;
  const missing = first.filter(language => !texts.has(language));
  return [
    ...(texts.size === 0 ? [wrong(about, new Wrong('the notice has no text', 'add a language'))] : []),
    ...(kind === '' ? [wrong(about, new Wrong('nothing says why the notice exists', 'choose a kind'))] : []),
    ...(!thenReader && first.length === 0
      ? [wrong(about, new Wrong('no reader would be shown any language', 'choose a first language, or let the reader’s own follow'))]
      : []),
    ...missing.map(language =>
      wrong(about, new Wrong(`readers are to be shown \`${language}\` first, and there is no text in it`, 'add that language')),
    ),
  ];
}

const EMPTY = 'write it, or take the language out of the form';

function textFindings(language: string, { heading, body }: { heading: string; body: string }): Finding[] {
  const at = (field: Finding['field'], line = 1, column = 1) => ({ language, field, line, column });
  const tag = readLanguage(language);
  const line = heading.trim() === '' ? new Wrong('the heading is empty', EMPTY) : readLine(heading, HEADING_LIMIT);
  const text = body.trim() === '' ? new Wrong('the text is empty', EMPTY) : readText(body, BODY_LIMIT);
  return [
    ...(tag instanceof Wrong ? [wrong(at('language'), tag)] : []),
    ...(line instanceof Wrong ? [wrong(at('heading'), line)] : []),
    ...(text instanceof Wrong ? [wrong(at('body'), text)] : []),
    ...unwantedIn(body).map(found => wrong(at('body', found.line, found.column), found)),
    ...unseenIn(heading).map(found => unseen(at('heading', found.line, found.column), found.code)),
    ...unseenIn(body).map(found => unseen(at('body', found.line, found.column), found.code)),
  ];
}

type At = Pick<Finding, 'language' | 'field' | 'line' | 'column'>;

function wrong(at: At, { message, mend }: Pick<Wrong, 'message' | 'mend'>): Finding {
  return { ...at, severity: 'error', message, mend };
}

function unseen(at: At, code: string): Finding {
  const message = `a character that cannot be seen stands here (${code})`;
  return { ...at, severity: 'warning', message, mend: 'take it out, unless the direction of the text needs it' };
}

const MOST_UNSEEN = 5;

function unseenIn(text: string): { line: number; column: number; code: string }[] {
  const found: { line: number; column: number; code: string }[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (found.length >= MOST_UNSEEN) break;
    if (visibleText(line) === line) continue;
    let column = 1;
    for (const character of line) {
      const shown = visibleText(character);
      if (shown !== character && found.length < MOST_UNSEEN) found.push({ line: index + 1, column, code: shown.slice(1, -1) });
      column += character.length;
    }
  }
  return found;
}
