/** A news article page of a wanted size: generated from a seed, so that every run measures the same bytes. */

const WORDS =
  'harbour council river budget winter ferry mayor inquiry report village grain market engineer school winter court railway bridge minister union vote election coast storm hospital water survey archive letter witness deputy committee factory harvest island border museum airport teacher border strike energy housing reform'.split(
    ' ',
  );
const JOINTS = ['of the', 'and the', 'near the', 'before the', 'said the', 'for the', 'after a', 'with a', 'under the', 'beyond the'];

/** A page of exactly `bytes` bytes (ASCII). Throws where that is too few to hold what stands around the paragraphs. */
export function articlePage(bytes: number, seed = 1): Uint8Array {
  const random = randomFrom(seed);
  const top = `${head(random)}${opening(random)}`;
  const bottom = closing(random);
  const paragraphs: string[] = [];
  let room = bytes - top.length - bottom.length;
  for (let index = 0; ; index++) {
    const next = block(random, index);
    if (next.length + '<p></p>\n'.length > room) break;
    paragraphs.push(next);
    room -= next.length;
  }
  const last = room - '<p></p>\n'.length;
  if (last < 0) throw new RangeError(`A page of ${bytes} bytes is too small.`);
  return new TextEncoder().encode(`${top}${paragraphs.join('')}<p>${'.'.repeat(last)}</p>\n${bottom}`);
}

type Random = () => number;

/** Numbers in [0, 1): mulberry32. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function pick(random: Random, list: readonly string[]): string {
  return list[Math.floor(random() * list.length)] as string;
}

function words(random: Random, count: number): string {
  return Array.from({ length: count }, () => `${pick(random, WORDS)} ${pick(random, JOINTS)}`).join(' ');
}

function sentence(random: Random, count: number): string {
  const text = `${words(random, count)} ${pick(random, WORDS)}`;
  return `${text[0]?.toUpperCase()}${text.slice(1)}.`;
}

function link(random: Random): string {
  return `<a href="/news/${pick(random, WORDS)}-${Math.floor(random() * 10_000)}">${words(random, 1)} ${pick(random, WORDS)}</a>`;
}

/** Mostly a paragraph; now and then a section heading, a picture or a quotation. */
function block(random: Random, index: number): string {
  if (index % 25 === 24)
    return `<figure><img src="/media/${index}.svg" alt="${sentence(random, 2)}" width="960" height="540" loading="lazy"><figcaption>${sentence(random, 3)}</figcaption></figure>\n`;
  if (index % 20 === 19) return `<h2 id="part-${index}">${sentence(random, 2)}</h2>\n`;
  if (index % 30 === 29) return `<blockquote><p>${sentence(random, 8)}</p></blockquote>\n`;
  const middle = random() < 0.4 ? ` See ${link(random)}.` : '';
  return `<p>${sentence(random, 8)}${middle} <em>${sentence(random, 3)}</em> ${sentence(random, 9)}</p>\n`;
}

function head(random: Random): string {
  const headline = sentence(random, 3);
  const article = {
    '@context': 'https://schema.org',
    '@type': 'NewsArticle',
    headline,
    datePublished: '2026-11-02T08:00:00Z',
    author: [{ '@type': 'Person', name: 'Ada Marlow' }],
    articleSection: 'Politics',
    keywords: ['harbour', 'budget', 'election'],
  };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${headline}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="${sentence(random, 6)}">
<meta property="og:title" content="${headline}">
<meta property="og:type" content="article">
<meta property="article:section" content="Politics">
<link rel="canonical" href="https://news.example/news/harbour">
<link rel="stylesheet" href="/assets/site.css">
<script type="application/ld+json">${JSON.stringify(article)}</script>
<script src="/assets/site.js" defer></script>
</head>
`;
}

function opening(random: Random): string {
  return `<body class="article">
<header><a href="/">The Example Gazette</a><nav aria-label="Sections"><ul>${list(random, 12)}</ul></nav></header>
<main><article>
<p class="kicker">Politics</p>
<h1>${sentence(random, 3)}</h1>
<p class="standfirst">${sentence(random, 6)}</p>
<p class="byline">By <a href="/authors/ada-marlow" rel="author">Ada Marlow</a> <time datetime="2026-11-02T08:00:00Z">2 November 2026</time></p>
${SHARE}
<div class="story">
`;
}

function closing(random: Random): string {
  return `</div>
${SHARE}
<aside class="related"><h2>Related</h2><ul>${list(random, 8)}</ul></aside>
</article></main>
<footer><ul>${list(random, 20)}</ul><p>The Example Gazette is invented.</p></footer>
</body>
</html>
`;
}

function list(random: Random, length: number): string {
  return Array.from({ length }, () => `<li>${link(random)}</li>`).join('');
}

const SHARE = `<div class="share"><ul>${['mail', 'post', 'print', 'copy'].map(way => `<li><a href="/share/${way}"><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="M2 8h12M8 2v12"></path></svg>${way}</a></li>`).join('')}</ul></div>`;
