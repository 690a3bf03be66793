/** What rules do to what is no page: feeds and JSON carry their notices, pictures and PDFs are withheld. */

import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { type Answer, type Asking, begin } from '../support/ask.ts';
import { edition, publicIdOf } from '../support/pages.ts';
import { GEO_VARS, readerAt } from '../support/readers.ts';
import { until, useSystem } from '../support/system.ts';

const system = useSystem(GEO_VARS, join(import.meta.dirname, 'fixtures', 'forms.yaml'));

const NOBODY = 'FR';
const RSS = `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>News</title><link>https://x.example/</link><description>All</description>
<item><title>One</title><guid>1</guid></item>
<item><title>Two &amp; three</title><guid>2</guid></item>
</channel></rss>
`;
const ATOM = `<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><id>urn:x</id><updated>2026-11-01T00:00:00Z</updated>
<entry><title>One</title><id>urn:1</id><updated>2026-11-01T00:00:00Z</updated></entry>
</feed>`;
const JSON_FEED = JSON.stringify(
  { version: 'https://jsonfeed.org/version/1.1', title: 'News', items: [{ id: '1', content_text: 'One' }] },
  null,
  2,
);
const OBJECT = '{\n  "title": "Один",\n  "list": [1, 2.50, {"a": null}]\n}\n';

function serve(path: string, type: string, body: string | Buffer, headers: Record<string, string> = {}): void {
  system.origin.on(path, (_, response) => response.writeHead(200, { 'content-type': type, ...headers }).end(body));
}

/** How often a notice is in a text, by the words in it that no other text has. */
const count = (text: string, words: string) => text.split(words).length - 1;
const idOf = (notice: string) => {
  const { publicId, version } = edition().notices[notice] ?? {};
  return `urn:standfirst:${publicId}:${version}`;
};

/** The elements of XML, each with the name of its parent and the text directly in it; throws where it is not well-formed. */
function elementsIn(xml: string): { parent: string; name: string; text: string }[] {
  const parser = new SaxesParser({ xmlns: true });
  const [open, found]: [{ name: string; text: string }[], { parent: string; name: string; text: string }[]] = [[], []];
  parser.on('error', error => {
    throw error;
  });
  parser.on('opentag', ({ local }) => void open.push({ name: local, text: '' }));
  parser.on('text', text => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => {
    const element = open.pop();
    if (element) found.push({ ...element, parent: open.at(-1)?.name ?? '' });
  });
  parser.write(xml).close();
  return found;
}

const childrenIn = (xml: string, wanted: string) => elementsIn(xml).flatMap(({ parent, name }) => (parent === wanted ? [name] : []));
const textsOf = (xml: string, wanted: string) => elementsIn(xml).flatMap(({ name, text }) => (name === wanted ? [text] : []));

