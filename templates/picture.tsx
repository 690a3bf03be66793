import type { Picture } from '../src/core/article.ts';

interface FigureProps {
  readonly picture: Picture;
  readonly class: string;
  /** Fetched first: the largest thing on the screen. */
  readonly first?: boolean;
}

export function Figure({ picture, first, class: name }: FigureProps) {
  return (
    <figure class={name}>
      <Image picture={picture} first={first ?? false} />
      {picture.caption || picture.credit ? (
        <figcaption>
          {picture.caption ? <span class="caption">{picture.caption} </span> : null}
          {picture.credit ? <span class="credit">{picture.credit}</span> : null}
        </figcaption>
      ) : null}
    </figure>
  );
}

export function Image({ picture, first }: { picture: Picture; first: boolean }) {
  return (
    <img
      src={picture.src}
      alt={picture.alt}
      width={picture.width}
      height={picture.height}
      {...(first ? { fetchpriority: 'high' } : { loading: 'lazy' })}
    />
  );
}
