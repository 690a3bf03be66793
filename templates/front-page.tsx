import type { ArticleSummary } from '../src/core/article.ts';
import { AsFromFields, type AsFromForm } from './as-from-form.tsx';
import { documentOf, Layout, type PageContext } from './layout.tsx';
import { Story } from './story.tsx';

export type FrontPageContext = PageContext & {
  /** Newest first. */
  readonly articles: readonly ArticleSummary[];
  /** Only where the site runs on one machine. */
  readonly asFrom: AsFromForm | null;
};

/** The front page: the newest article large, the others after it. */
export function renderFrontPage(context: FrontPageContext): string {
  const { strings, site, articles, asFrom } = context;
  return documentOf(
    <Layout
      context={context}
      language={strings.language}
      direction={strings.direction}
      title={site.name}
      skip={[{ href: '#content', text: strings.skipToContent }]}
      kind="front"
      head={<FrontPageMeta context={context} />}
    >
      <main id="content" tabindex={-1}>
        <h1 class="out-of-sight">{strings.frontPage}</h1>
        <div class="stories stories-front">
          {articles.map((story, index) => (
            <Story
              story={story}
              pageLanguage={strings.language}
              timeZone={site.timeZone}
              level={2}
              lead={index === 0}
              pictureless={isRepeated(articles, index)}
            />
          ))}
        </div>
      </main>
      {asFrom ? (
        <section class="as-from-panel" aria-labelledby="as-from-heading">
          <h2 id="as-from-heading">{strings.asFrom.title}</h2>
          <p>{strings.asFrom.text}</p>
          <AsFromFields form={asFrom} strings={strings} />
        </section>
      ) : null}
    </Layout>,
  );
}

/** Whether a story above has the same picture, as the same story in another language has. */
function isRepeated(articles: readonly ArticleSummary[], index: number): boolean {
  return articles.findIndex(story => story.lead?.src === articles[index]?.lead?.src) < index;
}

function FrontPageMeta({ context }: { context: PageContext }) {
  return (
    <>
      <link rel="canonical" href={`${context.origin}/`} />
      <meta property="og:type" content="website" />
      <meta property="og:title" content={context.site.name} />
      <meta property="og:url" content={`${context.origin}/`} />
    </>
  );
}
