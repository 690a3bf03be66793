/** Articles by what rules ask of them, in words. */

import type { ArticleFacts } from '../core/article.ts';
import { listed } from './outcome-words-lists.ts';

const KINDS: Readonly<Record<string, readonly [every: string, some: string]>> = {
  html: ['every article', 'articles'],
  amp: ['every AMP page', 'AMP pages'],
  feed: ['every feed', 'feeds'],
  json: ['every JSON document', 'JSON documents'],
  file: ['every picture, PDF and other file', 'pictures, PDFs and other files'],
};

/**
 * What stands behind "on": `every article`, `/2026/11/a`, `articles tagged election-results`.
 * @param nowhere the path that stands for any path
 */
export function articleWords(facts: ArticleFacts, nowhere: string): string {
  const { path, site, surface, contentType, id, tags, sections, authors, language, published } = facts;
  const [every, some] = id === undefined ? KINDS[surface ?? 'file']! : Array(2).fill(idWords(id, surface));
  const said = [
    ...(tags.length > 0 ? [`tagged ${listed(tags)}`] : []),
    ...(sections.length > 0 ? [`in the section ${listed(sections)}`] : []),
    ...(authors.length > 0 ? [`by ${listed(authors)}`] : []),
    ...(language === undefined ? [] : [`in ${languageName(language)}`]),
    ...(published === undefined ? [] : [`published at ${momentWords(published)}`]),
    ...(contentType === undefined ? [] : [`of the type ${contentType}`]),
    ...(site === undefined ? [] : [`on ${site}`]),
  ];
  if (path === nowhere || path === '') return said.length === 0 ? every : `${some} ${said.join(', ')}`;
  const kind = id === undefined && (surface === undefined || surface === 'html') ? '' : `${some} at `;
  return said.length === 0 ? `${kind}${path}` : `${kind}${path} ${said.join(', ')}`;
}

function idWords(id: string, surface: ArticleFacts['surface']): string {
  return surface === 'html' ? `the article ${id}` : `${KINDS[surface ?? 'file']![1]} with the id ${id}`;
}

const names = new Intl.DisplayNames('en', { type: 'language' });

/** Stands for every language in which nothing is written: ISO 639-2 leaves `qaa` to private use. */
export const OTHER_LANGUAGE = 'qaa';

/** `Russian` for `ru`; the tag itself where it has no name. */
export function languageName(tag: string): string {
  if (tag === OTHER_LANGUAGE) return 'any other language';
  try {
    return names.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** `2026-12-01 00:00 UTC`. */
export function momentWords(at: number): string {
  if (!Number.isFinite(at) || Math.abs(at) > 8.64e15) return at > 0 ? 'never' : 'always';
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  return `${date} ${time.startsWith('00:00:00') ? '00:00' : time.replace(/(:00)?\.000Z$/, '').replace(/\.(\d+)Z$/, '.$1')} UTC`;
}
