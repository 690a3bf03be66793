/** Pages of an imaginary publisher, and how to look at what became of them. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Edition } from '../../src/core/edition.ts';

export interface Article {
  readonly title?: string;
  /** JSON-LD `identifier`. */
  readonly id?: string;
  /** JSON-LD `keywords`. */
  readonly tags?: readonly string[];
  readonly head?: string;
  readonly body?: string;
}

/** A whole page as a CMS writes one, with share buttons. */
export function articlePage({ title = 'A headline', id, tags, head = '', body = '<p>The text of the article.</p>' }: Article = {}): string {
  const facts = { '@type': 'NewsArticle', headline: title, identifier: id, keywords: tags };
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>${title}</title><script type="application/ld+json">${JSON.stringify(facts)}</script>${head}</head>
<body>
<header><a href="/">Home</a></header>
<main><article><h1>${title}</h1><div class="share"><a href="https://social.example/share">Share</a></div>
${body}
</article></main>
<footer class="subscribe">Subscribe</footer>
</body>
</html>
`;
}

let names: ReadonlyMap<string, string> | undefined;

/** The names in the rulebook of the notices in a page, in order, one entry for each time that one is there. */
export function noticesIn(html: string): string[] {
  names ??= new Map(Object.values(edition().notices).map(({ id, publicId }) => [publicId, id]));
  return [...html.matchAll(/ data-notice="([^"]*)"/g)].map(([, publicId = '']) => names?.get(publicId) ?? `unknown ${publicId}`);
}

/** The page without its notices, where these are written as they are sent. */
export function withoutNotices(html: string): string {
  return html.replace(/<section[^>]* data-notice="[^"]*"[\s\S]*?<\/section>/g, '');
}

/** The public name of a notice of the starter rulebook. */
export function publicIdOf(id: string): string {
  return edition().notices[id]?.publicId ?? '';
}

/** The edition that `npm start` compiled. */
export function edition(): Edition {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../src/edge/generated/edition.json'), 'utf8'));
}
