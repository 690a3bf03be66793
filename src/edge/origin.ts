/** Talking to the origin: a reverse proxy's part. */

import type { Settings } from './config.ts';
import { requestHeaders } from './headers.ts';
import { shortHash } from './short-hash.ts';

/** The origin cannot be reached or breaks off (`origin-down`), or takes longer than it may (`origin-slow`). */
export class OriginFailure extends Error {
  readonly kind: 'origin-down' | 'origin-slow';

  constructor(kind: OriginFailure['kind']) {
    super(kind);
    this.kind = kind;
  }
}

/** A request to the origin. `path` includes the query. */
export interface OriginRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body?: ReadableStream | ArrayBuffer | null;
  /** Scheme, host and port under which readers know the site. */
  readonly publicOrigin: string;
}

/** Settings of a run with an origin. */
export type OriginSettings = Settings & { readonly origin: URL };

export function hasOrigin(settings: Settings): settings is OriginSettings {
  return settings.origin !== undefined;
}

const LOOP_FIELD = 'cdn-loop';

/** Whether a request has been through this Worker already. Source: RFC 8586. */
export async function isLoop(headers: Headers, settings: Settings): Promise<boolean> {
  const field = headers.get(LOOP_FIELD);
  return field !== null && hasOrigin(settings) && field.split(',').some(Boolean) && field.includes(await loopToken(settings));
}

/**
 * Fetches from the origin; redirects are not followed, the body is not read. Throws `OriginFailure`.
 * The time limit is for the answer to begin, once the request is sent; see `withinTime` for bodies.
 */
export async function fetchOrigin(request: OriginRequest, settings: OriginSettings): Promise<Response> {
  const headers = requestHeaders(request.headers, { upgrade: request.headers.has('upgrade') });
  const publicUrl = new URL(request.publicOrigin);
  headers.set('x-forwarded-host', publicUrl.host);
  headers.set('x-forwarded-proto', publicUrl.protocol.slice(0, -1));
  headers.append('via', '1.1 standfirst');
  headers.append(LOOP_FIELD, await loopToken(settings));
  const controller = new AbortController();
  let timer: number | null = null;
  let answered = false;
  const limit = () => {
    if (!answered) timer = setTimeout(() => controller.abort(), settings.originTimeout);
  };
  try {
    const { method } = request;
    const body = sendable(request, limit);
    const url = `${settings.origin.origin}${request.path}`;
    const response = await fetch(url, { method, headers, body, redirect: 'manual', signal: controller.signal });
    return withPublicLocations(response, settings.origin, request.publicOrigin);
  } catch {
    throw new OriginFailure(controller.signal.aborted ? 'origin-slow' : 'origin-down');
  } finally {
    answered = true;
    clearTimeout(timer);
  }
}

/** The body of a request, with a word when it has been read to its end: how long a reader takes to send it is no fault of the origin. */
function sendable({ body, headers }: OriginRequest, sent: () => void): ReadableStream | ArrayBuffer | null {
  if (!(body instanceof ReadableStream)) {
    sent();
    return body ?? null;
  }
  const length = headers.get('content-length');
  const { readable, writable } = length === null ? new IdentityTransformStream() : new FixedLengthStream(Number(length));
  body.pipeTo(writable).then(sent, sent);
  return readable;
}

/** Reads something of an origin's body within the time limit. Throws `OriginFailure`. */
export async function withinTime<T>(reading: Promise<T>, settings: Settings): Promise<T> {
  let timer: number | null = null;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OriginFailure('origin-slow')), settings.originTimeout);
  });
  try {
    return await Promise.race([reading, limit]);
  } catch (error) {
    throw error instanceof OriginFailure ? error : new OriginFailure('origin-down');
  } finally {
    clearTimeout(timer);
  }
}

/** Puts right the addresses of the origin in headers, so that readers stay on the site. */
function withPublicLocations(response: Response, origin: URL, publicOrigin: string): Response {
  const changes = ['location', 'content-location'].flatMap(name => {
    const value = response.headers.get(name);
    const absolute = value?.startsWith('//') ? `${origin.protocol}${value}` : value;
    if (absolute === null || !URL.canParse(absolute)) return [];
    const url = new URL(absolute);
    return url.host === origin.host ? [[name, `${publicOrigin}${url.pathname}${url.search}${url.hash}`] as const] : [];
  });
  if (changes.length === 0) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of changes) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

const tokens = new Map<string, string>();

/** Two Standfirsts may stand behind each other, for two origins; only one's own token is a loop. */
async function loopToken({ origin }: OriginSettings): Promise<string> {
  let token = tokens.get(origin.origin);
  if (token === undefined) {
    token = `standfirst-${await shortHash(origin.origin)}`;
    tokens.set(origin.origin, token);
  }
  return token;
}
