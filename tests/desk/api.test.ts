/** The API for programs: what it lets tokens do, what it asks of them, and what it says when somebody else was faster. */

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { hashOf } from '../../src/core/canonical-json.ts';
import { readEdition } from '../../src/core/read-edition.ts';
import { isSigned, type SignedEdition } from '../../src/core/signature.ts';
import { ENDPOINTS } from '../../src/desk/api/routes.tsx';
import { may, ROLES, type Role, SCOPES, type Scope } from '../../src/desk/auth/permissions.ts';
import { liveEdition } from '../../src/desk/editions/store.ts';
import { createToken } from '../../src/desk/people/tokens.ts';
import { approveProposal, submitProposal } from '../../src/desk/proposals/judge.ts';
import { proposalOf, proposalsIn } from '../../src/desk/proposals/store.ts';
import { createProposal } from '../../src/desk/proposals/write.ts';
import { publishProposal } from '../../src/desk/publishing/publish.ts';
import { BUILT_IN, type RulebookContent } from '../../src/desk/rulebook/content.ts';
import { rows } from '../../src/desk/store/database.ts';
import { type Asking, type FreshDesk, freshDesk, type Name } from './support.ts';

const WORDING = 'If you are in Russia or in territory under its control';
const ID = 'a-proposal-of-the-tests';

let it: FreshDesk;
let base: string;

beforeEach(async () => {
  it = await freshDesk();
  base = (await liveEdition(it.desk)).hash;
});

function reworded(heading: string): RulebookContent {
  const text = BUILT_IN.files[BUILT_IN.first]!;
  expect(text).toContain(WORDING);
  return { first: BUILT_IN.first, files: { ...BUILT_IN.files, [BUILT_IN.first]: text.replace(WORDING, heading) } };
}

let made = 0;

async function tokenOf(name: Name, scopes: readonly Scope[]): Promise<string> {
  const id = String(++made).padStart(16, '0');
  return await createToken(it.desk.store, it.as(name), { id, name: 'Deployment', scopes, days: '30' });
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers of many forms, looked at member by member.
  readonly body: any;
}

