/** A new rule in a proposal, and one that is taken out of it. */

import { type Context, Hono } from 'hono';
import { deskPath, Note, Post, Select, TextField } from '../../../templates/desk/parts.tsx';
import { entryText } from '../../rulebook/edit.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { type Form, formOf } from '../form.ts';
import { deskPage, done, type PageStatus } from '../page.tsx';
import { revisionIn } from '../proposals/acts.ts';
import { contentSeen, type Draft, draftOf } from '../proposals/draft.ts';
import { sendAgainPage } from '../proposals/send-again.tsx';
import { Typed } from '../proposals/typed.tsx';
import { editProposal, stale } from '../proposals/write.ts';
import { checkedContent } from '../rulebook/checked.ts';
import { newAction } from './actions.ts';
import { choicesIn, type RuleChoices } from './choices.ts';
import { addedRule, type RuleEdited, withoutRule } from './edit.ts';
import { type EditAttempt, noSuchRule, ProposalLink, Refusal, rulePath } from './edit-page.tsx';
import { isForForm, withAction } from './edit-routes.tsx';
import { shownRule, typedIn } from './form.ts';
import { RuleForm } from './form-view.tsx';
import { rulePlaces } from './place-of-rule.ts';
import { testsTouching } from './rule-tests.ts';

type Asked = Context<DeskEnv>;

export const ruleAddRoutes = new Hono<DeskEnv>();

interface Placed {
  readonly id: string;
  readonly file: string;
  readonly after: string;
}

ruleAddRoutes.get('/proposals/:id/rules', async asked => {
  const draft = await draftOf(asked.get('desk'), asked.get('principal'), asked.req.param('id'));
  const choices = choicesIn(draft.content);
  const [file = ''] = choices.files;
  return newRulePage(asked, draft, { id: '', file, after: '' }, { values: emptyRule(choices) });
});

ruleAddRoutes.post('/proposals/:id/rules', async asked => {
  const id = asked.req.param('id');
  const form = await formOf(asked);
  try {
    return await added(asked, id, form);
  } catch (error) {
    if (!isForForm(error)) throw error;
    const again = error.kind === 'stale' ? await stalePage(asked, id, form, error).catch(() => undefined) : undefined;
    return again ?? sendAgainPage(asked, { title: 'A new rule', action: `/proposals/${id}/rules`, form, refused: error });
  }
});

ruleAddRoutes.get('/proposals/:id/rules/:rule/remove', async asked => {
  const draft = await draftOf(asked.get('desk'), asked.get('principal'), asked.req.param('id'));
  return await removePage(asked, draft, asked.req.param('rule'));
});

ruleAddRoutes.post('/proposals/:id/rules/:rule/remove', async asked => {
  const [desk, principal, id, rule] = [asked.get('desk'), asked.get('principal'), asked.req.param('id'), asked.req.param('rule')];
  const draft = await draftOf(desk, principal, id);
  const revision = revisionIn(await formOf(asked));
  const seen = await contentSeen(desk, draft, revision);
  if (entryText(seen, ['rules', rule]) === undefined) throw noSuchRule();
  const edited = withoutRule(seen, rule);
  if (!('content' in edited)) {
    return await removePage(asked, draft, rule, new Refused('invalid', edited.problem ?? '', 'Nothing was changed.'));
  }
  try {
    await editProposal(desk, principal, id, revision, { content: edited.content, note: `Took out the rule ${rule}` });
  } catch (error) {
    if (!(error instanceof Refused) || error.kind !== 'stale') throw error;
    return await removePage(asked, await draftOf(desk, principal, id), rule, error);
  }
  return done(asked, `/proposals/${id}`, 'saved');
});

async function added(asked: Asked, id: string, form: Form): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  const draft = await draftOf(desk, principal, id);
  const revision = revisionIn(form);
  const seen = await contentSeen(desk, draft, revision);
  const choices = choicesIn(seen);
  const [placed, typed] = [placedIn(form), typedIn(form)];
  const edited = addedIn(placed, typed, seen, choices);
  if (revision !== draft.proposal.revision && (form.has('add') || !('content' in edited))) throw stale(draft.proposal, revision);
  if (form.has('add')) {
    return newRulePage(asked, draft, placed, { values: withAction(typed, form.text('add-kind'), choices.languages, {}) });
  }
  if (!('content' in edited)) {
    const { problem: message = 'This is not right yet.', errors, problems } = edited;
    return newRulePage(asked, draft, placed, { values: typed, errors, problems, refused: { message }, status: 422 });
  }
  await editProposal(desk, principal, id, revision, { content: edited.content, note: `Added the rule ${placed.id}` });
  return done(asked, rulePath(id, placed.id), 'saved');
}

