import { raw } from 'hono/html';
import { documentOf, OwnPage, type PageContext } from './layout.tsx';

export interface Gate {
  /** Trusted markup of the notice. */
  readonly notice: string;
  /** Where the form is posted. */
  readonly action: string;
  readonly field: { readonly name: string; readonly value: string };
  /** `acknowledge`: the reader confirms. `carry`: the article's own page has no place for the notice. */
  readonly purpose: 'acknowledge' | 'carry';
}

/** A page that stands before an article, with a notice and one button that leads on. */
export function renderGatePage(gate: Gate, context: PageContext): string {
  const { strings } = context;
  const words = strings.gate[gate.purpose];
  return documentOf(
    <OwnPage context={context} title={words.title}>
      <h1>{words.title}</h1>
      <p class="standfirst">{words.text}</p>
      {raw(gate.notice)}
      <form class="gate-form" method="post" action={gate.action}>
        <input type="hidden" name={gate.field.name} value={gate.field.value} />
        <button type="submit">{words.button}</button>
      </form>
      <p class="way-back">
        <a href="/">{strings.backToFrontPage}</a>
      </p>
    </OwnPage>,
  );
}
