/** Rules in a proposal: changed by fields or as text, added, taken out. */

import { type Context, Hono } from 'hono';
import { entryText, entryValue } from '../../rulebook/edit.ts';
import type { DeskEnv } from '../desk.ts';
import { Refused, STATUS } from '../errors.ts';
import { type Form, formOf } from '../form.ts';
import { done, fragment } from '../page.tsx';
import { revisionIn } from '../proposals/acts.ts';
import { contentSeen, type Draft, draftOf, readDraft } from '../proposals/draft.ts';
import { sendAgainPage } from '../proposals/send-again.tsx';
import { editProposal, stale } from '../proposals/write.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { ACTION_KINDS, actionsOf, newAction } from './actions.ts';
import { choicesIn } from './choices.ts';
import { editedByFields, editedByText, type RuleEdited } from './edit.ts';
import { besideOf, noSuchRule, ruleEditPage, rulePath } from './edit-page.tsx';
import { mergedForm, typedIn } from './form.ts';
import { Beside } from './form-view.tsx';

type Asked = Context<DeskEnv>;

export const ruleEditRoutes = new Hono<DeskEnv>();

ruleEditRoutes.get('/proposals/:id/rules/:rule', async asked => {
  const draft = await draftOf(asked.get('desk'), asked.get('principal'), asked.req.param('id'));
  return await ruleEditPage(asked, draft, asked.req.param('rule'));
});

ruleEditRoutes.post('/proposals/:id/rules/:rule', async asked => {
  const [id, rule] = [asked.req.param('id'), asked.req.param('rule')];
  const form = await formOf(asked);
  try {
    return await saved(asked, id, rule, form);
  } catch (error) {
    if (!isForForm(error)) throw error;
    const again = error.kind === 'stale' ? await stalePage(asked, id, rule, form, error).catch(() => undefined) : undefined;
    return again ?? sendAgainPage(asked, { title: `The rule ${rule}`, action: rulePath(id, rule), form, refused: error });
  }
});

ruleEditRoutes.post('/proposals/:id/rules/:rule/preview', async asked => {
  const [desk, rule] = [asked.get('desk'), asked.req.param('rule')];
  const draft = await draftOf(desk, asked.get('principal'), asked.req.param('id'));
  const edited = editedIn(draft.content, rule, await formOf(asked));
  if ('content' in edited) return fragment(asked, <Beside {...(await besideOf(desk, draft, edited.content, rule))} />);
  const { before } = await besideOf(desk, draft, draft.content, rule);
  const wrong = [edited.problem, ...edited.errors.values(), ...edited.problems.map(({ message }) => message)].filter(Boolean).join(' ');
  return fragment(asked, <Beside before={before} after={undefined} problems={[]} elsewhere={0} wrong={wrong} />);
});

async function saved(asked: Asked, id: string, rule: string, form: Form): Promise<Response> {
  const [desk, principal] = [asked.get('desk'), asked.get('principal')];
  const draft = await draftOf(desk, principal, id);
  const revision = revisionIn(form);
  const seen = await contentSeen(desk, draft, revision);
  if (entryValue(seen, ['rules', rule]) === undefined) throw noSuchRule();
  const edited = editedIn(seen, rule, form);
  // A page with the new revision in it would let what was saved meanwhile be overwritten unseen.
  if (revision !== draft.proposal.revision && (form.has('add') || !('content' in edited))) throw stale(draft.proposal, revision);
  if (form.has('add')) return await withNewAction(asked, draft, rule, form);
  if (!('content' in edited)) return await refusedPage(asked, draft, rule, form, edited);
  if (edited.content === seen) return done(asked, rulePath(id, rule), 'unchanged');
  await editProposal(desk, principal, id, revision, { content: edited.content, note: `Edited the rule ${rule}` });
  return done(asked, rulePath(id, rule), 'saved');
}

function editedIn(content: RulebookContent, rule: string, form: Form): RuleEdited {
  if (form.text('written-as') === 'text') return editedByText(content, rule, form.text('text'));
  const main = choicesIn(content).languages[0] ?? 'en';
  return editedByFields(content, rule, typedIn(form), { main, together: form.text('shared') === 'together' });
}

/** The form with the fields of one more action, and everything that was typed; nothing is saved. */
async function withNewAction(asked: Asked, draft: Draft, rule: string, form: Form): Promise<Response> {
  const values = withAction(
    typedIn(form),
    form.text('add-kind'),
    choicesIn(draft.content).languages,
    entryValue(draft.content, ['rules', rule]),
  );
  return await ruleEditPage(asked, draft, rule, { values, shared: form.text('shared') });
}

/** @param written the rule as it is written; nothing for a new one */
export function withAction(typed: Map<string, string>, kind: string, languages: readonly string[], written: unknown): Map<string, string> {
  const chosen = ACTION_KINDS.find(one => one === kind) ?? 'show';
  const keys = new Set(actionsOf(written, typed).map(({ key }) => key));
  let number = 1;
  while (keys.has(`n${number}`)) number += 1;
  const actions = `${typed.get('actions') ?? ''} n${number}:${chosen}`.trim();
  return new Map([...typed, ...newAction(`n${number}`, chosen, languages), ['actions', actions]]);
}

async function refusedPage(asked: Asked, draft: Draft, rule: string, form: Form, edited: Exclude<RuleEdited, { content: unknown }>) {
  const refused = { message: edited.problem ?? 'This cannot be saved.' };
  if (form.text('written-as') === 'text') {
    const wrong = [...edited.errors.values(), ...edited.problems.map(({ message, mend }) => `${message}: ${mend}.`)].join(' ');
    const textError = wrong === '' ? refused.message : wrong;
    return await ruleEditPage(asked, draft, rule, { refused, text: form.text('text'), textError, status: 422 });
  }
  const { errors, problems } = edited;
  const values = typedIn(form);
  return await ruleEditPage(asked, draft, rule, { refused, errors, problems, values, shared: form.text('shared'), status: 422 });
}

/** Both texts, the typed one still in the fields, and the new revision under them: saving again is a decision then. */
async function stalePage(
  asked: Asked,
  id: string,
  rule: string,
  form: Form,
  { message, mend, kind }: Refused,
): Promise<Response | undefined> {
  const desk = asked.get('desk');
  const draft = await readDraft(desk, id);
  const seen = await contentSeen(desk, draft, revisionIn(form));
  const [before, now] = [entryValue(seen, ['rules', rule]), entryValue(draft.content, ['rules', rule])];
  if (now === undefined) return undefined;
  const edited = editedIn(seen, rule, form);
  const text = 'content' in edited ? entryText(edited.content, ['rules', rule]) : undefined;
  const attempt = { refused: { message, mend }, status: STATUS[kind], ...(text === undefined ? {} : { yours: text }) };
  if (form.text('written-as') === 'text') return await ruleEditPage(asked, draft, rule, { ...attempt, text: form.text('text') });
  const { values, theirs } = mergedForm(typedIn(form), before, now, choicesIn(draft.content).languages[0] ?? 'en');
  // Without a text there would be no place for what was typed of the actions.
  if (theirs.has('actions') && text === undefined) return undefined;
  const own = theirs.has('actions') && text !== undefined ? { text } : {};
  return await ruleEditPage(asked, draft, rule, { ...attempt, ...own, values, theirs, shared: form.text('shared') });
}

/** Refusals after which what was typed is shown again here; while a store fails, the Desk's own page does that. */
export function isForForm(error: unknown): error is Refused {
  return error instanceof Refused && error.kind !== 'not-found' && error.kind !== 'store';
}
