/** All files of a proposal's rulebook as text: for whoever writes rules as ops do, and for what no form can show. */

import { type Context, Hono } from 'hono';
import { Note } from '../../../templates/desk/parts.tsx';
import type { DeskEnv } from '../desk.ts';
import { type Refused, STATUS } from '../errors.ts';
import { type Form, formOf } from '../form.ts';
import { deskPage, done, fragment, type PageStatus } from '../page.tsx';
import { revisionIn } from '../proposals/acts.ts';
import { contentSeen, type Draft, draftOf, readDraft } from '../proposals/draft.ts';
import { mergeContents } from '../proposals/merge.ts';
import { sendAgainPage } from '../proposals/send-again.tsx';
import { visibleText } from '../proposals/typed.tsx';
import { editProposal, stale } from '../proposals/write.ts';
import { checkedContent } from '../rulebook/checked.ts';
import { contentFrom, type RulebookContent } from '../rulebook/content.ts';
import { isForForm } from '../rules/edit-routes.tsx';
import { type FilesRefused, filesFrom, shownFiles, type TypedFile, typedFiles } from './files.ts';
import { BackLink, BothFiles, FileFindings, FilesForm } from './view.tsx';

type Asked = Context<DeskEnv>;

export const textRoutes = new Hono<DeskEnv>();

textRoutes.get('/proposals/:id/text', async asked => {
  const draft = await draftOf(asked.get('desk'), asked.get('principal'), asked.req.param('id'));
  return await filesPage(asked, draft, { files: shownFiles(draft.content), checked: draft.content });
});

textRoutes.post('/proposals/:id/text', async asked => {
  const id = asked.req.param('id');
  const form = await formOf(asked);
  try {
    return await saved(asked, id, form);
  } catch (error) {
    if (!isForForm(error)) throw error;
    const again = error.kind === 'stale' ? await stalePage(asked, id, form, error).catch(() => undefined) : undefined;
    return again ?? sendAgainPage(asked, { title: 'The files as text', action: `/proposals/${id}/text`, form, refused: error });
  }
});

textRoutes.post('/proposals/:id/text/preview', async asked => {
  const desk = asked.get('desk');
  const draft = await draftOf(desk, asked.get('principal'), asked.req.param('id'));
  const typed = typedFiles(await formOf(asked));
  const content = filesFrom(typed, draft.content);
  if ('problem' in content) return fragment(asked, <Note kind="warning">{content.problem}</Note>);
  const { problems } = await checkedContent(content, draft.base.number + 1, desk.store.now());
  return fragment(asked, <FileFindings problems={problems} files={typed} />);
});

async function saved(asked: Asked, id: string, form: Form): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  const draft = await draftOf(desk, principal, id);
  const revision = revisionIn(form);
  const seen = await contentSeen(desk, draft, revision);
  const files = typedFiles(form);
  const made = filesFrom(files, seen);
  const isOnlyShown = 'problem' in made || form.has('check');
  // A page with the new revision in it would let what was saved meanwhile be overwritten unseen.
  if (isOnlyShown && revision !== draft.proposal.revision) throw stale(draft.proposal, revision);
  if ('problem' in made) return await filesPage(asked, draft, { files, wrong: made, checked: draft.content, status: 422 });
  if (form.has('check')) return await filesPage(asked, draft, { files, checked: made });
  if (made === seen) return done(asked, `/proposals/${id}/text`, 'unchanged');
  const content = contentFrom(made);
  const names = changedNames(content, seen);
  const note = names.length === 1 ? `Edited ${names[0]}` : `Edited ${names.length} files`;
  await editProposal(desk, principal, id, revision, { content, note: note.slice(0, 200) });
  return done(asked, `/proposals/${id}/text`, 'saved');
}

interface FilesPage {
  readonly files: readonly TypedFile[];
  /** The files whose findings stand beside. */
  readonly checked: RulebookContent;
  readonly wrong?: FilesRefused;
  readonly status?: PageStatus;
  /** Somebody else saved before, and what was typed then. */
  readonly refused?: Refused;
  readonly yours?: readonly TypedFile[];
}

