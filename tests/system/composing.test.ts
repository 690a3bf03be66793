/** What becomes of pages: the notice once, the rest as it was, whatever the page is like. */

import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { begin } from '../support/ask.ts';
import { articlePage, noticesIn, withoutNotices } from '../support/pages.ts';
import { readerAt } from '../support/readers.ts';
import { until, useSystem } from '../support/system.ts';

const system = useSystem();

const WARNED = [
  ['RU', ['undesirable-russia']],
  ['BY', ['extremist-belarus']],
  ['', ['undesirable-russia', 'extremist-belarus']],
  ['T1', ['undesirable-russia', 'extremist-belarus']],
  ['FR', []],
] as const;

/** In Russia, of a page in which nobody can look for the names that the starter rulebook marks: the note of the marks too. */
const UNSEARCHED = ['undesirable-russia', 'foreign-agent-mentioned'];

describe('a usual page', () => {
  test.each(WARNED)('in "%s" holds %j, each once', async (place, expected) => {
    system.origin.page('/usual', articlePage());
    const { status, text } = await system.read(place, '/usual');
    expect(status).toBe(200);
    expect(noticesIn(text)).toEqual(expected);
    if (expected.length === 0) expect(text).toBe(articlePage());
    else
      expect(withoutNotices(text)).toBe(
        articlePage()
          .replace(/<div class="share">.*?<\/div>/, '')
          .replace(/<footer.*?<\/footer>/, ''),
      );
  });

  test('keeps its own policy, and what is put in needs no exception from it', async () => {
    const policy = "default-src 'none'; style-src 'self'; script-src 'nonce-abc'";
    system.origin.page('/policy', articlePage(), { 'content-security-policy': policy });
    const { headers, text } = await system.read('RU', '/policy');
    expect(headers['content-security-policy']).toBe(policy);
    const notice = /<section[^>]* data-notice[\s\S]*?<\/section>/.exec(text)?.[0] ?? '';
    expect(notice).not.toMatch(/<script|\sstyle=|\son\w+=|https?:\/\/(?!corrections)/);
    const style = /<link rel="stylesheet" href="(\/[^"]+)"/.exec(notice)?.[1] ?? '';
    const sheet = await system.read('RU', style);
    expect(sheet.status).toBe(200);
    expect(sheet.headers['cache-control']).toContain('immutable');
    const more = /href="(\/-\/notices\/[^"]+)"/.exec(notice)?.[1] ?? '';
    expect((await system.read('FR', more)).status).toBe(200);
  });

  test('the correction stands on the article and on the front page, above the headline, in Singapore alone', async () => {
    system.origin.page('/', articlePage({ title: 'Front' }));
    system.origin.page('/port', articlePage({ id: 'a-1001' }));
    for (const path of ['/', '/port']) {
      expect(noticesIn((await system.read('SG', path)).text)).toEqual(['correction-sg']);
      expect((await system.read('SG', path)).text).toMatch(/data-notice[\s\S]*<h1>/);
      expect(noticesIn((await system.read('MY', path)).text)).toEqual([]);
    }
    system.origin.page('/other', articlePage({ id: 'a-1004' }));
    expect(noticesIn((await system.read('SG', '/other')).text)).toEqual([]);
  });

  test.each(['/?utm_source=x', '/?a=b', '//', '/%2F', '/./', '/a/..'])('the front page under the name %s is the front page', async path => {
    for (const own of ['/', '//', '/%2F']) system.origin.page(own, articlePage({ title: 'Front' }));
    const { status, text } = await system.read('SG', path);
    // `%2F` is a name of its own (RFC 3986, section 2.2).
    if (status === 200 && path !== '/%2F') expect(noticesIn(text)).toEqual(['correction-sg']);
  });
});

describe('codings of the origin', () => {
  const html = Buffer.from(articlePage({ body: '<p>Кодировка</p>'.repeat(500) }));
  test.each([
    ['gzip', gzipSync(html)],
    ['GZIP', gzipSync(html)],
    ['x-gzip', gzipSync(html)],
    ['br', brotliCompressSync(html)],
    ['zstd', zstdCompressSync(html)],
    ['deflate', deflateSync(html)],
    ['deflate', deflateRawSync(html)],
    ['gzip, br', brotliCompressSync(gzipSync(html))],
    ['gzip, gzip', gzipSync(gzipSync(html))],
    ['identity', html],
  ])('%s', async (coding, bytes) => {
    const path = `/coded/${encodeURIComponent(coding)}-${bytes.length}`;
    system.origin.page(path, bytes, { 'content-encoding': coding });
    const plain = await system.read('FR', path);
    expect(plain.status).toBe(200);
    expect(plain.body.equals(html)).toBe(true);
    const noticed = await system.read('RU', path);
    expect(noticesIn(noticed.text)).toEqual(['undesirable-russia']);
    expect(noticed.headers).not.toHaveProperty('content-encoding');
  });
});

