/** The authors of the publication, each described in every language that they write in: `authors.yaml`. */

import { z } from 'zod';
import type { Author } from '../core/article.ts';
import { readDocument, type SourceDocument } from '../rulebook/document.ts';
import { strict } from '../rulebook/fields.ts';
import { suggest } from '../rulebook/nearest.ts';
import { checked, line } from './fields.ts';
import type { Pictures } from './pictures.ts';
import type { Problem, Report } from './problems.ts';

const text = strict({
  name: line,
  role: line.optional(),
  biography: line.optional(),
  /** What the picture shows, for those who do not see it. */
  alt: line.optional(),
});
const authors = z.record(z.string(), strict({ picture: line.optional(), text: z.record(z.string(), text) }));

export interface AuthorBook {
  readonly entries: z.output<typeof authors>;
  readonly document: SourceDocument | undefined;
  readonly report: Report;
}

/** Reads `authors.yaml`. What is wrong with it is reported; the authors are then unknown. */
export function readAuthors(source: string, file: string, problems: Problem[], report: Report): AuthorBook {
  const read = readDocument(source, file);
  problems.push(...read.problems.map(({ line, column, message, mend }) => ({ file, line, column, message, mend })));
  const entries = read.document ? (checked(read.document, authors, report) ?? {}) : {};
  return { entries, document: read.document, report };
}

/** One author as an article in `language` shows them. Faults of the article go to `fault`, those of the book to its own report. */
export function authorIn(
  book: AuthorBook,
  name: string,
  language: string,
  pictures: Pictures,
  fault: (message: string, mend: string) => void,
): Author | undefined {
  const entry = Object.hasOwn(book.entries, name) ? book.entries[name] : undefined;
  if (!entry) {
    fault(`there is no author \`${name}\``, suggest(name, Object.keys(book.entries), 'describe the author in authors.yaml'));
    return undefined;
  }
  const words = Object.hasOwn(entry.text, language) ? entry.text[language] : undefined;
  if (!words) {
    fault(`the author \`${name}\` is not described in \`${language}\``, `add \`${language}:\` to \`${name}\` in authors.yaml`);
    return undefined;
  }
  const { alt, ...described } = words;
  const picture = entry.picture === undefined ? undefined : portrait(book, name, language, entry.picture, alt, pictures);
  return { ...defined(described), ...(picture ? { picture } : {}) };
}

function portrait(book: AuthorBook, name: string, language: string, file: string, alt: string | undefined, pictures: Pictures) {
  const at = (path: readonly string[]) => book.document?.locate([name, ...path], 'name') ?? { line: 1, column: 1 };
  if (alt === undefined) {
    book.report(
      at(['text', language]),
      `\`${name}\` has a picture but no \`alt\` in \`${language}\``,
      'say in a few words what the picture shows',
    );
    return undefined;
  }
  const used = pictures.use(file, (message, mend) => book.report(at(['picture']), message, mend));
  return used ? { ...used, alt } : undefined;
}

/** The same without the members that are `undefined`. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
