/** What the editor of a notice does: show, follow what is typed, save, and say why it did not. */

import type { Context } from 'hono';
import { Note } from '../../../templates/desk/parts.tsx';
import { Wrong } from '../../rulebook/problems.ts';
import { readLanguage } from '../../rulebook/readers.ts';
import { demand } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused, STATUS } from '../errors.ts';
import { type Form, formOf } from '../form.ts';
import { done, fragment } from '../page.tsx';
import { draftIn, type NoticeDraft } from './draft.ts';
import { editableProposal } from './editable.ts';
import { aroundDraft, editingOf, lookingIn, orNothing, type Saved, savedNotice } from './editing.ts';
import { type EditorOptions, editorPage } from './editor-page.tsx';
import { noticePath } from './language-fields.tsx';
import { mergeDrafts } from './merge-drafts.ts';
import { Preview } from './preview.tsx';
import { capital, draftAt, saveNotice } from './save.ts';
import { Stale } from './stale.tsx';

type Asked = Context<DeskEnv>;

/** The editor with what was saved last. */
export async function editNotice(asked: Asked, id: string, notice: string): Promise<Response> {
  const desk = asked.get('desk');
  await editableProposal(desk, asked.get('principal'), id);
  const saved = await savedNotice(desk, id, notice);
  const looking = lookingIn({ text: name => asked.req.query(name) ?? '' });
  const { draft, proposal } = saved;
  return editorPage(asked, await editingOf(desk, { id, notice, revision: `${proposal.revision}`, draft, looking, around: saved }));
}

/** What is typed, shown and not saved: the preview alone for the script, the whole editor for a button. */
export async function previewNotice(asked: Asked, id: string, notice: string): Promise<Response> {
  const desk = asked.get('desk');
  demand(asked.get('principal'), 'write');
  const form = await formOf(asked);
  const isFollowing = asked.req.header('hx-request') !== undefined;
  const around = await orNothing(isFollowing ? aroundDraft(desk, id) : savedNotice(desk, id, notice));
  const { draft, adding } = reshaped(form);
  const looking = { ...lookingIn(form), ...(adding === undefined && form.text('add') !== '' ? { right: form.text('add').trim() } : {}) };
  const editing = await editingOf(desk, { id, notice, revision: form.text('revision'), draft, looking, around });
  if (isFollowing) {
    return fragment(asked, <Preview editing={editing} site={desk.settings.site.origin} />);
  }
  const together = form.has('together');
  const answer = (
    <Note kind={adding === undefined ? 'info' : 'danger'} answers>
      {adding === undefined ? 'This is not saved yet.' : `No language was added. ${adding.error}`}
    </Note>
  );
  return editorPage(asked, editing, { answer, together, ...(adding && { adding, status: 422 }) });
}

/** Saves what is typed, or shows it again with why it was not saved. */
export async function saveForm(asked: Asked, id: string, notice: string): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  demand(principal, 'write');
  const form = await formOf(asked);
  const draft = draftIn(form);
  let saved: Saved | undefined;
  try {
    saved = await savedNotice(desk, id, notice);
    const revision = Number(form.text('revision'));
    const proposal = await saveNotice({ desk, principal, saved, draft, revision, together: form.has('together') });
    const { left, right, reader } = lookingIn(form);
    const query = new URLSearchParams(Object.entries({ left, right, reader }).filter(([, value]) => value !== ''));
    return done(asked, `${noticePath({ id, notice })}?${query}`, proposal.revision === revision ? 'unchanged' : 'saved');
  } catch (error) {
    if (!(error instanceof Refused) || error.kind === 'forbidden' || error.kind === 'not-found') throw error;
    if (error.kind === 'stale') return await stalePage(asked, { id, notice, form, draft, refused: error });
    return await againPage(asked, { id, notice, form, draft, refused: error }, saved);
  }
}

interface Attempted {
  readonly id: string;
  readonly notice: string;
  readonly form: Form;
  readonly draft: NoticeDraft;
  readonly refused: Refused;
}

/** Both texts, with what was typed still in the fields, and the revision that is there now: saving again is a decision. */
async function stalePage(asked: Asked, attempted: Attempted): Promise<Response> {
  const { id, notice, form, draft, refused } = attempted;
  const desk = asked.get('desk');
  const read = async () => {
    const saved = await savedNotice(desk, id, notice);
    return { saved, seen: await draftAt(desk, saved, Number(form.text('revision'))) };
  };
  const found = await orNothing(read());
  if (found === undefined) return await againPage(asked, attempted, undefined);
  const { saved, seen } = found;
  const { revision } = saved.proposal;
  const merged = mergeDrafts(draft, seen, saved.draft);
  const editing = await editingOf(desk, {
    id,
    notice,
    revision: `${revision}`,
    draft: merged.draft,
    looking: lookingIn(form),
    around: saved,
  });
  const answer = <Stale {...{ message: refused.message, merged, mine: draft, theirs: saved.draft, revision }} />;
  return editorPage(asked, editing, { status: STATUS.stale, answer, together: form.has('together') });
}

/** The form with what was typed, whatever failed. */
async function againPage(asked: Asked, { id, notice, form, draft, refused }: Attempted, saved: Saved | undefined): Promise<Response> {
  const given = { id, notice, revision: form.text('revision'), draft, looking: lookingIn(form), around: saved };
  const editing = await editingOf(asked.get('desk'), given);
  const answer = (
    <Note kind="danger" title={refused.message} answers>
      <p>{refused.mend}</p>
      <p>What you typed is in the form below, and not saved yet.</p>
    </Note>
  );
  return editorPage(asked, editing, { status: STATUS[refused.kind], answer, together: form.has('together') });
}

/** The draft with a language more or less, as a button of the form asks. */
function reshaped(form: Form): { draft: NoticeDraft } & Pick<EditorOptions, 'adding'> {
  const typed = draftIn(form);
  const texts = new Map(typed.texts);
  const gone = form.text('take-out');
  if (texts.size > 1) texts.delete(gone);
  const added = form.text('add').trim();
  if (added === '') return { draft: { ...typed, texts } };
  const read = readLanguage(added);
  const error = read instanceof Wrong ? `${capital(read.message)}. To mend it: ${read.mend}.` : undefined;
  if (error !== undefined) return { draft: { ...typed, texts }, adding: { typed: added, error } };
  if (!texts.has(added)) texts.set(added, { heading: '', body: '' });
  return { draft: { ...typed, texts } };
}
