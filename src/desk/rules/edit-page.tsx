/** The page on which a rule of a proposal is edited. */

import type { Context } from 'hono';
import { deskPath, Note, Problems } from '../../../templates/desk/parts.tsx';
import { ruleWords } from '../../analysis/rule-words.ts';
import { lineDiff } from '../../analysis/text-diff.ts';
import { entryText, entryValue, sharedOf } from '../../rulebook/edit.ts';
import type { Problem } from '../../rulebook/problems.ts';
import type { Desk, DeskEnv } from '../desk.ts';
import { Refused } from '../errors.ts';
import { deskPage, type PageStatus } from '../page.tsx';
import { Lines, roomOfPage } from '../proposals/diff-view.tsx';
import type { Draft } from '../proposals/draft.ts';
import { Typed, visibleText } from '../proposals/typed.tsx';
import { checkedContent } from '../rulebook/checked.ts';
import type { RulebookContent } from '../rulebook/content.ts';
import { subjectFrom } from '../rulebook/subject.ts';
import { choicesIn } from './choices.ts';
import { shownRule } from './form.ts';
import { Beside, type BesideProps, RuleForm, TextForm } from './form-view.tsx';
import { problemsIn, rulePlaces } from './place-of-rule.ts';
import type { Values } from './values.ts';

/** What is on the page beside what is saved. */
export interface EditAttempt {
  /** What was typed. */
  readonly values?: Values;
  readonly errors?: ReadonlyMap<string, string>;
  /** Why it was not saved. */
  readonly refused?: { readonly message: string; readonly mend?: string };
  readonly problems?: readonly Problem[];
  readonly theirs?: Values;
  /** What would have been saved, where somebody else saved before. */
  readonly yours?: string;
  /** The rule as text, as typed. */
  readonly text?: string;
  readonly textError?: string;
  readonly shared?: string;
  readonly status?: PageStatus;
}

export async function ruleEditPage(asked: Context<DeskEnv>, draft: Draft, rule: string, attempt: EditAttempt = {}): Promise<Response> {
  const { proposal, content } = draft;
  const text = entryText(content, ['rules', rule]);
  if (text === undefined) throw noSuchRule();
  const choices = choicesIn(content);
  const written = entryValue(content, ['rules', rule]);
  const values = attempt.values ?? shownRule(written, choices.languages[0] ?? 'en');
  const shown = { values, errors: attempt.errors ?? new Map(), theirs: attempt.theirs ?? new Map() };
  const action = rulePath(proposal.id, rule);
  const beside = await besideOf(asked.get('desk'), draft, content, rule);
  const options = {
    title: `The rule ${rule}`,
    kicker: <ProposalLink draft={draft} />,
    section: 'rules',
    wide: true,
    ...(attempt.status === undefined ? {} : { status: attempt.status }),
  } as const;
  return deskPage(
    asked,
    options,
    <>
      <Refusal attempt={attempt} />
      {attempt.yours !== undefined && <BothTexts theirs={text} yours={attempt.yours} />}
      <div class="columns">
        <div>
          <RuleForm
            {...{ action, shown, choices, written, live: true, revision: proposal.revision }}
            shared={sharedOf(content, ['rules', rule])}
            sharedChoice={attempt.shared ?? 'apart'}
          />
          <TextForm
            {...{ action, revision: proposal.revision, text: attempt.text ?? text }}
            {...(attempt.textError === undefined ? {} : { error: attempt.textError })}
          />
          <p>
            <a href={deskPath(`${action}/remove`)}>Take this rule out of the proposal</a>
          </p>
        </div>
        <aside id="checked">
          <Beside {...beside} />
        </aside>
      </div>
    </>,
  );
}

/** The path of a rule's form. */
export function rulePath(proposal: string, rule: string): string {
  return `/proposals/${proposal}/rules/${encodeURIComponent(rule)}`;
}

export function noSuchRule(): Refused {
  return new Refused('not-found', 'There is no such rule in this proposal.', 'Look for it in the list of its rules, or in its text.');
}

export function ProposalLink({ draft: { proposal } }: { draft: Draft }) {
  return (
    <>
      Proposal{' '}
      <a href={deskPath(`/proposals/${proposal.id}`)}>
        <Typed text={visibleText(proposal.title)} />
      </a>
    </>
  );
}

/** The rule in words as it is and as files would make it, and what is found in it there. */
export async function besideOf(desk: Desk, { base }: Draft, content: RulebookContent, rule: string): Promise<BesideProps> {
  const [live, { problems, compiled }] = [
    await subjectFrom(desk, base.hash),
    await checkedContent(content, base.number + 1, desk.store.now()),
  ];
  const place = rulePlaces(content).find(({ id }) => id === rule);
  const own = place === undefined ? [] : problemsIn(place, problems);
  return {
    before: ruleWords(live.edition, rule, live.rulebook.regions)?.sentence,
    after: compiled && ruleWords(compiled.edition, rule, compiled.rulebook.regions)?.sentence,
    problems: own,
    elsewhere: problems.filter(problem => problem.severity === 'error' && !own.includes(problem)).length,
  };
}

export function Refusal({ attempt: { refused, problems = [], errors, values, theirs } }: { attempt: EditAttempt }) {
  if (refused === undefined) return null;
  const lost = theirs?.has('actions')
    ? 'Both of you have changed what the rule does: the form shows what was saved meanwhile. Yours is in the text below.'
    : '';
  const count = errors?.size ?? 0;
  return (
    <>
      <Note kind="danger" title={refused.message} answers>
        <p>{refused.mend ?? 'Nothing was saved. What you typed is below.'}</p>
        {values !== undefined && count > 0 && <p>{count === 1 ? 'One field is marked.' : `${count} fields are marked.`}</p>}
        {lost !== '' && <p>{lost}</p>}
      </Note>
      <Problems list={problems} />
    </>
  );
}

/** What somebody typed and what somebody else has saved meanwhile, and what is different. */
export function BothTexts({ theirs, yours }: { theirs: string; yours: string }) {
  return (
    <section aria-labelledby="both">
      <h2 id="both">Both texts</h2>
      {theirs === yours ? (
        <p>Both say the same.</p>
      ) : (
        <>
          <p>From what was saved meanwhile (taken out) to what you typed (added):</p>
          <Lines stretches={lineDiff(theirs, yours)} room={roomOfPage()} />
        </>
      )}
      <div class="split">
        <Whole title="Saved meanwhile" text={theirs} />
        <Whole title="Yours" text={yours} />
      </div>
    </section>
  );
}

function Whole({ title, text }: { title: string; text: string }) {
  return (
    <label>
      {title}
      <textarea
        readonly
        class="source"
        rows={Math.min(text.split('\n').length + 1, 20)}
        spellcheck={false}
        dir="ltr"
      >{`\n${text}`}</textarea>
    </label>
  );
}