describe('a feed carries its notices once, each before all entries, and is untouched where there are none', () => {
  test.each([
    ['application/rss+xml', RSS, 'channel', 'item', 3],
    ['text/xml; charset=utf-8', RSS, 'channel', 'item', 3],
    ['application/xml', ATOM, 'feed', 'entry', 2],
    ['application/atom+xml', ATOM, 'feed', 'entry', 2],
  ])('%s', async (type, xml, parent, entry, entries) => {
    const path = `/xml/${entry}/${encodeURIComponent(type)}`;
    serve(path, type, xml, { etag: '"origin"', 'cache-control': 'public, max-age=60' });
    const [plain, told] = [await system.read(NOBODY, path), await system.read('RU', path)];
    expect(plain.body.equals(Buffer.from(xml))).toBe(true);
    expect(childrenIn(told.text, parent).filter(name => name === entry)).toHaveLength(entries);
    expect(count(told.text, idOf('careful'))).toBe(1);
    expect(told.text.indexOf(idOf('careful'))).toBeLessThan(told.text.indexOf('>One<'));
    expect(textsOf(told.text, 'title')).toContain('Осторожно');
    for (const { headers } of [plain, told]) expect(headers['content-type']).toBe(type);
    expect(told.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(plain.headers['cache-control']).toBe('private, no-cache');
    expect(system.origin.count(path)).toBe(1);
  });

  test('two notices of two rules are two entries', async () => {
    serve('/feeds/two', 'application/rss+xml', RSS);
    const told = await system.read('RU', '/feeds/two');
    expect(childrenIn(told.text, 'channel').filter(name => name === 'item')).toHaveLength(4);
    for (const notice of ['careful', 'correction']) expect(count(told.text, idOf(notice))).toBe(1);
    const corrected = await system.read('SG', '/feeds/two');
    expect([count(corrected.text, idOf('careful')), count(corrected.text, idOf('correction'))]).toEqual([0, 1]);
  });

  test.each(['application/feed+json', 'application/json'])('JSON Feed as %s', async type => {
    const path = `/json-feed/${encodeURIComponent(type)}`;
    serve(path, type, JSON_FEED);
    expect((await system.read(NOBODY, path)).text).toBe(JSON_FEED);
    const { items, ...rest } = JSON.parse((await system.read('RU', path, { languages: 'en' })).text);
    const { items: own, ...same } = JSON.parse(JSON_FEED);
    expect(rest).toEqual(same);
    expect(items.slice(1)).toEqual(own);
    expect(items[0].id).toBe(idOf('careful'));
    expect(items[0].content_text).toContain('Не делитесь <этим>.');
    expect(items[0].content_text).toContain('Sharing may be punished & more.');
  });

  test.each(['application/json', 'application/vnd.example+json', 'text/json'])('JSON as %s', async type => {
    const path = `/json/${encodeURIComponent(type)}`;
    serve(path, type, OBJECT);
    expect((await system.read(NOBODY, path)).text).toBe(OBJECT);
    const { text, headers } = await system.read('RU', path);
    const { _standfirst: told, ...rest } = JSON.parse(text);
    expect(rest).toEqual(JSON.parse(OBJECT));
    expect(JSON.stringify(told)).toContain('Не делитесь <этим>.');
    expect(count(text, '_standfirst')).toBe(1);
    expect(headers['content-type']).toBe(type);
  });

  test('a packed feed too', async () => {
    serve('/packed', 'application/rss+xml', gzipSync(RSS), { 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect((await system.read(NOBODY, '/packed')).text).toBe(RSS);
    expect(count((await system.read('RU', '/packed')).text, idOf('careful'))).toBe(1);
  });

  test.each([
    ['a cookie', { headers: { cookie: 'session=1' } }],
    ['a part of it', { headers: { range: 'bytes=0-20', cookie: 'session=1' } }],
    ['a tag of the origin', { headers: { 'if-none-match': '"origin"', cookie: 'session=1' } }],
    ['a post', { method: 'POST', body: 'x=1' }],
  ] as [string, Asking][])('asked for with %s', async (_, asking) => {
    system.origin.on('/direct', ({ headers }, response) => {
      const type = { 'content-type': 'application/json', etag: '"origin"' };
      if (headers['if-none-match'] === '"origin"') response.writeHead(304, type).end();
      else if (headers.range !== undefined) response.writeHead(206, { ...type, 'content-range': 'bytes 0-20/60' }).end(OBJECT.slice(0, 21));
      else response.writeHead(200, type).end(OBJECT);
    });
    const { status, text } = await system.read('RU', '/direct', asking);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toHaveProperty('_standfirst');
  });

  test('HEAD says what GET says', async () => {
    serve('/head', 'application/rss+xml', RSS, { 'x-own': 'kept' });
    for (const headers of [{}, { cookie: 'session=1' }] as Record<string, string>[]) {
      const [get, head] = [await system.read('SG', '/head', { headers }), await system.read('SG', '/head', { method: 'HEAD', headers })];
      for (const name of ['etag', 'content-type', 'cache-control', 'x-own', 'vary']) expect(head.headers[name]).toBe(get.headers[name]);
      expect(head.body).toHaveLength(0);
    }
  });
});

describe('what cannot carry a notice', () => {
  const described = (notice: string) => `<${system.standfirst.url}/-/notices/${publicIdOf(notice)}>; rel="describedby"`;
  const LARGE = JSON.stringify({ words: 'word '.repeat(600_000) });

  test.each([
    ['a list', 'application/json', '[1, 2]'],
    ['a text', 'application/json', '"text"'],
    ['an empty object', 'application/json', '{}'],
    ['broken JSON', 'application/json', '{"a": 1'],
    ['nothing', 'application/json', ''],
    ['a broken feed', 'application/rss+xml', RSS.replace('</channel>', '')],
    ['an object past all limits', 'application/json', LARGE],
  ])('%s names it in a header, and comes whole', async (name, type, body) => {
    const path = `/uncarried/${encodeURIComponent(name)}`;
    serve(path, type, body, { link: '</style.css>; rel="preload"' });
    const [plain, told] = [await system.read(NOBODY, path), await system.read('RU', path)];
    for (const answer of [plain, told]) expect(answer.text === body).toBe(true);
    expect(told.headers.link).toContain(described('careful'));
    expect(told.headers.link).toContain('rel="preload"');
    expect(plain.headers.link).not.toContain('describedby');
    expect((await system.read('RU', `/-/notices/${publicIdOf('careful')}`)).status).toBe(200);
  });

  test.each([
    ['a sitemap', 'text/xml', '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>'],
    ['a picture in XML', 'application/xml', '<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>'],
    ['something called XML', 'text/xml', 'not xml at all'],
  ])('%s is untouched', async (name, type, body) => {
    const path = `/no-feed/${encodeURIComponent(name)}`;
    serve(path, type, body, { 'content-length': String(body.length) });
    for (const place of [NOBODY, 'RU', 'RU']) {
      const { text, headers } = await system.read(place, path);
      expect([text, headers.link, headers['content-length']]).toEqual([body, undefined, String(body.length)]);
    }
    expect(system.origin.count(path)).toBe(1);
  });

  test('a sitemap is not withheld for the notice that it cannot carry', async () => {
    serve('/strict/sitemap.xml', 'application/xml', '<urlset/>');
    serve('/strict/feed.xml', 'application/xml', RSS.replace('</channel>', ''));
    expect((await system.read('SG', '/strict/sitemap.xml')).text).toBe('<urlset/>');
    expect((await system.read('SG', '/strict/feed.xml')).status).toBe(451);
  });

  test('is withheld where its rule says so, as a problem where JSON was asked for', async () => {
    serve('/strict/list', 'application/json', '[1]');
    const { status, headers, text } = await system.read('SG', '/strict/list');
    expect([status, headers['content-type']]).toEqual([451, 'application/problem+json']);
    expect(JSON.parse(text)).toMatchObject({ type: 'about:blank', status: 451, notices: ['Correction\n\nThe figure is another.'] });
    serve('/strict/object', 'application/json', OBJECT);
    expect(JSON.parse((await system.read('SG', '/strict/object')).text)).toHaveProperty('_standfirst');
  });

  test('that never ends begins to arrive all the same, from its beginning', async () => {
    const start = `{"first": "${'x'.repeat(100_000)}`;
    system.origin.on('/endless', (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(start);
    });
    const response = await begin(system.standfirst.url, '/endless', { headers: readerAt(NOBODY) });
    let received = '';
    response.on('data', (chunk: Buffer) => {
      received += chunk;
    });
    response.on('error', () => undefined);
    await until(() => received.length >= start.length);
    expect(received === start).toBe(true);
    response.destroy();
  });
});

describe('withheld', () => {
  const PDF = Buffer.from('%PDF-1.7 secret');

  test('by the type of what is asked for, however it is asked for', async () => {
    system.origin.on('/report', ({ headers }, response) => {
      const type = { 'content-type': 'application/pdf', etag: '"v1"', 'cache-control': 'public, max-age=600' };
      if (headers.range === undefined) response.writeHead(200, type).end(PDF);
      else response.writeHead(206, { ...type, 'content-range': 'bytes 0-3/15' }).end(PDF.subarray(0, 4));
    });
    const ways: Asking[] = [
      {},
      { method: 'HEAD' },
      { headers: { range: 'bytes=0-3' } },
      { headers: { cookie: 'session=1' } },
      { headers: { authorization: 'Bearer 1' } },
      { headers: { 'if-none-match': '"v1"' } },
      { method: 'POST', body: 'x=1' },
    ];
    for (const asking of ways) {
      const { status, headers, text } = await system.read('GB', '/report', asking);
      expect(status).toBe(451);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' });
      expect(headers.link).toBe(`<${system.standfirst.url}/>; rel="blocked-by"`);
      for (const name of ['etag', 'last-modified', 'content-range']) expect(headers).not.toHaveProperty(name);
      expect(text).not.toContain('secret');
      if (asking.method !== 'HEAD') expect(text).toContain('The report is before a court.');
      expect((await system.read(NOBODY, '/report', asking)).status).toBeLessThan(400);
    }
    expect((await system.read(NOBODY, '/report')).body.equals(PDF)).toBe(true);
  });

  test.each([
    ['/closed/photo.png', 'image/png'],
    ['/closed/film', 'video/mp4'],
    ['/closed/page', 'text/html'],
    ['/closed/nothing', ''],
  ])('by its path: %s', async (path, type) => {
    serve(path, type, 'secret');
    const { status, text } = await system.read('GB', path);
    expect(status).toBe(451);
    expect(text).toContain('This is before a court.');
    expect(text).toContain(`data-notice="${publicIdOf('careful')}"`);
    expect((await system.read(NOBODY, path)).text).toContain('secret');
  });

  test('by what its headers say of the article, which no reader sees', async () => {
    serve('/facts', 'application/pdf; x', PDF, { 'standfirst-article': 'id="a-7"' });
    serve('/facts.csv', 'text/csv', 'secret', { 'standfirst-article': 'id="a-7"', 'cache-control': 'public, max-age=60' });
    for (const path of ['/facts', '/facts.csv']) {
      for (const place of [NOBODY, 'GB', NOBODY, 'GB']) {
        const { status, headers } = await system.read(place, path);
        expect(status).toBe(place === 'GB' ? 451 : 200);
        expect(Object.keys(headers).filter(name => name.startsWith('standfirst'))).toEqual([]);
      }
    }
  });

  test('JSON is answered with a problem, a feed with plain words', async () => {
    serve('/closed/data', 'application/json', '{"secret": 1}');
    serve('/closed/feed', 'application/rss+xml', RSS);
    const problem = await system.read('GB', '/closed/data', { languages: 'en' });
    expect([problem.status, problem.headers['content-type']]).toEqual([451, 'application/problem+json']);
    expect(JSON.parse(problem.text)).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status: 451,
      detail: 'This is before a court.',
      until: '2100-01-01T00:00:00.000Z',
      notices: [expect.stringContaining('Осторожно'), expect.stringContaining('Sharing may be punished')],
    });
    const plain = await system.read('GB', '/closed/feed');
    expect([plain.status, plain.headers['content-type']]).toEqual([451, 'text/plain; charset=utf-8']);
    expect(plain.text).toContain('This is before a court.');
    expect(plain.text).toContain('Не делитесь <этим>.');
    for (const { headers } of [problem, plain]) {
      expect(headers.link).toBe(`<${system.standfirst.url}/>; rel="blocked-by"`);
      expect(headers['cache-control']).toBe('no-store');
    }
  });

  test('a page on its way to another is', async () => {
    system.origin.on('/closed/moved', (_, response) => response.writeHead(301, { location: '/elsewhere' }).end());
    expect((await system.read('GB', '/closed/moved')).status).toBe(451);
    expect((await system.read(NOBODY, '/closed/moved')).headers.location).toBe('/elsewhere');
  });
});

describe('what some rule is about somewhere', () => {
  test('is kept by no store on the way, and everything else as its source says', async () => {
    const control = 'public, max-age=600, s-maxage=900';
    for (const [path, type] of [
      ['/kept.css', 'text/css'],
      ['/picture.png', 'image/png'],
      ['/paper.pdf', 'application/pdf'],
    ] as const) {
      serve(path, type, 'bytes', { 'cache-control': control, 'surrogate-control': 'max-age=9', expires: '0', etag: '"v"' });
      const { headers } = await system.read(NOBODY, path);
      expect(headers['cache-control']).toBe(type === 'text/css' ? control : 'private, no-cache');
      if (type !== 'text/css') for (const name of ['surrogate-control', 'expires']) expect(headers).not.toHaveProperty(name);
      expect((await system.read(NOBODY, path, { headers: { 'if-none-match': '"v"' } })).status).toBe(304);
    }
    serve('/own.pdf', 'application/pdf', 'bytes', { 'cache-control': 'no-store' });
    expect((await system.read(NOBODY, '/own.pdf')).headers['cache-control']).toBe('no-store');
  });

  test('so is what readers of some language are led away from', async () => {
    serve('/papers/a.pdf', 'application/pdf', 'bytes', { 'cache-control': 'public, max-age=600' });
    const [english, russian] = [
      await system.read(NOBODY, '/papers/a.pdf', { languages: 'en' }),
      await system.read(NOBODY, '/papers/a.pdf', { languages: 'ru' }),
    ];
    expect([english.status, russian.status, russian.headers.location]).toEqual([200, 302, '/ru/papers/a.pdf']);
    expect(english.headers['cache-control']).toBe('private, no-cache');
  });

  test('headers are set on it, and it is another thing by them', async () => {
    serve('/listed.png', 'image/png', 'bytes', { etag: '"v"', 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' });
    const [plain, told] = [await system.read(NOBODY, '/listed.png'), await system.read('AT', '/listed.png')];
    expect(told.headers['x-robots-tag']).toBe('noindex');
    expect(plain.headers).not.toHaveProperty('x-robots-tag');
    expect(told.text).toBe(plain.text);
    const known = async (place: string, tag = '') =>
      (await system.read(place, '/listed.png', { headers: { 'if-none-match': tag } })).status;
    expect([await known('AT', told.headers.etag), await known('AT', plain.headers.etag)]).toEqual([304, 200]);
    expect([await known(NOBODY, plain.headers.etag), await known(NOBODY, told.headers.etag)]).toEqual([304, 200]);
  });
});

test('law 1: whatever was asked for before, every reader gets what they would get alone', async () => {
  const bodies = [
    ['/feeds/rss', 'application/rss+xml', RSS],
    ['/feeds/json-feed', 'application/json', JSON_FEED],
    ['/data', 'application/json', OBJECT],
    ['/data-list', 'application/json', '[1]'],
    ['/some.pdf', 'application/pdf', 'bytes'],
    ['/some.png', 'image/png', 'bytes'],
    ['/closed/data', 'application/json', OBJECT],
  ] as const;
  const places = ['RU', 'SG', 'GB', 'AT', NOBODY, '', 'T1'];
  const seen = ({ status, headers, text }: Answer) => {
    const { etag, link, 'content-type': type, 'x-robots-tag': robots, 'cache-control': control } = headers;
    return { status, etag, link, type, robots, control, text };
  };
  const alone = new Map<string, ReturnType<typeof seen>>();
  for (const [path, type, body] of bodies) {
    for (const place of places) {
      const fresh = `${path}?alone=${place}`;
      serve(path, type, body, { etag: '"v"' });
      alone.set(`${place} ${path}`, seen(await system.read(place, fresh)));
    }
  }
  const reader = fc.record({ place: fc.constantFrom(...places), path: fc.constantFrom(...bodies.map(([path]) => path)) });
  const order = fc.sample(reader, { numRuns: 200, seed: 4 });
  for (let at = 0; at < order.length; at += 10) {
    const group = order.slice(at, at + 10);
    const answers = await Promise.all(group.map(({ place, path }) => system.read(place, `${path}?together`)));
    expect(answers.map(seen)).toEqual(group.map(({ place, path }) => alone.get(`${place} ${path}`)));
  }
  // What only passes through is not waited for by those who come at the same moment.
  for (const [path, type] of bodies) if (/rss|json/.test(type)) expect(system.origin.count(`${path}?together`)).toBe(1);
});
