/** The library: articles of our own, stored in KV, for a site without an origin. Answers as an origin would. */

import { renderArticle } from '../../templates/article.tsx';
import { renderFrontPage } from '../../templates/front-page.tsx';
import type { PageContext } from '../../templates/layout.tsx';
import { stringsFor } from '../../templates/strings.ts';
import type { ArticleDocument, ArticleSummary } from '../core/article.ts';
import { normalPath } from '../core/article-path.ts';
import type { Site } from '../core/edition.ts';
import { asFromForm } from './as-from.ts';
import type { Env } from './env.ts';
import { PAGE_POLICY } from './own-headers.ts';
import { shortHash } from './short-hash.ts';
import { SITE_STYLE } from './styles.ts';

export const MEDIA_PATH = '/-/media/';

/** What the library says to a GET of `path`; `undefined` for what it does not have. Throws when the store fails. */
export async function fetchLibrary(
  path: string,
  publicOrigin: string,
  site: Site,
  env: Env,
  preview: boolean,
): Promise<Response | undefined> {
  const pathname = normalPath(path.split('?', 1)[0] ?? '/');
  if (pathname.startsWith(MEDIA_PATH)) return await fetchMedia(pathname, env);
  const summaries = (await env.LIBRARY.get<ArticleSummary[]>('index', 'json')) ?? [];
  const context = pageContext(site, publicOrigin, site.languages, summaries);
  if (pathname === '/') {
    const asFrom = preview ? asFromForm(summaries) : null;
    return await pageResponse(renderFrontPage({ ...context, articles: summaries, asFrom }), site.languages[0]);
  }
  const article = await env.LIBRARY.get<ArticleDocument>(`article${pathname}`, 'json');
  if (article === null) return undefined;
  const own = pageContext(site, publicOrigin, [article.language], summaries);
  return await pageResponse(renderArticle(article, own), article.language, article.updated ?? article.published);
}

/** What every template is given. `languages`: those of the reader, or of the article. */
export function pageContext(site: Site, origin: string, languages: readonly string[], summaries?: readonly ArticleSummary[]): PageContext {
  return { site, origin, styles: { site: SITE_STYLE.path }, strings: stringsFor(languages), ...(summaries ? { summaries } : {}) };
}

async function pageResponse(html: string, language: string | undefined, modified?: string): Promise<Response> {
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      etag: `"${await shortHash(html)}"`,
      ...(language === undefined ? {} : { 'content-language': language }),
      ...(modified === undefined ? {} : { 'last-modified': new Date(modified).toUTCString() }),
      ...PAGE_POLICY,
    },
  });
}

async function fetchMedia(pathname: string, env: Env): Promise<Response | undefined> {
  const { value, metadata } = await env.LIBRARY.getWithMetadata<{ contentType: string }>(
    `media/${pathname.slice(MEDIA_PATH.length)}`,
    'stream',
  );
  if (value === null) return undefined;
  return new Response(value, {
    headers: {
      'content-type': metadata?.contentType ?? 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    },
  });
}
