import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { SaxesParser } from 'saxes';
import { describe, expect, it, test } from 'vitest';
import { isAllowedLink, renderMarkdown, unwantedIn } from '../../src/rulebook/markdown.ts';
import { plainText } from '../../src/rulebook/markdown-plain.ts';

const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  p: [],
  strong: [],
  em: [],
  a: ['href', 'rel'],
  ul: [],
  ol: ['start'],
  li: [],
  br: [],
  blockquote: [],
};

/** Everything in rendered markup that is not on the list; empty for safe markup. */
function foreign(markup: string): string[] {
  const found: string[] = [];
  const visit = (node: DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.DocumentFragment): void => {
    if ('tagName' in node) {
      const allowed = ALLOWED[node.tagName];
      if (allowed === undefined || node.namespaceURI !== 'http://www.w3.org/1999/xhtml') found.push(`<${node.tagName}>`);
      for (const { name, value } of node.attrs) {
        if (!allowed?.includes(name)) found.push(`${node.tagName}[${name}]`);
        if (name === 'href' && !/^(?:https?:\/\/|mailto:|\/(?!\/))/i.test(value)) found.push(`href=${value}`);
        if (name === 'rel' && value !== 'noopener noreferrer') found.push(`rel=${value}`);
      }
      if (node.tagName === 'a' && !node.attrs.some(({ name }) => name === 'rel')) found.push('a without rel');
    } else if (node.nodeName === '#comment') found.push('comment');
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(parseFragment(markup));
  return found;
}

const htmlText = (node: DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.DocumentFragment): string =>
  'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(htmlText).join('') : '';

/** The text of markup read as XML. Throws where it is not well-formed. */
function xmlText(markup: string): string {
  let text = '';
  const parser = new SaxesParser();
  parser.on('text', piece => {
    text += piece;
  });
  parser.on('error', error => {
    throw error;
  });
  parser.write(`<div>${markup}</div>`).close();
  return text;
}

/** Texts that are likely to go wrong: pieces of markup and Markdown in any order. */
const PIECES = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=x>',
  '</p>',
  '<p style="x">',
  '<!--',
  '-->',
  '<![CDATA[',
  ']]>',
  '<?x',
  '&lt;script&gt;',
  '&#60;',
  '&#x1;',
  '&nbsp;',
  '&',
  '"',
  "'",
  '`',
  '```\n',
  '    ',
  '# ',
  '> ',
  '- ',
  '1. ',
  '7) ',
  '*',
  '**',
  '_',
  '[',
  ']',
  '(',
  ')',
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:x)',
  '[a](data:text/html,x)',
  '[a](https://x.example/?a=1&b="2")',
  '[a](/b "t\\" onclick=x")',
  '[a](//e.example)',
  '[a](mailto:a@b.example)',
  '<https://x.example>',
  '<javascript:alert(1)>',
  '![a](/x.png)',
  '[r]',
  '\n[r]: javascript:x\n',
  '\\\n',
  '  \n',
  '\n\n',
  '\n',
  '\\',
  ' ',
  'a',
  'Я',
  'ع',
  '\u202E',
  '\uD800',
  '\u0000',
  '\u000B',
  '\uFFFE',
  '\u0085',
];
const typed = fc.oneof(
  fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...PIECES) }, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 25 })
    .map(parts => parts.join('')),
  fc.string({ unit: 'binary' }),
);

describe('what is typed into a notice', () => {
  it('becomes none but the allowed elements, attributes and addresses', () => {
    fc.assert(
      fc.property(typed, text => {
        expect(foreign(renderMarkdown(text))).toEqual([]);
      }),
      { numRuns: 1500 },
    );
  });

  it('is well-formed XML that says the same as the HTML', () => {
    fc.assert(
      fc.property(typed, text => {
        const markup = renderMarkdown(text);
        expect(xmlText(markup)).toBe(htmlText(parseFragment(markup)));
      }),
      { numRuns: 1500 },
    );
  });

  it('cannot close or open anything around it', () => {
    fc.assert(
      fc.property(typed, text => {
        const [notice, after] = parseFragment(`<section>${renderMarkdown(text)}</section><b id="after"></b>`).childNodes;
        expect(notice).toMatchObject({ tagName: 'section' });
        expect(after).toMatchObject({ tagName: 'b', attrs: [{ name: 'id', value: 'after' }], childNodes: [] });
      }),
      { numRuns: 500 },
    );
  });

  it('is reported whenever it does not come out as it was meant', () => {
    // Whatever has nothing to report holds no raw HTML, code, heading or picture, so all its letters are shown.
    const harmless = fc.array(fc.constantFrom('word ', '**bold** ', '*so* ', '\n\n', '[a](/b) ', 'x < y & z '), { maxLength: 12 });
    fc.assert(
      fc.property(harmless, parts => {
        const text = parts.join('');
        expect(unwantedIn(text)).toEqual([]);
        const letters = text.replaceAll(/\(\/b\)|[^a-z&<]/g, '');
        expect(htmlText(parseFragment(renderMarkdown(text))).replaceAll(/[^a-z&<]/g, '')).toBe(letters);
      }),
    );
  });
});

