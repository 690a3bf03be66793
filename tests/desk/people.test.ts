/** Letting people in: by administrators only, recorded, and never so that nobody is left who can. */

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Principal } from '../../src/desk/auth/permissions.ts';
import { ROLES } from '../../src/desk/auth/permissions.ts';
import { Refused } from '../../src/desk/errors.ts';
import { allPeople, isLetIn, personByEmail, personById } from '../../src/desk/people/store.ts';
import { addPerson, disablePerson, enablePerson, endSessions, setRoles } from '../../src/desk/people/write.ts';
import { rows } from '../../src/desk/store/database.ts';
import { type AuditEntry, brokenLink } from '../../src/evidence/audit-chain.ts';
import { formTo, pageOf } from './forms.ts';
import { type FreshDesk, freshDesk, type Name } from './support.ts';

let it: FreshDesk;

beforeEach(async () => {
  it = await freshDesk();
});

const JO = { id: 'jo-9d1f', email: 'Jo.Holm@desk.example', name: 'Jo Holm', roles: ['editor'] };

async function auditLog(): Promise<AuditEntry[]> {
  const found = await rows<Omit<AuditEntry, 'details'> & { details: string }>(it.desk.store, 'SELECT * FROM audit ORDER BY seq');
  return found.map(entry => ({ ...entry, details: JSON.parse(entry.details) }));
}

async function actions(): Promise<string[]> {
  return (await auditLog()).map(({ action }) => action);
}

async function kindOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    thrown => thrown,
  );
  return error instanceof Refused ? error.kind : `not refused: ${error}`;
}

describe('letting somebody in', () => {
  test('is one entry in the log and one person, however often the form is sent', async () => {
    await Promise.all([1, 2, 3].map(() => addPerson(it.desk.store, it.as('ada'), JO)));
    expect(await personById(it.desk.store, JO.id)).toMatchObject({ email: JO.email, name: 'Jo Holm', roles: ['editor'] });
    const log = await auditLog();
    expect(log).toMatchObject([{ actor: 'person:ada', action: 'person.add', subject: 'person:jo-9d1f' }]);
    expect(await brokenLink(log)).toBeUndefined();
  });

  test.each(['edda', 'pavel', 'oona', 'vera', 'nia', 'nobody'] as const)('is not for %s', async name => {
    expect(await kindOf(addPerson(it.desk.store, it.as(name), JO))).toBe('forbidden');
    expect(await personById(it.desk.store, JO.id)).toBeUndefined();
  });

  test('is not for any token, not even an administrator’s', async () => {
    const token = { id: '0123456789abcdef', name: 'all', scopes: ['read', 'propose', 'publish', 'roll-back'] } as const;
    const program: Principal = { ...it.as('ada'), token };
    const { store } = it.desk;
    expect(await kindOf(addPerson(store, program, JO))).toBe('forbidden');
    expect(await kindOf(setRoles(store, program, 'vera', { roles: ['editor'], seen: ['viewer'] }))).toBe('forbidden');
    expect(await kindOf(endSessions(store, program, 'ada'))).toBe('forbidden');
    expect(await actions()).toEqual([]);
  });

  test.each([
    '',
    'jo',
    'jo@',
    '@desk.example',
    'jo @desk.example',
    'jo@desk@example',
    'jo@desk.example\nbcc: x',
    '<jo@desk.example>',
    `${'j'.repeat(250)}@x.example`,
  ])('refuses %j as an address', async email => {
    expect(await kindOf(addPerson(it.desk.store, it.as('ada'), { ...JO, email }))).toBe('invalid');
  });

  test('refuses an address that somebody has, in whatever case, and a person without roles or with unknown ones', async () => {
    const { store } = it.desk;
    expect(await kindOf(addPerson(store, it.as('ada'), { ...JO, email: 'EDDA@Desk.Example' }))).toBe('conflict');
    expect(await kindOf(addPerson(store, it.as('ada'), { ...JO, roles: [] }))).toBe('invalid');
    expect(await kindOf(addPerson(store, it.as('ada'), { ...JO, roles: ['editor', 'owner'] }))).toBe('invalid');
  });

  test('takes no look-alike letter for somebody’s address', async () => {
    const { store } = it.desk;
    await addPerson(store, it.as('ada'), { ...JO, email: 'kim@desk.example' });
    expect(await personByEmail(store, 'KIM@desk.example')).toMatchObject({ id: JO.id });
    // The Kelvin sign and the dotless i become k and i in some lower-casing or upper-casing.
    expect(await personByEmail(store, '\u212Aim@desk.example')).toBeUndefined();
    expect(await personByEmail(store, 'k\u0131m@desk.example')).toBeUndefined();
  });
});

