/** The form of a rule, and what stands beside it: the rule as a sentence before and after, and what is found in it. */

import { Note, Post, Problems, Select, TextArea } from '../../../templates/desk/parts.tsx';
import type { SharedPart } from '../../rulebook/edit.ts';
import { type Problem, pathText } from '../../rulebook/problems.ts';
import { BASE } from '../desk.ts';
import { Typed } from '../proposals/typed.tsx';
import { fieldsText } from './form.ts';
import { Actions, type ActionsProps } from './form-actions.tsx';
import { BasisFields, TrialField, UnsureFields } from './form-basis.tsx';
import { ArticleFields, TimeFields, WhereFields } from './form-conditions.tsx';

export interface RuleFormProps extends ActionsProps {
  /** A path in the Desk. */
  readonly action: string;
  readonly revision: number;
  readonly shared: readonly SharedPart[];
  /** `apart` or `together`. */
  readonly sharedChoice: string;
  /** Whether what is typed is looked at while it is typed. */
  readonly live: boolean;
}

export function RuleForm({ action, revision, shared, sharedChoice, live, children, ...props }: RuleFormProps & { children?: unknown }) {
  const { shown } = props;
  const typing = live
    ? { 'hx-post': `${BASE}${action}/preview`, 'hx-trigger': 'input delay:700ms', 'hx-target': '#checked', 'hx-swap': 'innerHTML' }
    : {};
  return (
    <form method="post" action={`${BASE}${action}`} {...typing}>
      <input type="hidden" name="written-as" value="fields" />
      <input type="hidden" name="revision" value={String(revision)} />
      <input type="hidden" name="fields" value={fieldsText(shown.values)} />
      <input type="hidden" name="rule.actions" value={shown.values.get('actions') ?? ''} />
      <Save />
      {children}
      <TrialField shown={shown} />
      <WhereFields {...props} />
      <ArticleFields {...props} />
      <TimeFields {...props} />
      <section aria-labelledby="what">
        <h2 id="what">What happens</h2>
        <Actions {...props} />
      </section>
      <UnsureFields {...props} />
      <BasisFields {...props} />
      <SharedChoice shared={shared} chosen={sharedChoice} />
      <Save />
    </form>
  );
}

function Save() {
  return (
    <p>
      <button type="submit">Save in the proposal</button>
    </p>
  );
}

function SharedChoice({ shared, chosen }: { shared: readonly SharedPart[]; chosen: string }) {
  if (shared.length === 0) return null;
  const parts = shared.map(({ path, others, isWrittenHere }) => {
    const names = others.map(other => other.split(' ').at(-1)).join(', ');
    const where = isWrittenHere ? 'is written here and used there' : 'is written there';
    return `${path.length === 0 ? 'The whole rule' : `“${pathText(path)}”`} is the same in ${names}, and ${where}.`;
  });
  return (
    <Select
      label="What this rule has in common with others"
      name="shared"
      hint={parts.join(' ')}
      value={chosen}
      options={[
        { value: 'apart', text: 'Change it in this rule only' },
        { value: 'together', text: 'Change it in all of them' },
      ]}
    />
  );
}

/** The entry's own YAML, as ops write it. */
export function TextForm({ action, revision, text, error }: { action: string; revision: number; text: string; error?: string }) {
  return (
    <section id="as-text" aria-labelledby="as-text-heading">
      <h2 id="as-text-heading">The same rule as text</h2>
      <Post action={action} label="Save this text in the proposal" kind="secondary" fields={{ revision, 'written-as': 'text' }}>
        <TextArea
          label="YAML, as ops write it"
          name="text"
          hint="What was typed into the fields above and not saved is not in it."
          rows={Math.min(Math.max(text.split('\n').length + 2, 8), 40)}
          value={text}
          attributes={{ spellcheck: 'false', dir: 'ltr', wrap: 'off', autocomplete: 'off', class: 'source' }}
          {...(error === undefined ? {} : { error })}
        />
      </Post>
    </section>
  );
}

export interface BesideProps {
  /** As it is live; absent where it is not. */
  readonly before: string | undefined;
  /** As it is here; absent where the files have errors. */
  readonly after: string | undefined;
  /** What is found in the rule, and how many errors are elsewhere. */
  readonly problems: readonly Problem[];
  readonly elsewhere: number;
  /** Why what is typed cannot be saved like this. */
  readonly wrong?: string;
}

export function Beside({ before, after, problems, elsewhere, wrong }: BesideProps) {
  return (
    <>
      <h2>In words</h2>
      {before === undefined ? (
        <p class="quiet">There is no such rule in the edition that this proposal changes.</p>
      ) : (
        <p>
          {before !== after && 'Now: '}
          <Typed text={before} />
        </p>
      )}
      {wrong !== undefined && (
        <Note kind="warning" title="This cannot be saved yet">
          {wrong}
        </Note>
      )}
      {after === undefined && wrong === undefined && <p>The files have errors, so nobody can say yet what the rule would do.</p>}
      {after !== undefined && before !== after && (
        <p>
          <strong>With this proposal:</strong> <Typed text={after} />
        </p>
      )}
      {before !== undefined && before === after && <p class="quiet">This proposal does not change what it does.</p>}
      <h2>Findings</h2>
      {wrong !== undefined ? null : problems.length === 0 ? <p>Nothing is found in this rule.</p> : <Problems list={problems} />}
      {elsewhere > 0 && (
        <Note kind="warning">{`${elsewhere === 1 ? 'An error is' : `${elsewhere} errors are`} elsewhere in the files. The page of the proposal lists them.`}</Note>
      )}
    </>
  );
}