describe('rendering', () => {
  test.each([
    ['A *b* **c**\\\nd', '<p>A <em>b</em> <strong>c</strong><br />\nd</p>'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['4. a\n5. b', '<ol start="4">\n<li>a</li>\n<li>b</li>\n</ol>'],
    ['> q', '<blockquote>\n<p>q</p>\n</blockquote>'],
    ['[a](https://x.example/?p=1&q=2 "title")', '<p><a href="https://x.example/?p=1&#x26;q=2" rel="noopener noreferrer">a</a></p>'],
    ['[a](/b#c)', '<p><a href="/b#c" rel="noopener noreferrer">a</a></p>'],
    ['[a](javascript:alert(1))', '<p>a</p>'],
    ['<script>x</script>', '<p>&#x3C;script>x&#x3C;/script></p>'],
    ['a <b>c</b>', '<p>a &#x3C;b>c&#x3C;/b></p>'],
    ['# Title', '<p>Title</p>'],
    ['    code', '<p>code</p>'],
    ['a `b` ![c](/d)', '<p>a b c</p>'],
    ['a\u0000\u0007b', '<p>ab</p>'],
  ])('%j', (text, markup) => expect(renderMarkdown(text)).toBe(markup));

  it('keeps what is nested, to a depth', () => {
    expect(renderMarkdown('> > - a')).toContain('<li>a</li>');
    expect(foreign(renderMarkdown('> '.repeat(5000)))).toEqual([]);
    expect(renderMarkdown(`${'*a **b '.repeat(30)}${'** *'.repeat(30)}`).length).toBeLessThan(5000);
    const crowded = `${'- '.repeat(5000)}x`;
    expect(foreign(renderMarkdown(crowded))).toEqual([]);
    // One paragraph of what was written: it did not go to the parser, which would make lists of it.
    expect(renderMarkdown(crowded)).toBe(`<p>${crowded}</p>`);
    expect(unwantedIn(`one\n\n${'> '.repeat(20)}x`)).toMatchObject([{ line: 3, column: 1 }]);
  });
});

describe('as text by itself', () => {
  test.each([
    ['A *b* **c**\\\nd\ne', 'A b c\nd e'],
    ['a\n\nb  \n   c', 'a\n\nb\nc'],
    ['- a\n- b\n\nc', '- a\n- b\n\nc'],
    ['- a\n\n  b\n- c\n  - d', '- a\n  b\n- c\n  - d'],
    ['9. a\n10. b\n    - c', '9. a\n10. b\n    - c'],
    ['> q\n>\n> r', '> q\n>\n> r'],
    ['[a](https://x.example/?p=1&q=2 "title")', 'a (https://x.example/?p=1&q=2)'],
    ['<https://x.example/a>', 'https://x.example/a'],
    ['[write](mailto:a@b.example) <a@b.example>', 'write (a@b.example) a@b.example'],
    ['[a](javascript:alert(1))', 'a'],
    ['a <b>c</b> ![d](/e) &amp; `f`', 'a <b>c</b> d & f'],
    ['# Title', 'Title'],
  ])('%j', (text, plain) => expect(plainText(text)).toBe(plain));

  it('says the words of the markup, in the same order, and nothing else but signs and addresses', () => {
    // Without links, whose addresses come in between, and lists, whose numbers do.
    const linkless = typed.filter(text => !/\]\(|<\w+:|@|\d/.test(text));
    const words = (text: string) => text.replaceAll(/[\s>-]+/gu, '');
    fc.assert(
      fc.property(linkless, text => {
        expect(words(plainText(text))).toBe(words(htmlText(parseFragment(renderMarkdown(text)))));
      }),
      { numRuns: 1000 },
    );
  });

  it('has no blank at the end of a line and no more than one empty line', () => {
    fc.assert(
      fc.property(typed, text => {
        const plain = plainText(text);
        expect(plain).toBe(plain.trim());
        expect(plain).not.toMatch(/[ \t]$/m);
        expect(plain).not.toMatch(/\n\n\n/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('links', () => {
  test.each(['/a', '/', 'https://x.example', 'HTTP://x.example/a', 'mailto:a@b.example'])('%s is a link', url =>
    expect(isAllowedLink(url)).toBe(true),
  );
  test.each([
    'javascript:alert(1)',
    'java\nscript:x',
    ' javascript:x',
    '//x.example',
    '/\\x.example',
    'a',
    '#a',
    '',
    'data:,x',
    'https:x',
    'https://',
    'vbscript:x',
    'blob:x',
    'ftp://x/',
  ])('%j is none', url => expect(isAllowedLink(url)).toBe(false));
});
