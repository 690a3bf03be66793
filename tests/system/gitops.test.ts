/** The rulebook in a repository: from pull to publish to rollback with the real commands, a real Desk, and a reader who sees it. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Asking, ask } from '../support/ask.ts';
import { GEO_VARS, readerAt } from '../support/readers.ts';
import { type Running, startStandfirst } from '../support/standfirst.ts';
import { until } from '../support/system.ts';

const ENTRY = join(import.meta.dirname, '..', '..', 'src', 'cli', 'standfirst.ts');
const WORDING = 'If you are in Russia or in territory under its control';
const folder = mkdtempSync(join(tmpdir(), 'standfirst-gitops-'));
const store = join(folder, 'store');
const at = (...names: string[]) => join(folder, ...names);

let running: Running | undefined;
let token: string;

beforeAll(async () => {
  running = await startStandfirst(GEO_VARS, undefined, { desk: 'demo', store });
  token = await tokenOf('oona', ['propose', 'publish', 'roll-back']);
});
afterAll(async () => {
  await running?.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
});

/** A request of somebody who is signed in. */
async function asPerson(person: string, path: string, { headers = {}, ...asking }: Asking = {}): Promise<Answer> {
  const signedIn = { cookie: `desk-person=${person}.${Date.now()}`, 'sec-fetch-site': 'same-origin' };
  return await ask(running?.url ?? '', `/-/desk${path}`, { ...asking, headers: { ...signedIn, ...headers } });
}

async function tokenOf(person: string, scopes: readonly string[]): Promise<string> {
  const id = Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('');
  const fields = { id, name: 'Repository', days: '1' };
  const form = new URLSearchParams([...Object.entries(fields), ...scopes.map((scope): [string, string] => ['scopes', scope])]);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { text } = await asPerson(person, '/tokens', { method: 'POST', headers, body: form.toString() });
  const [made] = /sfd_[0-9a-f]{16}_[\w-]{43}/.exec(text) ?? [];
  if (made === undefined) throw new Error('The Desk made no token.');
  return made;
}

/** The real program in a folder; a token never stands in what it prints. */
function standfirst(argv: readonly string[], { cwd = folder, env = {} }: { cwd?: string; env?: Record<string, string> } = {}) {
  const { STANDFIRST_DESK: _, STANDFIRST_TOKEN: __, ...others } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [ENTRY, ...argv], {
    ...{ cwd, encoding: 'utf8' },
    env: { ...others, STANDFIRST_DESK: running?.url ?? '', STANDFIRST_TOKEN: token, ...env },
  });
  expect(`${stdout}${stderr}`).not.toContain(token.slice(21));
  expect(stderr).not.toMatch(/^\s+at .*:\d+:\d+|something is wrong with standfirst/m);
  return { code: status, out: stdout, err: stderr };
}

const json = (answer: { out: string }) => JSON.parse(answer.out);

async function read(place: string): Promise<string> {
  return (await ask(running?.url ?? '', '/2026/11/grain-port-record', { headers: readerAt(place, 'en') })).text;
}

