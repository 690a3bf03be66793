/** A new notice in a proposal: its name, why it exists, and its first text. */

import type { Context } from 'hono';
import { deskPath, Note, TextArea, TextField } from '../../../templates/desk/parts.tsx';
import type { NoticeKind } from '../../core/edition.ts';
import { NOTICE_KINDS } from '../../core/edition.ts';
import { addNotice, entryValue, isRefused } from '../../rulebook/edit.ts';
import { Wrong } from '../../rulebook/problems.ts';
import { readKey, readLanguage, readLine, readText } from '../../rulebook/readers.ts';
import { BODY_LIMIT, HEADING_LIMIT } from '../../rulebook/schema.ts';
import type { Principal } from '../auth/permissions.ts';
import type { Desk, DeskEnv } from '../desk.ts';
import { Refused, STATUS } from '../errors.ts';
import type { Form } from '../form.ts';
import { deskPage } from '../page.tsx';
import { proposalOf } from '../proposals/store.ts';
import { Typed } from '../proposals/typed.tsx';
import { editProposal } from '../proposals/write.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { readContent } from '../store/contents.ts';
import { MarkdownKey } from './editor-page.tsx';
import { tongue } from './language-fields.tsx';
import { capital } from './save.ts';
import { KindField } from './settings-fields.tsx';

const FIELDS = ['name', 'kind', 'language', 'heading', 'body'] as const;
type Field = (typeof FIELDS)[number];

export interface NewNotice extends Readonly<Record<Field, string>> {
  readonly revision: string;
}

export function newNoticeIn(form: Form): NewNotice {
  const [name, kind, language, heading, body] = FIELDS.map(field => form.text(field)) as [string, string, string, string, string];
  return { name: name.trim(), kind, language: language.trim(), heading, body, revision: form.text('revision') };
}

/** Adds the notice to the first file of the proposal; adding the same again adds nothing. Throws `Refused`, with what is wrong by field. */
export async function addNewNotice(desk: Desk, principal: Principal, id: string, asked: NewNotice): Promise<void> {
  const errors = errorsIn(asked);
  if (Object.keys(errors).length > 0) {
    throw new Refused('invalid', 'The notice was not added: something in the form is not right yet.', 'Mend the fields that say so.', {
      errors,
    });
  }
  const { store } = desk;
  const proposal = await proposalOf(store, id);
  const content = await readContent<RulebookContent>(store, proposal.content);
  const { name, kind, language, heading, body } = asked;
  const value = { kind: kind as NoticeKind, text: { [language]: { heading, body } } };
  const isThere = JSON.stringify(entryValue(content, ['notices', name])) === JSON.stringify(value);
  const edited = isThere ? content : addNotice(content, content.first, name, value);
  if (isRefused(edited))
    throw new Refused('invalid', `${capital(edited.problem)}.`, 'Choose another name, or edit the notice that there is.');
  await editProposal(desk, principal, id, Number(asked.revision), { content: edited, note: `Added the notice ${name}` });
}

function errorsIn({ name, kind, language, heading, body }: NewNotice): Partial<Record<Field, string>> {
  const read: Readonly<Record<Field, unknown>> = {
    name: readKey(name),
    kind: NOTICE_KINDS.some(known => known === kind) ? kind : new Wrong('nothing says why the notice exists', 'choose a kind'),
    language: readLanguage(language),
    heading: readLine(heading, HEADING_LIMIT),
    body: readText(body, BODY_LIMIT),
  };
  return Object.fromEntries(
    FIELDS.flatMap(field => {
      const result = read[field];
      return result instanceof Wrong ? [[field, `${capital(result.message)}. To mend it: ${result.mend}.`]] : [];
    }),
  );
}

interface NewNoticePage {
  readonly id: string;
  /** Absent where the database fails. */
  readonly title: string | undefined;
  readonly typed: NewNotice;
  readonly refused?: Refused;
}

export function newNoticePage(asked: Context<DeskEnv>, { id, title, typed, refused }: NewNoticePage): Response {
  const action = `/proposals/${encodeURIComponent(id)}/notices`;
  const errors: unknown = refused?.details.errors;
  const error = (field: Field): { error?: string } => {
    const message = typeof errors === 'object' && errors !== null ? (errors as Partial<Record<Field, string>>)[field] : undefined;
    return message === undefined ? {} : { error: message };
  };
  const text = { ...tongue(typed.language), spellcheck: 'true' };
  const plain = { autocomplete: 'off', spellcheck: 'false' };
  return deskPage(
    asked,
    {
      ...{ title: 'A new notice', section: 'proposals', status: refused === undefined ? 200 : STATUS[refused.kind] },
      kicker: (
        <>
          Proposal:{' '}
          <a href={deskPath(`/proposals/${encodeURIComponent(id)}`)}>{title === undefined ? 'back to it' : <Typed text={title} />}</a>
        </>
      ),
      lead: 'No reader sees it until a rule shows it and the proposal is published.',
    },
    <>
      {refused && (
        <Note kind="danger" title={refused.message} answers>
          {refused.mend}
        </Note>
      )}
      <form method="post" action={deskPath(action)}>
        <input type="hidden" name="revision" value={typed.revision} />
        <TextField
          label="Name in the rulebook"
          name="name"
          hint="Small letters, digits and hyphens, such as court-order-2026. Readers never see it."
          value={typed.name}
          attributes={plain}
          {...error('name')}
        />
        <KindField kind={typed.kind} error={error('kind').error} />
        <TextField
          label="Language of the first text"
          name="language"
          hint="Its tag, such as en or pt-BR"
          value={typed.language}
          attributes={plain}
          {...error('language')}
        />
        <TextField label="Heading" name="heading" value={typed.heading} attributes={text} {...error('heading')} />
        <TextArea label="Text" name="body" rows={12} value={typed.body} attributes={text} {...error('body')} />
        <MarkdownKey />
        <button type="submit">Add the notice to the proposal</button>
      </form>
    </>,
  );
}
