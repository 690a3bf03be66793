/** Articles that are withheld, or stand behind a page of ours. */

import { describe, expect, test } from 'vitest';
import { articlePage, noticesIn, publicIdOf } from '../support/pages.ts';
import { useSystem } from '../support/system.ts';

const system = useSystem();

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** The local run lets a visitor choose the time: the rule is about hours in Berlin. */
const DAY = 'as-from-place=DE&as-from-time=2026-11-20T12:00Z';
const NIGHT = 'as-from-place=DE&as-from-time=2026-11-20T23:30Z';

describe('withheld', () => {
  const html = articlePage({ id: 'a-1003', title: 'The trial', body: '<p>What the jury must not read.</p>' });

  test.each([
    ['as any reader asks', {}],
    ['with a cookie', { cookie: 'session=1' }],
    ['with credentials', { authorization: 'Bearer 1' }],
    ['for a part', { range: 'bytes=0-99' }],
    ['for a part, with a cookie', { range: 'bytes=0-99', cookie: 'session=1' }],
    ['for parts', { range: 'bytes=0-99,200-299' }],
    ['with a tag of the origin', { 'if-none-match': '"origin"', cookie: 'session=1' }],
    ['with any tag', { 'if-none-match': '*' }],
    ['with a date', { 'if-modified-since': 'Wed, 21 Oct 2037 07:28:00 GMT', cookie: 'session=1' }],
    ['as a crawler', { 'user-agent': 'Googlebot/2.1' }],
  ])('asked for %s', async (_, headers) => {
    system.origin.on('/trial', (request, response) => {
      const known = request.headers['if-none-match'] !== undefined || request.headers['if-modified-since'] !== undefined;
      if (known) return void response.writeHead(304, { etag: '"origin"' }).end();
      const type = { 'content-type': 'text/html', etag: '"origin"' };
      if (request.headers.range === undefined) return void response.writeHead(200, type).end(html);
      const several = request.headers.range.includes(',');
      response.writeHead(206, { ...type, ...(several ? { 'content-type': 'multipart/byteranges; boundary=x' } : {}) }).end(html);
    });
    for (const method of ['GET', 'HEAD']) {
      const answer = await system.read('GB-ENG', '/trial', { method, headers: headers as Record<string, string> });
      expect(answer.status).toBe(451);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers.link).toBe(`<${system.standfirst.url}/>; rel="blocked-by"`);
      for (const name of ['etag', 'last-modified', 'set-cookie']) expect(answer.headers).not.toHaveProperty(name);
      if (method === 'HEAD') expect(answer.body).toHaveLength(0);
      else expect(answer.text).toContain('crown-court.example');
      expect(answer.text).not.toMatch(/jury must not|The trial/);
    }
    expect((await system.read('IE', '/trial', { headers: headers as Record<string, string> })).status).not.toBe(451);
  });

  test('under every status, and when posted to, but not where nobody knows the place', async () => {
    for (const status of [200, 404, 500]) {
      system.origin.on('/trial-status', (_, response) => response.writeHead(status, { 'content-type': 'text/html' }).end(html));
      expect((await system.read('GB', '/trial-status', { headers: { cookie: 'session=1' } })).status).toBe(451);
      expect((await system.read('GB', '/trial-status', { method: 'POST', body: 'x=1', headers: FORM })).status).toBe(451);
    }
    system.origin.page('/trial-unknown', html);
    for (const place of ['', 'T1']) {
      const answer = await system.read(place, '/trial-unknown');
      expect(answer.status).toBe(200);
      expect(noticesIn(answer.text)).toEqual(['undesirable-russia', 'extremist-belarus']);
    }
  });

  test('in the words of the reader, the reason in its own language', async () => {
    system.origin.page('/trial-ru', html);
    const { text } = await system.read('GB', '/trial-ru', { languages: 'ru' });
    expect(text).toContain('<html lang="ru"');
    expect(text).toMatch(/<dd lang="en"/);
  });
});

