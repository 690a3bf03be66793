/** What a page says of its article: JSON-LD, `<meta>`, `<html lang>`, response headers; the more explicit source wins. */

import { parseDictionary } from 'structured-headers';
import type { PageFacts } from '../core/article.ts';
import { attributeOf, type Document } from './document.ts';
import { elementsOf, textOf } from './selectors.ts';

/** The response header in which an origin can state facts itself: an RFC 9651 dictionary, `id="a-1", tags=("x" "y"), published=@1767225600`. */
export const FACTS_HEADER = 'standfirst-article';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Claims = { [K in keyof PageFacts]?: PageFacts[K] };

const ARTICLE_TYPE = /(Article|Posting|Report|Review)$/;
const DEPTH = 6;
/** More, or longer ones, no rule asks for; a page's facts are kept with it. */
const LIST_LIMIT = 100;
const LENGTH_LIMIT = 300;

/** Collects the facts of a page. Malformed sources are passed over: a page is not at fault for them, and says less then. */
export function factsOf(document: Document, header: (name: string) => string | null): PageFacts {
  const sources = [headerClaims(header(FACTS_HEADER)), attempt(() => jsonLdClaims(document)), attempt(() => metaClaims(document))];
  return factsFrom(sources, htmlLanguage(document) ?? contentLanguage(header('content-language')));
}

/** What the headers of any response say, for what is no page. */
export function factsOfHeaders(header: (name: string) => string | null): PageFacts {
  return factsFrom([headerClaims(header(FACTS_HEADER))], contentLanguage(header('content-language')));
}

/** @param otherwise the language where no source claims one */
function factsFrom(sources: readonly Claims[], otherwise: string | undefined): PageFacts {
  const pick = <K extends keyof PageFacts>(key: K): PageFacts[K] | undefined => sources.find(source => source[key] !== undefined)?.[key];
  const all = (key: 'tags' | 'sections' | 'authors') =>
    [...new Set(sources.flatMap(source => source[key] ?? []))].filter(isShort).slice(0, LIST_LIMIT);
  const language = pick('language') ?? otherwise;
  const [id, published] = [pick('id'), pick('published')];
  return {
    tags: all('tags'),
    sections: all('sections'),
    authors: all('authors'),
    ...(id === undefined || !isShort(id) ? {} : { id }),
    ...(language === undefined || !isShort(language) ? {} : { language }),
    ...(published === undefined ? {} : { published }),
  };
}

/** The facts of one page from two readings of it; the first wins where only one can be right. */
export function mergedFacts(first: PageFacts, second: PageFacts): PageFacts {
  const all = (key: 'tags' | 'sections' | 'authors') => [...new Set([...first[key], ...second[key]])].slice(0, LIST_LIMIT);
  return { ...second, ...first, tags: all('tags'), sections: all('sections'), authors: all('authors') };
}

/** A source that is too odd to be read says nothing. */
function attempt(read: () => Claims): Claims {
  try {
    return read();
  } catch {
    return {};
  }
}

function isShort(text: string): boolean {
  return text.length <= LENGTH_LIMIT;
}

function headerClaims(value: string | null): Claims {
  if (value === null) return {};
  try {
    const dictionary = parseDictionary(value);
    const list = (key: string) => {
      const item = dictionary.get(key)?.[0];
      return (Array.isArray(item) ? item.map(([entry]) => entry) : [item]).filter(entry => typeof entry === 'string');
    };
    const date = dictionary.get('published')?.[0];
    return claims({
      id: list('id')[0],
      tags: list('tags'),
      sections: list('sections'),
      authors: list('authors'),
      language: list('language')[0],
      published: date instanceof Date ? date.getTime() : undefined,
    });
  } catch {
    return {};
  }
}

function jsonLdClaims(document: Document): Claims {
  for (const script of elementsOf(document, 'script[type="application/ld+json" i]')) {
    const article = findArticle(parseJson(textOf(script)), DEPTH);
    if (article === undefined) continue;
    const keywords = strings(article.keywords);
    return claims({
      id: strings(article.identifier)[0],
      tags: keywords.length === 1 ? splitCommas(keywords[0] ?? '') : keywords,
      sections: strings(article.articleSection),
      authors: strings(article.author),
      language: strings(article.inLanguage)[0],
      published: instantOf(strings(article.datePublished)[0]),
    });
  }
  return {};
}

function metaClaims(document: Document): Claims {
  const values = (...names: string[]) =>
    names.flatMap(name =>
      elementsOf(document, `meta[name="${name}" i], meta[property="${name}" i]`).flatMap(
        meta => attributeOf(meta, 'content')?.trim() || [],
      ),
    );
  return claims({
    id: values('article:id', 'article-id')[0],
    tags: [...values('article:tag'), ...values('keywords', 'news_keywords').flatMap(splitCommas)],
    sections: values('article:section'),
    // Facebook's profile links stand where names should; a rule about a name has no use for them.
    authors: values('author', 'article:author').filter(author => !/^https?:/.test(author)),
    published: instantOf(values('article:published_time')[0]),
  });
}

function claims(found: { [K in keyof PageFacts]?: PageFacts[K] | undefined }): Claims {
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

function findArticle(value: Json | undefined, depth: number): { [key: string]: Json } | undefined {
  if (typeof value !== 'object' || value === null || depth === 0) return undefined;
  if (!Array.isArray(value) && strings(value['@type']).some(type => ARTICLE_TYPE.test(type))) return value;
  const inner = Array.isArray(value) ? value : [value['@graph'], value.mainEntity, value.mainEntityOfPage];
  for (const entry of inner) {
    const found = findArticle(entry, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The strings in a JSON-LD value: itself, a list, or things with a name or a value. */
function strings(value: Json | undefined): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(strings);
  if (typeof value === 'object' && value !== null) return [value.name, value.value, value.alternateName].flatMap(strings).slice(0, 1);
  return [];
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** ISO 8601 with a date at least; a time without a zone is read as UTC. */
function instantOf(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{4}-\d\d-\d\d/.test(text)) return undefined;
  const zoned = /T/.test(text) && !/(Z|[+-]\d\d:?\d\d)$/i.test(text) ? `${text}Z` : text;
  const instant = Date.parse(zoned);
  return Number.isNaN(instant) ? undefined : instant;
}

function splitCommas(text: string): string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

function htmlLanguage(document: Document): string | undefined {
  const root = elementsOf(document, 'html')[0];
  return (root && (attributeOf(root, 'lang') ?? attributeOf(root, 'xml:lang'))?.trim()) || undefined;
}

function contentLanguage(header: string | null): string | undefined {
  return header?.split(',')[0]?.trim() || undefined;
}
