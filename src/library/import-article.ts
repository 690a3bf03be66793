/** From a page of any kind to an article file of the library. Pure. Runs on the command line, never at the edge. */

import { stringify } from 'yaml';
import type { PageFacts } from '../core/article.ts';
import { attributeOf, type Document, parsePage } from '../page/document.ts';
import { decodePage } from '../page/encoding.ts';
import { factsOf } from '../page/facts.ts';
import { elementsOf, textOf } from '../page/selectors.ts';
import { defined } from '../rulebook/defined.ts';
import { bodyFrom, showable } from './import-article-body.ts';

/** A page as it came. */
export interface Page {
  /** Its file or address. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly headers: Headers;
}

/** What is said of an article whose page does not say it; `path` goes before the page's own. */
export interface Given {
  readonly path?: string;
  readonly section?: string;
  readonly language?: string;
  /** Epoch milliseconds. */
  readonly published?: number;
}

export interface Surroundings {
  /** Names in `authors.yaml` of those who are described in a language, by the names that readers see. */
  readonly author: (name: string, language: string) => string | undefined;
  /** Whether the library has, or will have, an article at a path. */
  readonly has: (path: string) => boolean;
}

export interface ImportedArticle {
  /** Name of the file in the library. */
  readonly file: string;
  readonly text: string;
  readonly remarks: readonly string[];
}

/** The path that a page's article will have. */
export function importedPath(page: Page, given: Given): string | undefined {
  const opened = open(page);
  return opened && pathOf(opened, page.name, given);
}

/** An article file out of a page, or what is missing, in words. What the library thinks of it is for `readArticles` to say. */
export function importArticle(page: Page, given: Given, { author, has }: Surroundings): ImportedArticle | { readonly missing: string[] } {
  const opened = open(page);
  if (opened === undefined) return { missing: ['it cannot be read: its encoding is unknown, or it is nested too deep'] };
  const { facts, html } = opened;
  const path = pathOf(opened, page.name, given);
  const headline = oneLine(headlineOf(opened));
  const { section, language, published } = {
    section: facts.sections[0] ?? given.section,
    language: canonicalTag(facts.language) ?? given.language,
    published: facts.published ?? given.published,
  };
  const missing = [
    ...(headline === '' ? ['it has no headline: no <h1>, no og:title, no <title>'] : []),
    ...(section === undefined ? ['it does not say its section: give it with --section'] : []),
    ...(language === undefined ? ['it does not say its language: give it with --language'] : []),
    ...(published === undefined ? ['it does not say when it was published: give it with --published'] : []),
  ];
  if (missing.length > 0 || language === undefined || published === undefined) return { missing };
  const body = bodyFrom(html, headline, href => relinked(href, opened.base, has));
  const known = facts.authors.map(name => [name, author(name, language)] as const);
  const { standfirst, text } = standfirstOf(opened, body.markdown);
  const front = {
    id: facts.id === undefined ? slug(path) : slug(facts.id) || slug(path),
    path,
    language,
    ...defined({ section: section && oneLine(section) }),
    headline,
    standfirst,
    authors: known.flatMap(([, key]) => key ?? []),
    published: new Date(published).toISOString().replace('.000Z', 'Z'),
    tags: facts.tags.map(oneLine),
  };
  const strangers = known.filter(([, key]) => key === undefined).map(([name]) => name);
  const remarks = strangers.map(name => `the author ${name} was left out: describe them in authors.yaml, in \`${language}\``);
  return {
    file: `${path.slice(path.lastIndexOf('/') + 1)}.md`,
    text: `---\n${stringify(front, { lineWidth: 118, flowCollectionPadding: false })}---\n\n${text}`,
    remarks: [...body.remarks, ...remarks],
  };
}

interface Opened {
  readonly html: string;
  readonly document: Document;
  readonly facts: PageFacts;
  /** Where its relative links start from; unknown for a file that does not say. */
  readonly base: URL | undefined;
}

function open({ name, bytes, headers }: Page): Opened | undefined {
  const decoded = decodePage(bytes, headers.get('content-type') ?? '', false);
  const document = decoded && parsePage(decoded.text, 'html', false);
  if (decoded === undefined || document === undefined) return undefined;
  const canonical = attributesOf(document, 'link[rel~="canonical" i]', 'href')[0] ?? meta(document, 'og:url');
  const address = [canonical, name].find(text => text !== undefined && /^https?:/i.test(text) && URL.canParse(text));
  const base = address === undefined ? undefined : new URL(address);
  return { html: decoded.text, document, facts: factsOf(document, header => headers.get(header)), base };
}

function headlineOf({ document }: Opened): string {
  const heading = elementsOf(document, 'article h1, main h1')[0] ?? elementsOf(document, 'h1')[0];
  const title = elementsOf(document, 'head title')[0];
  return (heading && oneLine(textOf(heading))) || meta(document, 'og:title') || (title ? textOf(title) : '');
}

/** What the page says of itself in one paragraph, or else the first of the text, which then begins with the second. */
function standfirstOf({ document }: Opened, markdown: string): { standfirst: string; text: string } {
  const said = meta(document, 'description') ?? meta(document, 'og:description');
  if (said !== undefined) return { standfirst: oneLine(said), text: markdown };
  const [first = '', ...rest] = markdown.split('\n\n');
  const begins = /^[\p{L}\p{N}“"«„]/u.test(first) && rest.join('').trim() !== '';
  return begins ? { standfirst: oneLine(first), text: rest.join('\n\n') } : { standfirst: '', text: markdown };
}

function pathOf({ base, document }: Opened, name: string, given: Given): string {
  if (given.path !== undefined) return given.path;
  const file = name.replace(/^.*[\\/]/, '');
  const written = (base?.pathname ?? file).replace(/\.(?:html?|xhtml|php)$/i, '');
  const segments = written.split('/').map(segment => slug(decoded(segment)));
  const path = segments.filter(segment => segment !== '' && segment !== 'index').join('/');
  return `/${path || slug(meta(document, 'og:title') ?? '') || slug(file) || 'article'}`;
}

/** A path of the library where it has one, an address in full elsewhere. */
function relinked(href: string, base: URL | undefined, has: (path: string) => boolean): string | undefined {
  if (!URL.canParse(href, base?.href)) return has(href) ? href : undefined;
  const url = new URL(href, base);
  const within = base !== undefined && url.host === base.host;
  if (within && has(url.pathname)) return `${url.pathname}${url.search}`;
  return /^(?:https?|mailto|tel):$/.test(url.protocol) ? url.href : undefined;
}

function meta(document: Document, name: string): string | undefined {
  const [content] = attributesOf(document, `meta[name="${name}" i], meta[property="${name}" i]`, 'content');
  return content;
}

function attributesOf(document: Document, selector: string, name: string): string[] {
  return elementsOf(document, selector).flatMap(element => attributeOf(element, name)?.trim() || []);
}

function oneLine(text: string): string {
  return showable(text).replace(/\s+/g, ' ').trim();
}

/** Small letters `a`–`z`, digits and hyphens; what has no such letters is left out. */
function slug(text: string): string {
  const letters = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return letters
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-+|-+$/g, '');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // Not every `%` in an address is an escape.
  }
}

function canonicalTag(language: string | undefined): string | undefined {
  try {
    return language === undefined ? undefined : Intl.getCanonicalLocales(language.replace('_', '-'))[0];
  } catch {
    return undefined; // Pages say all kinds of things; what is no language tag says nothing.
  }
}
