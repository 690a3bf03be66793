/** A few links in a row, apart from each other by a dot. */

interface Link {
  readonly href: string;
  readonly words: string;
  /** Whether the page shows what it leads to. */
  readonly current?: boolean;
}

/** @param label where the row is a way to get about, its name for screen readers */
export function LinkRow({ links, label }: { links: readonly Link[]; label?: string }) {
  const row = (
    <p>
      {links.map(({ href, words, current }, index) => (
        <>
          {index > 0 && ' · '}
          <a href={href} {...(current ? { 'aria-current': 'true' } : {})}>
            {words}
          </a>
        </>
      ))}
    </p>
  );
  return label === undefined ? row : <nav aria-label={label}>{row}</nav>;
}
