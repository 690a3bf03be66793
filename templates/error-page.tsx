import { documentOf, OwnPage, type PageContext } from './layout.tsx';
import type { ErrorKind } from './strings.ts';

export type { ErrorKind } from './strings.ts';

export interface ErrorPage {
  readonly status: number;
  readonly kind: ErrorKind;
  /** Plain text for whoever has to mend it. Shown to the reader: it must hold nothing about one. */
  readonly detail?: string;
}

export function renderErrorPage(error: ErrorPage, context: PageContext): string {
  const { strings } = context;
  const words = strings.errors[error.kind];
  return documentOf(
    <OwnPage context={context} title={words.title}>
      <p class="kicker">{error.status}</p>
      <h1>{words.title}</h1>
      <p class="standfirst">{words.text}</p>
      {error.detail ? <p class="error-detail">{error.detail}</p> : null}
      <p class="way-back">
        <a href="/">{strings.backToFrontPage}</a>
      </p>
    </OwnPage>,
  );
}