async function call(path: string, token: string | undefined, asking: Asking = {}): Promise<Answer> {
  const headers = { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...asking.headers };
  const response = await it.ask(`/api${path}`, { ...asking, headers });
  expect(response.headers.get('cache-control')).toBe('no-store');
  const isGood = response.status < 300;
  expect(response.headers.get('content-type')).toMatch(isGood ? /^application\/json/ : /^application\/problem\+json/);
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const propose = (token: string | undefined, heading: string, { id = ID, ...more }: Record<string, unknown> = {}, asking: Asking = {}) =>
  call('/proposals', token, {
    ...asking,
    headers: { 'idempotency-key': `"${id}"` },
    json: { title: heading, reason: 'The law has changed.', base, content: reworded(heading), ...more },
  });

/** Somebody else's edition, published by people. */
async function publishedByOthers(heading: string) {
  const asked = { id: crypto.randomUUID(), title: heading, reason: 'Theirs.', content: reworded(heading) };
  const { id, revision, base } = await createProposal(it.desk, it.as('edgar'), asked);
  await submitProposal(it.desk, it.as('edgar'), id, revision);
  await approveProposal(it.desk, it.as('petra'), id, { revision, base, confirmed: true, comment: '', minor: [] });
  return await publishProposal(it.desk, it.as('petra'), id, { revision });
}

async function approvedByHand(id: string): Promise<void> {
  const { revision, base } = await proposalOf(it.desk.store, id);
  await approveProposal(it.desk, it.as('pavel'), id, { revision, base, confirmed: true, comment: '', minor: [] });
}

const match = (revision: number) => ({ 'if-match': `"${revision}"` });

describe('from files to an edition and back', () => {
  test('a program pulls, proposes and submits; a person approves; a program publishes and rolls back', async () => {
    const writer = await tokenOf('edda', ['propose']);
    const ops = await tokenOf('oona', ['publish', 'roll-back']);
    const pulled = await call('/rulebook', writer);
    expect(pulled).toMatchObject({ status: 200, body: { number: 1, hash: base, isLive: true, rulebook: BUILT_IN } });
    expect(pulled.body.content).toBe(await hashOf(BUILT_IN));

    const begun = await propose(writer, 'Another heading');
    expect(begun).toMatchObject({
      status: 201,
      body: { id: ID, state: 'draft', revision: 1, createdBy: { id: 'edda', name: 'Edda Marlin' } },
    });
    expect([begun.headers.get('etag'), begun.headers.get('location')]).toEqual(['"1"', `/-/desk/api/proposals/${ID}`]);
    const seen = await call(`/proposals/${ID}?files`, writer);
    expect(seen.body).toMatchObject({ report: { ok: true }, rulebook: reworded('Another heading'), base });
    expect(seen.body.report.changes.length).toBeGreaterThan(0);

    expect((await call(`/proposals/${ID}/submit`, writer, { method: 'POST', headers: match(1) })).body.state).toBe('in-review');
    expect((await call(`/proposals/${ID}/publish`, ops, { method: 'POST', headers: match(1) })).status).toBe(409);
    await approvedByHand(ID);
    const published = await call(`/proposals/${ID}/publish`, ops, { method: 'POST', headers: match(1) });
    expect(published.body).toMatchObject({ number: 2, approvedBy: [{ name: 'Pavel Orsha' }], pointedAt: expect.any(String) });
    expect(published.body.publishedBy.name).toBe('the token “Deployment” of Oona Lindqvist');

    const back = { to: 1, reason: 'It was wrong.', live: published.body.hash };
    const rolled = await call('/rollback', ops, { json: back, headers: { 'idempotency-key': 'rolling-back' } });
    expect(rolled.body).toMatchObject({ number: 3, kind: 'roll-back', previous: published.body.hash });
    const { body } = await call('/history', writer);
    expect(body.live).toBe(rolled.body.hash);
    expect(body.editions.map(({ number }: { number: number }) => number)).toEqual([3, 2, 1]);
    expect((await call(`/rulebook?of=${published.body.hash}`, writer)).body).toMatchObject({ number: 2, isLive: false });
  });

  test('an edition comes with what proves it', async () => {
    const { hash } = await publishedByOthers('Signed');
    const { body } = await call(`/editions/${hash}`, await tokenOf('vera', []));
    const read = await readEdition(new TextEncoder().encode(JSON.stringify(body.edition)));
    expect(read).toMatchObject({ edition: { hash, number: 2 } });
    expect(await isSigned(body.signed as SignedEdition, [body.publicKey])).toBe(true);
  });

  test('files are checked without being kept', async () => {
    const token = await tokenOf('vera', []);
    const good = await call('/check', token, { json: { content: reworded('Only looking') } });
    expect(good.body).toMatchObject({ base: { number: 1, hash: base }, report: { ok: true } });
    const bad = { ...BUILT_IN, files: { ...BUILT_IN.files, [BUILT_IN.first]: 'rules: 1' } };
    expect((await call('/check', token, { json: { content: bad } })).body.report).toMatchObject({ ok: false });
    expect(await rows(it.desk.store, 'SELECT 1 FROM proposals')).toEqual([]);
    expect(await rows(it.desk.store, 'SELECT 1 FROM gates')).toEqual([]);
    expect(new Set(await rows(it.desk.store, 'SELECT hash FROM contents'))).toHaveLength(2);
  });

  test('what is due later is scheduled, and taken back', async () => {
    const [writer, ops] = [await tokenOf('edda', ['propose']), await tokenOf('oona', ['publish'])];
    await propose(writer, 'Later');
    await call(`/proposals/${ID}/submit`, writer, { method: 'POST', headers: match(1) });
    await approvedByHand(ID);
    const schedule = (at: string) => call(`/proposals/${ID}/schedule`, ops, { json: { at }, headers: match(1) });
    expect((await schedule('tomorrow')).status).toBe(422);
    expect((await schedule('2099-01-01T10:00')).status).toBe(422);
    const scheduled = await schedule('2099-01-01T10:00:00+01:00');
    expect(scheduled.body).toMatchObject({ state: 'scheduled', scheduledFor: '2099-01-01T09:00:00.000Z' });
    const cancelled = await call(`/proposals/${ID}/cancel-schedule`, ops, { method: 'POST', headers: match(1) });
    expect(cancelled.body.state).toBe('approved');
  });
});

describe('the same request again', () => {
  test('the same key gives one proposal, however often and at once', async () => {
    const token = await tokenOf('edda', ['propose']);
    const answers = await Promise.all(Array.from({ length: 5 }, () => propose(token, 'Once')));
    expect(answers.map(({ status, body }) => [status, body.id, body.revision])).toEqual(Array(5).fill([201, ID, 1]));
    expect(await proposalsIn(it.desk.store, ['draft'])).toHaveLength(1);
    expect(await rows(it.desk.store, "SELECT 1 FROM audit WHERE action = 'proposal.create'")).toHaveLength(1);
  });

  test.each([{ title: 'Another title' }, { reason: 'Another reason' }, { content: BUILT_IN }])(
    'but not for something else: %o',
    async other => {
      const token = await tokenOf('edda', ['propose']);
      await propose(token, 'First');
      expect(await propose(token, 'First', other)).toMatchObject({ status: 422, body: { kind: 'invalid' } });
      expect((await proposalOf(it.desk.store, ID)).title).toBe('First');
    },
  );

  test("somebody else's key is not theirs", async () => {
    await propose(await tokenOf('edda', ['propose']), 'First');
    expect((await propose(await tokenOf('edgar', ['propose']), 'First')).status).toBe(409);
  });

  test('without a key nothing is begun, since nobody could tell a second request from a retry', async () => {
    const token = await tokenOf('edda', ['propose']);
    const json = { title: 'T', reason: 'R', base, content: BUILT_IN };
    for (const headers of [{}, { 'idempotency-key': 'short' }, { 'idempotency-key': '""' }] as Record<string, string>[]) {
      expect((await call('/proposals', token, { json, headers })).status).toBe(422);
    }
    expect((await call('/proposals', token, { json: { ...json, id: ID } })).status).toBe(201);
  });

  test('acts and changes sent twice are done once', async () => {
    const [writer, ops] = [await tokenOf('edda', ['propose']), await tokenOf('oona', ['publish', 'roll-back'])];
    await propose(writer, 'First');
    const change = () =>
      call(`/proposals/${ID}`, writer, { method: 'PUT', json: { base, content: reworded('Second') }, headers: match(1) });
    expect([await change(), await change()].map(({ status, body }) => [status, body.revision])).toEqual([
      [200, 2],
      [200, 2],
    ]);
    const twice = async (act: string, token: string) => {
      const send = () => call(`/proposals/${ID}/${act}`, token, { method: 'POST', headers: match(2) });
      return [await send(), await send()].map(({ status, body }) => [status, body.state ?? body.hash]);
    };
    expect(await twice('submit', writer)).toEqual(Array(2).fill([200, 'in-review']));
    await approvedByHand(ID);
    const [first, second] = await twice('publish', ops);
    expect(first).toEqual(second);
    const live = first?.[1];
    const back = () => call('/rollback', ops, { json: { to: base, reason: 'Wrong.', live, id: 'rolling-back' } });
    const [one, two] = [await back(), await back()];
    expect([one.status, one.body.hash]).toEqual([200, two.body.hash]);
    const elsewhere = await call('/rollback', ops, { json: { to: live, reason: 'Wrong.', live, id: 'rolling-back' } });
    expect(elsewhere.status).toBe(422);
    expect((await rows(it.desk.store, 'SELECT 1 FROM editions')).length).toBe(3);
  });
});

describe('nobody overwrites what they have not seen', () => {
  test('without If-Match: 428; with what is no revision: 412', async () => {
    const token = await tokenOf('edda', ['propose']);
    await propose(token, 'First');
    const change = { method: 'PUT', json: { base, content: reworded('Second') } };
    expect(await call(`/proposals/${ID}`, token, change)).toMatchObject({ status: 428, body: { kind: 'precondition-required' } });
    expect((await call(`/proposals/${ID}`, token, { ...change, headers: { 'if-match': '*' } })).status).toBe(428);
    for (const tag of ['1', 'W/"1"', '"x"', '"0"', '"01"']) {
      expect((await call(`/proposals/${ID}`, token, { ...change, headers: { 'if-match': tag } })).status).toBe(412);
    }
    for (const act of ['submit', 'withdraw']) expect((await call(`/proposals/${ID}/${act}`, token, { method: 'POST' })).status).toBe(428);
    expect((await proposalOf(it.desk.store, ID)).revision).toBe(1);
  });

  test('a stale revision: 412, with both texts and what is different', async () => {
    const token = await tokenOf('edda', ['propose']);
    await propose(token, 'First');
    const change = (heading: string) =>
      call(`/proposals/${ID}`, token, { method: 'PUT', json: { base, content: reworded(heading), note: heading }, headers: match(1) });
    expect((await change('Theirs')).status).toBe(200);
    const { status, body } = await change('Mine');
    expect(status).toBe(412);
    expect(body).toMatchObject({
      kind: 'stale',
      revision: 2,
      seen: 1,
      current: { content: reworded('Theirs') },
      yours: { content: reworded('Mine') },
    });
    expect(body.textDiff).toMatch(/^-.*Theirs.*\n\+.*Mine/m);
    expect((await change('Theirs')).status).toBe(200);
  });
});

describe("over somebody's newer edition", () => {
  test('nothing is begun, written or published; the answer says who published what, for whom, and the texts', async () => {
    const [writer, ops] = [await tokenOf('edda', ['propose']), await tokenOf('oona', ['publish', 'roll-back'])];
    await propose(writer, 'Mine');
    await call(`/proposals/${ID}/submit`, writer, { method: 'POST', headers: match(1) });
    await approvedByHand(ID);
    const theirs = await publishedByOthers('Theirs');
    const refused = [
      await propose(writer, 'Mine', { id: 'another-proposal' }),
      await call(`/proposals/${ID}`, writer, { method: 'PUT', json: { base, content: reworded('Mine, again') }, headers: match(1) }),
      await call(`/proposals/${ID}/publish`, ops, { method: 'POST', headers: match(1) }),
      await call('/rollback', ops, { json: { to: 1, reason: 'Back.', live: base, id: 'rolling-back' } }),
    ];
    for (const { status, body } of refused) {
      expect(status).toBe(409);
      expect(body).toMatchObject({
        kind: 'conflict',
        base: { number: 1, hash: base },
        live: {
          number: 2,
          hash: theirs.hash,
          title: 'Theirs',
          reason: 'Theirs.',
          publishedBy: { name: 'Petra Lund' },
          publishedAt: expect.any(String),
        },
        changes: [expect.objectContaining({ words: expect.any(String), places: expect.arrayContaining(['RU']) })],
      });
      expect(body.textDiff).toMatch(new RegExp(`^-.*${WORDING}.*\\n\\+.*Theirs`, 'm'));
      expect(body.textDiff).toContain('+++ b/rulebook.yaml\tedition 2');
    }
    expect((await liveEdition(it.desk)).hash).toBe(theirs.hash);

    // Written anew on top of it, the same proposal goes on.
    const onTop = { base: theirs.hash, content: reworded('Mine, on top') };
    const changed = await call(`/proposals/${ID}`, writer, { method: 'PUT', json: onTop, headers: match(1) });
    expect(changed).toMatchObject({ status: 200, body: { base: theirs.hash, revision: 2, state: 'draft' } });
  });

  test('a base that nobody knows is said to be that', async () => {
    const token = await tokenOf('edda', ['propose']);
    const { status, body } = await propose(token, 'Mine', { base: 'f'.repeat(64) });
    expect([status, body.member]).toEqual([422, 'base']);
  });

  test('what is wrong with the state of a proposal is not blamed on the edition', async () => {
    const ops = await tokenOf('oona', ['propose', 'publish']);
    await propose(ops, 'Mine');
    await publishedByOthers('Theirs');
    const { status, body } = await call(`/proposals/${ID}/publish`, ops, { method: 'POST', headers: match(1) });
    expect([status, body.state, body.textDiff]).toEqual([409, 'draft', undefined]);
  });
});

/** An address of an endpoint, of things that mostly are not there. */
const path = (template: string) => template.replace(':id', ID).replace(':hash', 'f'.repeat(64));

describe('who may', () => {
  test('every endpoint, every role, every scope: 403 unless the table of permissions says otherwise', async () => {
    const token = await tokenOf('edda', []);
    const subset = <T>(list: readonly T[]) => fc.subarray([...list]);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ENDPOINTS), subset(ROLES), subset(SCOPES), async (endpoint, roles, scopes) => {
        fc.pre(roles.length > 0);
        await it.env.DB.batch([
          it.env.DB.prepare("UPDATE people SET roles = ? WHERE id = 'edda'").bind(JSON.stringify(roles)),
          it.env.DB.prepare('UPDATE tokens SET scopes = ?').bind(JSON.stringify(scopes)),
          it.env.DB.prepare('DELETE FROM rates'),
        ]);
        const principal = { person: { ...it.people.edda, roles: roles as Role[] }, token: { id: '', name: '', scopes } };
        const { status } = await call(path(endpoint.path), token, { method: endpoint.method, headers: match(1) });
        if (may(principal, endpoint.permission)) expect([200, 404, 422]).toContain(status);
        else expect(status).toBe(403);
      }),
      { numRuns: 150 },
    );
    expect(await proposalsIn(it.desk.store, ['draft'])).toEqual([]);
  });

  test('no token approves or rejects, whoever made it and whatever it may; its person does', async () => {
    await propose(await tokenOf('edda', ['propose']), 'By hand only');
    await submitProposal(it.desk, it.as('edda'), ID, 1);
    const said = { json: { base, confirmed: true }, headers: match(1) };
    const token = await tokenOf('nia', SCOPES);
    expect(await call(`/proposals/${ID}/approve`, token, said)).toMatchObject({ status: 403, body: { kind: 'forbidden' } });
    expect((await call(`/proposals/${ID}/reject`, token, { json: { comment: 'No.' }, headers: match(1) })).status).toBe(403);
    expect((await proposalOf(it.desk.store, ID)).state).toBe('in-review');
    expect((await call(`/proposals/${ID}/approve`, undefined, { ...said, as: 'edda' })).status).toBe(403);
    expect((await call(`/proposals/${ID}/approve`, undefined, { ...said, as: 'nia', json: { base, confirmed: false } })).status).toBe(422);
    expect((await call(`/proposals/${ID}/approve`, undefined, { ...said, as: 'nia' })).body.state).toBe('approved');
    const rejected = await call(`/proposals/${ID}/reject`, undefined, { json: { comment: 'No.' }, headers: match(1), as: 'pavel' });
    expect(rejected.body.state).toBe('rejected');
    expect(await rows(it.desk.store, "SELECT DISTINCT actor FROM audit WHERE action LIKE 'proposal.approve'")).toEqual([
      { actor: 'person:nia' },
    ]);
  });

  test('nobody without a token or a session; and no other site', async () => {
    for (const endpoint of ENDPOINTS) expect((await call(path(endpoint.path), undefined, { method: endpoint.method })).status).toBe(401);
    const foreign = { as: 'edda' as const, headers: { 'sec-fetch-site': 'cross-site', 'idempotency-key': ID } };
    expect((await call('/proposals', undefined, { ...foreign, json: {} })).status).toBe(403);
  });
});

