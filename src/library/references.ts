/** What holds between articles: names are given once, and whatever one refers to exists. */

import type { ArticleDocument } from '../core/article.ts';
import type { SourceDocument } from '../rulebook/document.ts';
import { suggest } from '../rulebook/nearest.ts';
import type { InnerLink } from './markdown.ts';
import type { Report } from './problems.ts';

/** An article together with what is needed to say where a fault of it stands. */
export interface Draft {
  readonly file: string;
  readonly article: ArticleDocument;
  readonly document: SourceDocument;
  readonly links: readonly InnerLink[];
  readonly report: Report;
}

export function checkReferences(drafts: readonly Draft[]): void {
  checkUnique(drafts, 'path');
  checkUnique(drafts, 'id');
  const paths = drafts.map(draft => draft.article.path);
  for (const draft of drafts) {
    checkLinks(draft, paths);
    checkRelated(draft, paths);
    for (const { language, path } of draft.article.alternates) checkAlternate(draft, language, path, drafts, paths);
  }
}

function checkUnique(drafts: readonly Draft[], name: 'path' | 'id'): void {
  const first = new Map<string, string>();
  for (const { article, document, file, report } of drafts) {
    const value = article[name];
    const before = first.get(value);
    if (before === undefined) first.set(value, file);
    else report(document.locate([name], 'name'), `\`${value}\` is already the ${name} of ${before}`, 'choose another');
  }
}

function checkLinks({ article, document, links, report }: Draft, paths: readonly string[]): void {
  const missing = (path: string) => !paths.includes(path);
  for (const link of links) if (missing(link.path)) report(link, ...noArticle(link.path, paths));
  const href = article.breaking?.href;
  if (href === undefined) return;
  const at = document.locate(['breaking', 'href'], 'name');
  if (!/^\/(?![/\\])/.test(href)) report(at, `\`${href}\` is not the path of an article`, 'let the line lead to an article of this site');
  else if (missing(href)) report(at, ...noArticle(href, paths));
}

function checkRelated({ article, document, report }: Draft, paths: readonly string[]): void {
  for (const [index, path] of article.related.entries()) {
    const at = document.locate(['related', index]);
    if (path === article.path) report(at, 'the article is related to itself', 'take it away');
    else if (!paths.includes(path)) report(at, ...noArticle(path, paths));
  }
}

function checkAlternate(draft: Draft, language: string, path: string, drafts: readonly Draft[], paths: readonly string[]): void {
  const at = draft.document.locate(['alternates', language], 'name');
  const other = drafts.find(({ article }) => article.path === path);
  if (!other) {
    draft.report(at, ...noArticle(path, paths));
  } else if (other.article.language !== language) {
    draft.report(at, `\`${path}\` is in \`${other.article.language}\`, not in \`${language}\``, 'correct the language or the path');
  } else if (!other.article.alternates.some(back => back.path === draft.article.path)) {
    draft.report(
      at,
      `\`${path}\` does not name this article in turn`,
      `add \`${draft.article.language}: ${draft.article.path}\` to its alternates`,
    );
  }
}

function noArticle(path: string, paths: readonly string[]): [message: string, mend: string] {
  return [`there is no article \`${path}\``, suggest(path, paths, 'write the path of an article of the library')];
}