async function filesPage(asked: Asked, draft: Draft, { files, checked, wrong, status, refused, yours }: FilesPage): Promise<Response> {
  const { proposal, base, content } = draft;
  const { problems, read } = await checkedContent(checked, base.number + 1, asked.get('desk').store.now());
  const unread = Object.keys(checked.files).filter(name => !read.includes(name));
  const { index } = wrong ?? {};
  return deskPage(
    asked,
    {
      title: 'The files as text',
      kicker: `Proposal: ${visibleText(proposal.title)}`,
      section: 'proposals',
      wide: true,
      ...(status === undefined ? {} : { status }),
    },
    <>
      <BackLink proposal={proposal.id} />
      {wrong && (
        <Note kind="danger" title={wrong.problem} answers>
          Nothing was saved. What you typed is below.
        </Note>
      )}
      {refused && (
        <Note kind="danger" title={refused.message} answers>
          {`${refused.mend} Below, what only one of you has changed is put together; where both have, yours stands.`}
        </Note>
      )}
      {checked !== content && !wrong && !refused && <Note kind="info">Checked, and not saved.</Note>}
      {yours && <BothFiles current={content} typed={yours} />}
      <div class="columns">
        <FilesForm
          {...{ proposal: proposal.id, revision: proposal.revision, first: content.first, files, unread }}
          {...(wrong !== undefined && index !== undefined ? { wrong: { index, problem: wrong.problem } } : {})}
        />
        <aside id="checked">
          <FileFindings problems={problems} files={files} />
        </aside>
      </div>
    </>,
  );
}

/** Both texts, and the form with what both have changed; nothing where what was typed makes no files. */
async function stalePage(asked: Asked, id: string, form: Form, refused: Refused): Promise<Response | undefined> {
  const desk = asked.get('desk');
  const draft = await readDraft(desk, id);
  const seen = await contentSeen(desk, draft, revisionIn(form));
  const typed = typedFiles(form);
  const mine = filesFrom(typed, seen);
  if ('problem' in mine) return undefined;
  const files = filesOnTop(typed, mine, seen, draft.content);
  return await filesPage(asked, draft, { files, yours: typed, checked: mine, refused, status: STATUS[refused.kind] });
}

/** What was typed put on top of what was saved meanwhile, line by line; a file that both have changed at one place stays as it was typed. */
function filesOnTop(typed: readonly TypedFile[], mine: RulebookContent, seen: RulebookContent, theirs: RulebookContent): TypedFile[] {
  const alone = ({ files }: RulebookContent, name: string): RulebookContent => ({
    ...{ first: name, files: Object.hasOwn(files, name) ? { [name]: files[name]! } : {} },
  });
  const names = [...new Set([mine, theirs].flatMap(({ files }) => Object.keys(files)))];
  const merged = names.flatMap((name): [string, string][] => {
    const both = mergeContents(alone(mine, name), alone(seen, name), alone(theirs, name));
    const text = 'content' in both ? both.content.files[name] : (mine.files[name] ?? theirs.files[name]);
    return text === undefined ? [] : [[name, text]];
  });
  const wasOf = (name: string) => typed.find(file => file.name === name && !file.gone)?.was ?? name;
  const files = shownFiles({ first: mine.first, files: Object.fromEntries(merged) }).map(file => {
    const was = wasOf(file.name);
    return { ...file, was: Object.hasOwn(theirs.files, was) ? was : '' };
  });
  const left = shownFiles(theirs).filter(({ was }) => !files.some(file => file.was === was));
  // Those without a name of before come last: the form takes the last one for a new file.
  return [
    ...files.filter(({ was }) => was !== ''),
    ...left.map(file => ({ ...file, gone: true })),
    ...files.filter(({ was }) => was === ''),
  ];
}

function changedNames(one: RulebookContent, other: RulebookContent): string[] {
  const names = [...new Set([one, other].flatMap(({ files }) => Object.keys(files)))];
  return names.filter(name => one.files[name] !== other.files[name]);
}
