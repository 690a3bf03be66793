/** Everybody who may come in, and the form that lets somebody in. For administrators. */

import type { Context } from 'hono';
import { TextField } from '../../../templates/desk/fields.tsx';
import { deskPath, Empty, Post } from '../../../templates/desk/parts.tsx';
import { DataTable } from '../../../templates/desk/table.tsx';
import type { DeskEnv } from '../desk.ts';
import { type Refused, STATUS } from '../errors.ts';
import { deskPage } from '../page.tsx';
import { errorOf, RefusedNote, RoleBoxes, StandingBadge } from './parts.tsx';
import type { PersonRecord } from './store.ts';
import type { NewPerson } from './write.ts';

interface PeoplePage {
  readonly people: readonly PersonRecord[];
  /** What stands in the form. */
  readonly typed: NewPerson;
  readonly refused?: Refused;
}

export function peoplePage(asked: Context<DeskEnv>, { people, typed, refused }: PeoplePage): Response {
  const rows = people.map(person => [
    <a href={deskPath(`/people/${person.id}`)}>{person.name}</a>,
    person.email,
    person.roles.length === 0 ? 'None' : person.roles.join(', '),
    <StandingBadge person={person} />,
  ]);
  return deskPage(
    asked,
    {
      ...{ title: 'People', section: 'people', status: refused === undefined ? 200 : STATUS[refused.kind] },
      lead: 'Who may come into the Desk, and what each of them may do there.',
    },
    <>
      <RefusedNote refused={refused} fields={['email', 'name', 'roles']} />
      {rows.length === 0 ? (
        <Empty>The list cannot be read at this moment.</Empty>
      ) : (
        <DataTable caption="People" quietCaption head={['Name', 'E-mail address', 'Roles', 'Standing']} rows={rows} />
      )}
      <section aria-labelledby="add-heading">
        <h2 id="add-heading">Let somebody in</h2>
        <AddForm typed={typed} refused={refused} />
      </section>
    </>,
  );
}

function AddForm({ typed, refused }: { typed: NewPerson; refused: Refused | undefined }) {
  return (
    <Post action="/people" label="Let this person in" fields={{ id: typed.id }}>
      <TextField
        label="Name"
        name="name"
        value={typed.name}
        {...errorOf(refused, 'name')}
        attributes={{ required: true, autocomplete: 'off' }}
      />
      <TextField
        label="E-mail address"
        name="email"
        type="email"
        value={typed.email}
        hint="The one with which the person signs in at the identity provider. The Desk sends nothing to it."
        attributes={{ required: true, autocomplete: 'off' }}
        {...errorOf(refused, 'email')}
      />
      <RoleBoxes ticked={typed.roles} refused={refused} />
    </Post>
  );
}
