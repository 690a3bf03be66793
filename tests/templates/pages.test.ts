import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it, test } from 'vitest';
import { renderArticle } from '../../templates/article.tsx';
import { articles, articleWith, contextIn, LANGUAGES, ORIGIN, pagesWith } from './pages.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

function elementsOf(html: string): Element[] {
  const found: Element[] = [];
  const visit = (node: Node) => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parse(html));
  return found;
}

const attribute = (element: Element, name: string) => element.attrs.find(attr => attr.name === name)?.value;
const named = (html: string, name: string) => elementsOf(html).filter(element => element.tagName === name);
const textOf = (node: Node): string =>
  node.nodeName === '#text'
    ? (node as DefaultTreeAdapterTypes.TextNode).value
    : 'childNodes' in node
      ? node.childNodes.map(textOf).join('')
      : '';

/** What a strict content security policy would refuse, or what would tell somebody else of the reader. */
function forbiddenIn(html: string): string[] {
  return elementsOf(html).flatMap(element => {
    const is = (name: string) => element.tagName === name;
    const faults = element.attrs
      .filter(({ name }) => name === 'style' || name.startsWith('on'))
      .map(({ name }) => `${element.tagName} ${name}`);
    if (is('style') || is('base') || is('object') || is('embed')) faults.push(element.tagName);
    if (is('script') && attribute(element, 'type') !== 'application/ld+json') faults.push('script');
    const fetched = ['src', 'srcset', 'data', 'poster', 'action', 'formaction'].map(name => attribute(element, name));
    if (is('link') && attribute(element, 'rel') === 'stylesheet') fetched.push(attribute(element, 'href'));
    return [...faults, ...fetched.filter(address => address !== undefined && !/^\/(?!\/)/.test(address))];
  }) as string[];
}

const OURS = Object.entries(pagesWith('Grain & water', 'en'));
const EVERY: readonly (readonly [string, string])[] = [
  ...OURS,
  ...articles.map(article => [article.path, renderArticle(article, contextIn('en'))] as const),
];

describe.each(EVERY)('%s', (_, html) => {
  it('is a document with a title, a language, a direction and one main headline', () => {
    expect(html).toMatch(/^<!doctype html><html lang="[a-z]{2}" dir="(?:ltr|rtl)"><head><meta charset="utf-8"\/>/);
    expect(named(html, 'title')).toHaveLength(1);
    expect(named(html, 'h1')).toHaveLength(1);
    expect(named(html, 'main')).toHaveLength(1);
  });

  it('holds no script, no style and nothing from elsewhere', () => {
    expect(forbiddenIn(html)).toEqual([]);
  });

  it('is written without errors of syntax', () => {
    const errors: string[] = [];
    parse(html, { onParseError: error => errors.push(error.code) });
    expect(errors).toEqual([]);
  });

  it('gives each id once, and labels with ids that exist', () => {
    const ids = elementsOf(html).flatMap(element => attribute(element, 'id') ?? []);
    expect(ids).toEqual([...new Set(ids)]);
    const wanted = elementsOf(html).flatMap(element => [
      ...['aria-labelledby', 'aria-describedby', 'for'].flatMap(name => attribute(element, name)?.split(' ') ?? []),
      ...(attribute(element, 'href')?.startsWith('#') ? [attribute(element, 'href')!.slice(1)] : []),
    ]);
    expect(wanted.filter(id => !ids.includes(id))).toEqual([]);
  });

  it('says the size of every picture, and what it shows', () => {
    expect(named(html, 'img').filter(image => ['width', 'height', 'alt'].some(name => !attribute(image, name)))).toEqual([]);
  });
});

const nasty = fc.constantFrom(
  ...['</script>', '<script>alert(1)</script>', '<!--', '-->', '<![CDATA[', ']]>', '" onload="alert(1)', "' x='", '</title>', '</option>'],
  ...[
    '</main>',
    '</html>',
    '<base href="//x">',
    '&lt;',
    '&#60;',
    '\u2028',
    '\ud800',
    '$&',
    '$1',
    '\\',
    '<',
    '>',
    '"',
    '&',
    'javascript:alert(1)',
  ],
);
const text = fc
  .array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 5 })), { minLength: 1, maxLength: 8 })
  .map(parts => `x${parts.join('')}`);

