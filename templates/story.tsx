import type { ArticleSummary } from '../src/core/article.ts';
import { dayIn } from './locale.ts';
import { Image } from './picture.tsx';

interface StoryProps {
  readonly story: ArticleSummary;
  /** A story in another language than the page says so. */
  readonly pageLanguage: string;
  readonly timeZone: string;
  readonly level: 2 | 3;
  /** The first and largest story of the front page. */
  readonly lead?: boolean;
  readonly pictureless?: boolean;
}

/** One article in a list, in its own language and direction. */
export function Story({ story, pageLanguage, timeZone, level, lead, pictureless }: StoryProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  const isForeign = story.language !== pageLanguage;
  return (
    <article class={lead ? 'story story-lead' : 'story'} {...(isForeign ? { lang: story.language } : {})}>
      {story.lead && !pictureless ? (
        <div class="story-picture">
          <Image picture={story.lead} first={lead ?? false} />
        </div>
      ) : null}
      {/* The direction of the words only: the columns of the page keep theirs. */}
      <div class="story-text" {...(isForeign ? { dir: story.direction } : {})}>
        <p class="kicker">{story.kicker ?? story.section}</p>
        <Heading class="story-headline">
          <a href={story.path} {...(isForeign ? { hreflang: story.language } : {})}>
            {story.headline}
          </a>
        </Heading>
        <p class="story-standfirst">{story.standfirst}</p>
        <p class="story-time">
          <time datetime={story.published}>{dayIn(story.language, story.published, timeZone)}</time>
        </p>
      </div>
    </article>
  );
}

/** The summaries of these paths, in their order; a path of which nothing is known is left out. */
export function storiesAt(paths: readonly string[], summaries: readonly ArticleSummary[]): readonly ArticleSummary[] {
  return paths.flatMap(path => summaries.find(summary => summary.path === path) ?? []);
}