describe('what is sent', () => {
  test('unknown and wrong members are all named, and nothing is done', async () => {
    const token = await tokenOf('edda', ['propose']);
    const json = { titel: 'T', reason: 3, base, content: { first: 'a.yaml', files: { 'a.yaml': '' }, more: 1 } };
    const { status, body } = await call('/proposals', token, { json, headers: { 'idempotency-key': ID } });
    expect(status).toBe(422);
    expect(body.problems.map(({ member }: { member: string }) => member).sort()).toEqual(['content.more', 'reason', 'titel', 'title']);
    expect(body.mend).toContain('did you mean `title`?');
    expect(await proposalsIn(it.desk.store, ['draft'])).toEqual([]);
  });

  test.each(['../x.yaml', '/etc/x.yaml', 'a//b.yaml', 'a\\b.yaml', './x.yaml', 'a\nb.yaml', ''])('no file is named %j', async name => {
    const token = await tokenOf('edda', ['propose']);
    const content = { first: 'rulebook.yaml', files: { ...BUILT_IN.files, [name]: 'x' } };
    expect((await propose(token, 'Names', { content })).status).toBe(422);
  });

  test('what is no JSON, not said to be JSON, or too much', async () => {
    const token = await tokenOf('edda', ['propose']);
    const headers = { 'idempotency-key': ID };
    const json = { title: 'T', reason: 'R', base, content: BUILT_IN };
    const kinds = [
      { json, headers: { ...headers, 'content-type': 'text/plain' } },
      { json, headers: { ...headers, 'content-type': 'application/jsonp' } },
      { form: { title: 'T' }, headers },
      { form: { title: 'T' }, headers: { ...headers, 'content-type': 'application/json' } },
    ];
    for (const asking of kinds) expect((await call('/proposals', token, asking)).status).toBe(422);
    const large = { ...BUILT_IN, files: { ...BUILT_IN.files, 'large.yaml': 'x'.repeat(17 * 1024 * 1024) } };
    expect((await propose(token, 'Large', { content: large })).status).toBe(413);
    for (const json of [null, [], 'text', 1]) expect((await call('/proposals', token, { json, headers })).status).toBe(422);
  });

  test('whatever JSON comes, nothing breaks', async () => {
    const token = await tokenOf('edda', ['propose', 'publish', 'roll-back']);
    const endpoints = fc.constantFrom(...ENDPOINTS.filter(({ method }) => method !== 'GET'));
    const members = fc.dictionary(
      fc.constantFrom('title', 'reason', 'base', 'content', 'id', 'to', 'live', 'at', '__proto__', 'x'),
      fc.oneof(fc.jsonValue(), fc.constant(base), fc.constant(1)),
    );
    await fc.assert(
      fc.asyncProperty(endpoints, fc.oneof(members, fc.jsonValue()), async ({ method, path: template }, json) => {
        await it.env.DB.prepare('DELETE FROM rates').run();
        const { status } = await call(path(template), token, { method, json, headers: { ...match(1), 'idempotency-key': 'arbitrary' } });
        expect(status).toBeLessThan(500);
      }),
      { numRuns: 100 },
    );
  });
});
