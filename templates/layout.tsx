/** What every page has in common: the document around it, the masthead and the foot. */

import type { Child, PropsWithChildren } from 'hono/jsx';
import type { ArticleSummary } from '../src/core/article.ts';
import type { Direction } from '../src/core/edition.ts';
import { directionOf } from './locale.ts';
import type { Strings } from './strings.ts';

/** What a page needs to know besides its own content. The same for every reader where the page is stored. */
export interface PageContext {
  readonly site: { readonly name: string; readonly languages: readonly string[]; readonly timeZone: string };
  /** Public origin of the site, without a slash at the end, for absolute addresses. */
  readonly origin: string;
  /** Address of the site's stylesheet. */
  readonly styles: { readonly site: string };
  readonly strings: Strings;
  /** All articles, for the titles of related ones. */
  readonly summaries?: readonly ArticleSummary[];
}

export interface SkipLink {
  readonly href: string;
  readonly text: string;
}

interface LayoutProps {
  readonly context: PageContext;
  readonly language: string;
  readonly direction: Direction;
  readonly title: string;
  readonly skip: readonly SkipLink[];
  /** A class of the body, for the stylesheet. */
  readonly kind: 'article' | 'front' | 'own';
  readonly head?: Child;
  /** Stands above the masthead. */
  readonly top?: Child;
}

export function Layout(props: PropsWithChildren<LayoutProps>) {
  return (
    <html lang={props.language} dir={props.direction}>
      <Head context={props.context} title={props.title}>
        {props.head}
      </Head>
      <body class={`page-${props.kind}`}>
        {/* The skip links stand in a landmark, since a notice may come before them. */}
        <header>
          <p class="skip-links">
            {props.skip.map(link => (
              <a href={link.href}>{link.text}</a>
            ))}
          </p>
          {props.top}
          <Nameplate context={props.context} language={props.language} />
        </header>
        {props.children}
        <footer class="site-foot">
          <p>
            <SiteName context={props.context} language={props.language} />
          </p>
        </footer>
      </body>
    </html>
  );
}

export function Head({ context, title, children }: PropsWithChildren<{ context: PageContext; title: string }>) {
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{title === context.site.name ? title : `${title} – ${context.site.name}`}</title>
      <link rel="stylesheet" href={context.styles.site} />
      {children}
    </head>
  );
}

/** A page of our own, not an article: kept out of search engines. */
export function OwnPage({ context, title, children }: PropsWithChildren<{ context: PageContext; title: string }>) {
  const { strings } = context;
  return (
    <Layout
      context={context}
      language={strings.language}
      direction={strings.direction}
      title={title}
      skip={[{ href: '#content', text: strings.skipToContent }]}
      kind="own"
      head={<meta name="robots" content="noindex" />}
    >
      <main id="content" tabindex={-1}>
        {children}
      </main>
    </Layout>
  );
}

/** The whole document as text. */
export function documentOf(page: { toString(): string | Promise<string> }): string {
  const html = page.toString();
  if (typeof html !== 'string') throw new TypeError('A page must not wait for anything: its data is passed in.');
  return `<!doctype html>${html}`;
}

function Nameplate({ context, language }: { context: PageContext; language: string }) {
  return (
    <div class="masthead">
      <p class="nameplate">
        <a href="/">
          <SiteName context={context} language={language} />
        </a>
      </p>
    </div>
  );
}

/** The name is in the site's main language, whatever the language of the page. */
function SiteName({ context, language }: { context: PageContext; language: string }) {
  const own = context.site.languages[0] ?? language;
  if (own === language) return <>{context.site.name}</>;
  return (
    <span lang={own} dir={directionOf(own)}>
      {context.site.name}
    </span>
  );
}
