/** Who sees what, as a drawing of the world for each article and a table: no script and no style of its own, for any page. */

import { html } from 'hono/html';
import type { CoverageMap, CoverageMark, CoveragePage } from '../src/analysis/coverage-maps.ts';
import { PARTS, WORLD_GRID } from './world-grid.ts';

type Markup = ReturnType<typeof html>;

export interface CoverageOptions {
  /** Where to look closer at what readers in a place get; without it nothing is a link. */
  readonly linkTo?: ((code: string, path: string) => string) | undefined;
}

/** Everything but the frame of the page. Stands in an element of the class `coverage`, which `templates/styles/coverage.css` styles. */
export function coverageParts({ maps, lines, notes }: CoveragePage, options: CoverageOptions = {}): Markup {
  return html`${maps.map((map, index) => section(map, index, options))}
<section aria-labelledby="table">
<h2 id="table">The same as a table</h2>
${lines.length === 0 ? html`<p>Every reader gets every page as it is.</p>` : table(lines)}
${notes.map(note => html`<p class="remark">${note}</p>`)}
</section>`;
}

function section(map: CoverageMap, index: number, options: CoverageOptions): Markup {
  const marks = marksOf(map);
  const id = `map-${index + 1}`;
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">On ${map.article}</h2>
${marks.length === 0 ? html`<p class="nothing">Every reader gets the page as it is.</p>` : drawing(map, marks, options)}
</section>
`;
}

function drawing(map: CoverageMap, marks: readonly CoverageMark[], options: CoverageOptions): Markup {
  const untouched = map.tiles.some(({ mark }) => mark === undefined);
  const partly = map.tiles.some(({ partial }) => partial);
  return html`<figure>
<div class="world" role="${options.linkTo === undefined ? 'img' : 'group'}" aria-label="Map of the world on which each country is a square. The table below says the same.">
${PARTS.map(part => worldPart(map, part, options))}</div>
<figcaption>
<ul class="legend">
${marks.map(mark => html`<li>${swatch(mark)} <span${titleOf(mark)}>${sentence(mark.words)}</span></li>`)}
${untouched ? html`<li><span class="swatch" aria-hidden="true"></span> <span>The page as it is</span></li>` : ''}
${partly ? html`<li><span class="swatch partial" aria-hidden="true"></span> <span>Another thing holds in a part of the country</span></li>` : ''}
</ul>
</figcaption>
</figure>
${aside(map, options)}`;
}

/** Squares in reading order; where there is no country, an empty one keeps the place. */
function worldPart({ tiles, path }: CoverageMap, { name, columns: [from, to] }: (typeof PARTS)[number], options: CoverageOptions): Markup {
  const own = new Map(tiles.flatMap(tile => (WORLD_GRID[tile.code] === undefined ? [] : [[WORLD_GRID[tile.code]!.join(), tile] as const])));
  const cells = Array.from({ length: ROWS * (to - from) }, (_, index) => {
    const [column, row] = [from + (index % (to - from)), Math.floor(index / (to - from))];
    const tile = own.get(`${column},${row}`);
    return tile === undefined ? html`<span></span>` : square(tile, path, options);
  });
  return html`<div class="part" title="${name}">
${cells}</div>
`;
}

const ROWS = Math.max(...Object.values(WORLD_GRID).map(([, row]) => row)) + 1;

function square({ code, name, mark, partial }: CoverageMap['tiles'][number], path: string, { linkTo }: CoverageOptions): Markup {
  const [classes, title] = [`tile${classesOf(mark)}${partial ? ' partial' : ''}`, `${name}${mark ? `: ${mark.letters}` : ''}`];
  const inside = html`<b>${code}</b>${mark ? html`<i>${mark.letters}</i>` : ''}`;
  // What readers get as it is needs no closer look, and many links would stand in the way of whoever goes by keyboard.
  if (linkTo === undefined || (mark === undefined && !partial)) return html`<span class="${classes}" title="${title}">${inside}</span>`;
  const more = `, ${name}${partial ? '; another thing holds in a part of it' : ''}`;
  return html`<a class="${classes}" title="${title}" href="${linkTo(code, path)}">${inside}<span class="unseen">${more}</span></a>`;
}

/** Parts of countries, and readers who are nowhere on the map. */
function aside({ partly, beside, path }: CoverageMap, { linkTo }: CoverageOptions): Markup {
  const named = (code: string, name: string) => (linkTo === undefined ? html`${name}` : html`<a href="${linkTo(code, path)}">${name}</a>`);
  return html`<div class="beside">
${
  partly.length === 0
    ? ''
    : html`<div><h3>In parts of countries</h3>
<ul>${partly.map(
        ({ country, parts, mark }) =>
          html`<li>${swatch(mark)} <span><b>${country}:</b> ${parts.map(({ code, name }, index) => html`${index === 0 ? '' : ', '}${named(code, name)}`)}</span></li>`,
      )}</ul></div>`
}
${
  beside.length === 0
    ? ''
    : html`<div><h3>Beside the map</h3>
<ul>${beside.map(({ code, name, mark }) => html`<li>${swatch(mark)} <span>${named(code, name)}</span></li>`)}</ul></div>`
}
</div>`;
}

function table(lines: CoveragePage['lines']): Markup {
  return html`<div class="scrolling" role="region" aria-label="Table" tabindex="0"><table>
<thead><tr><th scope="col">Mark</th><th scope="col">Readers in</th><th scope="col">On</th><th scope="col">Language</th><th scope="col">What the reader gets</th></tr></thead>
<tbody>
${lines.map(
  ({ who, article, languages, what, mark }) =>
    html`<tr><td class="letters">${mark}</td><th scope="row">${sentence(who)}</th><td>${sentence(article)}</td><td>${languages}</td><td>${sentence(what)}</td></tr>
`,
)}</tbody>
</table></div>`;
}

function swatch(mark: CoverageMark | undefined): Markup {
  return mark === undefined
    ? html`<span class="swatch"><span class="unseen">The page as it is</span></span>`
    : html`<span class="swatch${classesOf(mark)}">${mark.letters}</span>`;
}

const titleOf = ({ exact }: CoverageMark) => (exact === undefined ? '' : html` title="${exact}"`);

const classesOf = (mark: CoverageMark | undefined): string => (mark === undefined ? '' : ` is-${mark.kind} pattern-${mark.pattern}`);

/** The marks that a map has, in the order of their letters. */
function marksOf({ tiles, partly, beside }: CoverageMap): readonly CoverageMark[] {
  const marks = new Map([...tiles, ...partly, ...beside].flatMap(({ mark }) => (mark === undefined ? [] : [[mark.letters, mark]])));
  return [...marks.values()].sort((a, b) => a.letters.length - b.letters.length || (a.letters < b.letters ? -1 : 1));
}

const sentence = (words: string): string => `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
