/** Requests as they are written: no path made tidy, no header left out, no redirect followed, nothing unpacked. */

import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as UTF-8. */
  readonly text: string;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Asks `base` for `path`, which is sent byte for byte. Rejects when the answer breaks off. */
export async function ask(base: string, path: string, asking: Asking = {}): Promise<Answer> {
  const response = await begin(base, path, asking);
  const body = await bodyOf(response);
  return { status: response.statusCode ?? 0, headers: response.headers, body, text: body.toString('utf8') };
}

/** The same up to the head of the answer. */
export function begin(base: string, path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<IncomingMessage> {
  const { hostname, port } = new URL(base);
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, agent: false, headers: { ...length, ...headers } }, resolve);
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Everything in the body. Rejects when it breaks off. */
export async function bodyOf(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Sends `text` over a bare connection and returns what comes back until the other side closes it. */
export function sendRaw(base: string, text: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', data => {
      received += data.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
}
