/** A reverse proxy's part: methods, bodies, headers, redirects, cookies. */

import { describe, expect, test } from 'vitest';
import { sendRaw } from '../support/ask.ts';
import { articlePage, noticesIn } from '../support/pages.ts';
import { ORIGIN_TIMEOUT, pause, useSystem } from '../support/system.ts';

const system = useSystem();

/** The origin answers with what it was sent. */
function echoAt(path: string): void {
  system.origin.on(path, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'x-method': request.method ?? '',
        'cache-control': 'no-store',
      });
      response.end(Buffer.concat(chunks));
    });
  });
}

describe('methods and bodies', () => {
  test.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s reaches the origin', async method => {
    echoAt('/echo-method');
    const { status, headers } = await system.read('FR', '/echo-method', { method });
    expect(status).toBe(200);
    // What may be shared is asked for with GET, which answers a HEAD as well.
    expect(headers['x-method']).toBe(method === 'HEAD' ? 'GET' : method);
  });

  test.each([
    ['application/json', Buffer.from('{"a":"é"}')],
    ['application/x-www-form-urlencoded', Buffer.from('a=1&b=%00&standfirst=no')],
    ['multipart/form-data; boundary=xyz', Buffer.from('--xyz\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--xyz--\r\n')],
    ['application/octet-stream', Buffer.from([0, 255, 1, 254, 13, 10, 0])],
    ['text/html', Buffer.from('<p>Not a page of the site.</p>')],
    ['no/such-type', Buffer.alloc(300_000, 'abcdefg')],
  ])('a body of type %s arrives whole', async (type, body) => {
    echoAt('/echo-body');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await system.read('FR', '/echo-body', { method, body, headers: { 'content-type': type } });
      expect(answer.body.equals(body)).toBe(true);
      expect(system.origin.last('/echo-body').headers['content-type']).toBe(type);
    }
  });

  test('a body begins to arrive before it has ended', async () => {
    let began: () => void = () => undefined;
    const beginning = new Promise<void>(resolve => {
      began = resolve;
    });
    system.origin.on('/upload', (request, response) => {
      request.once('data', began);
      request.on('end', () => response.end('done'));
    });
    const answer = fetch(`${system.standfirst.url}/upload`, {
      method: 'POST',
      duplex: 'half',
      body: new ReadableStream({
        async start(controller) {
          controller.enqueue(Buffer.alloc(70_000, 'x'));
          await beginning;
          controller.enqueue(Buffer.from('the end'));
          controller.close();
        },
      }),
    } as RequestInit);
    expect(await (await answer).text()).toBe('done');
  });

  test('an upload may take longer than the origin may take to answer it', async () => {
    echoAt('/slow-upload');
    const answer = await fetch(`${system.standfirst.url}/slow-upload`, {
      method: 'PUT',
      duplex: 'half',
      body: new ReadableStream({
        async start(controller) {
          for (const part of ['one ', 'two ', 'three']) {
            controller.enqueue(Buffer.from(part));
            await pause(ORIGIN_TIMEOUT / 2);
          }
          controller.close();
        },
      }),
    } as RequestInit);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('one two three');
  });

  test('an origin that takes a body and does not answer is given up', async () => {
    system.origin.on('/mute', request => void request.resume());
    expect((await system.read('FR', '/mute', { method: 'POST', body: 'x'.repeat(1000) })).status).toBe(504);
  });

  test('a GET with a body is answered, without the body, which has no meaning', async () => {
    system.origin.page('/get-with-body', articlePage());
    const answer = await system.read('RU', '/get-with-body', { body: 'what for?', headers: { 'content-type': 'text/plain' } });
    expect(answer.status).toBe(200);
    expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
  });
});

