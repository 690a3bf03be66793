/** What is no page goes through untouched and unbuffered; WebSockets too. */

import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { begin } from '../support/ask.ts';
import { readerAt } from '../support/readers.ts';
import { pause, until, useSystem } from '../support/system.ts';

const system = useSystem();

const UNPACK: Record<string, (bytes: Buffer) => Buffer> = { gzip: gunzipSync, br: brotliDecompressSync, zstd: zstdDecompressSync };
const NOISE = Buffer.from(Uint32Array.from({ length: 1_310_720 }, (_, index) => Math.imul(index, 2_654_435_761)).buffer);

describe('bytes', () => {
  test.each([
    ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 255])],
    ['image/svg+xml', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><body/></svg>')],
    ['application/rss+xml', Buffer.from('<rss><channel><item><description>&lt;body&gt;</description></item></channel></rss>')],
    ['application/json', Buffer.from('{"html":"<body><h1>x</h1></body>"}')],
    ['text/plain; charset=utf-8', Buffer.from('<body><h1>not html</h1>')],
    ['text/css', Buffer.from('body { color: red }')],
    ['application/pdf', NOISE.subarray(0, 100_000)],
  ])('%s arrives as it was, on the first request and from the store', async (type, bytes) => {
    const path = `/bytes/${type.replace(/\W/g, '-')}`;
    system.origin.on(path, (_, response) => response.writeHead(200, { 'content-type': type, etag: '"v1"' }).end(bytes));
    for (const place of ['RU', 'FR', 'RU']) {
      const answer = await system.read(place, path);
      expect(answer.body.equals(bytes)).toBe(true);
      expect(answer.headers).toMatchObject({ 'content-type': type, etag: '"v1"' });
    }
    expect(system.origin.count(path)).toBe(1);
  });

  test.each([
    ['gzip', gzipSync('body { color: red }')],
    ['br', brotliCompressSync('body { color: red }')],
    ['zstd', zstdCompressSync('body { color: red }')],
  ])('a stylesheet in %s stays what it is', async (coding, bytes) => {
    const path = `/coded-${coding}.css`;
    system.origin.on(path, (_, response) => {
      response.writeHead(200, { 'content-type': 'text/css', 'content-encoding': coding, vary: 'Accept-Encoding' }).end(bytes);
    });
    for (let turn = 0; turn < 3; turn++) {
      const answer = await system.read('RU', path, { headers: { 'accept-encoding': coding } });
      // The local server in front of the Worker packs anew what it can unpack.
      expect(answer.headers['content-encoding']).toBe(coding);
      expect(UNPACK[coding]?.(answer.body).toString()).toBe('body { color: red }');
    }
    expect(system.origin.count(path)).toBe(1);
  });

  test('five megabytes begin to arrive while the origin is still sending, and arrive whole', async () => {
    let finish: () => void = () => undefined;
    system.origin.on('/film', (_, response) => {
      response.writeHead(200, { 'content-type': 'video/mp4', 'cache-control': 'max-age=60' });
      response.write(NOISE.subarray(0, 1_000_000));
      finish = () => response.end(NOISE.subarray(1_000_000));
    });
    const response = await begin(system.standfirst.url, '/film', { headers: readerAt('RU') });
    const hash = createHash('sha256');
    let received = 0;
    response.on('data', (chunk: Buffer) => {
      received += chunk.length;
      hash.update(chunk);
    });
    const ended = new Promise(resolve => response.on('end', resolve));
    await until(() => received > 0);
    expect(received).toBeLessThanOrEqual(1_000_000);
    finish();
    await ended;
    expect(received).toBe(NOISE.length);
    expect(hash.digest('hex')).toBe(createHash('sha256').update(NOISE).digest('hex'));
    await pause(100);
    const again = await system.read('FR', '/film');
    expect(again.body.equals(NOISE)).toBe(true);
    expect(system.origin.count('/film')).toBe(1);
  });
});

