/** From the decision on a page, a feed or JSON to its response. */

import type { Decision, ShownNotice } from '../core/decide.ts';
import { placed } from '../page/placing.ts';
import type { StoredPage } from '../page/stored-page.ts';
import type { Acknowledgement } from './acknowledgement.ts';
import { isForPeople } from './article-facts.ts';
import { composeBytes, composeStream, editsFor } from './compose.ts';
import { discard } from './discard.ts';
import { type Audience, gateResponse, withheldResponse } from './own-responses.ts';
import type { Answer } from './page-source.ts';
import { addressOnSite } from './redirect.ts';
import { pageResponse } from './respond.ts';
import { linksTo, safetyOf } from './uncarried.ts';

export type PageAnswer = Extract<Answer, { kind: 'page' }>;

/** Withhold beats acknowledge beats serve; what a page cannot carry is shown before it, and what a feed cannot is named in its headers. */
export function servePage(
  request: Request,
  { page, body, cache }: PageAnswer,
  decision: Decision,
  acknowledged: Acknowledgement['acknowledged'],
  audience: Audience,
): Response {
  const { edition, origin } = audience;
  const { headers, withheld } = decision;
  const placing = placed(page, decision);
  const { missing } = placing;
  if (decision.outcome === 'withhold' || missing.some(({ ifImpossible }) => ifImpossible === 'withhold')) {
    discard(body);
    return withheldResponse({ withheld, notices: placing.notices, headers }, page.surface, audience);
  }
  if (isPartOfPage(request, page)) return pageResponse(request, page, body, { edits: '', said: decision, cache });
  const forPeople = isForPeople(page);
  const before = forPeople ? gate(request, decision, missing, acknowledged, audience) : noGate(decision, page, audience);
  if (before !== undefined) {
    discard(body);
    return before;
  }
  const edits = editsFor(page, decision, placing, edition, origin);
  const composed = body instanceof Uint8Array ? composeBytes(body, edits) : composeStream(body, edits);
  const said = forPeople || missing.length === 0 ? decision : { ...decision, links: linksTo(missing, audience) };
  return pageResponse(request, page, composed, { edits: edits.version, said, cache });
}

/** The gate that this reader has still to pass, if any. */
function gate(
  request: Request,
  decision: Decision,
  missing: readonly ShownNotice[],
  acknowledged: Acknowledgement['acknowledged'],
  audience: Audience,
): Response | undefined {
  if (missing.length === 0 && decision.gates.length === 0) return undefined;
  const { edition } = audience;
  const isNew = ({ id }: { id: string }) => !acknowledged.has(edition.notices[id]?.publicId ?? '');
  const asked = decision.gates.filter(isNew);
  const gates = [...new Map([...missing.filter(isNew), ...asked].map(gate => [gate.id, gate])).values()];
  if (gates.length === 0) return undefined;
  const purpose = asked.length > 0 ? 'acknowledge' : 'carry';
  const before = safetyOf(decision, edition).filter(({ id }) => !gates.some(gate => gate.id === id));
  const action = addressOnSite(new URL(request.url));
  return gateResponse(purpose, { gates, before }, action, decision.headers, audience);
}

/** No program can confirm anything, so what only a gate could open stays closed. */
function noGate(decision: Decision, { surface }: StoredPage, audience: Audience): Response | undefined {
  if (decision.gates.length === 0) return undefined;
  const notices = [...safetyOf(decision, audience.edition), ...decision.gates];
  return withheldResponse({ notices, headers: decision.headers }, surface, audience);
}

/** Whether a script asks for something that is no document: markup put into it would be taken for data. */
function isPartOfPage(request: Request, page: StoredPage): boolean {
  const destination = request.headers.get('sec-fetch-dest');
  const byScript = destination !== null && !['document', 'iframe', 'frame', 'embed', 'object'].includes(destination);
  return page.fragment === true && byScript;
}
