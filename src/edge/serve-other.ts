/** From the decision on what is no page (a picture, a PDF, a feed that carries no notices) to its response. */

import type { ArticleFacts } from '../core/article.ts';
import type { Decision } from '../core/decide.ts';
import { placed } from '../page/placing.ts';
import { discard } from './discard.ts';
import { type Audience, withheldResponse } from './own-responses.ts';
import type { Answer } from './page-source.ts';
import { isRegional } from './regional.ts';
import { otherResponse } from './respond.ts';
import { linksTo, safetyOf } from './uncarried.ts';

export type OtherAnswer = Extract<Answer, { kind: 'other' }>;

/** Nothing can be put into it and nothing can stand before it: it is withheld, or served with what rules say in its headers. */
export function serveOther(
  request: Request,
  { response, cache }: OtherAnswer,
  decision: Decision,
  { facts, now }: { readonly facts: ArticleFacts; readonly now: number },
  audience: Audience,
): Response {
  const { edition } = audience;
  const { gates, headers, protect, withheld } = decision;
  const notices = placed(UNSEEN, decision).missing;
  const impossible = notices.some(({ ifImpossible }) => ifImpossible === 'withhold');
  if (decision.outcome === 'withhold' || impossible || gates.length > 0) {
    refuse(response);
    const told = impossible ? notices : safetyOf(decision, edition);
    return withheldResponse({ withheld, notices: [...told, ...gates], headers }, facts.surface, audience);
  }
  const said = { headers, protect, ...(notices.length === 0 ? {} : { links: linksTo(notices, audience) }) };
  return otherResponse(request, response, cache, { said, regional: isRegional(edition, facts, now) });
}

function refuse({ body, webSocket }: Response): void {
  discard(body);
  webSocket?.accept();
  webSocket?.close(1008);
}

/** What is known of an answer that nobody looks into: a name may be in it, or an element that is to be taken out. */
const UNSEEN = { slots: {}, removals: {}, puts: {}, mentions: {}, unsearched: true } as const;
