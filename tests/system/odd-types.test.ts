/** Pages that are not called so, and answers that are called pages and are none. */

import { describe, expect, test } from 'vitest';
import { noticesIn } from '../support/pages.ts';
import { useSystem } from '../support/system.ts';

const system = useSystem();
const HTML = '<!doctype html><html><head><title>t</title></head><body><h1>H</h1><p>x</p></body></html>';
const XHTML = '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><h1>H</h1></body></html>';
let number = 0;

function serve(type: string | undefined, body: string, headers: Record<string, string> = {}): string {
  const path = `/type-${number++}`;
  system.origin.on(path, (_, response) => {
    response.writeHead(200, { ...(type === undefined ? {} : { 'content-type': type }), ...headers });
    response.end(body);
  });
  return path;
}

describe('what browsers show as a page carries its notice', () => {
  test.each([
    ['no type', undefined, HTML],
    ['two types', 'text/html, text/html', HTML],
    ['a comma', 'text/html,', HTML],
    ['no semicolon', 'text/html charset=utf-8', HTML],
    ['capitals', 'TEXT/HTML; Charset="UTF-8"', HTML],
    ['anything', '*/*', HTML],
    ['unknown', 'unknown/unknown', HTML],
    ['XHTML called XML', 'application/xml', XHTML],
    ['XHTML called text', 'text/xml; charset=utf-8', XHTML],
  ])('%s', async (_, type, body) => {
    const path = serve(type, body);
    expect(noticesIn((await system.read('RU', path)).text)).toEqual(['undesirable-russia']);
    expect((await system.read('FR', path)).text).toBe(body);
  });
});

test('what they show otherwise is untouched', async () => {
  const answers = [
    serve('application/xml', '<?xml version="1.0"?><rss><channel><title>html</title></channel></rss>'),
    serve('application/json', '{"html":"<html>"}'),
    serve('text/plain', HTML),
    serve(undefined, HTML, { 'x-content-type-options': 'nosniff' }),
    serve(undefined, 'plain words'),
    serve('image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'),
  ];
  for (const path of answers) expect((await system.read('RU', path)).body).toEqual((await system.read('FR', path)).body);
});

describe('a page that comes in pieces', () => {
  test.each([
    ['no type', undefined, ['<!doc', 'type html><body><h1>H</h1>']],
    ['XML', 'application/xml', ['<?xml version="1.0"?>\n<!DOCTYPE', ` html><!--${'x'.repeat(3000)}-->${XHTML.slice(21)}`]],
    ['XML without a type', undefined, [XHTML]],
  ])('%s', async (_, type, pieces) => {
    const path = `/type-${number++}`;
    system.origin.on(path, (_request, response) => {
      response.writeHead(200, type === undefined ? {} : { 'content-type': type });
      response.write(pieces[0]);
      setTimeout(() => response.end(pieces.slice(1).join('')), 100);
    });
    expect(noticesIn((await system.read('RU', path)).text)).toEqual(['undesirable-russia']);
  });
});

test('a page whose type browsers find out says it once it begins with a notice', async () => {
  const path = serve(undefined, '<h1>H</h1><p>x');
  expect((await system.read('RU', path)).headers['content-type']).toMatch(/^text\/html/);
  expect((await system.read('FR', path)).headers['content-type']).toBeUndefined();
});

test('a part of a page of any type is no way around a rule', async () => {
  const path = serve('application/xml', XHTML, { 'standfirst-article': 'id="a-1003"' });
  expect((await system.read('GB-ENG', path, { headers: { range: 'bytes=0-' } })).status).toBe(451);
  expect((await system.read('GB-ENG', path, { method: 'HEAD', headers: { cookie: 'sid=1' } })).status).toBe(451);
});

