/** The life of a reader's request, top to bottom. */

import type { ArticleFacts } from '../core/article.ts';
import { normalPath } from '../core/article-path.ts';
import { type Decision, decide } from '../core/decide.ts';
import { type Acknowledgement, acknowledgementIn } from './acknowledgement.ts';
import { asFromAllowed, type ImaginedReader, takeImaginedReader } from './as-from.ts';
import { ask } from './ask.ts';
import { composeBytes, composeStream, editsFor, impossible } from './compose.ts';
import type { Settings } from './config.ts';
import { currentEdition } from './editions.ts';
import type { Env } from './env.ts';
import { type Audience, errorResponse, gateResponse, withheldResponse } from './own-responses.ts';
import type { Answer, Context } from './page-source.ts';
import { placeOf } from './place.ts';
import { readerLanguages } from './reader-languages.ts';
import { faultOf } from './request-checks.ts';
import { otherResponse, pageResponse } from './respond.ts';

type PageAnswer = Extract<Answer, { kind: 'page' }>;

const NOBODY: ReadonlySet<string> = new Set();

/** Serves one request of a reader: place, edition, page, decision, composition, response. */
export async function serveArticle(original: Request, settings: Settings, env: Env, context: Context): Promise<Response> {
  const url = new URL(original.url);
  const imagined: ImaginedReader = asFromAllowed(original, settings) ? takeImaginedReader(url) : {};
  const edition = currentEdition();
  const languages = readerLanguages(imagined.languages ?? original.headers.get('accept-language'));
  const audience: Audience = { edition, origin: url.origin, languages };

  const fault = await faultOf(original, url, settings);
  if (fault !== undefined) return errorResponse(fault, audience);

  const place = imagined.place ?? placeOf(original, settings.geo);
  const posted = original.method === 'POST' ? await acknowledgementIn(original) : { request: original };
  const answer = await ask(posted, original, url, { settings, env, context, edition });
  if (answer.kind === 'failure') return errorResponse(answer.failure, audience, { 'retry-after': '10' });
  if (answer.kind === 'refused') return errorResponse(answer.error, audience, answer.headers);
  if (answer.kind === 'other') return otherResponse(original, answer.response, answer.cache);

  const facts: ArticleFacts = { ...answer.page.facts, path: normalPath(url.pathname) };
  const decision = decide(edition, place, facts, languages, imagined.now ?? Date.now());
  const acknowledged = 'acknowledged' in posted ? posted.acknowledged : NOBODY;
  return respond(original, answer, decision, acknowledged, audience);
}

/** Withhold beats acknowledge beats serve; what a page cannot carry is shown before it. */
function respond(
  request: Request,
  { page, body, cache }: PageAnswer,
  decision: Decision,
  acknowledged: Acknowledgement['acknowledged'],
  audience: Audience,
): Response {
  const { edition } = audience;
  const missing = impossible(page, decision);
  if (decision.outcome === 'withhold' || missing.some(({ ifImpossible }) => ifImpossible === 'withhold')) {
    discard(body);
    return withheldResponse(decision, audience);
  }
  if (isPartOfPage(request, page)) return pageResponse(request, page, body, { edits: '', protect: decision.protect, cache });
  const isNew = ({ id }: { id: string }) => !acknowledged.has(edition.notices[id]?.publicId ?? '');
  const asked = decision.gates.filter(isNew);
  const gates = [...new Map([...missing.filter(isNew), ...asked].map(gate => [gate.id, gate])).values()];
  if (gates.length > 0) {
    discard(body);
    const purpose = asked.length > 0 ? 'acknowledge' : 'carry';
    const safety = decision.notices.filter(({ id }) => edition.notices[id]?.kind === 'safety' && !gates.some(gate => gate.id === id));
    const { pathname, search } = new URL(request.url);
    // `//host/…` would be read as the address of a host.
    const action = `${pathname.startsWith('//') ? '/.' : ''}${pathname}${search}`;
    return gateResponse(purpose, { gates, before: safety }, action, audience);
  }
  const edits = editsFor(page, decision, edition, audience.origin);
  const composed = body instanceof Uint8Array ? composeBytes(body, edits) : composeStream(body, edits);
  return pageResponse(request, page, composed, { edits: edits.version, protect: decision.protect, cache });
}

/** Whether a script asks for something that is no document: markup put into it would be taken for data. */
function isPartOfPage(request: Request, page: PageAnswer['page']): boolean {
  const destination = request.headers.get('sec-fetch-dest');
  const byScript = destination !== null && !['document', 'iframe', 'frame', 'embed', 'object'].includes(destination);
  return page.fragment === true && byScript;
}

function discard(body: PageAnswer['body']): void {
  if (!(body instanceof Uint8Array)) body.cancel().catch(() => undefined);
}
