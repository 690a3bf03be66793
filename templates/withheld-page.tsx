import { raw } from 'hono/html';
import type { Direction } from '../src/core/edition.ts';
import { documentOf, OwnPage, type PageContext } from './layout.tsx';
import { momentIn } from './locale.ts';

export interface Withheld {
  readonly reason: { readonly text: string; readonly language: string; readonly direction: Direction };
  /** A name or the address of the demand. */
  readonly demandedBy?: string;
  /** Epoch milliseconds. */
  readonly until?: number;
  /** Trusted markup of the safety notices that apply. */
  readonly notices: string;
}

/**
 * The page of a 451 (RFC 7725): why an article is withheld, who demanded it, and until when. It shows no headline, which may
 * itself be what is withheld, and does not say from which place.
 */
export function renderWithheldPage(withheld: Withheld, context: PageContext): string {
  const { strings, site } = context;
  const { reason, demandedBy, until } = withheld;
  const words = strings.withheld;
  return documentOf(
    <OwnPage context={context} title={words.title}>
      {raw(withheld.notices)}
      <h1>{words.title}</h1>
      <p class="standfirst">{words.text}</p>
      <dl class="facts">
        <dt>{words.reason}</dt>
        <dd lang={reason.language} dir={reason.direction}>
          {reason.text}
        </dd>
        {demandedBy ? (
          <>
            <dt>{words.demandedBy}</dt>
            <dd>{isWebAddress(demandedBy) ? <a href={demandedBy}>{demandedBy}</a> : demandedBy}</dd>
          </>
        ) : null}
        {until === undefined ? null : (
          <>
            <dt>{words.until}</dt>
            <dd>
              <time datetime={new Date(until).toISOString()}>{momentIn(strings.language, until, site.timeZone)}</time>
            </dd>
          </>
        )}
      </dl>
      <p class="way-back">
        <a href="/">{strings.backToFrontPage}</a>
      </p>
    </OwnPage>,
  );
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
