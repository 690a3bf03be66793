/** The life of a reader's request, top to bottom. */

import type { ArticleFacts } from '../core/article.ts';
import { type Decision, decide, decideWithoutRedirect } from '../core/decide.ts';
import type { Edition } from '../core/edition.ts';
import { asksOf, reachesOthers } from '../core/edition-index.ts';
import type { Place } from '../core/place.ts';
import { type Acknowledgement, acknowledgementIn } from './acknowledgement.ts';
import { factsOfOther, factsOfPage } from './article-facts.ts';
import { asFromAllowed, type ImaginedReader, takeImaginedReader } from './as-from.ts';
import { ask } from './ask.ts';
import type { Settings } from './config.ts';
import { currentEdition } from './editions.ts';
import type { Env } from './env.ts';
import { type Audience, errorResponse } from './own-responses.ts';
import type { Context } from './page-source.ts';
import { placeOf } from './place.ts';
import { readerLanguages } from './reader-languages.ts';
import { locationFor, redirectResponse } from './redirect.ts';
import { faultOf } from './request-checks.ts';
import { otherResponse } from './respond.ts';
import { serveOther } from './serve-other.ts';
import { servePage } from './serve-page.ts';
import { countShadow } from './shadow-counts.ts';

const NOBODY: Acknowledgement['acknowledged'] = new Set();

/** Serves one request of a reader with the edition in force. */
export async function serveArticle(original: Request, settings: Settings, env: Env, context: Context): Promise<Response> {
  const url = new URL(original.url);
  const imagined = asFromAllowed(original, settings) ? takeImaginedReader(url) : {};
  const edition = await currentEdition(settings, env, context);
  return await serveWith({ edition, imagined, url }, original, settings, env, context);
}

/** By what a request is answered. */
export interface Serving {
  readonly edition: Edition;
  /** What is imagined of the reader, in place of what the request says. */
  readonly imagined: ImaginedReader;
  /** The address that is asked for, where the request's own says more than that. */
  readonly url?: URL;
}

/** Serves one request with any edition: place, page, decision, composition, response. Preview and publish gate call this too (law 8). */
export async function serveWith(serving: Serving, original: Request, settings: Settings, env: Env, context: Context): Promise<Response> {
  const { edition, imagined, url = new URL(original.url) } = serving;
  const languages = readerLanguages(imagined.languages ?? original.headers.get('accept-language'));
  const audience: Audience = { edition, origin: url.origin, languages };

  const fault = await faultOf(original, url, settings);
  if (fault !== undefined) return errorResponse(fault, audience);

  const place = imagined.place ?? placeOf(original, settings.geo, asksOf(edition));
  const posted = original.method === 'POST' ? await acknowledgementIn(original) : { request: original };
  const answer = await ask(posted, original, url, { settings, env, context, edition });
  if (answer.kind === 'failure') return errorResponse(answer.failure, audience, { 'retry-after': '10' });
  if (answer.kind === 'refused') return errorResponse(answer.error, audience, answer.headers);

  const facts = answer.kind === 'page' ? factsOfPage(answer.page, url) : factsOfOther(answer.response, url);
  const concerned = answer.kind === 'page' || facts.surface === 'html' || reachesOthers(edition);
  if (!concerned) return otherResponse(original, answer.response, answer.cache);
  const now = Date.now();
  const reader: Reader = { place, languages, now: imagined.now ?? now };
  const reads = original.method === 'GET' || original.method === 'HEAD' || 'acknowledged' in posted;
  const { decision, location } = decideFor(edition, reader, facts, reads ? url : undefined);
  if (!isImagined(imagined)) countShadow(edition.hash, decision.shadow, now);
  if (location !== undefined) return redirectResponse(location, original.method, decision, answer);
  if (answer.kind === 'other') return serveOther(original, answer, decision, { facts, now }, audience);
  const acknowledged = 'acknowledged' in posted ? posted.acknowledged : NOBODY;
  return servePage(original, answer, decision, acknowledged, audience);
}

function isImagined({ place, now, languages }: ImaginedReader): boolean {
  return place !== undefined || now !== undefined || languages !== undefined;
}

interface Reader {
  readonly place: Place;
  readonly languages: readonly string[];
  readonly now: number;
}

/**
 * The decision, and where it leads a reader of `url`. A redirect that leads nowhere else is none, nor is one of a request that is not
 * for reading (`url` absent), which would be lost on the way.
 */
function decideFor(
  edition: Edition,
  { place, languages, now }: Reader,
  facts: ArticleFacts,
  url: URL | undefined,
): { decision: Decision; location?: string } {
  const decision = decide(edition, place, facts, languages, now);
  if (decision.redirect === undefined) return { decision };
  const location = url && locationFor(decision.redirect.to, url);
  return location === undefined ? { decision: decideWithoutRedirect(edition, place, facts, languages, now) } : { decision, location };
}
