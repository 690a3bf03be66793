/** The article page: the same for every reader, in the language of the article. */

import { raw } from 'hono/html';
import type { ArticleDocument } from '../src/core/article.ts';
import { ArticleMeta, articleName } from './article-meta.tsx';
import { AuthorCards, Byline } from './authors.tsx';
import { documentOf, Layout, type PageContext, type SkipLink } from './layout.tsx';
import { nameOfLanguage } from './locale.ts';
import { Figure } from './picture.tsx';
import { Comments, Share, Subscribe } from './reader-links.tsx';
import { Story, storiesAt } from './story.tsx';
import { type Strings, stringsFor } from './strings.ts';

/** The article as a full document. Its words are in its own language, not in `context.strings`. */
export function renderArticle(article: ArticleDocument, context: PageContext): string {
  const strings = stringsFor([article.language, ...context.site.languages]);
  const related = storiesAt(article.related, context.summaries ?? []);
  return documentOf(
    <Layout
      context={context}
      language={article.language}
      direction={article.direction}
      title={article.headline}
      skip={skipLinks(strings, related.length > 0)}
      kind="article"
      head={<ArticleMeta article={article} context={context} />}
      top={article.breaking ? <Breaking breaking={article.breaking} label={strings.breaking} /> : null}
    >
      <main id="article" tabindex={-1}>
        <article class="article" itemscope itemtype="https://schema.org/NewsArticle" itemid={articleName(article, context)}>
          <ArticleHead article={article} context={context} strings={strings} />
          {article.lead ? <Figure picture={article.lead} class="lead-picture" first /> : null}
          <div class="article-body" itemprop="articleBody">
            {raw(article.body)}
          </div>
          <ArticleFoot article={article} context={context} strings={strings} />
        </article>
      </main>
      {related.length > 0 ? (
        <section class="related" id="related" tabindex={-1} aria-labelledby="related-heading">
          <h2 id="related-heading">{strings.related}</h2>
          <div class="stories">
            {related.map(story => (
              <Story story={story} pageLanguage={article.language} timeZone={context.site.timeZone} level={3} />
            ))}
          </div>
        </section>
      ) : null}
    </Layout>,
  );
}

interface PartProps {
  readonly article: ArticleDocument;
  readonly context: PageContext;
  readonly strings: Strings;
}

function ArticleHead({ article, context, strings }: PartProps) {
  return (
    <header class="article-head">
      {article.kicker ? <p class="kicker">{article.kicker}</p> : null}
      <h1 itemprop="headline">{article.headline}</h1>
      <p class="standfirst">{article.standfirst}</p>
      <Byline article={article} timeZone={context.site.timeZone} strings={strings} />
      <Alternates article={article} label={strings.alsoIn} />
    </header>
  );
}

function ArticleFoot({ article, context, strings }: PartProps) {
  return (
    <footer class="article-foot">
      {article.tags.length > 0 ? (
        <section class="topics" aria-labelledby="topics-heading">
          <h2 id="topics-heading">{strings.topics}</h2>
          <ul>
            {article.tags.map(tag => (
              <li>{tag}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <AuthorCards authors={article.authors} strings={strings} />
      <div class="reader-links">
        <Share article={article} context={context} strings={strings} />
        <Comments article={article} context={context} strings={strings} />
        <Subscribe context={context} strings={strings} />
      </div>
    </footer>
  );
}

function Alternates({ article, label }: { article: ArticleDocument; label: string }) {
  if (article.alternates.length === 0) return null;
  return (
    <nav class="alternates" aria-label={label}>
      <p>
        {label}:{' '}
        {article.alternates.map(({ language, path }) => (
          <a href={path} hreflang={language} lang={language}>
            {nameOfLanguage(language)}
          </a>
        ))}
      </p>
    </nav>
  );
}

function Breaking({ breaking, label }: { breaking: NonNullable<ArticleDocument['breaking']>; label: string }) {
  return (
    <aside class="breaking" aria-label={label}>
      <p>
        <strong>{label}</strong> {breaking.href ? <a href={breaking.href}>{breaking.text}</a> : breaking.text}
      </p>
    </aside>
  );
}

function skipLinks(strings: Strings, hasRelated: boolean): readonly SkipLink[] {
  const toArticle = { href: '#article', text: strings.skipToArticle };
  return hasRelated ? [toArticle, { href: '#related', text: strings.skipToRelated }] : [toArticle];
}
