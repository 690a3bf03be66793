/** Pages of our own, in the reader's language: errors, withheld articles, gates, notices. */

import { renderErrorPage } from '../../templates/error-page.tsx';
import { renderGatePage } from '../../templates/gate-page.tsx';
import type { PageContext } from '../../templates/layout.tsx';
import { renderNoticePage } from '../../templates/notice-page.tsx';
import { type ErrorKind, stringsFor } from '../../templates/strings.ts';
import { renderWithheldPage } from '../../templates/withheld-page.tsx';
import type { Decision, ShownNotice, Withholding } from '../core/decide.ts';
import type { Edition, Notice, Surface } from '../core/edition.ts';
import { languagesOf } from '../core/language.ts';
import { ACKNOWLEDGE_FIELD } from './acknowledgement.ts';
import { noticesMarkup, noticesText } from './compose.ts';
import { pageContext } from './library.ts';
import { OWN_PAGE_HEADERS } from './own-headers.ts';
import { readerLanguages } from './reader-languages.ts';
import { withheldPlainly, withheldProblem } from './withheld-text.ts';

/** Whom a page of our own is for. */
export interface Audience {
  readonly edition: Edition;
  /** The public origin of the site. */
  readonly origin: string;
  readonly languages: readonly string[];
}

/** The reader of a request, for pages of our own. */
export function audienceOf(request: Request, edition: Edition): Audience {
  const languages = readerLanguages(request.headers.get('accept-language'));
  return { edition, origin: new URL(request.url).origin, languages };
}

const STATUSES: Readonly<Record<ErrorKind, number>> = {
  'not-found': 404,
  'bad-request': 400,
  'too-long': 414,
  method: 405,
  loop: 508,
  'origin-down': 502,
  'origin-slow': 504,
  internal: 500,
  unready: 503,
};

export function errorResponse(kind: ErrorKind, audience: Audience, headers: Readonly<Record<string, string>> = {}): Response {
  const status = STATUSES[kind];
  return ownPage(renderErrorPage({ status, kind }, contextOf(audience)), status, headers);
}

/** What is said in place of an article. */
export interface Withheld {
  /** Absent: a notice has to stand before the article, and nothing can carry it. */
  readonly withheld?: Withholding | undefined;
  readonly notices: readonly Pick<ShownNotice, 'id' | 'languages'>[];
  readonly headers: Decision['headers'];
}

/**
 * 451 and who blocks, in the form of what was asked for: a page, a problem of RFC 9457 where JSON was, plain text where a feed was.
 * RFC 7725, section 4: `blocked-by` names who implements the blocking, which is this site; who demanded it stands in the body.
 */
export function withheldResponse(withheld: Withheld, surface: Surface | undefined, audience: Audience): Response {
  const headers = { ...withheld.headers, link: `<${audience.origin}/>; rel="blocked-by"` };
  const reason = reasonFor(withheld.withheld, audience);
  const { demandedBy, until } = withheld.withheld ?? {};
  const about = { ...(demandedBy === undefined ? {} : { demandedBy }), ...(until === undefined ? {} : { until }) };
  const { edition } = audience;
  if (surface === 'feed' || surface === 'json') {
    const { strings: words, site } = contextOf(audience);
    const notices = noticesText(edition, withheld.notices);
    const text = { words, reason: reason.text, notices, timeZone: site.timeZone, ...about };
    return surface === 'json' ? withheldProblem(text, headers) : withheldPlainly(text, headers);
  }
  const page = { reason, notices: noticesMarkup(edition, withheld.notices), ...about };
  return ownPage(renderWithheldPage(page, contextOf(audience)), 451, headers);
}

function reasonFor(withheld: Withholding | undefined, { edition, languages }: Audience) {
  const words = stringsFor(languages);
  const language = withheld && languagesOf({ first: [], thenReader: true, text: withheld.reason }, languages, edition.site.languages)[0];
  return withheld === undefined || language === undefined
    ? { text: words.withheld.cannotCarry, language: words.language, direction: words.direction }
    : { text: withheld.reason[language] ?? '', language, direction: stringsFor([language]).direction };
}

/** A page that shows notices and leads on to the article: no cookie, no script, and nothing in an address that could be passed on. */
export function gateResponse(
  purpose: 'acknowledge' | 'carry',
  shown: { readonly gates: readonly Pick<ShownNotice, 'id' | 'languages'>[]; readonly before: readonly ShownNotice[] },
  path: string,
  headers: Decision['headers'],
  audience: Audience,
): Response {
  const { edition } = audience;
  const gates = shown.gates.map(({ id }) => edition.notices[id]?.publicId ?? '');
  const notice = noticesMarkup(edition, [...shown.before, ...shown.gates]);
  const field = { name: ACKNOWLEDGE_FIELD, value: gates.join(' ') };
  return ownPage(renderGatePage({ notice, action: path, field, purpose }, contextOf(audience)), 200, headers);
}

/** The "find out more" page of a notice. */
export function noticeResponse(notice: Notice, audience: Audience): Response {
  return ownPage(renderNoticePage(notice, contextOf(audience)), 200);
}

/** What protects pages of our own wins over `headers`. */
export function ownPage(html: string, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(html, { status, headers: { ...headers, ...OWN_PAGE_HEADERS } });
}

export function contextOf({ edition, origin, languages }: Audience): PageContext {
  return pageContext(edition.site, origin, languages.length > 0 ? languages : edition.site.languages);
}
