/** Reading what can carry notices: pages, and feeds and JSON where some rule shows notices in them. */

import type { Preparation, Surface } from '../core/edition.ts';
import { joinBytes } from '../page/edits.ts';
import { prepareFeed, surfaceOfType } from '../page/feeds.ts';
import { type PageSyntax, sniffedSyntax } from '../page/media-type.ts';
import { isTooLarge, PAGE_LIMIT, type PreparedPage, prepareBeginning, preparePage } from '../page/prepare.ts';
import type { Settings } from './config.ts';
import { codingsOf, isDecodedByRuntime, UNPACKED_LIMIT, undoCodings } from './content-coding.ts';
import { isBodiless, pageTypeIn } from './headers.ts';
import { OriginFailure, withinTime } from './origin.ts';
import { PeekedBody } from './peeked-body.ts';

interface Reading {
  readonly preparation: Preparation;
  readonly settings: Settings;
}

/** Something that can carry notices: all its bytes, or a beginning and the rest of the stream. */
export interface Readable {
  readonly prepared: PreparedPage;
  readonly bytes: Uint8Array;
  readonly rest?: ReadableStreamDefaultReader<Uint8Array>;
}

/** Reads a page; `undefined` for what is none. Throws `OriginFailure` where it breaks off or takes too long. */
export async function readHtml(response: Response, { settings, preparation }: Reading): Promise<Readable | undefined> {
  const syntax = await syntaxOfPage(response, settings);
  if (syntax === undefined) return undefined;
  const read = await readPage(response, settings);
  const whole = read.rest === undefined && !isTooLarge(read.bytes);
  const prepared = (whole ? preparePage : prepareBeginning)(read.bytes, headerOf(response), preparation, syntax);
  return { ...read, prepared };
}

/**
 * Reads a feed or JSON, where notices are shown in them; `undefined` for what no such rule is about. What turns out to be neither comes
 * back as a response with its body whole, and so does what breaks off or takes too long, as a stream without end does (`unread`).
 */
export async function readFeed(
  response: Response,
  { settings, preparation }: Reading,
): Promise<Readable | { readonly other: Response; readonly unread: boolean } | undefined> {
  if (!mayCarry(response, preparation) || !isWhole(response)) return undefined;
  const coding = response.headers.get('content-encoding');
  const decoded = isDecodedByRuntime(coding);
  const body = new PeekedBody(response.body as ReadableStream<Uint8Array>);
  const passedOn = (unread: boolean) => ({ other: new Response(body.stream(), headAsRead(response, decoded)), unread });
  try {
    const read = await withinTime(body.beginning(decoded ? PAGE_LIMIT : UNPACKED_LIMIT), settings);
    const bytes = decoded ? read.bytes : unpacked(read, coding);
    const prepared = prepareFeed(bytes, headerOf(response), preparation);
    if (prepared === undefined || !isWanted(prepared.surface, preparation)) return passedOn(false);
    return { prepared, bytes, ...(read.ended ? {} : { rest: body.rest }) };
  } catch (error) {
    if (!(error instanceof OriginFailure)) throw error;
    return passedOn(true);
  }
}

/** What the runtime has unpacked is no longer packed. */
function headAsRead({ status, statusText, headers }: Response, decoded: boolean): ResponseInit {
  const out = new Headers(headers);
  if (decoded && headers.has('content-encoding')) for (const name of ['content-encoding', 'content-length']) out.delete(name);
  return { status, statusText, headers: out };
}

/** Whether what a response says of its type is a form that some rule shows notices in. JSON may turn out to be a feed. */
export function mayCarry({ headers }: Response, preparation: Preparation): boolean {
  if (preparation.surfaces.length === 0) return false;
  const surface = surfaceOfType(headers.get('content-type'));
  return surface === 'json' || isWanted(surface, preparation);
}

function isWanted(surface: Surface | undefined, { surfaces }: Preparation): boolean {
  return surfaces.some(wanted => wanted === surface);
}

function headerOf({ headers }: Response): (name: string) => string | null {
  return name => headers.get(name);
}

/** How a response is to be parsed if browsers show it as a page; redirects lead on to one, and nobody sees theirs. */
async function syntaxOfPage(response: Response, settings: Settings): Promise<PageSyntax | undefined> {
  const { headers } = response;
  if (!isWhole(response) || /^\s*attachment/i.test(headers.get('content-disposition') ?? '')) return undefined;
  const type = pageTypeIn(headers);
  if (type !== 'unclear') return type;
  const reader = (response.clone().body as ReadableStream<Uint8Array>).getReader();
  const syntax = await withinTime(sniff(reader, headers.get('content-type')), settings).catch(() => undefined);
  reader.cancel().catch(() => undefined);
  return syntax;
}

/** Whether a response holds all of something that somebody will see. */
function isWhole({ status, headers, body }: Response): boolean {
  const redirects = [301, 302, 303, 307, 308].includes(status) && headers.has('location');
  return body !== null && status !== 206 && !isBodiless(status) && !redirects;
}

/** Reads no further than it needs to tell. */
async function sniff(reader: ReadableStreamDefaultReader<Uint8Array>, contentType: string | null): Promise<PageSyntax | undefined> {
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return undefined;
    chunks.push(value);
    const syntax = sniffedSyntax(joinBytes(chunks), contentType);
    if (syntax !== 'more') return syntax;
  }
}

/** The bytes of a page without content coding: all, or, of a page past the limit, a beginning and the rest of the stream. */
async function readPage(
  response: Response,
  settings: Settings,
): Promise<{ bytes: Uint8Array; rest?: ReadableStreamDefaultReader<Uint8Array> }> {
  const contentEncoding = response.headers.get('content-encoding');
  const decoded = isDecodedByRuntime(contentEncoding);
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const limit = decoded ? PAGE_LIMIT : UNPACKED_LIMIT;
  const { chunks, ended } = await withinTime(readUpTo(reader, limit), settings);
  const bytes = joinBytes(chunks);
  if (decoded) return ended ? { bytes } : { bytes, rest: reader };
  return { bytes: unpacked({ bytes, ended }, contentEncoding) };
}

function unpacked({ bytes, ended }: { bytes: Uint8Array; ended: boolean }, contentEncoding: string | null): Uint8Array {
  try {
    if (!ended) throw new RangeError('A page that is larger packed than it may be unpacked.');
    return undoCodings(bytes, codingsOf(contentEncoding));
  } catch {
    throw new OriginFailure('origin-down');
  }
}

async function readUpTo(reader: ReadableStreamDefaultReader<Uint8Array>, limit: number): Promise<{ chunks: Uint8Array[]; ended: boolean }> {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length <= limit; ) {
    const { done, value } = await reader.read();
    if (done) return { chunks, ended: true };
    chunks.push(value);
    length += value.length;
  }
  return { chunks, ended: false };
}
