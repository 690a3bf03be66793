/** The library as the edge's key-value store holds it. */

import type { Library } from './read-articles.ts';

/** As `wrangler kv bulk put` takes them. */
export interface LibraryEntry {
  readonly key: string;
  readonly value: string;
  readonly base64?: true;
  readonly metadata?: { readonly contentType: string };
}

/** Entries for everything in a library: the index of articles, the articles, their pictures. Equal libraries give equal entries. */
export function libraryEntries({ articles, media }: Pick<Library, 'articles' | 'media'>): LibraryEntry[] {
  const summaries = articles.map(({ path, language, direction, kicker, headline, standfirst, section, published, lead }) => ({
    ...{ path, language, direction, headline, standfirst, section, published },
    ...(kicker === undefined ? {} : { kicker }),
    ...(lead === undefined ? {} : { lead }),
  }));
  return [
    { key: 'index', value: JSON.stringify(summaries) },
    ...articles.map(article => ({ key: `article${article.path}`, value: JSON.stringify(article) })),
    ...media.map(({ key, contentType, bytes }) => ({
      ...{ key, value: Buffer.from(bytes).toString('base64'), base64: true as const },
      metadata: { contentType },
    })),
  ];
}
