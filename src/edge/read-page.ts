/** Reading what can carry notices: pages, and feeds and JSON where some rule is about them. */

import { normalPath, pathMatcher } from '../core/article-path.ts';
import type { Preparation, Surface } from '../core/edition.ts';
import { mayBeFeed, surfaceOfType } from '../core/surface.ts';
import { prepareFeed } from '../page/feeds.ts';
import { essenceOf, sniffedSyntax } from '../page/media-type.ts';
import { PAGE_LIMIT, type PreparedPage } from '../page/prepare.ts';
import { pageTypeBy, prepareResponse } from '../page/prepare-any.ts';
import type { Settings } from './config.ts';
import { codingsOf, isDecodedByRuntime, UNPACKED_LIMIT, undoCodings } from './content-coding.ts';
import { isBodiless } from './headers.ts';
import { OriginFailure, withinTime } from './origin.ts';
import { PeekedBody } from './peeked-body.ts';

interface Reading {
  /** As readers ask for it: path and query. */
  readonly path: string;
  readonly preparation: Preparation;
  readonly settings: Settings;
}

/** Something that can carry notices: all its bytes, or a beginning and the rest of the stream. */
export interface Readable {
  readonly prepared: PreparedPage;
  readonly bytes: Uint8Array;
  readonly rest?: ReadableStreamDefaultReader<Uint8Array>;
}

/** Anything else, with its body whole. */
export interface Other {
  readonly other: Response;
  /** What it was found to be, where it was looked at. */
  readonly found?: Surface | 'none';
  /** Whether it broke off or took too long, as a stream without end does, so that it may yet turn out to be something else. */
  readonly unread?: true;
}

/**
 * Reads a page, or a feed or JSON that some rule is about. A page that breaks off or takes too long is an `OriginFailure`; anything
 * else passes on all the same.
 */
export async function readResponse(response: Response, reading: Reading): Promise<Readable | Other> {
  const { preparation, settings, path } = reading;
  const header = (name: string) => response.headers.get(name);
  const type = isWhole(response) ? pageTypeBy(header) : undefined;
  const isForm = isWhole(response) && mayCarry(response, preparation, path);
  if (type === undefined && !isForm) return { other: response };
  const coding = header('content-encoding');
  const decoded = isDecodedByRuntime(coding);
  const body = new PeekedBody(response.body as ReadableStream<Uint8Array>);
  const passedOn = () => asRead(response, body.stream(), decoded);
  let isPage = false;
  try {
    isPage = type === 'unclear' ? await withinTime(isSniffedPage(body, header('content-type')), settings) : type !== undefined;
    if (!isPage && !isForm) return { other: passedOn() };
    const read = await withinTime(body.beginning(decoded ? PAGE_LIMIT : UNPACKED_LIMIT), settings);
    const bytes = decoded ? read.bytes : unpacked(read, coding);
    const prepared = prepareResponse(bytes, header, preparation);
    if (prepared === undefined || !isWanted(prepared.surface, preparation)) {
      return { other: passedOn(), found: prepared?.surface ?? 'none' };
    }
    return { prepared, bytes, ...(read.ended ? {} : { rest: body.rest }) };
  } catch (error) {
    if (isPage || !(error instanceof OriginFailure)) throw error;
    // What has come may tell: a feed says what it is at its very beginning.
    const found = isForm && decoded ? prepareFeed(body.soFar, header, preparation)?.surface : undefined;
    return { other: passedOn(), unread: true, ...(found === undefined ? {} : { found }) };
  }
}

/** A response with its body as it was read: what the runtime has unpacked is no longer packed. A length that is known stays known. */
function asRead({ status, statusText, headers: own }: Response, body: ReadableStream<Uint8Array>, decoded: boolean): Response {
  const headers = new Headers(own);
  if (decoded && headers.has('content-encoding')) for (const name of ['content-encoding', 'content-length']) headers.delete(name);
  const length = headers.get('content-length') ?? '';
  const stream = /^\d{1,15}$/.test(length) ? body.pipeThrough(new FixedLengthStream(Number(length))) : body;
  return new Response(stream, { status, statusText, headers });
}

/**
 * Whether a response may, by its type, be a feed or JSON that some rule is about.
 * @param path of the request, with or without its query
 */
export function mayCarry({ headers }: Response, preparation: Preparation, path: string): boolean {
  const { surfaces } = preparation;
  if (surfaces.length === 0) return false;
  const type = essenceOf(headers.get('content-type'));
  const surface = surfaceOfType(type);
  const mayBe = { feed: surface === 'feed' || mayBeFeed(type), json: surface === 'json' };
  return surfaces.some(wanted => mayBe[wanted]) && isAskedAbout(path, preparation);
}

const matchers = new WeakMap<readonly string[], (path: string) => boolean>();

/** Whether some rule about feeds or JSON may be about a path. */
function isAskedAbout(path: string, { formPaths }: Preparation): boolean {
  if (formPaths === undefined) return true;
  let matches = matchers.get(formPaths);
  if (matches === undefined) {
    matches = pathMatcher(formPaths);
    matchers.set(formPaths, matches);
  }
  return matches(normalPath(path.split('?', 1)[0] ?? '/'));
}

function isWanted(surface: Surface, { surfaces }: Preparation): boolean {
  return surface === 'html' || surface === 'amp' || surfaces.includes(surface);
}

/** Whether a response holds all of something that somebody will see; redirects lead on to it, and nobody sees theirs. */
function isWhole({ status, headers, body }: Response): boolean {
  const redirects = [301, 302, 303, 307, 308].includes(status) && headers.has('location');
  return body !== null && status !== 206 && !isBodiless(status) && !redirects;
}

/** Whether browsers show a body of an unclear type as a page. */
async function isSniffedPage(body: PeekedBody, contentType: string | null): Promise<boolean> {
  return (await body.told(start => sniffedSyntax(start, contentType))) !== undefined;
}

function unpacked({ bytes, ended }: { bytes: Uint8Array; ended: boolean }, contentEncoding: string | null): Uint8Array {
  try {
    if (!ended) throw new RangeError('A page that is larger packed than it may be unpacked.');
    return undoCodings(bytes, codingsOf(contentEncoding));
  } catch {
    throw new OriginFailure('origin-down');
  }
}
