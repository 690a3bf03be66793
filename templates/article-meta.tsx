/** What machines read of an article: canonical address, Open Graph, JSON-LD. */

import { raw } from 'hono/html';
import type { ArticleDocument } from '../src/core/article.ts';
import type { PageContext } from './layout.tsx';

export function ArticleMeta({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const address = context.origin + article.path;
  return (
    <>
      <link rel="canonical" href={address} />
      {alternatesOf(article).map(alternate => (
        <link rel="alternate" hreflang={alternate.language} href={context.origin + alternate.path} />
      ))}
      <meta name="description" content={article.standfirst} />
      <meta name="author" content={article.authors.map(author => author.name).join(', ')} />
      <OpenGraph article={article} context={context} />
      <script type="application/ld+json">{raw(jsonForScript(linkedData(article, context)))}</script>
    </>
  );
}

function OpenGraph({ article, context }: { article: ArticleDocument; context: PageContext }) {
  const { lead } = article;
  return (
    <>
      <meta property="og:type" content="article" />
      <meta property="og:site_name" content={context.site.name} />
      <meta property="og:title" content={article.headline} />
      <meta property="og:description" content={article.standfirst} />
      <meta property="og:url" content={context.origin + article.path} />
      <meta property="og:locale" content={article.language.replaceAll('-', '_')} />
      {lead ? (
        <>
          <meta property="og:image" content={context.origin + lead.src} />
          <meta property="og:image:alt" content={lead.alt} />
          <meta property="og:image:width" content={String(lead.width)} />
          <meta property="og:image:height" content={String(lead.height)} />
        </>
      ) : null}
      <meta property="article:published_time" content={article.published} />
      {article.updated ? <meta property="article:modified_time" content={article.updated} /> : null}
      <meta property="article:section" content={article.section} />
      {article.authors.map(author => (
        <meta property="article:author" content={author.name} />
      ))}
      {article.tags.map(tag => (
        <meta property="article:tag" content={tag} />
      ))}
    </>
  );
}

/** The microdata of the page carries the same name, so that both are read as one article. */
export function articleName(article: ArticleDocument, context: PageContext): string {
  return `${context.origin}${article.path}#article`;
}

/** Every language of the article, its own included, as search engines want it. */
function alternatesOf(article: ArticleDocument): readonly { readonly language: string; readonly path: string }[] {
  return article.alternates.length === 0 ? [] : [{ language: article.language, path: article.path }, ...article.alternates];
}

/** schema.org NewsArticle; `identifier` and `keywords` are what rules ask for. */
function linkedData(article: ArticleDocument, context: PageContext) {
  const address = context.origin + article.path;
  return {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    '@id': articleName(article, context),
    identifier: article.id,
    url: address,
    mainEntityOfPage: address,
    headline: article.headline,
    description: article.standfirst,
    inLanguage: article.language,
    articleSection: article.section,
    keywords: article.tags,
    datePublished: article.published,
    dateModified: article.updated ?? article.published,
    author: article.authors.map(author => ({
      '@type': 'Person',
      name: author.name,
      ...(author.role ? { jobTitle: author.role } : {}),
    })),
    publisher: { '@type': 'NewsMediaOrganization', name: context.site.name, url: `${context.origin}/` },
    isAccessibleForFree: true,
    ...(article.lead ? { image: { '@type': 'ImageObject', ...imageOf(article.lead, context) } } : {}),
  };
}

function imageOf(lead: NonNullable<ArticleDocument['lead']>, context: PageContext) {
  return {
    url: context.origin + lead.src,
    width: lead.width,
    height: lead.height,
    ...(lead.caption ? { caption: lead.caption } : {}),
    ...(lead.credit ? { creditText: lead.credit } : {}),
  };
}

/** JSON that cannot end the script it stands in, open a comment there, or break well-formed XML. */
function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
