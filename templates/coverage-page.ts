/** Who sees what, as a page that can be printed, sent and kept: no script, nothing from elsewhere. Written with `html`, so that Node runs it as it is. */

import { html, raw } from 'hono/html';
import type { CoveragePage } from '../src/analysis/coverage-maps.ts';
import { coverageParts } from './coverage-parts.ts';

/** The whole document. @param styles the texts of `templates/styles/coverage-page.css` and `coverage.css` */
export function renderCoveragePage(page: CoveragePage, styles: string): string {
  const { site, edition, at } = page;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Who sees what – ${site}</title>
<style>${raw(styles)}</style>
</head>
<body>
<header>
<p class="site">${site}</p>
<h1>Who sees what</h1>
<p class="edition">Edition ${edition.number} <code title="${edition.hash}">${edition.hash.slice(0, 12)}</code>, at <time datetime="${at.iso}">${at.words}</time></p>
</header>
<main class="coverage">
${coverageParts(page)}
</main>
</body>
</html>
`;
  return document.toString();
}
