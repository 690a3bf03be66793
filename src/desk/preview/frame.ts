/** What stands in the frame of a preview: what the edge would send, with nothing in it that runs. */

import { readerFrom } from '../../analysis/audience.ts';
import type { Edition } from '../../core/edition.ts';
import { hasOrigin } from '../../edge/origin.ts';
import { essenceOf } from '../../page/media-type.ts';
import { limitOf } from '../auth/rate-limit.ts';
import type { Desk } from '../desk.ts';
import { Refused, STATUS } from '../errors.ts';
import { compiledContent, heldEdition } from '../rulebook/subject.ts';
import { addressFor, serveAs } from '../serving.ts';
import { withBase } from './base.ts';
import { type Linked, linkedBy } from './link.ts';

/**
 * `sandbox` takes the page its origin, scripts, forms and the window around it. Styles and pictures are the publisher's own and may come
 * from where they come from, which is why no `default-src` forbids them.
 */
const POLICY = [
  'sandbox',
  ...['script-src', 'object-src', 'frame-src', 'connect-src', 'worker-src', 'form-action'].map(directive => `${directive} 'none'`),
  "frame-ancestors 'self'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': POLICY,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'x-content-type-options': 'nosniff',
  // A sandboxed page that asks for a window of its own is refused by browsers.
  'cross-origin-opener-policy': 'unsafe-none',
};

/** Statuses whose answers have no body: Fetch, section 2.2.3. */
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * The page that a link shows. Body and status are those of `serveAs`, byte for byte, but for a `<base>` where the page's own addresses
 * would lead nowhere from here: on another host than the site's, and with an origin, whose pages may name things beside them.
 * @param host scheme, host and port that the Desk is asked under
 */
export async function previewFrame(desk: Desk, token: string, host: string): Promise<Response> {
  const linked = await linkedBy(desk, token);
  if (linked === undefined) {
    return told(403, 'This preview has ended', 'A link to a preview is good for ten minutes. Load the page of the preview again.');
  }
  try {
    await limitOf(desk.store, linked.by, 'frame');
    return await shown(desk, linked, host);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const refused = told(STATUS[error.kind], 'This cannot be shown now', `${error.message} ${error.mend}`);
    if (typeof error.details.retryAfter === 'number') refused.headers.set('retry-after', String(error.details.retryAfter));
    return refused;
  }
}

async function shown(desk: Desk, { of, place, now, languages, path }: Linked, host: string): Promise<Response> {
  const reader = readerFrom(place);
  if (reader === undefined)
    return told(422, 'This cannot be shown', 'The place that the link names is none. Load the page of the preview again.');
  const edition = await editionOf(desk, of);
  const response = await serveAs(desk, { edition, path, reader: { place: reader.place, now, languages } });
  const location = response.headers.get('location');
  if (location !== null)
    return told(200, 'Readers are led to another address', `They do not get this article; they are sent to ${location}`);
  const { site } = desk.settings;
  const isElsewhere = site.origin !== host || hasOrigin(desk.settings.edge);
  return await framed(response, isElsewhere ? addressFor(desk, path).href : undefined);
}

async function editionOf(desk: Desk, of: Linked['of']): Promise<Edition> {
  return 'edition' in of ? await heldEdition(desk, of.edition) : (await compiledContent(desk, of.content, of.number)).edition;
}

/** @param base address from which the page's own addresses are to be read, where they are not to be read from the frame's */
async function framed(response: Response, base: string | undefined): Promise<Response> {
  const { status } = response;
  if (WITHOUT_BODY.has(status)) {
    return told(200, 'There is no page', `The site answers with ${status} at this address, which has no text. Readers get an empty page.`);
  }
  const type = response.headers.get('content-type') ?? 'text/html';
  const essence = essenceOf(type);
  if (essence.startsWith('image/')) return new Response(response.body, { status, headers: { ...HEADERS, 'content-type': type } });
  if (!isText(essence)) {
    await response.body?.cancel();
    return told(200, 'This is a file', `Its type is ${essence || 'not said'}. Readers get it as it is; nothing of it is shown here.`);
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  const syntax = essence === 'text/html' ? 'html' : essence === 'application/xhtml+xml' ? 'xhtml' : undefined;
  // Feeds and JSON are read as text: a browser's own view of them would hide what is in them.
  if (syntax === undefined)
    return new Response(bytes, { status, headers: { ...HEADERS, 'content-type': `text/plain; charset=${charsetOf(type)}` } });
  const based = base === undefined ? undefined : withBase(bytes, type, syntax, base);
  const contentType = based === undefined ? type : `${essence}; charset=utf-8`;
  return new Response(based ?? bytes, { status, headers: { ...HEADERS, 'content-type': contentType } });
}

function isText(essence: string): boolean {
  return essence.startsWith('text/') || /^application\/(.*\+)?(json|xml)$/.test(essence);
}

function charsetOf(contentType: string): string {
  return /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
}

/** A small page of our own in the frame. */
function told(status: number, title: string, message: string): Response {
  const escaped = message.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`);
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body><h1>${title}</h1><p>${escaped}</p></body>
</html>
`;
  return new Response(html, { status, headers: { ...HEADERS, 'content-type': 'text/html; charset=utf-8' } });
}