function reword(where: string, from: string, to: string): void {
  const file = at(where, 'rulebook.yaml');
  const text = readFileSync(file, 'utf8');
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

async function approve(id: string, base: string, revision = 1): Promise<void> {
  const headers = { 'content-type': 'application/json', 'if-match': `"${revision}"` };
  const body = JSON.stringify({ base, confirmed: true, comment: 'Read.' });
  const response = await asPerson('pavel', `/api/proposals/${id}/approve`, { method: 'POST', headers, body });
  expect(response.status, response.text).toBe(200);
}

test('from pull to publish to rollback, and readers see each', async () => {
  const before = await read('DE');
  expect(standfirst(['pull', 'ours'])).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Edition 2, [0-9a-f]{64}\n/) });
  standfirst(['pull', 'theirs']);
  expect(readdirSync(at('ours')).sort()).toEqual(['.standfirst.json', 'rulebook', 'rulebook.yaml']);
  expect(standfirst(['check', 'rulebook.yaml'], { cwd: at('ours') }).code).toBeLessThan(2);
  reword('ours', WORDING, 'Reworded in a repository');

  const proposed = standfirst(['propose', '--title', 'Reworded', '--reason', 'Counsel.', '--submit'], { cwd: at('ours') });
  expect(proposed).toMatchObject({ code: 0, err: '' });
  expect(proposed.out).toContain('“Reworded”, revision 1, is in review');
  expect(proposed.out.replaceAll(/\s+/g, ' ')).toMatch(/This changes, for readers: Readers in .*“Reworded in a repository”/);
  const [, id = ''] = /\/-\/desk\/proposals\/([\w-]+)\n/.exec(proposed.out) ?? [];
  const { hash: base } = JSON.parse(readFileSync(at('ours', '.standfirst.json'), 'utf8'));

  const early = standfirst(['publish', id]);
  expect(early).toMatchObject({ code: 2, out: '', err: expect.stringContaining('A proposal that is in review cannot be published.') });
  expect(await read('RU')).toContain(WORDING);
  await approve(id, base);
  const published = standfirst(['publish', id, '--json']);
  expect(published.code).toBe(0);
  expect(json(published).edition).toMatchObject({ number: 3, title: 'Reworded', approvedBy: [{ name: 'Pavel Orsha' }] });
  await until(async () => (await read('RU')).includes('Reworded in a repository'));
  expect(await read('DE')).toBe(before);

  const shown = standfirst(['rollback', '--reason', 'Too short.']);
  expect(shown.code).toBe(1);
  expect(shown.out).toContain('Nothing was done. The same command with 2 and --yes does it.');
  expect(shown.out).toContain('This changes, for readers:');
  expect(await read('RU')).toContain('Reworded in a repository');
  expect(standfirst(['rollback', '2', '--reason', 'Too short.', '--yes'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('Edition 4 is published'),
  });
  await until(async () => (await read('RU')).includes(WORDING));

  const history = standfirst(['history', '--limit', '2']).out;
  expect(history).toMatch(/^Edition 4 \(live\) {2}Back to edition 2\n.*, by the token “Repository” of Oona Lindqvist: a roll-back\n/);
  expect(history).toContain('approved by Pavel Orsha');
});

describe('two who write', () => {
  test("nobody pushes over somebody's newer edition; the diff is shown, and with it both can be put together", async () => {
    const old = standfirst(['propose', 'theirs/rulebook.yaml', '--title', 'From before', '--reason', 'Old.']);
    // The rollback has made edition 4 of the same texts.
    expect(old).toMatchObject({ code: 2, out: '' });
    expect(old.err).toContain('Somebody has published a newer edition.');
    expect(old.err.replaceAll(/\s+/g, ' ')).toContain(
      'Live is edition 4, “Back to edition 2”, published by the token “Repository” of Oona Lindqvist',
    );
    expect(old.err).toContain('It changes nothing for any reader.');

    reword('ours', 'Reworded in a repository', 'Ours');
    expect(standfirst(['pull', 'ours'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('rulebook.yaml is as you have changed it.'),
    });
  });

  test('a pull writes over nothing that was changed here and there', async () => {
    reword('theirs', WORDING, 'Theirs');
    standfirst(['pull', 'theirs']);
    const proposed = json(
      standfirst(['propose', 'theirs/rulebook.yaml', '--title', 'Theirs', '--reason', 'R.', '--submit', '--json']),
    ).proposal;
    await approve(proposed.id, proposed.base);
    expect(standfirst(['publish', proposed.id]).code).toBe(0);

    const refused = standfirst(['propose', '--title', 'Ours', '--reason', 'R.'], { cwd: at('ours') });
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('+++ b/rulebook.yaml');
    expect(refused.err).toMatch(new RegExp(`^-.*${WORDING}.*\\n\\+.*Theirs`, 'm'));
    const ours = readFileSync(at('ours', 'rulebook.yaml'), 'utf8');
    const clash = standfirst(['pull', 'ours']);
    expect(clash).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/nothing was pulled: 1 file .*\n {6}rulebook\.yaml\n/) });
    expect(readFileSync(at('ours', 'rulebook.yaml'), 'utf8')).toBe(ours);
    expect(standfirst(['pull', 'ours', '--force']).code).toBe(0);
    expect(readFileSync(at('ours', 'rulebook.yaml'), 'utf8')).toBe(readFileSync(at('theirs', 'rulebook.yaml'), 'utf8'));
  });

  test('a proposal is changed only by those who have seen what it says', async () => {
    reword('ours', 'Theirs', 'First');
    const first = json(standfirst(['propose', '--title', 'Steps', '--reason', 'R.', '--json'], { cwd: at('ours') })).proposal;
    reword('ours', 'First', 'Second');
    const second = standfirst(['propose', '--proposal', first.id], { cwd: at('ours') });
    expect(second).toMatchObject({ code: 0, out: expect.stringContaining('revision 2, is a draft') });
    expect(standfirst(['propose', '--proposal', first.id], { cwd: at('theirs') }).err).toContain(
      'say with --revision which revision you saw',
    );
    standfirst(['pull', 'theirs']);
    reword('theirs', 'Theirs', 'Third');
    const stale = standfirst(['propose', '--proposal', first.id, '--revision', '1'], { cwd: at('theirs') });
    expect(stale).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/From revision 2 to your files:\n\n[\s\S]*^-.*Second.*\n\+.*Third/m),
    });
  });

  test('what the publish gate would not let through is a draft, with what is wrong', () => {
    const test =
      '\ntests:\n  - name: Nobody in Japan sees anything\n    given: { place: JP, at: 2026-11-22T12:00Z, path: /a }\n    expect: { show: [undesirable-russia] }\n';
    const file = readdirSync(at('ours', 'rulebook'))
      .map(name => at('ours', 'rulebook', name))
      .find(name => !/^tests:/m.test(readFileSync(name, 'utf8')));
    const target = file ?? at('ours', 'rulebook.yaml');
    const text = readFileSync(target, 'utf8');
    writeFileSync(target, file === undefined ? text.replace(/^tests:\n/m, test.slice(1)) : `${text}${test}`);
    const proposed = standfirst(['propose', '--title', 'Failing', '--reason', 'R.', '--submit'], { cwd: at('ours') });
    expect(proposed).toMatchObject({
      code: 1,
      out: expect.stringMatching(/is a draft\.[\s\S]*test “Nobody in Japan sees anything” failed/),
    });
    writeFileSync(target, text);
  });
});

