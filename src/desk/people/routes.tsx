/** People and tokens: who may come in, and what for. */

import { type Context, Hono } from 'hono';
import { demand } from '../auth/permissions.ts';
import type { DeskEnv } from '../desk.ts';
import { type RefusalKind, Refused } from '../errors.ts';
import type { DoneCode } from '../flash.ts';
import { formOf } from '../form.ts';
import { done } from '../page.tsx';
import { mePage } from './me-page.tsx';
import { peoplePage } from './people-page.tsx';
import { personPage } from './person-page.tsx';
import { allPeople } from './store.ts';
import { createToken, DEFAULT_DAYS, newTokenId, revokeToken, tokensOf } from './tokens.ts';
import { addPerson, disablePerson, enablePerson, endSessions, personOr404, setRoles } from './write.ts';

type Asked = Context<DeskEnv>;

const ENDINGS = {
  disable: { act: disablePerson, message: 'person-disabled' },
  enable: { act: enablePerson, message: 'person-enabled' },
} as const;

export const peopleRoutes = new Hono<DeskEnv>()
  .get('/people', async asked => {
    const { store, principal } = known(asked);
    demand(principal, 'people');
    const typed = { id: crypto.randomUUID(), email: '', name: '', roles: ['viewer'] };
    return peoplePage(asked, { people: await allPeople(store), typed });
  })
  .post('/people', async asked => {
    const { store, principal } = known(asked);
    const form = await formOf(asked);
    const typed = { id: form.text('id'), email: form.text('email'), name: form.text('name'), roles: form.texts('roles') };
    try {
      await addPerson(store, principal, typed);
    } catch (error) {
      const refused = shownAgain(error);
      // What was sent under this id has made somebody: what is typed now is another person.
      const id = refused.kind === 'conflict' ? crypto.randomUUID() : typed.id;
      return peoplePage(asked, { people: await allPeople(store).catch(() => []), typed: { ...typed, id }, refused });
    }
    return done(asked, `/people/${typed.id}`, 'person-added');
  })
  .get('/people/:id', async asked => {
    demand(known(asked).principal, 'people');
    return await aboutPerson(asked, asked.req.param('id'));
  })
  .post('/people/:id', async asked => {
    const { store, principal } = known(asked);
    const [id, form] = [asked.req.param('id'), await formOf(asked)];
    const roles = form.texts('roles');
    try {
      await setRoles(store, principal, id, { roles, seen: form.text('seen').split(' ').filter(Boolean) });
    } catch (error) {
      return await aboutPerson(asked, id, { refused: shownAgain(error), ticked: roles });
    }
    return done(asked, `/people/${id}`, 'person-changed');
  })
  .post('/people/:id/end-sessions', async asked => {
    const { store, principal } = known(asked);
    const id = asked.req.param('id');
    await endSessions(store, principal, id);
    return done(asked, endsHere(asked, id), 'sessions-ended');
  })
  .post('/people/:id/:ending{disable|enable}', async asked => {
    const { store, principal } = known(asked);
    const { id, ending } = asked.req.param();
    const { act, message } = ENDINGS[ending as keyof typeof ENDINGS];
    return await orAgain(asked, id, message, () => act(store, principal, id));
  })
  .post('/tokens', async asked => {
    const { store, principal } = known(asked);
    const form = await formOf(asked);
    const typed = { id: form.text('id'), name: form.text('name'), scopes: form.texts('scopes'), days: form.text('days') };
    const tokens = () => tokensOf(store, principal.person.id);
    try {
      const made = await createToken(store, principal, typed);
      return mePage(asked, { tokens: await tokens().catch(() => []), typed: emptyToken(), made });
    } catch (error) {
      const refused = shownAgain(error);
      const id = refused.kind === 'conflict' ? newTokenId() : typed.id;
      return mePage(asked, { tokens: await tokens().catch(() => []), typed: { ...typed, id }, refused });
    }
  })
  .post('/tokens/:id/revoke', async asked => {
    const { store, principal } = known(asked);
    const owner = await revokeToken(store, principal, asked.req.param('id'));
    return done(asked, owner === principal.person.id ? '/me' : `/people/${owner}`, 'token-revoked');
  })
  .get('/me', async asked => {
    const { store, principal } = known(asked);
    return mePage(asked, { tokens: await tokensOf(store, principal.person.id), typed: emptyToken() });
  });

function known(asked: Asked) {
  return { store: asked.get('desk').store, principal: asked.get('principal') };
}

function emptyToken() {
  return { id: newTokenId(), name: '', scopes: [], days: String(DEFAULT_DAYS) };
}

/** What goes on a page of its own: whoever may not do this must not see the page that they are not shown. */
const ELSEWHERE: ReadonlySet<RefusalKind> = new Set(['forbidden', 'not-found']);

/** The refusal, to be shown on the page that was sent; anything else goes on. */
function shownAgain(error: unknown): Refused {
  if (error instanceof Refused && !ELSEWHERE.has(error.kind)) return error;
  throw error;
}

async function aboutPerson(asked: Asked, id: string, shown: { refused?: Refused; ticked?: readonly string[] } = {}): Promise<Response> {
  const { store } = known(asked);
  return personPage(asked, { person: await personOr404(store, id), tokens: await tokensOf(store, id), ...shown });
}

async function orAgain(asked: Asked, id: string, message: DoneCode, act: () => Promise<void>): Promise<Response> {
  try {
    await act();
  } catch (error) {
    return await aboutPerson(asked, id, { refused: shownAgain(error) });
  }
  return done(asked, `/people/${id}`, message);
}

/** Where whoever has ended their own sessions can still go. */
function endsHere(asked: Asked, id: string): string {
  const { settings } = asked.get('desk');
  if (id !== asked.get('principal').person.id) return `/people/${id}`;
  return settings.auth.mode === 'development' ? '/sign-in' : '/me';
}