describe('statuses and ranges', () => {
  test.each([204, 404, 410, 418])('%i passes', async status => {
    system.origin.on(`/status-${status}`, (_, response) =>
      response.writeHead(status, { 'x-kept': 'yes' }).end(status === 204 ? '' : 'text'),
    );
    const answer = await system.read('RU', `/status-${status}`);
    expect(answer.status).toBe(status);
    expect(answer.headers['x-kept']).toBe('yes');
    expect(answer.text).toBe(status === 204 ? '' : 'text');
  });

  test('a part of a film is passed on as a part, and never kept as if it were all', async () => {
    const film = NOISE.subarray(0, 1000);
    system.origin.on('/parts', ({ headers }, response) => {
      const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
      if (range === null) return void response.writeHead(200, { 'content-type': 'video/mp4' }).end(film);
      const [from, to] = [Number(range[1]), Number(range[2])];
      response
        .writeHead(206, { 'content-type': 'video/mp4', 'content-range': `bytes ${from}-${to}/1000` })
        .end(film.subarray(from, to + 1));
    });
    const part = await system.read('RU', '/parts', { headers: { range: 'bytes=10-19' } });
    expect(part.status).toBe(206);
    expect(part.headers['content-range']).toBe('bytes 10-19/1000');
    expect(part.body.equals(film.subarray(10, 20))).toBe(true);
    expect((await system.read('RU', '/parts')).body.equals(film)).toBe(true);
    expect((await system.read('RU', '/parts', { headers: { range: 'bytes=0-9' } })).status).toBe(206);
  });

  test('a 304 is earned with the tag or the date of the origin', async () => {
    const headers = { 'content-type': 'image/png', etag: '"p1"', 'last-modified': 'Wed, 21 Oct 2026 07:28:00 GMT' };
    system.origin.on('/picture', (_, response) => response.writeHead(200, headers).end('png'));
    const status = async (more: Record<string, string>) => (await system.read('RU', '/picture', { headers: more })).status;
    for (const credentials of [{}, { cookie: 'session=1' }] as Record<string, string>[]) {
      expect(await status({ ...credentials, 'if-none-match': '"p1"' })).toBe(304);
      expect(await status({ ...credentials, 'if-none-match': '"p2"' })).toBe(200);
      expect(await status({ ...credentials, 'if-modified-since': headers['last-modified'] })).toBe(304);
      expect(await status({ ...credentials, 'if-modified-since': 'Wed, 21 Oct 2026 07:27:59 GMT' })).toBe(200);
    }
  });

  test('an origin that answers 304 to one reader is heard', async () => {
    system.origin.on('/own-picture', ({ headers }, response) => {
      const known = headers['if-none-match'] === '"p1"';
      response
        .writeHead(known ? 304 : 200, { etag: '"p1"', ...(known ? {} : { 'content-type': 'image/png' }) })
        .end(known ? undefined : 'png');
    });
    const answer = await system.read('RU', '/own-picture', { headers: { cookie: 'session=1', 'if-none-match': '"p1"' } });
    expect(answer.status).toBe(304);
    expect(answer.body).toHaveLength(0);
  });

  test('HEAD says of a picture what GET says, without the bytes', async () => {
    system.origin.on('/head.png', (_, response) => response.writeHead(200, { 'content-type': 'image/png', etag: '"p"' }).end('png'));
    for (const headers of [{}, { cookie: 'session=1' }] as Record<string, string>[]) {
      const [head, get] = [
        await system.read('RU', '/head.png', { method: 'HEAD', headers }),
        await system.read('RU', '/head.png', { headers }),
      ];
      expect(head.status).toBe(200);
      expect(head.body).toHaveLength(0);
      for (const name of ['content-type', 'etag', 'cache-control', 'vary']) expect(head.headers[name]).toBe(get.headers[name]);
    }
  });
});

describe('WebSockets', () => {
  test('an upgrade goes through to the origin and messages go both ways', async () => {
    const accept = (key: string) => createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
    system.origin.onUpgrade((request, socket) => {
      const key = request.headers['sec-websocket-key'] ?? '';
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept(key)}\r\n\r\n`,
      );
      // Sends a short text message back as it came, without the mask that only clients put on.
      socket.on('data', (data: Buffer) => {
        const length = (data[1] ?? 0) & 0x7f;
        if (((data[0] ?? 0) & 0x0f) !== 1) return void socket.end();
        const mask = data.subarray(2, 6);
        const message = data.subarray(6, 6 + length).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
        socket.write(Buffer.concat([Buffer.from([0x81, length]), message]));
      });
      socket.on('error', () => undefined);
    });
    const { hostname, port } = new URL(system.standfirst.url);
    const socket = connect(Number(port), hostname);
    let received = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      received = Buffer.concat([received, data]);
    });
    const key = Buffer.from('0123456789abcdef').toString('base64');
    const handshake = [
      'GET /live HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
    ];
    socket.write(`${handshake.join('\r\n')}\r\nSec-WebSocket-Key: ${key}\r\n\r\n`);
    await until(() => received.includes('\r\n\r\n'));
    expect(received.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
    expect(received.toString('latin1')).toContain(accept(key));
    const message = Buffer.from('live news');
    socket.write(Buffer.concat([Buffer.from([0x81, 0x80 | message.length, 0, 0, 0, 0]), message]));
    await until(() => received.includes('live news'));
    socket.destroy();
  });
});
