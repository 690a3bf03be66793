import fc from 'fast-check';
import { expect, test } from 'vitest';
import { importArticle, type Page } from '../../src/library/import-article.ts';
import { libraryOf } from '../library/library-folder.ts';

const HEAD = `<!doctype html><html lang="en-GB"><head><title>Ice on the Ketta | The Courier</title>
<link rel="canonical" href="https://courier.example/2026/03/Ice_on-the-Ketta.html">
<meta name="description" content="The river froze
overnight.">
<meta property="article:section" content="River"><meta property="article:tag" content="ice">
<meta property="article:published_time" content="2026-03-01T07:40:00+01:00"><meta name="author" content="Ilsa Marovec"></head>`;

const BODY = `<body><header>The Courier</header><nav><a href="/">Home</a></nav><article>
<header><h1>Ice on the Ketta</h1><time>1 March</time></header>
<p>The river <em>froze</em> overnight &lt;all of it&gt;. See <a href="../../2026/02/thaw">the thaw</a>, <a href="/2026/02/port">the port</a>, <a href="javascript:alert(1)">this</a> and <a href="https://weather.example/">the weather</a>.</p>
<div class="share-buttons"><a href="https://social.example/">Share</a></div>
<figure><img src="a.jpg" alt="Ice"><figcaption>Ice.</figcaption></figure>
<h4>How thick</h4><table><tr><th>Place</th><th>cm</th></tr><tr><td>Dalvora</td><td>12</td></tr></table>
<blockquote><p>It held my horse.</p></blockquote><script>alert(1)</script></article><aside>More</aside></body></html>`;

const page = (html: string, name = 'ice.html'): Page => ({
  name,
  bytes: new TextEncoder().encode(html),
  headers: new Headers({ 'content-type': 'text/html; charset=utf-8' }),
});
const around = {
  author: (name: string) => (name === 'Ilsa Marovec' ? 'ilsa-marovec' : undefined),
  has: (path: string) => path === '/2026/02/thaw',
};

test('a page becomes an article file: facts above, Markdown below, and what was left out is said', () => {
  expect(importArticle(page(HEAD + BODY), {}, around)).toEqual({
    file: 'ice-on-the-ketta.md',
    text: `---
id: 2026-03-ice-on-the-ketta
path: /2026/03/ice-on-the-ketta
language: en-GB
section: River
headline: Ice on the Ketta
standfirst: The river froze overnight.
authors:
  - ilsa-marovec
published: 2026-03-01T06:40:00Z
tags:
  - ice
---

The river _froze_ overnight \\<all of it>. See [the thaw](/2026/02/thaw), [the port](https://courier.example/2026/02/port), this and [the weather](https://weather.example/).

## How thick

- Place · cm
- Dalvora · 12

> It held my horse.
`,
    remarks: [
      '1 picture was left out; put it into pictures/ by hand',
      '1 table became a list',
      '1 link lost its address, which led nowhere',
    ],
  });
});

test('what a page does not say is asked for, all at once', () => {
  expect(importArticle(page('<p>Text</p>'), {}, around)).toEqual({
    missing: [
      'it has no headline: no <h1>, no og:title, no <title>',
      'it does not say its section: give it with --section',
      'it does not say its language: give it with --language',
      'it does not say when it was published: give it with --published',
    ],
  });
});

const PIECES = [
  '<p>',
  '</p>',
  '<h1>',
  '<h2>',
  '</h2>',
  '<h6>',
  '<ul><li>',
  '<table><tr><td>',
  '</table>',
  '<a href="//x.example/a b">',
  '<a href="/x">',
  '</a>',
  '<img src=x alt=y>',
  '<b>',
  '<s>',
  '<pre>',
  '<code>',
  '<!-- c -->',
  '<blockquote>',
  '<dl><dt>',
  '<q>',
  '<br>',
  '<hr>',
  '<svg><g>',
  '<video src=x>',
  '<iframe src=x title=y>',
  '<input type=checkbox checked>',
  '<select><option>',
  '<ruby>',
  '<details>',
  'text',
  ' # ',
  '\n\n',
  '1. ',
  '![a](b)',
  '[a]: b',
  '&lt;b&gt;',
  '&#1;',
  '* * *',
  '```',
  '\u2028',
  '&nbsp;',
];

test('whatever the page holds, the file is one that the library takes, or is refused for having no text', () => {
  const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 25 });
  fc.assert(
    fc.property(pieces, parts => {
      const html = `<title>Headline</title><meta name=description content="About it"><article>${parts.join('')}</article>`;
      const given = { section: 'River', language: 'en', published: 0 };
      const article = importArticle(page(html), given, { author: () => undefined, has: () => false });
      if ('missing' in article) throw new Error(article.missing.join());
      const { problems } = libraryOf({ [article.file]: article.text });
      expect(problems.filter(problem => !problem.includes('the article has no text'))).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
