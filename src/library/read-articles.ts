/** Reads the library's articles from a folder of Markdown files. Runs when the site is built, never at the edge. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ArticleDocument, Picture } from '../core/article.ts';
import { directionOf } from '../rulebook/compile-notices.ts';
import { type AuthorBook, authorIn, defined, readAuthors } from './authors.ts';
import { type ArticleSource, readFrontMatter } from './front-matter.ts';
import { markupOf } from './markdown.ts';
import { type Medium, type Pictures, picturesIn } from './pictures.ts';
import { inOrder, type Problem, type Report, reportIn } from './problems.ts';
import { checkReferences, type Draft } from './references.ts';

export interface Library {
  /** Newest first. */
  readonly articles: readonly ArticleDocument[];
  readonly media: readonly Medium[];
  /** Any problem at all: nothing may be published. */
  readonly problems: readonly Problem[];
}

/**
 * Reads `*.md`, `authors.yaml` and `pictures/` in `folder`.
 * Everything that is wrong is reported at once, each with its place in its file; nothing is thrown for what a file holds.
 */
export function readArticles(folder: string): Library {
  const problems: Problem[] = [];
  const pictures = picturesIn(join(folder, 'pictures'));
  const authors = authorsOf(folder, problems);
  const files = readdirSync(folder).filter(name => name.endsWith('.md'));
  const drafts = files.sort().flatMap(name => readArticle(join(folder, name), authors, pictures, problems) ?? []);
  // An article that could not be read would look like one that does not exist.
  if (drafts.length === files.length) checkReferences(drafts);
  const articles = drafts.map(draft => draft.article).sort((a, b) => Date.parse(b.published) - Date.parse(a.published));
  return { articles, media: pictures.media(), problems: inOrder(problems) };
}

function authorsOf(folder: string, problems: Problem[]): AuthorBook {
  const file = join(folder, 'authors.yaml');
  const report = reportIn(file, problems);
  if (!existsSync(file)) return { entries: {}, document: undefined, report };
  return readAuthors(readFileSync(file, 'utf8'), file, problems, report);
}

function readArticle(file: string, authors: AuthorBook, pictures: Pictures, problems: Problem[]): Draft | undefined {
  const report = reportIn(file, problems);
  const source = readFrontMatter(readFileSync(file, 'utf8'), file, problems, report);
  if (!source) return undefined;
  const { html, links } = markupOf(source.markdown, pictures, report);
  const article = documentOf(source, html, authors, pictures, report);
  return { file, article, document: source.document, links, report };
}

function documentOf(source: ArticleSource, body: string, authors: AuthorBook, pictures: Pictures, report: Report): ArticleDocument {
  const { authors: names, lead, alternates, breaking, ...front } = source.front;
  const picture = lead && leadPicture(lead, source, pictures, report);
  return {
    ...defined(front),
    direction: directionOf(front.language),
    ...(breaking ? { breaking: defined(breaking) } : {}),
    authors: names.flatMap((name, index) => {
      const at = source.document.locate(['authors', index]);
      return authorIn(authors, name, front.language, pictures, (message, mend) => report(at, message, mend)) ?? [];
    }),
    ...(picture ? { lead: picture } : {}),
    body,
    alternates: Object.entries(alternates).map(([language, path]) => ({ language, path })),
  };
}

type Lead = NonNullable<ArticleSource['front']['lead']>;

function leadPicture(lead: Lead, source: ArticleSource, pictures: Pictures, report: Report): Picture | undefined {
  const { file, ...words } = lead;
  const at = source.document.locate(['lead', 'file'], 'name');
  const used = pictures.use(file, (message, mend) => report(at, message, mend));
  return used && { ...used, ...defined(words) };
}
