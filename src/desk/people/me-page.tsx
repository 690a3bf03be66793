/** Oneself: roles, sessions, tokens. */

import type { Context } from 'hono';
import { CheckBox, FieldGroup, TextField } from '../../../templates/desk/fields.tsx';
import { Facts, Note, Post } from '../../../templates/desk/parts.tsx';
import { ROLE_WORDS, SCOPES } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { type Refused, STATUS } from '../errors.ts';
import { deskPage } from '../page.tsx';
import { errorOf, RefusedNote, SCOPE_WORDS, TokenTable } from './parts.tsx';
import { MOST_DAYS, type NewToken, type TokenRecord } from './tokens.ts';

interface MePage {
  readonly tokens: readonly TokenRecord[];
  /** What stands in the form. */
  readonly typed: NewToken;
  /** The whole token that was just made: shown on this page, and never again. */
  readonly made?: string;
  readonly refused?: Refused;
}

export function mePage(asked: Context<DeskEnv>, { tokens, typed, made, refused }: MePage): Response {
  const { person } = asked.get('principal');
  const { now } = asked.get('desk').store;
  const status = refused === undefined ? (made === undefined ? 200 : 201) : STATUS[refused.kind];
  return deskPage(
    asked,
    { title: person.name, section: 'me', kicker: 'You', status },
    <>
      <RefusedNote refused={refused} fields={['name', 'scopes', 'days']} />
      {made && <Made token={made} />}
      <Facts
        list={[['E-mail address', person.email] as const, ...person.roles.map(role => [`Role: ${role}`, ROLE_WORDS[role]] as const)]}
      />
      <section aria-labelledby="sessions-heading">
        <h2 id="sessions-heading">Your sessions</h2>
        <Post action="/sign-out" label="Sign out" kind="secondary" />
        <p id="sessions-words">If a device of yours is lost: this ends every sign-in of yours, here and everywhere. Then sign in again.</p>
        <Post action={`/people/${person.id}/end-sessions`} label="End all my sessions" kind="danger" describedBy="sessions-words" />
      </section>
      <section aria-labelledby="tokens-heading">
        <h2 id="tokens-heading">Your tokens</h2>
        <p>With a token a program, such as the command line, does for you what you may do yourself. No token can approve anything.</p>
        <TokenTable
          tokens={tokens}
          now={now()}
          caption="All your tokens"
          none="You have no token. Nothing but yourself acts in your name."
        />
        <h3>Make a token</h3>
        <TokenForm typed={typed} refused={refused} />
      </section>
    </>,
  );
}

function Made({ token }: { token: string }) {
  return (
    <Note kind="good" title="Your token was made. Copy it now: it is shown this once." answers>
      <p>
        <label for="made-token">Token</label>
        <input id="made-token" type="text" value={token} readonly autocomplete="off" spellcheck={false} />
      </p>
      <p>Keep it as you keep a password. Whoever has it can do what its scopes allow, in your name.</p>
    </Note>
  );
}

function TokenForm({ typed, refused }: { typed: NewToken; refused: Refused | undefined }) {
  const { error } = errorOf(refused, 'scopes');
  return (
    <Post action="/tokens" label="Make this token" fields={{ id: typed.id }}>
      <TextField
        label="Name"
        name="name"
        value={typed.name}
        hint="What will use it, and where: “Deployment of the rulebook”."
        attributes={{ required: true, autocomplete: 'off' }}
        {...errorOf(refused, 'name')}
      />
      <FieldGroup legend="What it may do" hint="Within what your own roles allow. It always reads.">
        {error && <p class="field-error">{error}</p>}
        {SCOPES.map(scope => (
          <CheckBox
            name="scopes"
            value={scope}
            label={scope}
            hint={SCOPE_WORDS[scope]}
            checked={scope === 'read' || typed.scopes.includes(scope)}
            attributes={scope === 'read' ? { disabled: true } : {}}
          />
        ))}
      </FieldGroup>
      <TextField
        label="Days until it expires"
        name="days"
        type="number"
        value={typed.days}
        hint={`From 1 to ${MOST_DAYS}.`}
        attributes={{ min: 1, max: MOST_DAYS, required: true }}
        {...errorOf(refused, 'days')}
      />
    </Post>
  );
}
