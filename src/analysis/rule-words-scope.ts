/** The articles that a rule is about, in words: every condition, and every name in it. */

import type { Scope, Surface } from '../core/edition.ts';
import { languageName } from './outcome-words-articles.ts';
import { listed } from './outcome-words-lists.ts';
import { instantWords } from './rule-words-times.ts';

const EITHER = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const FORMS: Readonly<Record<Surface, string>> = { html: 'pages', amp: 'AMP pages', feed: 'feeds', json: 'JSON documents' };

/** As it stands behind "on" or "cannot read": `every article`, `articles tagged “campaign”`, `the article a-1003`, `the front page`. */
export function scopeWords(scope: Scope): string {
  const { sites, tags, sections, authors, languages, contentTypes, published, articles, paths } = scope;
  const isFrontPage = articles === undefined && paths?.join() === '/';
  const said = [
    ...(articles !== undefined && paths !== undefined ? [`at ${EITHER.format(paths)}`] : []),
    ...(tags ? [`tagged ${quoted(tags)}`] : []),
    ...(sections ? [`in the section ${quoted(sections)}`] : []),
    ...(authors ? [`by ${EITHER.format(authors)}`] : []),
    ...(languages ? [`in ${EITHER.format(languages.map(languageName))}`] : []),
    ...(contentTypes ? [`of the type ${EITHER.format(contentTypes)}`] : []),
    ...(sites ? [`on ${EITHER.format(sites)}`] : []),
    ...(published?.after === undefined ? [] : [`published since ${instantWords(published.after)}`]),
    ...(published?.before === undefined ? [] : [`published before ${instantWords(published.before)}`]),
  ];
  const named = articles
    ? `the ${articles.length === 1 ? 'article' : 'articles'} ${EITHER.format(articles)}`
    : isFrontPage
      ? 'the front page'
      : paths && `the pages at ${EITHER.format(paths)}`;
  const forms = formsWords(scope);
  if (named !== undefined) return [forms === 'articles' ? named : `${named} (${forms})`, ...said].join(' ');
  if (said.length > 0) return [forms, ...said].join(' ');
  return forms === 'articles' ? 'every article' : `all ${forms}`;
}

/** Forms in which articles are read, where they are not the usual ones. */
function formsWords({ surfaces, contentTypes }: Scope): string {
  if (surfaces === undefined) return contentTypes === undefined ? 'articles' : 'files';
  return surfaces.join() === 'html,amp' ? 'articles' : listed(surfaces.map(surface => FORMS[surface]));
}

const quoted = (names: readonly string[]): string => EITHER.format(names.map(name => `“${name}”`));
