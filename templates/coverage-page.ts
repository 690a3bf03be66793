/** Who sees what, as a page that can be printed, sent and kept: no script, nothing from elsewhere. Written with `html`, so that Node runs it as it is. */

import { html, raw } from 'hono/html';
import { PARTS, WORLD_GRID } from './world-grid.ts';

/** Something that readers get: told by letter, colour and pattern. */
export interface CoverageMark {
  readonly letters: string;
  readonly kind: 'notice' | 'acknowledge' | 'redirect' | 'withhold' | 'other';
  /** From 0 to 3, to tell marks of one kind apart. */
  readonly pattern: number;
  readonly words: string;
}

export interface CoverageMap {
  /** As it stands behind "on". */
  readonly article: string;
  readonly tiles: readonly { readonly code: string; readonly name: string; readonly mark?: CoverageMark; readonly partial: boolean }[];
  /** Parts of countries for which another thing holds than for the country. */
  readonly partly: readonly { readonly country: string; readonly parts: readonly string[]; readonly mark?: CoverageMark }[];
  /** Readers who are nowhere on the map. */
  readonly beside: readonly { readonly name: string; readonly mark?: CoverageMark }[];
}

export interface CoveragePage {
  readonly site: string;
  readonly edition: { readonly number: number; readonly hash: string };
  readonly at: { readonly iso: string; readonly words: string };
  readonly maps: readonly CoverageMap[];
  readonly marks: readonly CoverageMark[];
  readonly lines: readonly {
    readonly who: string;
    readonly article: string;
    readonly languages: string;
    readonly what: string;
    readonly mark: string;
  }[];
  readonly notes: readonly string[];
}

type Markup = ReturnType<typeof html>;

/** The whole document. @param styles the text of `templates/styles/coverage.css` */
export function renderCoveragePage(page: CoveragePage, styles: string): string {
  const { site, edition, at, maps, lines, notes } = page;
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
<main>
${maps.map((map, index) => section(map, index))}
<section aria-labelledby="table">
<h2 id="table">The same as a table</h2>
${lines.length === 0 ? html`<p>Every reader gets every page as it is.</p>` : table(lines)}
${notes.map(note => html`<p class="note">${note}</p>`)}
</section>
</main>
</body>
</html>
`;
  return document.toString();
}

function section(map: CoverageMap, index: number): Markup {
  const marks = marksOf(map);
  const id = `map-${index + 1}`;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">On ${map.article}</h2>
${marks.length === 0 ? html`<p class="nothing">Every reader gets the page as it is.</p>` : drawing(map, marks)}
</section>
`;
}

function drawing(map: CoverageMap, marks: readonly CoverageMark[]): Markup {
  const untouched = map.tiles.some(({ mark }) => mark === undefined);
  const partly = map.tiles.some(({ partial }) => partial);
  return html`<figure>
<div class="world" role="img" aria-label="Map of the world on which each country is a square. The table below says the same.">
${PARTS.map(part => worldPart(map, part))}</div>
<figcaption>
<ul class="legend">
${marks.map(mark => html`<li>${swatch(mark)} <span>${sentence(mark.words)}</span></li>`)}
${untouched ? html`<li><span class="swatch" aria-hidden="true"></span> <span>The page as it is</span></li>` : ''}
${partly ? html`<li><span class="swatch partial" aria-hidden="true"></span> <span>Another thing holds in a part of the country</span></li>` : ''}
</ul>
</figcaption>
</figure>
${aside(map)}`;
}

function worldPart({ tiles }: CoverageMap, { name, columns: [from, to] }: (typeof PARTS)[number]): Markup {
  const own = tiles.flatMap(tile => {
    const cell = WORLD_GRID[tile.code];
    return cell !== undefined && cell[0] >= from && cell[0] < to ? [{ ...tile, cell }] : [];
  });
  return html`<div class="part" title="${name}" style="--from:${from + 1};--to:${to + 1};--columns:${to - from}">
${own.map(
  ({ code, name: country, mark, partial, cell: [column, row] }) =>
    html`<span class="tile${classesOf(mark)}${partial ? ' partial' : ''}" style="--c:${column - from + 1};--r:${row + 1}" title="${country}${mark ? `: ${mark.letters}` : ''}"><b>${code}</b>${mark ? html`<i>${mark.letters}</i>` : ''}</span>`,
)}</div>
`;
}

/** Parts of countries, and readers who are nowhere on the map. */
function aside({ partly, beside }: CoverageMap): Markup {
  return html`<div class="beside">
${
  partly.length === 0
    ? ''
    : html`<div><h3>In parts of countries</h3>
<ul>${partly.map(({ country, parts, mark }) => html`<li>${swatch(mark)} <span><b>${country}:</b> ${parts.join(', ')}</span></li>`)}</ul></div>`
}
${
  beside.length === 0
    ? ''
    : html`<div><h3>Beside the map</h3>
<ul>${beside.map(({ name, mark }) => html`<li>${swatch(mark)} <span>${name}</span></li>`)}</ul></div>`
}
</div>`;
}

function table(lines: CoveragePage['lines']): Markup {
  return html`<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>
<thead><tr><th scope="col">Mark</th><th scope="col">Readers in</th><th scope="col">On</th><th scope="col">Language</th><th scope="col">What the reader gets</th></tr></thead>
<tbody>
${lines.map(
  ({ who, article, languages, what, mark }) =>
    html`<tr><td class="mark">${mark}</td><th scope="row">${sentence(who)}</th><td>${sentence(article)}</td><td>${languages}</td><td>${sentence(what)}</td></tr>
`,
)}</tbody>
</table></div>`;
}

function swatch(mark: CoverageMark | undefined): Markup {
  return mark === undefined
    ? html`<span class="swatch"><span class="unseen">The page as it is</span></span>`
    : html`<span class="swatch${classesOf(mark)}">${mark.letters}</span>`;
}

const classesOf = (mark: CoverageMark | undefined): string => (mark === undefined ? '' : ` is-${mark.kind} pattern-${mark.pattern}`);

/** The marks that a map has, in the order of their letters. */
function marksOf({ tiles, partly, beside }: CoverageMap): readonly CoverageMark[] {
  const marks = new Map([...tiles, ...partly, ...beside].flatMap(({ mark }) => (mark === undefined ? [] : [[mark.letters, mark]])));
  return [...marks.values()].sort((a, b) => a.letters.length - b.letters.length || (a.letters < b.letters ? -1 : 1));
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
