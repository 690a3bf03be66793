/** What is known of an article, and the form in which the library keeps one. */

import type { Direction, Surface } from './edition.ts';

/** What rules can ask of an article. Absent: the page does not say. */
export interface ArticleFacts {
  /** Normalised request path, see `normalPath`. */
  readonly path: string;
  /** Host name in lower case. */
  readonly site?: string;
  readonly surface?: Surface;
  /** `type/subtype` in lower case. */
  readonly contentType?: string;
  readonly id?: string;
  readonly tags: readonly string[];
  readonly sections: readonly string[];
  readonly authors: readonly string[];
  /** BCP 47. */
  readonly language?: string;
  /** Epoch milliseconds. */
  readonly published?: number;
}

/** The facts that an article states itself. */
export type PageFacts = Omit<ArticleFacts, 'path' | 'site' | 'surface' | 'contentType'>;

export interface Picture {
  /** `/-/media/<hash>.<ext>` */
  readonly src: string;
  readonly alt: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  readonly caption?: string;
  readonly credit?: string;
}

export interface Author {
  readonly name: string;
  readonly role?: string;
  readonly biography?: string;
  readonly picture?: Picture;
}

/** One article of the library, as stored in KV under `article<path>`: checked, its body already sanitised markup. */
export interface ArticleDocument {
  readonly path: string;
  readonly id: string;
  readonly language: string;
  readonly direction: Direction;
  /** A breaking-news line above everything else. */
  readonly breaking?: { readonly text: string; readonly href?: string };
  readonly kicker?: string;
  readonly headline: string;
  readonly standfirst: string;
  readonly section: string;
  readonly tags: readonly string[];
  readonly authors: readonly Author[];
  /** ISO 8601 instants. */
  readonly published: string;
  readonly updated?: string;
  readonly lead?: Picture;
  /** Sanitised HTML: headings from h2, paragraphs, lists, quotations, figures. */
  readonly body: string;
  /** Paths of other articles. */
  readonly related: readonly string[];
  /** The same article in other languages. */
  readonly alternates: readonly { readonly language: string; readonly path: string }[];
}

/** What lists of articles show of one; the KV entry `index` holds them all, newest first. */
export type ArticleSummary = Pick<
  ArticleDocument,
  'path' | 'language' | 'direction' | 'kicker' | 'headline' | 'standfirst' | 'section' | 'published' | 'lead'
>;
