import type { ArticleDocument, Author } from '../src/core/article.ts';
import { listIn, momentIn } from './locale.ts';
import { Image } from './picture.tsx';
import type { Strings } from './strings.ts';

interface BylineProps {
  readonly article: ArticleDocument;
  readonly timeZone: string;
  readonly strings: Strings;
}

/** Who wrote it and when. The moment is in the article's language and the site's zone: the page is stored once for all readers. */
export function Byline({ article, timeZone, strings }: BylineProps) {
  const names = article.authors.map(author => author.name);
  return (
    <div class="byline">
      {names.length > 0 ? (
        <p class="byline-authors">
          {strings.by}{' '}
          {listIn(article.language, names).map(part => (part.isName ? <span class="byline-name">{part.text}</span> : part.text))}
        </p>
      ) : null}
      <p class="byline-times">
        <Moment label={strings.published} instant={article.published} language={article.language} timeZone={timeZone} />
        {article.updated ? (
          <Moment label={strings.updated} instant={article.updated} language={article.language} timeZone={timeZone} />
        ) : null}
      </p>
    </div>
  );
}

function Moment({ label, instant, language, timeZone }: { label: string; instant: string; language: string; timeZone: string }) {
  return (
    <span class="moment">
      {label} <time datetime={instant}>{momentIn(language, instant, timeZone)}</time>
    </span>
  );
}

/** A card for each author of whom more is known than the name. */
export function AuthorCards({ authors, strings }: { authors: readonly Author[]; strings: Strings }) {
  const cards = authors.filter(author => author.biography || author.picture);
  if (cards.length === 0) return null;
  return (
    <section class="author-cards" aria-labelledby="authors-heading">
      <h2 id="authors-heading">{cards.length > 1 ? strings.authors : strings.author}</h2>
      {cards.map(author => (
        <div class="author-card">
          {author.picture ? <Image picture={author.picture} first={false} /> : null}
          <div>
            <h3>{author.name}</h3>
            {author.role ? <p class="author-role">{author.role}</p> : null}
            {author.biography ? <p>{author.biography}</p> : null}
          </div>
        </div>
      ))}
    </section>
  );
}