describe('odd pages', () => {
  const FACTS = '<meta charset=utf-8>';
  test.each([
    ['no tags but the text', `${FACTS}Just text.`],
    ['omitted tags', `<!doctype html>${FACTS}<title>t</title><h1>H<p>One<p>Two`],
    ['no headline', `${FACTS}<p>One<p>Two`],
    ['a table around everything', `${FACTS}<table><tr><td><h1>H</h1><td>x</table>`],
    ['a headline in a link', `${FACTS}<body><a href="/x"><h1>H</h1></a><p>x`],
    ['a template with a headline', `${FACTS}<body><template><h1>T</h1></template><h1>H</h1><p>x`],
    ['unclosed elements', `${FACTS}<div><b><i><section><h1>H<p>One<ul><li>x`],
    ['a comment before the doctype', `<!-- saved from --><!doctype html>${FACTS}<body><h1>H</h1>`],
    [
      'scripts that hold markup',
      `${FACTS}<script>var a = "<body><h1>no</h1>";</script><body><script>document.write("<h1>" + "</h1>")</script><h1>H</h1>`,
    ],
    ['a script that looks like a comment', `${FACTS}<body><script><!-- <script> </script> --></script><h1>H</h1>`],
    ['an open select', `${FACTS}<body><select><option>a<h1>H</h1>`],
    ['SVG with a title', `${FACTS}<body><svg><title><h1>no</h1></title></svg><h1>H</h1>`],
    ['noscript before the headline', `${FACTS}<body><noscript><h1>no</h1></noscript><h1>H</h1>`],
    ['a line of a megabyte', `${FACTS}<body><h1>H</h1><p>${'word '.repeat(210_000)}</p>`],
    ['a thousand levels', `${FACTS}<body>${'<div>'.repeat(1000)}<h1>H</h1>`],
    ['a closing tag too many', `${FACTS}</body></html><h1>H</h1><p>after the end`],
    [
      'zero bytes and broken UTF-8',
      Buffer.concat([Buffer.from(`${FACTS}<body>a\0b`), Buffer.from([0xff, 0xc3]), Buffer.from('<h1>H</h1><p>x')]),
    ],
    ['nothing at all', ''],
  ])('%s', async (name, html) => {
    const path = `/odd/${encodeURIComponent(name)}`;
    const bytes = Buffer.from(html as string);
    system.origin.page(path, bytes, { 'content-type': 'text/html; charset=utf-8' });
    expect((await system.read('FR', path)).body.equals(bytes)).toBe(true);
    const { text, body } = await system.read('RU', path);
    expect(noticesIn(text)).toEqual(['undesirable-russia']);
    expect(withoutNotices(body.toString('latin1'))).toBe(bytes.toString('latin1'));
  });

  test('two headlines carry one notice, before the first', async () => {
    system.origin.page('/two', '<!doctype html><body><h1>One</h1><h1>Two</h1>');
    expect((await system.read('RU', '/two')).text).toMatch(/^<!doctype html><body><section[\s\S]*<\/section><h1>One<\/h1><h1>Two<\/h1>$/);
  });
});

describe('XHTML', () => {
  const source = `<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>t</title></head><body><h1>H &amp; I</h1><div class="share"/><p>x<br/></p></body></html>`;

  test.each(WARNED)('stays well-formed in "%s", with %j', async (place, expected) => {
    system.origin.page('/xhtml', source, { 'content-type': 'application/xhtml+xml; charset=utf-8' });
    const { text } = await system.read(place, '/xhtml');
    expect(noticesIn(text)).toEqual(expected);
    const parser = new SaxesParser({ xmlns: true });
    let sections = 0;
    parser.on('error', error => {
      throw error;
    });
    parser.on('opentag', ({ local, uri }) => {
      if (local === 'section' && uri === 'http://www.w3.org/1999/xhtml') sections++;
    });
    parser.write(text).close();
    expect(sections).toBe(expected.length);
  });

  test('that is not well-formed is preceded by a page with the notice', async () => {
    system.origin.page('/xhtml-broken', source.replace('</p>', ''), { 'content-type': 'application/xhtml+xml' });
    const { headers, text } = await system.read('RU', '/xhtml-broken');
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(noticesIn(text)).toEqual(UNSEARCHED);
    expect(text).toContain('method="post"');
  });
});

describe('very large pages', () => {
  const paragraphs = (bytes: number) => '<p>A paragraph of a very long page.</p>\n'.repeat(Math.ceil(bytes / 40));

  test('of five megabytes stream: the notice is there before the origin has finished, and the rest arrives whole', async () => {
    const [start, rest] = [articlePage({ body: paragraphs(3_000_000) }), paragraphs(2_300_000)];
    let finish: () => void = () => undefined;
    system.origin.on('/large', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.write(start);
      finish = () => response.end(rest);
    });
    const response = await begin(system.standfirst.url, '/large', { headers: readerAt('RU') });
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    const ended = new Promise(resolve => response.on('end', resolve));
    await until(() => Buffer.concat(chunks).includes('data-notice'));
    finish();
    await ended;
    const text = Buffer.concat(chunks).toString();
    expect(noticesIn(text)).toEqual(UNSEARCHED);
    expect(text.indexOf('data-notice')).toBeLessThan(1000);
    expect(withoutNotices(text) === start + rest).toBe(true);
    // Nothing is said of elements that a rule of the EU takes out, for which nobody could look.
    expect((await system.read('FR', '/large')).text === start + rest).toBe(true);
    expect(noticesIn((await system.read('', '/large')).text)).toEqual(['undesirable-russia', 'extremist-belarus']);
    expect(system.origin.count('/large')).toBe(1);
  });

  test('of three megabytes without a body tag come with the notice, or behind a page with it, and whole', async () => {
    const html = `<!doctype html><meta charset=utf-8><title>t</title><h1>H</h1>${paragraphs(3_000_000)}`;
    system.origin.page('/large-bodyless', html);
    expect((await system.read('FR', '/large-bodyless')).text === html).toBe(true);
    const { text } = await system.read('RU', '/large-bodyless');
    expect(noticesIn(text)).toEqual(UNSEARCHED);
    const value = /name="standfirst-acknowledged" value="([^"]*)"/.exec(text)?.[1];
    if (value === undefined) return expect(withoutNotices(text) === html).toBe(true);
    const led = await system.read('RU', '/large-bodyless', {
      method: 'POST',
      body: `standfirst-acknowledged=${value}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(led.text === html).toBe(true);
  });
});