describe('the same form sent again', () => {
  const OTHER = [{ email: 'jo.other@desk.example' }, { name: 'Jo Other' }, { roles: ['ops'] }];

  test.each(OTHER)('with %o in it changes nothing, and says so', async change => {
    await addPerson(it.desk.store, it.as('ada'), JO);
    expect(await kindOf(addPerson(it.desk.store, it.as('ada'), { ...JO, ...change }))).toBe('conflict');
    expect(await personById(it.desk.store, JO.id)).toMatchObject({ email: JO.email, name: JO.name, roles: JO.roles });
    expect(await actions()).toEqual(['person.add']);
  });

  test('with other roles is shown with what was typed, under an id that lets it be sent', async () => {
    await it.ask('/people', { as: 'ada', form: JO });
    const refused = await it.ask('/people', { as: 'ada', form: { ...JO, email: 'lu@desk.example', name: 'Lu Berg', roles: ['ops'] } });
    expect(refused.status).toBe(409);
    const { fields } = formTo(await pageOf(refused), '/people');
    expect(fields).toMatchObject({ email: 'lu@desk.example', name: 'Lu Berg', roles: 'ops' });
    expect(fields.id).not.toBe(JO.id);
    expect((await it.ask('/people', { as: 'ada', form: fields })).status).toBe(303);
    expect(await personByEmail(it.desk.store, 'lu@desk.example')).toMatchObject({ name: 'Lu Berg', roles: ['ops'] });
  });
});