test('an answer to somebody’s own key is nobody else’s', async () => {
  system.origin.on('/keyed', (request, response) => {
    const known = request.headers['cf-access-client-secret'] === 's' || request.headers['x-api-key'] === 's';
    response.writeHead(known ? 200 : 403, { 'content-type': 'text/plain' }).end(known ? 'SECRET' : 'no');
  });
  for (const name of ['x-api-key', 'cf-access-client-secret']) {
    expect((await system.read('FR', '/keyed', { headers: { [name]: 's' } })).text).toBe('SECRET');
    expect((await system.read('FR', '/keyed', { headers: { [name]: 's', 'sec-fetch-dest': 'document' } })).text).not.toBe('SECRET');
    expect((await system.read('FR', '/keyed')).text).toBe('no');
  }
});

describe('a part of a page that a script asks for', () => {
  const byScript = { headers: { 'sec-fetch-dest': 'empty' } };
  test.each(['{"ok":true}', '<tr><td>row</td></tr>', ''])('%j is no place for a notice', async body => {
    const path = serve('text/html', body);
    expect((await system.read('RU', path, byScript)).text).toBe(body);
  });

  test('a whole document is, however it is asked for', async () => {
    expect(noticesIn((await system.read('RU', serve('text/html', HTML), byScript)).text)).toEqual(['undesirable-russia']);
  });
});

describe('a page that cannot be parsed is withheld all the same', () => {
  const ID = '<meta name="article-id" content="a-1003" />';
  test.each([
    [
      'XHTML that is not well-formed',
      'application/xhtml+xml',
      `<html xmlns="http://www.w3.org/1999/xhtml"><head>${ID}</head><body><br></body></html>`,
    ],
    [
      'XHTML with named characters',
      'application/xhtml+xml',
      `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>&pound;</title>${ID}</head><body/></html>`,
    ],
    ['HTML nested without end', 'text/html', `<head>${ID}</head>${'<div>'.repeat(20_000)}`],
    [
      'a large page with an angle bracket in its metadata',
      'text/html',
      `<meta name="description" content="News > Politics">${ID}<body>${'<p>w</p>'.repeat(70_000)}`,
    ],
    ['a large page with its facts at the end', 'text/html', `<body>${'<p>word</p>'.repeat(150_000)}${ID}`],
  ])('%s', async (_, type, body) => {
    const path = serve(type, body);
    expect((await system.read('GB-ENG', path)).status).toBe(451);
    expect((await system.read('FR', path)).text).toBe(body);
  });

  test('by a header alone', async () => {
    const path = serve('text/html; charset=iso-2022-kr', '<p>x', { 'standfirst-article': 'id="a-1003"' });
    expect((await system.read('GB-ENG', path)).status).toBe(451);
  });
});

test('a 304 with news of the article is not passed over', async () => {
  let told = false;
  system.origin.on('/news', (request, response) => {
    const known = request.headers['if-none-match'] === '"1"';
    const facts = told ? { 'standfirst-article': 'id="a-1003"' } : {};
    response.writeHead(known ? 304 : 200, { 'content-type': 'text/html', etag: '"1"', 'cache-control': 'max-age=0', ...facts });
    response.end(known ? undefined : HTML);
  });
  expect((await system.read('GB-ENG', '/news')).status).toBe(200);
  told = true;
  expect((await system.read('GB-ENG', '/news')).status).toBe(451);
});

test('nothing is sent on by which another cache would keep a composed page', async () => {
  const path = serve('text/html', HTML, {
    'x-accel-expires': '3600',
    'edge-control': 'cache-maxage=1h',
    'x-litespeed-cache-control': 'public, max-age=9',
    'netlify-cdn-cache-control': 'max-age=9',
  });
  const { headers } = await system.read('RU', path);
  expect(Object.keys(headers).filter(name => /accel|edge-control|cdn-cache|litespeed/.test(name))).toEqual([]);
});

test('one slow stream does not hold up the next', async () => {
  system.origin.on('/events', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
  });
  const heads = await Promise.all([1, 2].map(() => fetch(`${system.standfirst.url}/events`, { signal: AbortSignal.timeout(8000) })));
  expect(heads.map(({ status }) => status)).toEqual([200, 200]);
  for (const head of heads) await head.body?.cancel();
});