describe('to be acknowledged', () => {
  const html = articlePage({ tags: ['Adult'], body: '<p>Violence.</p>' });
  const passed = `standfirst-acknowledged=${publicIdOf('adult-content')}`;

  test('by day in Germany the article stands behind a gate; a form leads on, and leaves nothing behind', async () => {
    system.origin.page('/adult', html);
    const gate = await system.read('', `/adult?page=2&${DAY}`);
    expect(gate.status).toBe(200);
    expect(noticesIn(gate.text)).toEqual(['adult-content']);
    expect(gate.text).not.toContain('Violence.');
    expect(gate.text).toContain(
      '<form class="gate-form" method="post" action="/adult?page=2&amp;as-from-place=DE&amp;as-from-time=2026-11-20T12:00Z">',
    );
    expect(gate.text).toContain(`name="standfirst-acknowledged" value="${publicIdOf('adult-content')}"`);
    expect(gate.headers['cache-control']).toBe('no-store');
    expect(gate.headers['content-security-policy']).toMatch(/default-src 'none'/);
    const article = await system.read('', `/adult?page=2&${DAY}`, { method: 'POST', body: passed, headers: FORM });
    expect(article.status).toBe(200);
    expect(article.text).toBe(html);
    for (const { headers } of [gate, article]) expect(headers).not.toHaveProperty('set-cookie');
    // It is not remembered.
    expect((await system.read('', `/adult?page=2&${DAY}`)).text).not.toContain('Violence.');
    expect(new Set(system.origin.seen.filter(({ path }) => path.startsWith('/adult')).map(({ method }) => method))).toEqual(
      new Set(['GET']),
    );
  });

  test('by night and elsewhere it is open', async () => {
    system.origin.page('/adult-night', html);
    expect((await system.read('', `/adult-night?${NIGHT}`)).text).toBe(html);
    expect((await system.read('AT', '/adult-night')).text).toBe(html);
  });

  test.each([
    ['another name', `standfirst-acknowledged=${publicIdOf('undesirable-russia')}`],
    ['nothing', 'standfirst-acknowledged='],
    ['no field', 'a=1'],
  ])('%s does not open it', async (name, body) => {
    const path = `/adult-${name.replace(' ', '-')}`;
    system.origin.page(path, html);
    const answer = await system.read('', `${path}?${DAY}`, { method: 'POST', body, headers: FORM });
    expect(answer.text).not.toContain('Violence.');
  });

  test('an acknowledgement opens nothing that is withheld', async () => {
    system.origin.page('/adult-trial', articlePage({ id: 'a-1003', tags: ['adult'] }));
    expect((await system.read('GB', '/adult-trial', { method: 'POST', body: passed, headers: FORM })).status).toBe(451);
  });

  test('any other form reaches the origin with its body whole', async () => {
    const bodies: string[] = [];
    system.origin.on('/comment', (request, response) => {
      let body = '';
      request.on('data', chunk => {
        body += chunk;
      });
      request.on('end', () => {
        bodies.push(body);
        response.writeHead(200, { 'content-type': 'text/plain' }).end('thanks');
      });
    });
    const sent = ['text=hello', 'standfirst=acknowledged', 'x=standfirst-acknowledged', `${'a=1&'.repeat(400)}b=2`];
    for (const body of sent) await system.read('RU', '/comment', { method: 'POST', body, headers: FORM });
    expect(bodies).toEqual(sent);
  });
});

describe('pages without a place for a notice', () => {
  test.each([
    ['a frameset', '<!doctype html><frameset cols="*,*"><frame src="a"><frame src="b"></frameset>'],
    ['cut off in a script', '<!doctype html><script>if (a < b) {'],
    ['cut off in a comment', '<!-- a page that never begins'],
    ['cut off in a title', '<!doctype html><title>The title'],
    ['cut off in a template', '<template><p>x'],
  ])('%s: a page with the notice leads on to the untouched one', async (name, html) => {
    const path = `/placeless/${name.replaceAll(' ', '-')}`;
    system.origin.page(path, html);
    expect((await system.read('FR', path)).text).toBe(html);
    const gate = await system.read('', path);
    expect(gate.status).toBe(200);
    expect(noticesIn(gate.text)).toEqual(['undesirable-russia', 'extremist-belarus']);
    expect(gate.headers['cache-control']).toBe('no-store');
    expect(gate.text).toContain(`action="${path}"`);
    const value = /name="standfirst-acknowledged" value="([^"]*)"/.exec(gate.text)?.[1];
    const led = await system.read('', path, { method: 'POST', body: `standfirst-acknowledged=${value}`, headers: FORM });
    expect(led.text).toBe(html);
    expect(led.headers['cache-control']).toBe('no-store');
  });
});
