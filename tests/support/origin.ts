/** A real origin over HTTP whose answers a test writes, and which remembers what it was asked. */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
}

export interface Origin {
  readonly url: string;
  /** Requests in order of arrival. */
  readonly seen: Seen[];
  /** How often a path (with its query) was asked for. */
  count(path: string): number;
  /** Sets the answer for a path; the query is left out of the comparison. The last one set wins. */
  on(path: string, handler: Handler): void;
  /** A page at `path`, `text/html; charset=utf-8` unless told otherwise. */
  page(path: string, html: string | Uint8Array, headers?: Record<string, string>): void;
  /** Bytes at `path` that are sent in place of an HTTP answer; then the connection is closed, or cut. */
  raw(path: string, bytes: string | Uint8Array, end?: 'close' | 'reset'): void;
  /** The latest request for a path, whatever its query. */
  last(path: string): Seen;
  onUpgrade(handler: (request: IncomingMessage, socket: Duplex) => void): void;
  stop(): Promise<void>;
}

export async function startOrigin(): Promise<Origin> {
  const handlers = new Map<string, Handler>();
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    seen.push({ method: request.method ?? '', path, headers: request.headers, rawHeaders: request.rawHeaders });
    const handler = handlers.get(path.split('?', 1)[0] ?? '/');
    if (handler) handler(request, response);
    else response.writeHead(404, { 'content-type': 'text/plain' }).end('no such path at the origin');
  });
  const sockets = new Set<Duplex>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined); // A test that cuts a connection is not surprised by it.
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const on = (path: string, handler: Handler) => void handlers.set(path, handler);
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    count: path => seen.filter(request => request.path === path).length,
    on,
    page: (path, html, headers = {}) =>
      on(path, (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
        response.end(html);
      }),
    raw: (path, bytes, end = 'close') =>
      on(path, ({ socket }) => {
        socket.write(bytes, () => (end === 'close' ? socket.end() : socket.resetAndDestroy()));
      }),
    last: path => {
      const found = seen.findLast(request => request.path.split('?', 1)[0] === path);
      if (found === undefined) throw new Error(`The origin was never asked for ${path}.`);
      return found;
    },
    onUpgrade: handler => void server.on('upgrade', handler),
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        // Upgraded connections are no longer the server's to close.
        for (const socket of sockets) socket.destroy();
      }),
  };
}
