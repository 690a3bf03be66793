import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { SaxesParser } from 'saxes';
import { describe, expect, it, test } from 'vitest';
import { markupOf } from '../../src/library/markdown.ts';
import { picturesIn } from '../../src/library/pictures.ts';
import { article, libraryOf, PICTURE } from './library-folder.ts';

const markup = (text: string) => markupOf(text, picturesIn('/nowhere'), () => {}).html;

describe('the text of an article', () => {
  test.each([
    ['a paragraph', 'It *floats* **well**.', '<p>It <em>floats</em> <strong>well</strong>.</p>'],
    ['headings', '## A\n\n### B', '<h2>A</h2>\n<h3>B</h3>'],
    ['a list that does not start at one', '3. a\n4. b', '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['a line that ends', 'a\\\nb', '<p>a<br />\nb</p>'],
    ['a quotation', '> It floats.', '<blockquote>\n<p>It floats.</p>\n</blockquote>'],
    [
      'a quotation with a name',
      '> It *floats*.\n> — Osk, foreman',
      '<figure class="quotation"><blockquote>\n<p>It <em>floats</em>.</p>\n</blockquote><figcaption>Osk, foreman</figcaption></figure>',
    ],
    [
      'a quotation with a name in a paragraph of its own',
      '> It floats.\n>\n> It swims.\n>\n> — Osk',
      '<figure class="quotation"><blockquote>\n<p>It floats.</p>\n<p>It swims.</p>\n</blockquote><figcaption>Osk</figcaption></figure>',
    ],
    ['a quotation that is nothing but a dash', '> — Osk', '<blockquote>\n<p>— Osk</p>\n</blockquote>'],
    ['what looks like markup but is meant', '1 \\< 2 & 3', '<p>1 &#x3C; 2 &#x26; 3</p>'],
  ])('%s', (_, text, expected) => {
    expect(markup(text)).toBe(expected);
  });

  it('has pictures with captions', () => {
    const { articles, problems } = libraryOf({
      'a.md': article({}, '![A barge](barge.svg "The \\"Patience\\". Drawing: Ilse")\n'),
      'pictures/barge.svg': PICTURE,
    });
    expect(problems).toEqual([]);
    expect(articles[0]?.body).toMatch(
      /^<figure class="picture"><img src="\/-\/media\/[0-9a-f]{16}\.svg" alt="A barge" width="40" height="30" loading="lazy" \/><figcaption>The "Patience"\. Drawing: Ilse<\/figcaption><\/figure>$/,
    );
  });
});

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries('p h2 h3 h4 ul li blockquote figcaption em strong code pre br hr'.split(' ').map(name => [name, []])),
  a: ['href'],
  ol: ['start'],
  figure: ['class'],
  img: ['src', 'alt', 'width', 'height', 'loading'],
};

type Node = DefaultTreeAdapterTypes.Node;

function* nodesOf(node: Node): Generator<Node> {
  yield node;
  if ('childNodes' in node) for (const child of node.childNodes) yield* nodesOf(child);
}

/** What a browser would make of it that nobody may write. */
function forbiddenIn(html: string): string[] {
  return [...nodesOf(parseFragment(html))].flatMap(node => {
    if (node.nodeName === '#comment') return ['a comment'];
    if (!('tagName' in node)) return [];
    const allowed = ALLOWED[node.tagName];
    if (!allowed) return [`<${node.tagName}>`];
    const attributes = node.attrs.filter(({ name }) => !allowed.includes(name)).map(({ name }) => `${node.tagName} ${name}`);
    const links = node.attrs.filter(({ name, value }) => name === 'href' && !/^(?:https?:|mailto:|tel:|\/(?![/\\])|#)/i.test(value));
    return [...attributes, ...links.map(({ value }) => `a link to ${value}`)];
  });
}

const nasty = fc.constantFrom(
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '</div>',
    '</article>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
  ],
  ...[
    '<style>',
    '<iframe src="//x">',
    '<a href="javascript:alert(1)">',
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt:alert(1))',
    '[a](data:text/html,x)',
  ],
  ...[
    '[a](&#106;avascript:alert(1))',
    '[a](java\tscript:x)',
    '[a](//x.example)',
    '[a](/\\x.example)',
    '[a][b]',
    '[b]: javascript:alert(1)',
    '<javascript:alert(1)>',
  ],
  ...[
    '![a](x.svg "b\\" onload=")',
    '![" onerror="x](x.svg)',
    '![a](javascript:x)',
    '![a][b]',
    '&lt;script&gt;',
    '&#60;script&#62;',
    '&#0;',
    '&#x1;',
    '\u0000',
  ],
  ...[
    '> ',
    '- ',
    '1. ',
    '## ',
    '# ',
    '```\n',
    '    ',
    '---\n',
    '\n',
    '\n\n',
    '— ',
    '*',
    '**',
    '_',
    '`',
    '\\',
    '|',
    ':::note\n',
    ':a{onclick=x}',
    '"',
    "'",
    '&',
    '\ufffe',
  ],
);
const text = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 24 }).map(parts => parts.join(''));

describe('whatever is typed', () => {
  it('becomes text, or nothing, but never foreign markup', () => {
    fc.assert(
      fc.property(text, source => {
        expect(forbiddenIn(markup(source))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('closes what it opens: a browser reads back what was written', () => {
    fc.assert(
      fc.property(text, source => {
        const html = markup(source);
        const around = parseFragment(`<div id="a">${html}</div><p id="b"></p>`);
        expect(around.childNodes.map(node => node.nodeName)).toEqual(['div', 'p']);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is well-formed XML, unless a problem has been reported', () => {
    fc.assert(
      fc.property(text, source => {
        let reported = false;
        const { html } = markupOf(source, picturesIn('/nowhere'), () => {
          reported = true;
        });
        if (!reported) expect(xmlErrors(html)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});

function xmlErrors(html: string): string[] {
  const errors: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', error => errors.push(error.message));
  parser.write(`<div>${html}</div>`).close();
  return errors;
}
