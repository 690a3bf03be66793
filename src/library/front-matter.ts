/** The head of an article file: YAML between two lines of `---`. */

import { z } from 'zod';
import { readDocument, type SourceDocument } from '../rulebook/document.ts';
import { strict } from '../rulebook/fields.ts';
import { articlePath, checked, instant, language, line, name } from './fields.ts';
import type { Problem, Report } from './problems.ts';

const picture = strict({ file: line, alt: line, caption: line.optional(), credit: line.optional() });

const frontMatter = strict({
  id: name,
  path: articlePath,
  language,
  section: line,
  breaking: strict({ text: line, href: line.optional() }).optional(),
  kicker: line.optional(),
  headline: line,
  standfirst: line,
  authors: z.array(line).default([]),
  published: instant,
  updated: instant.optional(),
  tags: z.array(line).default([]),
  lead: picture.optional(),
  related: z.array(articlePath).default([]),
  alternates: z.record(language, articlePath).default({}),
});

export type FrontMatter = z.output<typeof frontMatter>;

export interface ArticleSource {
  readonly front: FrontMatter;
  readonly document: SourceDocument;
  /** The text, with an empty line for each line of the front matter, so that its positions are those of the file. */
  readonly markdown: string;
}

/** Splits an article file and checks its front matter. `undefined` when that cannot be used; `problems` then says why. */
export function readFrontMatter(source: string, file: string, problems: Problem[], report: Report): ArticleSource | undefined {
  const text = source.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const parts = /^---[ \t]*\n([\s\S]*?\n|)---[ \t]*(?:\n|$)/.exec(text);
  if (!parts) {
    report(
      { line: 1, column: 1 },
      'the file does not start with front matter',
      'put `---`, the facts of the article and `---` above the text',
    );
    return undefined;
  }
  // A comment in place of the first `---` keeps the lines where they are.
  const read = readDocument(`#\n${parts[1]}`, file);
  problems.push(...read.problems.map(({ line, column, message, mend }) => ({ file, line, column, message, mend })));
  if (!read.document) return undefined;
  const front = checked(read.document, frontMatter, report);
  if (!front) return undefined;
  checkMoments(front, read.document, report);
  const head = parts[0];
  return { front, document: read.document, markdown: head.replace(/[^\n]/g, '') + text.slice(head.length) };
}

function checkMoments(front: FrontMatter, document: SourceDocument, report: Report): void {
  if (front.updated === undefined || Date.parse(front.updated) > Date.parse(front.published)) return;
  report(document.locate(['updated'], 'name'), '`updated` is not later than `published`', 'correct one of the two, or take `updated` away');
}
