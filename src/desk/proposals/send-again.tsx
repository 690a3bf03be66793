/** What was typed, where its form cannot be shown again: kept on the page, to be sent once more or copied. */

import type { Context } from 'hono';
import { Note } from '../../../templates/desk/parts.tsx';
import { BASE, type DeskEnv } from '../desk.ts';
import { type Refused, STATUS } from '../errors.ts';
import type { Form } from '../form.ts';
import { deskPage } from '../page.tsx';

interface SendAgain {
  readonly title: string;
  /** A path in the Desk to which the same is sent. */
  readonly action: string;
  readonly form: Form;
  readonly refused: Refused;
}

/** A page with the reason, everything that was typed, and a button that sends it again. */
export function sendAgainPage(asked: Context<DeskEnv>, { title, action, form, refused }: SendAgain): Response {
  const fields = form.names().flatMap(name => form.texts(name).map(text => ({ name, text })));
  return deskPage(
    asked,
    { title, section: 'proposals', status: STATUS[refused.kind] },
    <>
      <Note kind="danger" title={refused.message} answers>
        <p>{refused.mend}</p>
        <p>Nothing was saved, and nothing that you typed is lost: it is on this page. Send it again, or copy it from here.</p>
      </Note>
      <form method="post" action={`${BASE}${action}`} enctype="multipart/form-data">
        {fields.map(({ name, text }) => (
          <Kept name={name} text={text} />
        ))}
        <button type="submit">Send it again</button>
      </form>
    </>,
  );
}

/** What nobody typed goes along unseen. */
const UNSEEN: ReadonlySet<string> = new Set(['fields', 'written-as', 'revision', 'rule.actions', 'shared', 'was', 'gone', 'file', 'after']);

function Kept({ name, text }: { name: string; text: string }) {
  if (UNSEEN.has(name) || text === '') return <input type="hidden" name={name} value={text} />;
  return (
    <label>
      {name.replace(/^rule\./, '')}
      <textarea name={name} rows={Math.min(text.split('\n').length + 1, 12)} spellcheck={false} dir="auto">{`\n${text}`}</textarea>
    </label>
  );
}
