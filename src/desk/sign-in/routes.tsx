/** Signing in and out. With Access in front both happen there; in the local run one only says who one is. */

import { type Context, Hono } from 'hono';
import { deskPath, Empty, Note } from '../../../templates/desk/parts.tsx';
import { DataTable } from '../../../templates/desk/table.tsx';
import { isLocal, pretend } from '../auth/development.ts';
import { ROLE_WORDS } from '../auth/permissions.ts';
import { BASE, type DeskEnv } from '../desk.ts';
import { formOf } from '../form.ts';
import { deskPage, done } from '../page.tsx';
import { allPeople, isLetIn, type PersonRecord, personById } from '../people/store.ts';
import { missing } from '../respond.tsx';

type Asked = Context<DeskEnv>;

export const signInRoutes = new Hono<DeskEnv>()
  .get('/sign-in', asked => (isHere(asked) ? choice(asked, asked.req.query('back') ?? '') : missing(asked)))
  .post('/sign-in', async asked => {
    if (!isHere(asked)) return missing(asked);
    const form = await formOf(asked);
    const [id, back] = [form.text('person'), form.text('back')];
    const person = await personById(asked.get('desk').store, id);
    if (person === undefined) return choice(asked, back, `There is nobody with the id “${id.slice(0, 64)}” here.`);
    pretend(asked, person.id);
    return asked.redirect(backFrom(back, asked), 303);
  })
  .post('/sign-out', asked => {
    if (isHere(asked)) {
      pretend(asked, undefined);
      return done(asked, '/sign-in', 'signed-out');
    }
    if (asked.get('desk').settings.auth.mode !== 'access') return missing(asked);
    // A link, not a redirect: the page that Access leads on to is at another origin, where no form of the Desk may end.
    return deskPage(
      asked,
      { title: 'Sign out', section: 'me' },
      <p>
        You are signed in at the identity provider. <a href="/cdn-cgi/access/logout">Sign out there</a>
      </p>,
    );
  });

function isHere(asked: Asked): boolean {
  return isLocal(asked.req.raw, asked.get('desk').env);
}

/** An address within the Desk, whatever was asked for: nobody is led away from it, nor round in circles. */
export function backFrom(wish: string, asked: Asked): string {
  const { origin } = new URL(asked.req.url);
  const url = URL.canParse(wish, origin) ? new URL(wish, origin) : new URL(origin);
  const isInside = url.origin === origin && url.pathname.startsWith(`${BASE}/`) && !url.pathname.startsWith(`${BASE}/sign-`);
  return isInside ? `${url.pathname}${url.search}` : `${BASE}/`;
}

async function choice(asked: Asked, back: string, problem?: string): Promise<Response> {
  const people = (await allPeople(asked.get('desk').store)).filter(isLetIn);
  const rows = people.map(person => [
    person.name,
    <div>
      {person.roles.map(role => (
        <div>
          {role}: {ROLE_WORDS[role]}
        </div>
      ))}
    </div>,
    <Be person={person} back={backFrom(back, asked)} />,
  ]);
  return deskPage(
    asked,
    {
      ...{ title: 'Who do you want to be?', section: 'home', status: problem === undefined ? 200 : 422 },
      lead: 'On this machine sign-in is only pretended, so that everybody’s part can be tried. A deployed Desk has no such page.',
    },
    <>
      {problem && (
        <Note kind="danger" answers>
          {problem}
        </Note>
      )}
      {people.length > 0 ? (
        <DataTable caption="People" quietCaption head={['Name', 'Roles', 'Sign in']} rows={rows} />
      ) : (
        <Empty title="Nobody is in the database yet.">
          <p>
            <code>npm start</code> puts demo people in; after <code>npm start -- --no-demo</code> begin with the first administrator:{' '}
            <code>npx standfirst administrator</code>.
          </p>
        </Empty>
      )}
    </>,
  );
}

function Be({ person, back }: { person: PersonRecord; back: string }) {
  return (
    <form method="post" action={deskPath('/sign-in')} class="post">
      <input type="hidden" name="back" value={back} />
      <button type="submit" name="person" value={person.id}>
        Be {person.name}
      </button>
    </form>
  );
}