describe('headers', () => {
  test('those of one hop are dropped on the way in, the ones that Connection names too', async () => {
    system.origin.on('/hops-in', (_, response) => response.end('ok'));
    const lines = [
      'Connection: close, X-Per-Hop',
      'X-Per-Hop: 1',
      'Keep-Alive: timeout=5',
      'TE: trailers',
      'Proxy-Authorization: Basic eDp5',
      'X-End-To-End: 1',
    ];
    await sendRaw(system.standfirst.url, `GET /hops-in HTTP/1.1\r\nHost: site.example\r\n${lines.join('\r\n')}\r\n\r\n`);
    const { headers } = system.origin.last('/hops-in');
    for (const name of ['keep-alive', 'te', 'proxy-authorization']) expect(headers).not.toHaveProperty(name);
    expect(headers['x-end-to-end']).toBe('1');
  });

  test('and on the way out', async () => {
    system.origin.on('/hops-out', (_, response) => {
      const hops = {
        connection: 'close, x-per-hop',
        'x-per-hop': '1',
        'keep-alive': 'timeout=99',
        'proxy-authenticate': 'Basic',
        upgrade: 'h2c',
      };
      response.writeHead(200, { 'content-type': 'text/plain', ...hops, 'x-end-to-end': '1' }).end('ok');
    });
    const { headers } = await system.read('FR', '/hops-out');
    for (const name of ['x-per-hop', 'proxy-authenticate', 'upgrade']) expect(headers).not.toHaveProperty(name);
    expect(headers['keep-alive']).not.toBe('timeout=99');
    expect(headers['x-end-to-end']).toBe('1');
  });

  test('an offer to speak another protocol is not an upgrade, and does not defeat the cache', async () => {
    system.origin.page('/h2c', articlePage());
    for (let turn = 0; turn < 2; turn++) {
      const lines = ['Connection: Upgrade, HTTP2-Settings, close', 'Upgrade: h2c', 'HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA'];
      const raw = await sendRaw(system.standfirst.url, `GET /h2c HTTP/1.1\r\nHost: site.example\r\n${lines.join('\r\n')}\r\n\r\n`);
      expect(raw).toMatch(/^HTTP\/1\.1 200 /);
    }
    expect(system.origin.count('/h2c')).toBe(1);
    expect(system.origin.last('/h2c').headers).not.toHaveProperty('upgrade');
  });

  test('the origin learns the name of the site and that a proxy is between', async () => {
    system.origin.on('/forwarded', (_, response) => response.end('ok'));
    await system.read('FR', '/forwarded', { headers: { 'x-forwarded-host': 'elsewhere.example', 'x-forwarded-proto': 'gopher' } });
    const { headers } = system.origin.last('/forwarded');
    expect(headers['x-forwarded-host']).toBe(new URL(system.standfirst.url).host);
    expect(headers['x-forwarded-proto']).toBe('http');
    expect(headers.via).toMatch(/standfirst/);
  });

  test.each(['x-original-url', 'x-rewrite-url'])('%s cannot make the origin answer with another page', async name => {
    system.origin.page('/rewritten', articlePage());
    await system.read('FR', '/rewritten', { headers: { [name]: '/other', cookie: 'session=1' } });
    await system.read('FR', '/rewritten', { headers: { [name]: '/other' } });
    for (const { headers } of system.origin.seen.filter(({ path }) => path === '/rewritten')) expect(headers).not.toHaveProperty(name);
  });

  test.each(['x-forwarded-port', 'x-forwarded-prefix', 'x-http-method-override', 'x-host'])(
    '%s of one reader does not shape what is kept for all',
    async name => {
      const path = `/unkeyed/${name}`;
      system.origin.page(path, articlePage());
      await system.read('FR', path, { headers: { [name]: 'elsewhere' } });
      expect(system.origin.last(path).headers).not.toHaveProperty(name);
    },
  );

  test("what the origin says of its answer's security and language stays", async () => {
    const said = {
      'content-security-policy': "default-src 'self'",
      'x-frame-options': 'DENY',
      'content-language': 'en',
      link: '</a.css>; rel=preload',
    };
    system.origin.page('/security', articlePage(), said);
    for (const place of ['FR', 'RU']) expect((await system.read(place, '/security')).headers).toMatchObject(said);
  });
});

