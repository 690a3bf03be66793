/** Texts that people typed, shown as text: what cannot be seen, or would turn the direction of what follows, is named instead. */

import type { Child } from 'hono/jsx';

/** Controls (but line breaks and tabs), bidirectional controls, characters without width, tags. Joiners stay: Persian and emoji need them. */
const UNSEEN = /(?![\n\t])[\p{Cc}\u00AD\u061C\u180E\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB\u{E0000}-\u{E007F}]/u;

const NAMES: Readonly<Record<string, string>> = {
  '\u00AD': 'soft hyphen',
  '\u061C': 'Arabic letter mark',
  '\u200B': 'space without width',
  '\u200E': 'left-to-right mark',
  '\u200F': 'right-to-left mark',
  '\u202A': 'left-to-right embedding',
  '\u202B': 'right-to-left embedding',
  '\u202C': 'end of direction',
  '\u202D': 'left-to-right override',
  '\u202E': 'right-to-left override',
  '\u2066': 'left-to-right isolate',
  '\u2067': 'right-to-left isolate',
  '\u2068': 'first strong isolate',
  '\u2069': 'end of isolate',
  '\uFEFF': 'byte order mark',
};

/** A text of one line or many, as it stands, apart from the direction of what is around it. */
export function Typed({ text }: { text: string }) {
  return <bdi>{visible(text)}</bdi>;
}

/** A text of several paragraphs. */
export function TypedParagraphs({ text }: { text: string }) {
  return (
    <>
      {text.split(/\n{2,}/).map(paragraph => (
        <p dir="auto">
          {paragraph.split('\n').map((line, index) => (
            <>
              {index > 0 && <br />}
              {visible(line)}
            </>
          ))}
        </p>
      ))}
    </>
  );
}

/** The text with a name in the place of whatever cannot be seen. */
export function visible(text: string): Child[] {
  return text
    .toWellFormed()
    .split(new RegExp(`(${UNSEEN.source})`, 'u'))
    .map((part, index) => (index % 2 === 1 ? <Unseen character={part} /> : part));
}

/** Whether a text holds anything that could not be seen. */
export function hasUnseen(text: string): boolean {
  return UNSEEN.test(text);
}

/** The same as a string, for headings, options of a form, and names. */
export function visibleText(text: string): string {
  return text.toWellFormed().replace(new RegExp(UNSEEN.source, 'gu'), character => `[${codeOf(character)}]`);
}

/** The same where even spaces and line breaks are what matters. */
export function visibleSpaces(text: string): Child[] {
  return Array.from(text, character => {
    const sign = SPACES[character];
    if (sign !== undefined) return <span class="invisible">{sign}</span>;
    return /\s/.test(character) ? <Unseen character={character} /> : visible(character);
  }).flat();
}

const SPACES: Readonly<Record<string, string>> = { ' ': '␣', '\t': '⇥', '\n': '↵\n' };

function Unseen({ character }: { character: string }) {
  return (
    <code class="invisible" dir="ltr" title={NAMES[character] ?? 'invisible character'}>
      {codeOf(character)}
    </code>
  );
}

function codeOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