describe('what is wrong is said', () => {
  test.each([
    [{ STANDFIRST_TOKEN: '' }, 'STANDFIRST_TOKEN is not set'],
    [{ STANDFIRST_TOKEN: 'sfd_x' }, 'STANDFIRST_TOKEN does not hold a token of the Desk'],
    [{ STANDFIRST_TOKEN: `sfd_${'0'.repeat(16)}_${'a'.repeat(43)}` }, 'This token does not exist'],
    [{ STANDFIRST_DESK: '' }, 'it is not said where the Desk is'],
    [{ STANDFIRST_DESK: 'http://desk.example.org' }, 'is not encrypted'],
    [{ STANDFIRST_DESK: 'http://127.0.0.1:1' }, 'cannot be reached'],
    [{ STANDFIRST_ACCESS_ID: 'x' }, 'belong together'],
  ])('%j: %s', (env, message) => {
    const answer = standfirst(['history'], { env: env as Record<string, string> });
    expect(answer).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  });

  test('what a token may not do', async () => {
    const reading = await tokenOf('edda', []);
    const answer = standfirst(['rollback', '--reason', 'R.', '--yes', '--json'], { env: { STANDFIRST_TOKEN: reading } });
    expect(answer.code).toBe(2);
    expect(json(answer).problem).toMatchObject({ kind: 'forbidden', permission: 'roll-back' });
  });
});

describe('the first administrator, while the Desk runs', () => {
  const administrator = (...argv: string[]) => standfirst(['administrator', ...argv, '--local', '--persist-to', store]);

  test('there is one already; another is let in, once, and the audit log is whole', async () => {
    const name = "Zoë O'Brien; --";
    expect(administrator('zoe@desk.example', '--name', name)).toMatchObject({
      code: 2,
      err: expect.stringContaining('Ada Brandt (ada@desk.example)'),
    });
    expect(administrator('zoe@desk.example', '--name', name, '--another')).toMatchObject({
      code: 0,
      out: `${name} (zoe@desk.example) is let in as an administrator.\n`,
    });
    expect(json(administrator('ZOE@desk.example', '--name', 'Z', '--json'))).toMatchObject({ changed: false });
    expect(administrator('vera@desk.example', '--name', 'Vera', '--another').out).toBe(
      'Vera Sund (vera@desk.example) is an administrator now.\n',
    );
    expect((await asPerson('ada', '/people')).text).toContain('zoe@desk.example');
    writeFileSync(at('audit.jsonl'), (await asPerson('ada', '/audit/export')).text);
    expect(standfirst(['verify', 'audit.jsonl'])).toMatchObject({ code: 0, err: '' });
  });
});