describe('redirects', () => {
  const redirect = (path: string, location: string, status = 302, type = 'text/html') =>
    system.origin.on(path, (_, response) => response.writeHead(status, { location, 'content-type': type }).end('<p>Moved'));

  test.each([301, 302, 303, 307, 308])('a %i to an address of the origin leads to the site', async status => {
    for (const [path, type] of [
      [`/moved-${status}`, 'text/html'],
      [`/moved-${status}-plain`, 'text/plain'],
    ] as const) {
      redirect(path, `${system.origin.url}/new?a=1#part`, status, type);
      for (const headers of [{}, {}, { cookie: 'session=1' }] as Record<string, string>[]) {
        const answer = await system.read('RU', path, { headers });
        expect(answer.status).toBe(status);
        expect(answer.headers.location).toBe(`${system.standfirst.url}/new?a=1#part`);
      }
    }
    expect(system.origin.seen.filter(({ path }) => path.startsWith('/new'))).toEqual([]);
  });

  test('one to the origin without a scheme leads to the site too', async () => {
    redirect('/moved-schemeless', `//${new URL(system.origin.url).host}/new`);
    expect((await system.read('FR', '/moved-schemeless')).headers.location).toBe(`${system.standfirst.url}/new`);
  });

  test('a relative one and one to elsewhere are passed on as they are', async () => {
    for (const location of ['/new', 'new/../x', '?page=2', '//cdn.example/x', 'https://elsewhere.example/a?b']) {
      for (const type of ['text/html', 'text/plain']) {
        redirect('/moved-untouched', location, 302, type);
        expect((await system.read('FR', '/moved-untouched', { headers: { cookie: 'session=1' } })).headers.location).toBe(location);
        expect((await system.read('FR', '/moved-untouched')).headers.location).toBe(location);
      }
    }
  });
});

describe('cookies and credentials', () => {
  test('several Set-Cookie headers pass, with the page and its notice, and nothing of it is stored', async () => {
    system.origin.on('/login', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'set-cookie': ['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT'] });
      response.end(articlePage());
    });
    for (const turn of [1, 2]) {
      const answer = await system.read('RU', '/login');
      expect(answer.headers['set-cookie']).toEqual(['a=1; Path=/', 'b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT']);
      expect(noticesIn(answer.text)).toEqual(['undesirable-russia']);
      expect(system.origin.count('/login')).toBe(turn);
    }
  });

  test('Set-Cookie passes beside what is no page too', async () => {
    system.origin.on('/pixel', (_, response) =>
      response.writeHead(200, { 'content-type': 'image/gif', 'set-cookie': ['a=1', 'b=2'] }).end('GIF89a'),
    );
    for (const turn of [1, 2]) {
      expect((await system.read('FR', '/pixel')).headers['set-cookie']).toEqual(['a=1', 'b=2']);
      expect(system.origin.count('/pixel')).toBe(turn);
    }
  });

  test.each([
    ['cookie', 'session=42'],
    ['authorization', 'Bearer 42'],
  ])('a request with %s gets its own page, with the notice, neither from the store nor into it', async (name, value) => {
    const path = `/own-${name}`;
    system.origin.on(path, ({ headers }, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'public, max-age=600' });
      response.end(articlePage({ title: headers[name] === undefined ? 'For everybody' : 'For one' }));
    });
    const own = await system.read('BY', path, { headers: { [name]: value } });
    expect(own.text).toContain('For one');
    expect(noticesIn(own.text)).toEqual(['extremist-belarus']);
    expect((await system.read('BY', path)).text).toContain('For everybody');
    expect((await system.read('BY', path, { headers: { [name]: value } })).text).toContain('For one');
    expect((await system.read('BY', path)).text).toContain('For everybody');
    expect(system.origin.count(path)).toBe(3);
  });

  test('cookies that the rulebook ignores do not defeat the cache and do not reach the origin with it', async () => {
    system.origin.page('/measured', articlePage());
    for (const cookie of ['_ga=GA1.2.3', '_ga_ABC=1; _gid=2', '_ym_uid=3; _fbp=4; _hjSession_1=5']) {
      await system.read('FR', '/measured', { headers: { cookie } });
    }
    expect(system.origin.count('/measured')).toBe(1);
    expect(system.origin.last('/measured').headers).not.toHaveProperty('cookie');
    await system.read('FR', '/measured', { headers: { cookie: '_ga=1; session=2' } });
    expect(system.origin.count('/measured')).toBe(2);
    expect(system.origin.last('/measured').headers.cookie).toBe('_ga=1; session=2');
  });

  test('a request from a page of another site is not answered with what was kept for others', async () => {
    system.origin.on('/font', ({ headers }, response) => {
      response
        .writeHead(200, { 'content-type': 'font/woff2', ...(headers.origin ? { 'access-control-allow-origin': headers.origin } : {}) })
        .end('wOF2');
    });
    expect((await system.read('FR', '/font')).headers).not.toHaveProperty('access-control-allow-origin');
    const cross = await system.read('FR', '/font', { headers: { origin: 'https://a.example' } });
    expect(cross.headers['access-control-allow-origin']).toBe('https://a.example');
    expect((await system.read('FR', '/font')).headers).not.toHaveProperty('access-control-allow-origin');
  });
});
