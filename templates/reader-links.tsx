/**
 * What a reader can do with an article besides reading it. Each block is marked, because a safety notice takes them out:
 * a warning that sharing may be punished must not stand beside a share link.
 */

import type { ArticleDocument } from '../src/core/article.ts';
import type { PageContext } from './layout.tsx';
import type { Strings } from './strings.ts';

interface LinkProps {
  readonly article: ArticleDocument;
  readonly context: PageContext;
  readonly strings: Strings;
}

/** Plain addresses that open the reader's own programs: no other site learns of it. */
export function Share({ article, context, strings }: LinkProps) {
  const address = context.origin + article.path;
  const message = `${article.headline}\n\n${address}`;
  return (
    <section class="share" data-share="" aria-labelledby="share-heading">
      <h2 id="share-heading">{strings.share}</h2>
      <ul>
        <li>
          <a href={mail('', article.headline, message)}>{strings.shareByMail}</a>
        </li>
        <li>
          <a href={`sms:?body=${encode(message)}`}>{strings.shareByText}</a>
        </li>
      </ul>
    </section>
  );
}

export function Comments({ article, context, strings }: LinkProps) {
  return (
    <section class="comments" aria-labelledby="comments-heading">
      <h2 id="comments-heading">{strings.comments}</h2>
      <p>{strings.commentsText}</p>
      <p>
        <a href={mail(addressAt('letters', context), article.headline, '')}>{strings.writeToEditor}</a>
      </p>
    </section>
  );
}

export function Subscribe({ context, strings }: Omit<LinkProps, 'article'>) {
  return (
    <section class="subscribe" aria-labelledby="subscribe-heading">
      <h2 id="subscribe-heading">{strings.subscribe}</h2>
      <p>{strings.subscribeText}</p>
      <p>
        <a href={mail(addressAt('subscribe', context), context.site.name, '')}>{strings.subscribeByMail}</a>
      </p>
    </section>
  );
}

function addressAt(name: string, context: PageContext): string {
  return `${name}@${new URL(context.origin).hostname}`;
}

function mail(to: string, subject: string, body: string): string {
  return `mailto:${to}?subject=${encode(subject)}${body ? `&body=${encode(body)}` : ''}`;
}

/** A lone surrogate would make `encodeURIComponent` throw. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
