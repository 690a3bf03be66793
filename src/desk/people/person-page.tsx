/** One person: roles, sessions, tokens. For administrators. */

import type { Context } from 'hono';
import { Facts, Post, When } from '../../../templates/desk/parts.tsx';
import type { DeskEnv } from '../desk.ts';
import { type Refused, STATUS } from '../errors.ts';
import { deskPage } from '../page.tsx';
import { RefusedNote, RoleBoxes, StandingBadge, TokenTable } from './parts.tsx';
import type { PersonRecord } from './store.ts';
import type { TokenRecord } from './tokens.ts';

interface PersonPage {
  readonly person: PersonRecord;
  readonly tokens: readonly TokenRecord[];
  /** The roles that are ticked, where they are not those that the person has. */
  readonly ticked?: readonly string[];
  readonly refused?: Refused;
}

export function personPage(asked: Context<DeskEnv>, { person, tokens, ticked = person.roles, refused }: PersonPage): Response {
  const { store } = asked.get('desk');
  return deskPage(
    asked,
    { title: person.name, section: 'people', kicker: 'Person', status: refused === undefined ? 200 : STATUS[refused.kind] },
    <>
      <RefusedNote refused={refused} fields={['roles']} />
      <Facts
        list={[
          ['E-mail address', person.email],
          ['Standing', <StandingBadge person={person} />],
          ['Let in', <When at={person.createdAt} />],
          ['Sessions last ended', person.sessionsFrom === 0 ? 'Never' : <When at={person.sessionsFrom} />],
        ]}
      />
      <section aria-labelledby="roles-heading">
        <h2 id="roles-heading">What {person.name} may do</h2>
        <Post action={`/people/${person.id}`} label="Save these roles" fields={{ seen: person.roles.join(' ') }}>
          <RoleBoxes ticked={ticked} refused={refused} />
        </Post>
      </section>
      <section aria-labelledby="tokens-heading">
        <h2 id="tokens-heading">Tokens</h2>
        <TokenTable
          tokens={tokens}
          now={store.now()}
          caption={`Tokens of ${person.name}`}
          none="No program uses the Desk for this person."
        />
      </section>
      <Ending person={person} isSelf={asked.get('principal').person.id === person.id} />
    </>,
  );
}

function Ending({ person, isSelf }: { person: PersonRecord; isSelf: boolean }) {
  const { id, name, disabledAt } = person;
  return (
    <section aria-labelledby="ending-heading">
      <h2 id="ending-heading">Sessions, and keeping out</h2>
      <p id="sessions-words">
        Ends every sign-in of {name} from before now, on every device. Tokens go on: revoke them one by one. {name} may sign in again.
      </p>
      <Post action={`/people/${id}/end-sessions`} label="End all sessions" kind="secondary" describedBy="sessions-words" />
      {disabledAt === undefined ? (
        <>
          <p id="out-words">
            {isSelf
              ? 'You cannot keep yourself out: another administrator can.'
              : `Ends the sessions and lets neither ${name} nor a token of theirs in, until somebody lets them in again. What they wrote stays.`}
          </p>
          <Post action={`/people/${id}/disable`} label={`Keep ${name} out`} kind="danger" disabled={isSelf} describedBy="out-words" />
        </>
      ) : (
        <>
          <p id="in-words">
            Kept out since <When at={disabledAt} />. Let in again, {name} has the roles above, and tokens that have not expired work again.
          </p>
          <Post action={`/people/${id}/enable`} label={`Let ${name} in again`} describedBy="in-words" />
        </>
      )}
    </section>
  );
}
