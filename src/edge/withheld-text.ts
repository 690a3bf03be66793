/** What programs are told in place of a feed or JSON that is withheld. */

import { momentIn } from '../../templates/locale.ts';
import type { Strings } from '../../templates/strings.ts';
import { OWN_PAGE_HEADERS } from './own-headers.ts';

/** Why, and what else is to be said. */
export interface WithheldText {
  readonly words: Strings;
  readonly reason: string;
  readonly demandedBy?: string;
  /** Epoch milliseconds. */
  readonly until?: number;
  /** Plain texts. */
  readonly notices: readonly string[];
  /** In which people are told times. */
  readonly timeZone: string;
}

/** 451 as a problem of RFC 9457. What it adds to that: `notices`, and where they are known `demanded-by` and `until` (RFC 3339). */
export function withheldProblem({ words, reason, demandedBy, until, notices }: WithheldText, headers: Record<string, string>): Response {
  const problem = {
    type: 'about:blank',
    title: words.withheld.title,
    status: 451,
    detail: reason,
    ...(demandedBy === undefined ? {} : { 'demanded-by': demandedBy }),
    ...(until === undefined ? {} : { until: new Date(until).toISOString() }),
    notices,
  };
  return withheld(JSON.stringify(problem), 'application/problem+json', words, headers);
}

/** 451 in plain words. */
export function withheldPlainly(text: WithheldText, headers: Record<string, string>): Response {
  const { words, reason, demandedBy, until, notices, timeZone } = text;
  const { withheld: labels, language } = words;
  const parts = [
    ...notices,
    labels.title,
    labels.text,
    `${labels.reason}: ${reason}`,
    ...(demandedBy === undefined ? [] : [`${labels.demandedBy}: ${demandedBy}`]),
    ...(until === undefined ? [] : [`${labels.until}: ${momentIn(language, until, timeZone)}`]),
  ];
  return withheld(`${parts.join('\n\n')}\n`, 'text/plain; charset=utf-8', words, headers);
}

function withheld(body: string, type: string, { language }: Strings, headers: Record<string, string>): Response {
  const all = { ...headers, ...OWN_PAGE_HEADERS, 'content-type': type, 'content-language': language };
  return new Response(body, { status: 451, headers: all });
}
