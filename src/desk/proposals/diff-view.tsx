/** Differences between texts on a page: with words for those who do not see colours, long unchanged stretches folded. */

import type { Child } from 'hono/jsx';
import type { Piece, Stretch } from '../../analysis/text-diff.ts';
import { visible, visibleSpaces } from './typed.tsx';

/** UTF-16 units of an unchanged stretch between changed words that are shown; lines around changed lines. */
const SHOWN_AROUND = 160;
const LINES_AROUND = 3;
/** Unchanged lines beyond these are counted instead of folded. */
const MOST_FOLDED = 400;

/** How many UTF-16 units of changes a page may still show. */
export interface Room {
  left: number;
}

export const roomOfPage = (): Room => ({ left: 400_000 });

/** What is different in the text of a notice, in its own language and direction; lines as they were wrapped mean nothing there. */
export function Words({ pieces, language, direction, whole = false }: WordsProps) {
  return (
    <div class="diff notice-text" lang={language} dir={direction}>
      {(whole ? pieces : pieces.map(ends)).map(piece => (
        <PieceView paragraphs piece={piece} />
      ))}
    </div>
  );
}

/** Whether some of what stayed is left out. */
export function isShortened(pieces: readonly Piece[]): boolean {
  return pieces.map(ends).some(({ text }, index) => text !== pieces[index]?.text);
}

interface WordsProps {
  readonly pieces: readonly Piece[];
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** Whether long stretches that stayed are shown from end to end. */
  readonly whole?: boolean;
}

/** What is different in the lines of a file, as one text: long unchanged stretches are folded between. */
export function Lines({ stretches, room }: { stretches: readonly Stretch[]; room: Room }) {
  const parts = stretches.flatMap((stretch, index) =>
    stretch.kind === 'changed' ? changedParts(stretch, room) : sameParts(stretch, index === 0, index === stretches.length - 1),
  );
  return (
    <div class="diff lines" dir="ltr">
      {joined(parts).map(part => ('shown' in part ? <Block>{part.shown}</Block> : part.apart))}
    </div>
  );
}

/** Text of a file, and what stands between. */
type Part = { readonly shown: Child[] } | { readonly apart: Child };

/** Text that follows on text is one block. */
function joined(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (last !== undefined && 'shown' in last && 'shown' in part) all[all.length - 1] = { shown: [...last.shown, ...part.shown] };
    else all.push(part);
  }
  return all;
}

/** Whether a page has room for so much text; takes it. */
export function takeRoom(room: Room, pieces: readonly Piece[]): boolean {
  const size = pieces.reduce((sum, { text }) => sum + text.length, 0);
  if (size > room.left) return false;
  room.left -= size;
  return true;
}

function changedParts({ line, lines, pieces }: Stretch, room: Room): Part[] {
  if (takeRoom(room, pieces)) return [{ shown: pieces.map(piece => <PieceView piece={piece} />) }];
  const words = `${counted(lines, 'line')} changed from line ${line} on: too much to show here. Read the files as text.`;
  return [{ apart: <p class="hint">{words}</p> }];
}

function sameParts({ line, pieces }: Stretch, first: boolean, last: boolean): Part[] {
  const all = pieces.flatMap(({ text }) => text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
  const [above, below] = [first ? 0 : LINES_AROUND, last ? 0 : LINES_AROUND];
  const text = (lines: readonly string[]): Part[] => (lines.length === 0 ? [] : [{ shown: [visible(lines.join(''))] }]);
  if (all.length <= above + below + 2) return text(all);
  const folded = all.slice(above, all.length - below);
  return [...text(all.slice(0, above)), { apart: <Folded lines={folded} line={line + above} /> }, ...text(all.slice(all.length - below))];
}

/** Lines that stayed. @param line number of the first */
function Folded({ lines, line }: { lines: readonly string[]; line: number }) {
  const words = lines.length === 1 ? `Line ${line}: unchanged` : `Lines ${line} to ${line + lines.length - 1}: unchanged`;
  if (lines.length > MOST_FOLDED) return <p class="hint">{words}</p>;
  return (
    <details>
      <summary>{words}</summary>
      <Block>{visible(lines.join(''))}</Block>
    </details>
  );
}

/** HTML drops a line break at the start of `pre`, so one is put there for it. */
function Block({ children }: { children?: Child }) {
  return (
    <pre>
      {'\n'}
      {children}
    </pre>
  );
}

/** @param paragraphs whether an empty line is shown as the end of a paragraph, where `pre` does not do that */
function PieceView({ piece: { kind, text }, paragraphs = false }: { piece: Piece; paragraphs?: boolean }) {
  const shown = kind !== 'same' && text.trim() === '' ? visibleSpaces(text) : paragraphs ? inParagraphs(text) : visible(text);
  if (kind === 'same') return <>{shown}</>;
  return kind === 'added' ? (
    <ins>
      <ReadOut>added: </ReadOut>
      {shown}
      <ReadOut> (end of what was added) </ReadOut>
    </ins>
  ) : (
    <del>
      <ReadOut>taken out: </ReadOut>
      {shown}
      <ReadOut> (end of what was taken out) </ReadOut>
    </del>
  );
}

function inParagraphs(text: string): Child[] {
  return text.split(/\n[ \t]*\n\s*/).map((paragraph, index) => (
    <>
      {index > 0 && (
        <>
          <br />
          <br />
        </>
      )}
      {visible(paragraph)}
    </>
  ));
}

function ReadOut({ children }: { children?: Child }) {
  return (
    <span class="out-of-sight" lang="en">
      {children}
    </span>
  );
}

/** A piece, of which only the two ends are left where it is long and stayed. */
function ends({ kind, text }: Piece, index: number, { length }: readonly Piece[]): Piece {
  const [start, end] = [index === 0 ? 0 : SHOWN_AROUND, index === length - 1 ? 0 : SHOWN_AROUND];
  if (kind !== 'same' || text.length <= start + end + SHOWN_AROUND) return { kind, text };
  const head = start === 0 ? '' : text.slice(0, start).replace(/\S*$/, '');
  const tail = end === 0 ? '' : text.slice(-end).replace(/^\S*/, '');
  return { kind, text: `${head}[…]${tail}` };
}

/** `1 line`, `2 lines`. */
export function counted(count: number, what: string): string {
  return `${count.toLocaleString('en-GB')} ${what}${count === 1 ? '' : 's'}`;
}