describe('a name', () => {
  const add = (name: string) => kindOf(addPerson(it.desk.store, it.as('ada'), { ...JO, id: crypto.randomUUID(), name }));

  test.each(['\u202Eahsro levaP', 'Pavel\u200B Orsha', 'Jo\u2066', '\u{E0041}Jo', 'Jo\uFEFF', 'Jo\u00AD Holm'])(
    'may hold nothing that cannot be seen: %j',
    async name => {
      expect(await add(name)).toBe('invalid');
      expect(await actions()).toEqual([]);
    },
  );

  test('of somebody else is taken, however it is dressed up', async () => {
    const taken = fc.constantFrom(
      'Pavel Orsha',
      'Nobody Much',
      'system',
      'clock',
      'the Desk itself',
      'The Desk',
      'a token',
      'somebody unknown',
    );
    const dressed = taken.chain(name =>
      fc
        .array(
          fc.constantFrom<(letter: string) => string>(letter => letter, small, large, full, joined, spaced),
          {
            ...{ minLength: name.length, maxLength: name.length },
          },
        )
        .map(dresses => [...name].map((letter, index) => dresses[index]!(letter)).join('')),
    );
    await fc.assert(
      fc.asyncProperty(dressed, async name => {
        expect(await add(name)).not.toMatch(/^not refused/);
      }),
      { numRuns: 60 },
    );
    expect(await actions()).toEqual([]);
  });

  test.each(['the token “Deployment” of Pavel Orsha', 'Somebody unknown (person:x)', 'A program with the token 1', 'ﾠ', 'clock \u200D'])(
    'is not what the Desk calls others: %j',
    async name => expect(await add(name)).not.toMatch(/^not refused/),
  );

  test('that only begins or ends as another, or is written with joiners, is a name', async () => {
    const names = ['Pavel Orshan', 'Paul Orsha', 'Clockwell Ames', 'علی\u200Cرضا'];
    for (const [index, name] of names.entries()) {
      await addPerson(it.desk.store, it.as('ada'), { ...JO, id: `jo-${index}`, email: `jo-${index}@desk.example`, name });
    }
    expect((await allPeople(it.desk.store)).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  test('at once for two people goes to one of them', async () => {
    const both = [1, 2].map(number => ({ ...JO, id: `jo-${number}`, email: `jo-${number}@desk.example` }));
    const kinds = await Promise.all(both.map(person => kindOf(addPerson(it.desk.store, it.as('ada'), person))));
    expect(kinds.filter(kind => kind === 'conflict')).toHaveLength(1);
    expect((await allPeople(it.desk.store)).filter(({ name }) => name === JO.name)).toHaveLength(1);
  });

  test('the ids that the log has for the Desk itself are nobody’s', async () => {
    for (const id of ['system', 'clock', 'System'])
      expect(await kindOf(addPerson(it.desk.store, it.as('ada'), { ...JO, id }))).toBe('invalid');
  });

  const small = (letter: string) => letter.toLowerCase();
  const large = (letter: string) => letter.toUpperCase();
  const full = (letter: string) => (/[!-~]/.test(letter) ? String.fromCodePoint(letter.codePointAt(0)! + 0xfee0) : '\u3000');
  const joined = (letter: string) => `${letter}\u200D`;
  const spaced = (letter: string) => `${letter}\u00A0`;
});

describe('roles', () => {
  test('that cannot be read are no roles', async () => {
    const { store, env } = { ...it.desk, env: it.env };
    for (const roles of ['', 'administrator', '{"administrator":1}', '["owner"]', 'null']) {
      await env.DB.prepare('UPDATE people SET roles = ? WHERE id = ?').bind(roles, 'vera').run();
      const vera = await personById(store, 'vera');
      expect(vera?.roles).toEqual([]);
      expect(vera && isLetIn(vera)).toBe(false);
    }
  });

  test('are not overwritten by whoever has not seen them', async () => {
    const { store } = it.desk;
    const ada = it.as('ada');
    await setRoles(store, ada, 'vera', { roles: ['viewer', 'editor'], seen: ['viewer'] });
    expect(await kindOf(setRoles(store, ada, 'vera', { roles: ['approver'], seen: ['viewer'] }))).toBe('stale');
    // What is there already is no change, whatever was seen.
    await setRoles(store, ada, 'vera', { roles: ['editor', 'viewer'], seen: ['viewer'] });
    expect((await personById(store, 'vera'))?.roles).toEqual(['viewer', 'editor']);
    expect(await actions()).toEqual(['person.roles']);
  });

  test('whatever administrators do at once, one is left who can come in, and the log tells all that happened', async () => {
    const { store } = it.desk;
    await setRoles(store, it.as('ada'), 'oona', { roles: ['ops', 'administrator'], seen: ['ops'] });
    const people = ['ada', 'oona', 'vera'] as const;
    const deed = fc.record({
      by: fc.constantFrom('ada', 'oona'),
      to: fc.constantFrom(...people),
      what: fc.constantFrom('disable', 'enable', 'roles'),
      roles: fc.subarray([...ROLES], { minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 6 }), async deeds => {
        const before = (await auditLog()).length;
        const done = await Promise.all(
          deeds.map(async ({ by, to, what, roles }) => {
            const principal = { person: { ...it.people[by as Name], roles: ['administrator'] as const } };
            const seen = (await personById(store, to))?.roles ?? [];
            const act = { disable: disablePerson, enable: enablePerson, roles: () => setRoles(store, principal, to, { roles, seen }) }[
              what
            ]!;
            return await act(store, principal, to).then(
              () => true,
              error => {
                if (error instanceof Refused) return false;
                throw error;
              },
            );
          }),
        );
        const administrators = (await allPeople(store)).filter(person => isLetIn(person) && person.roles.includes('administrator'));
        expect(administrators.length).toBeGreaterThan(0);
        const log = await auditLog();
        expect(log.length - before).toBeLessThanOrEqual(done.filter(Boolean).length);
        expect(await brokenLink(log)).toBeUndefined();
      }),
      { numRuns: 25 },
    );
  });
});

describe('keeping out', () => {
  test('is not for oneself, nor for the last administrator', async () => {
    const { store } = it.desk;
    expect(await kindOf(disablePerson(store, it.as('ada'), 'ada'))).toBe('conflict');
    expect(await kindOf(setRoles(store, it.as('ada'), 'ada', { roles: ['viewer'], seen: ['administrator'] }))).toBe('conflict');
    expect(await actions()).toEqual([]);
  });

  test('holds from the next request on, and ends with letting in again', async () => {
    const { store } = it.desk;
    expect((await it.ask('/me', { as: 'vera' })).status).toBe(200);
    await disablePerson(store, it.as('ada'), 'vera');
    const refused = await it.ask('/me', { as: 'vera' });
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('You may not come in any more.');
    await enablePerson(store, it.as('ada'), 'vera');
    expect((await it.ask('/me', { as: 'vera' })).status).toBe(200);
    expect(await actions()).toEqual(['person.disable', 'access.denied', 'person.enable']);
  });
});

describe('the pages', () => {
  test('show addresses to administrators alone', async () => {
    for (const name of ['edda', 'pavel', 'oona', 'vera', 'nia'] as const) {
      for (const path of ['/people', '/people/petra']) {
        const response = await it.ask(path, { as: name });
        expect(response.status).toBe(403);
        expect(await response.text()).not.toContain('petra@desk.example');
      }
    }
    const page = await it.ask('/people', { as: 'ada' });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('petra@desk.example');
  });

  test('let somebody in, change roles, end sessions, keep out', async () => {
    const added = await it.ask('/people', { as: 'ada', form: JO });
    expect([added.status, added.headers.get('location')]).toEqual([303, '/-/desk/people/jo-9d1f?done=person-added']);
    const changed = await it.ask('/people/jo-9d1f', { as: 'ada', form: { roles: ['approver'], seen: 'editor' } });
    expect(changed.headers.get('location')).toBe('/-/desk/people/jo-9d1f?done=person-changed');
    for (const act of ['end-sessions', 'disable', 'enable']) {
      expect((await it.ask(`/people/jo-9d1f/${act}`, { as: 'ada', form: {} })).status).toBe(303);
    }
    expect(await actions()).toEqual(['person.add', 'person.roles', 'person.end-sessions', 'person.disable', 'person.enable']);
    const page = await (await it.ask('/people/jo-9d1f', { as: 'ada' })).text();
    expect(page).toContain('Jo.Holm@desk.example');
  });

  test('keep what was typed where it is refused, and say what is wrong at its field', async () => {
    const refused = await it.ask('/people', {
      as: 'ada',
      form: { id: 'x', name: '"><script>x</script>', email: 'no address', roles: ['ops'] },
    });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain('That is not an e-mail address.');
    expect(page).toContain('value="no address"');
    expect(page).toContain('&quot;&gt;&lt;script&gt;x&lt;/script&gt;');
    expect(page).not.toContain('<script>x');
    expect(page).toMatch(/<input[^>]*value="ops"[^>]*checked/);
  });

  test('send nobody to a page of its own for what they may not do, and record it', async () => {
    const refused = await it.ask('/people', { as: 'edda', form: JO });
    expect(refused.status).toBe(403);
    expect(await auditLog()).toMatchObject([
      { actor: 'person:edda', action: 'access.denied', details: { kind: 'forbidden', permission: 'people', path: '/-/desk/people' } },
    ]);
  });

  test('say who is the last administrator instead of keeping them out', async () => {
    await addPerson(it.desk.store, 'system', { ...JO, roles: ['administrator'] });
    const jo = { headers: { cookie: `desk-person=jo-9d1f.${Date.now()}` } };
    expect((await it.ask('/people/ada/disable', { ...jo, form: {} })).status).toBe(303);
    const self = await it.ask('/people/jo-9d1f/disable', { ...jo, form: {} });
    expect([self.status, await self.text()]).toEqual([409, expect.stringContaining('You cannot keep yourself out.')]);
    const roles = await it.ask('/people/jo-9d1f', { ...jo, form: { roles: ['ops'], seen: 'administrator' } });
    expect([roles.status, await roles.text()]).toEqual([409, expect.stringContaining('Jo Holm is the last administrator.')]);
  });
});