function addedIn(
  { id, file, after }: Placed,
  typed: Map<string, string>,
  content: Draft['content'],
  { languages }: RuleChoices,
): RuleEdited {
  const place = rulePlaces(content).find(rule => rule.id === after);
  const where = place === undefined ? { file } : { file: place.file, after };
  return addedRule(content, { id, ...where }, typed, languages[0] ?? 'en');
}

/** The same form with the new revision: a new rule overwrites nothing. */
async function stalePage(asked: Asked, id: string, form: Form, { message, mend }: Refused): Promise<Response> {
  const draft = await draftOf(asked.get('desk'), asked.get('principal'), id);
  const status: PageStatus = 412;
  return newRulePage(asked, draft, placedIn(form), { values: typedIn(form), refused: { message, mend }, status });
}

function placedIn(form: Form): Placed {
  return { id: form.text('id').trim(), file: form.text('file'), after: form.text('after') };
}

/** What a new rule shows first: a notice, which most are about. */
function emptyRule({ languages, notices }: RuleChoices): Map<string, string> {
  const values = new Map([...shownRule({}, languages[0] ?? 'en'), ...newAction('n1', 'show', languages)]);
  return values.set('actions', 'n1:show').set('do.n1.show', notices[0]?.name ?? '');
}

function newRulePage(asked: Asked, draft: Draft, placed: Placed, attempt: EditAttempt): Response {
  const choices = choicesIn(draft.content);
  const { values = new Map(), errors = new Map(), status } = attempt;
  const shown = { values, errors, theirs: new Map() };
  const error = errors.get('id');
  return deskPage(
    asked,
    {
      title: 'A new rule',
      kicker: <ProposalLink draft={draft} />,
      section: 'rules',
      wide: true,
      ...(status === undefined ? {} : { status }),
    },
    <>
      <Refusal attempt={attempt} />
      <RuleForm
        {...{ action: `/proposals/${draft.proposal.id}/rules`, shown, choices, written: {}, live: false }}
        {...{ revision: draft.proposal.revision, shared: [], sharedChoice: 'apart' }}
      >
        <TextField
          label="Name of the rule"
          name="id"
          value={placed.id}
          hint="Small letters, digits and hyphens, such as correction-sg. It stays: the history knows the rule by it. Readers never see it."
          attributes={{ required: true, maxlength: 64, autocomplete: 'off', spellcheck: 'false' }}
          {...(error === undefined ? {} : { error })}
        />
        <Select
          label="Where it stands"
          name="after"
          hint="Notices of one place in the page stand in the order of their rules."
          value={placed.after}
          options={[{ value: '', text: 'At the end of a file' }, ...choices.rules.map(rule => ({ value: rule, text: `Behind ${rule}` }))]}
        />
        <Select
          label="File"
          name="file"
          hint="Where it stands at the end of one."
          value={placed.file}
          options={choices.files.map(file => ({ value: file, text: file }))}
        />
      </RuleForm>
    </>,
  );
}

async function removePage(asked: Asked, draft: Draft, rule: string, refused?: Refused): Promise<Response> {
  const { proposal, base, content } = draft;
  const text = entryText(content, ['rules', rule]);
  if (text === undefined) throw noSuchRule();
  const { compiled } = await checkedContent(content, base.number + 1, asked.get('desk').store.now());
  const tests = compiled === undefined ? [] : testsTouching(compiled.rulebook, compiled.edition, rule).filter(({ fires }) => fires);
  const status: { status?: PageStatus } = refused === undefined ? {} : { status: refused.kind === 'stale' ? 412 : 422 };
  return deskPage(
    asked,
    { title: `Take out the rule ${rule}?`, kicker: <ProposalLink draft={draft} />, section: 'rules', ...status },
    <>
      {refused && (
        <Note kind="danger" title={refused.message} answers>
          {refused.mend}
        </Note>
      )}
      <p>It goes out of the files of this proposal. Readers see no change until the proposal is approved and published.</p>
      {tests.length > 0 && (
        <Note kind="warning" title="Tests of the rulebook expect what it does">
          <p>They would stop the proposal from being published. Change them in its text as well.</p>
          <ul>
            {tests.map(({ name }) => (
              <li>
                <Typed text={name} />
              </li>
            ))}
          </ul>
        </Note>
      )}
      <pre>
        {'\n'}
        {text}
      </pre>
      <div class="actions">
        <Post action={`${rulePath(proposal.id, rule)}/remove`} label="Take it out" kind="danger" fields={{ revision: proposal.revision }} />
        <a href={deskPath(rulePath(proposal.id, rule))}>Keep it</a>
      </div>
    </>,
  );
}