describe('whatever a text is made of', () => {
  const shape = (html: string) => elementsOf(html).map(({ tagName, attrs }) => [tagName, ...attrs.map(({ name }) => name)].join(' '));

  it('every page has the elements that it has with plain words', () => {
    const plain = Object.entries(pagesWith('x words', 'en')).map(([name, html]) => [name, shape(html)]);
    fc.assert(
      fc.property(text, words => {
        expect(Object.entries(pagesWith(words, 'en')).map(([name, html]) => [name, shape(html)])).toEqual(plain);
      }),
      { numRuns: 150 },
    );
  });

  it('the data for machines says it unchanged and stays in its place', () => {
    fc.assert(
      fc.property(text, words => {
        const html = renderArticle(articleWith(words), contextIn('en'));
        const scripts = named(html, 'script');
        expect(scripts).toHaveLength(1);
        expect(JSON.parse(textOf(scripts[0]!))).toMatchObject({ headline: words, keywords: [words], author: [{ name: words }] });
      }),
      { numRuns: 300 },
    );
  });
});

describe('an article', () => {
  const html = renderArticle(articleWith('Grain'), contextIn('de'));

  it('tells machines what rules ask for', () => {
    expect(JSON.parse(textOf(named(html, 'script')[0]!))).toMatchObject({
      '@type': 'NewsArticle',
      identifier: 'a-1',
      inLanguage: 'en',
      keywords: ['Grain'],
      articleSection: 'Grain',
      datePublished: '2026-11-12T06:40:00Z',
    });
  });

  it('has its own address, and that of itself in other languages', () => {
    const links = named(html, 'link').map(link => ['rel', 'hreflang', 'href'].map(name => attribute(link, name)));
    expect(links.slice(1)).toEqual([
      ['canonical', undefined, `${ORIGIN}/2026/11/a`],
      ['alternate', 'en', `${ORIGIN}/2026/11/a`],
      ['alternate', 'ru', `${ORIGIN}/2026/11/b`],
    ]);
  });

  it('is the same whatever language its reader wants', () => {
    expect(LANGUAGES.map(language => renderArticle(articleWith('Grain'), contextIn(language)) === html)).not.toContain(false);
  });

  it('gives the moment in the zone of the site and the words of the article', () => {
    expect(named(html, 'time').map(time => [attribute(time, 'datetime'), textOf(time)])[0]).toEqual([
      '2026-11-12T06:40:00Z',
      '12 November 2026 at 07:40 CET',
    ]);
  });

  it('marks everything that passes it on, so that a safety notice can take it out', () => {
    const within = (element: Element | null): boolean =>
      element !== null &&
      'attrs' in element &&
      (/\b(?:share|comments|subscribe)\b/.test(attribute(element, 'class') ?? '') || within(element.parentNode as Element | null));
    const outward = named(html, 'a').filter(link => /^(?:mailto|sms):/.test(attribute(link, 'href') ?? ''));
    expect(outward.map(within)).toEqual([true, true, true, true]);
  });
});

describe('pages of our own', () => {
  test.each(OURS.filter(([name]) => !/^(?:article|front)/.test(name)))('%s: search engines leave it out', (_, html) => {
    expect(named(html, 'meta').map(meta => [attribute(meta, 'name'), attribute(meta, 'content')])).toContainEqual(['robots', 'noindex']);
  });

  test.each(LANGUAGES)('are in %s for who reads it, and written in its direction', language => {
    const direction = ['ar', 'fa', 'he'].includes(language) ? 'rtl' : 'ltr';
    const pages = Object.entries(pagesWith('x', language)).filter(([name]) => name !== 'article');
    for (const [, html] of pages) expect(html).toContain(`<html lang="${language}" dir="${direction}">`);
  });

  it('a notice has its required language first, each with its own direction', () => {
    const sections = named(pagesWith('x', 'en').notice!, 'section');
    expect(sections.map(section => [attribute(section, 'lang'), attribute(section, 'dir')])).toEqual([
      ['ru', 'ltr'],
      ['en', 'ltr'],
      ['ar', 'rtl'],
    ]);
  });

  it('what is withheld links to who demanded it, where that is an address of the web', () => {
    const links = (demand: string) => named(pagesWith(demand, 'en').withheld!, 'a').map(link => attribute(link, 'href'));
    expect(links('https://court.example/1')).toContain('https://court.example/1');
    expect(links('javascript:alert(1)')).toEqual(['#content', '/', '/']);
  });
});
