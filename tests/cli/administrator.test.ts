/** The first administrator and the keys: what the commands write and print. */

import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entering, type Found, type Wanted } from '../../src/cli/commands/administrator-entry.ts';
import { isSigned } from '../../src/core/signature.ts';
import { signEdition } from '../../src/desk/editions/sign.ts';
import { type AuditEntry, brokenLink } from '../../src/evidence/audit-chain.ts';
import { standfirst } from './fake-io.ts';

const MIGRATION = readFileSync('src/desk/migrations/0001_desk.sql', 'utf8');
const NOW = Date.parse('2026-11-23T12:00Z');

function emptyDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:');
  database.exec(MIGRATION);
  return database;
}

function found(database: DatabaseSync): Found {
  const head = database.prepare('SELECT seq, hash, at FROM audit ORDER BY seq DESC LIMIT 1').get() as unknown as Found['head'];
  return { head, people: database.prepare('SELECT id, email, name, roles, disabled_at FROM people').all() as unknown as Found['people'] };
}

function entries(database: DatabaseSync): AuditEntry[] {
  const all = database.prepare('SELECT * FROM audit ORDER BY seq').all() as unknown as (AuditEntry & { details: string })[];
  return all.map(entry => ({ ...entry, details: JSON.parse(entry.details) }));
}

async function enter(database: DatabaseSync, wanted: Partial<Wanted>): Promise<Record<string, string>> {
  const all = { id: crypto.randomUUID(), email: 'ada@desk.example', name: 'Ada', another: false, ...wanted };
  const result = await entering(found(database), all, NOW);
  if ('change' in result) database.exec(result.change);
  return { ...result };
}

const people = (database: DatabaseSync) =>
  database
    .prepare('SELECT email, name, roles, disabled_at FROM people ORDER BY created_at, email')
    .all()
    .map(row => ({ ...row }));

describe('the first administrator', () => {
  test('whatever somebody is called, that is what they are called, and the audit log is whole', async () => {
    const name = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom("'; DROP TABLE people; --", "\\'", '"', '\0', ';', '/*', "X''"));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 4 }), async names => {
        const database = emptyDatabase();
        for (const [index, name] of names.entries()) {
          await enter(database, { email: `${index}@desk.example`, name: name.toWellFormed(), another: true });
        }
        expect(people(database).map(person => person.name)).toEqual(names.map(name => name.toWellFormed()));
        const log = entries(database);
        expect(log.map(({ action, details }) => [action, details.name])).toEqual(names.map(name => ['person.add', name.toWellFormed()]));
        expect(await brokenLink(log)).toBeUndefined();
        database.close();
      }),
      { numRuns: 50 },
    );
  });

  test('is the only one, unless another is asked for', async () => {
    const database = emptyDatabase();
    await enter(database, {});
    expect(await enter(database, { email: 'eve@desk.example' })).toMatchObject({
      refused: expect.stringContaining('Ada (ada@desk.example)'),
    });
    expect(await enter(database, { email: 'ADA@desk.example' })).toMatchObject({ done: expect.any(String) });
    expect(people(database)).toHaveLength(1);
    await enter(database, { email: 'eve@desk.example', name: 'Eve', another: true });
    expect(people(database)).toHaveLength(2);
  });

  test.each([
    ['["editor"]', null, ['person.roles'], ['editor', 'administrator']],
    ['["editor"]', 5, ['person.roles', 'person.enable'], ['editor', 'administrator']],
    ['["administrator"]', 5, ['person.enable'], ['administrator']],
    ['rubbish', null, ['person.roles'], ['administrator']],
  ])('brings back in who has %s and was kept out at %s', async (roles, disabled, actions, expected) => {
    const database = emptyDatabase();
    database
      .prepare("INSERT INTO people (id, email, name, roles, created_at, disabled_at) VALUES ('a', 'Ada@desk.example', 'Ada', ?, 0, ?)")
      .run(roles, disabled);
    await enter(database, {});
    expect(people(database)).toEqual([{ email: 'Ada@desk.example', name: 'Ada', roles: JSON.stringify(expected), disabled_at: null }]);
    expect(entries(database).map(({ action }) => action)).toEqual(actions);
    expect(await brokenLink(entries(database))).toBeUndefined();
  });

  test('comes after whatever the log holds, whatever the clock says', async () => {
    const later = { head: { seq: 7, hash: 'a'.repeat(64), at: NOW + 1000 }, people: [] };
    const result = await entering(later, { id: 'x', email: 'ada@desk.example', name: 'Ada', another: false }, NOW);
    expect('change' in result && result.change).toContain(`VALUES (8, ${NOW + 1000}, `);
  });

  test('is not let in where the log has grown since it was read', async () => {
    const database = emptyDatabase();
    const before = found(database);
    await enter(database, {});
    const late = await entering(before, { id: 'late', email: 'late@desk.example', name: 'Late', another: true }, NOW);
    expect(() => database.exec('change' in late ? late.change : '')).toThrow('the audit chain has moved on');
    expect(people(database)).toHaveLength(1);
  });

  test.each([
    [['--local', '--remote'], 'say --remote for the deployed Desk, or --local'],
    [[], 'say --remote for the deployed Desk, or --local'],
    [['--remote', '--persist-to', 'x'], '--persist-to goes with --local'],
    [['--local', '--env', 'x'], '--env goes with --remote'],
    [['--local', '--persist-to', '/nowhere'], 'there is no Desk in /nowhere'],
  ])('%j is bad usage', async (options, message) => {
    const { code, out, err } = await standfirst(['administrator', 'ada@desk.example', '--name', 'Ada', ...options]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  test.each([
    ['ada', 'Ada'],
    ['a b@x.example', 'Ada'],
    ["a'@x.example", 'Ada'],
    ['ada@x.example', ' '],
    ['ada@x.example', 'x'.repeat(101)],
  ])('neither %j nor %j is let in together', async (email, name) => {
    expect((await standfirst(['administrator', email, '--name', name, '--remote'])).code).toBe(2);
  });
});

describe('keys', () => {
  test('what the private one signs, the public one verifies; each pair is another', async () => {
    const [one, two] = [0, 0].map(() => standfirst(['keys', '--json']));
    const [first, second] = [JSON.parse((await one!).out), JSON.parse((await two!).out)];
    const signed = await signEdition(JSON.parse(first.signingKey), { number: 2, hash: 'e'.repeat(64) });
    expect(await isSigned(signed, [first.publicKey])).toBe(true);
    expect(await isSigned(signed, [second.publicKey])).toBe(false);
  });

  test('both are told apart, with where each belongs', async () => {
    const { out, code } = await standfirst(['keys']);
    expect(code).toBe(0);
    expect(out).toMatch(/EDITION_KEYS = "[\w-]{43}"/);
    const [secret] = /\{"kty".*\}/.exec(out) ?? [''];
    expect(JSON.parse(secret)).toMatchObject({ kty: 'OKP', crv: 'Ed25519', d: expect.stringMatching(/^[\w-]{43}$/) });
    expect(out.indexOf('SIGNING_KEY')).toBeGreaterThan(out.indexOf('EDITION_KEYS'));
  });
});
