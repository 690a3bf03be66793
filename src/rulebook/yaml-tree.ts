/** The `yaml` library, given no more than it can hold: its tree takes some hundred bytes for every sign of a text. */

import { Composer, CST, type Document, Lexer, Parser } from 'yaml';
import { Wrong } from './problems.ts';

/** Lists and mappings inside one another. */
export const DEEPEST = 32;
/** Words, signs and the spaces between them, in one file: some 10,000 rules of usual length. */
const MOST_SIGNS = 1_500_000;

export const TOO_DEEP = new Wrong(`nested deeper than ${DEEPEST} levels`, 'write the document out flat, without values that repeat others');
const TOO_LONG = new Wrong(`more than ${MOST_SIGNS} words and signs in one file`, 'spread what it says over several files, with `include`');
const TWO_DOCUMENTS = new Wrong('a second document starts here', 'keep one document in the file, without `---` between parts');

export type Tree = Document.Parsed | { readonly offset: number; readonly wrong: Wrong };

/** The tree of a text with one document, with its errors in it; or the first place where it is too much, or is another document. */
export function readTree(source: string): Tree {
  const guard = new Guard();
  // A pass of its own, without a tree: what is too much is refused at once, and in little memory.
  for (const lexeme of new Lexer().lex(source)) {
    guard.see(lexeme);
    if (guard.wrong) return { offset: guard.offset, wrong: guard.wrong };
  }
  let first: Document.Parsed | undefined;
  // Duplicate names are looked for elsewhere: the library's own search is quadratic.
  const composer = new Composer({ prettyErrors: false, uniqueKeys: false, schema: 'core', logLevel: 'silent' });
  for (const document of composer.compose(new Parser().parse(source), true, source.length)) {
    if (first !== undefined) return { offset: document.range[0], wrong: TWO_DOCUMENTS };
    first = document;
  }
  // Asked to, `compose` gives a document even where the text is empty.
  return first!;
}

/** Counts what goes by, and says when it is enough. */
class Guard {
  offset = 0;
  wrong: Wrong | undefined;
  #signs = 0;
  #brackets = 0;
  /** Lists and mappings that one line opens outside brackets. */
  #onLine = 0;
  #beforeText = false;

  see(lexeme: string): void {
    const text = this.#beforeText;
    this.#beforeText = !text && lexeme === CST.SCALAR;
    if (!text && (lexeme === CST.SCALAR || lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END)) return;
    if (!text) this.#count(lexeme);
    if (++this.#signs > MOST_SIGNS) this.wrong = TOO_LONG;
    else if (this.#brackets > DEEPEST || this.#onLine > DEEPEST) this.wrong = TOO_DEEP;
    else this.offset += lexeme.length;
  }

  #count(lexeme: string): void {
    if (lexeme === '[' || lexeme === '{') this.#brackets += 1;
    else if (lexeme === ']' || lexeme === '}') this.#brackets = Math.max(0, this.#brackets - 1);
    else if (lexeme === '\n' || this.#brackets > 0) this.#onLine = 0;
    else if (lexeme === '-' || lexeme === '?' || lexeme === ':') this.#onLine += 1;
  }
}
