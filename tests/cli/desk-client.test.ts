/** Commands and a Desk that answers slowly, elsewhere, wrongly or with ill intent. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Received, Sending } from '../../src/cli/io.ts';
import { standfirst, type World } from './fake-io.ts';

const TOKEN = `sfd_0123456789abcdef_${'a'.repeat(43)}`;
const ENV = { STANDFIRST_DESK: 'https://desk.example.org', STANDFIRST_TOKEN: TOKEN };
const HASH = 'e'.repeat(64);
const RULEBOOK = 'standfirst: 1\nsite: { name: The Example, languages: [en] }\n';
const STATE = JSON.stringify({ number: 2, hash: HASH, first: 'rulebook.yaml', files: {}, proposals: { 'a-proposal': 3 } });

function answer(status: number, body: unknown, type = status < 400 ? 'application/json' : 'application/problem+json'): Received {
  return { status, headers: new Headers({ 'content-type': type }), text: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** Runs a command against answers, one after the other; an error is a request of which nobody knows what became. */
async function run(argv: readonly string[], answers: readonly (Received | Error)[], world: World = {}) {
  const sent: Sending[] = [];
  const send = async (request: Sending) => {
    sent.push(request);
    const next = answers[sent.length - 1];
    if (next === undefined || next instanceof Error) throw next ?? new Error('no more answers');
    return next;
  };
  return { ...(await standfirst(argv, { env: ENV, send, ...world })), sent };
}

const PROPOSAL = { id: 'a-proposal', address: 'x', title: 'T', state: 'draft', revision: 4, base: HASH };
const FILES = { 'rulebook.yaml': RULEBOOK, '.standfirst.json': STATE };

describe('a request of which nobody knows what became', () => {
  test.each([
    [['--title', 'T', '--reason', 'R'], 'POST', '/-/desk/api/proposals'],
    [['--proposal', 'a-proposal'], 'PUT', '/-/desk/api/proposals/a-proposal'],
  ])('propose %j is sent once more, just as it was', async (options, method, path) => {
    const answers = [new Error('no answer within 60 s'), answer(201, PROPOSAL), answer(200, PROPOSAL)];
    const { code, sent, err } = await run(['propose', ...options], answers, { files: FILES });
    expect({ code, err }).toEqual({ code: 0, err: 'standfirst: https://desk.example.org: no answer within 60 s; trying once more\n' });
    expect(sent[1]).toEqual(sent[0]);
    expect([sent[0]?.method, new URL(sent[0]?.url ?? '').pathname]).toEqual([method, path]);
    const { 'idempotency-key': key, 'if-match': match } = sent[0]?.headers ?? {};
    expect(method === 'POST' ? key : match).toMatch(method === 'POST' ? /^"[0-9a-f-]{36}"$/ : /^"3"$/);
  });

  test('not a third time; nobody is told that it was done, or that it was not', async () => {
    const { code, sent, err } = await run(
      ['publish', 'a-proposal'],
      [answer(200, PROPOSAL), new Error('broke off'), new Error('broke off')],
    );
    expect([code, sent.length]).toEqual([2, 3]);
    expect(err).toContain('Nobody knows whether it was done');
  });

  test('each new proposal has a key of its own', async () => {
    const once = () => run(['propose', '--title', 'T', '--reason', 'R'], [answer(201, PROPOSAL), answer(200, PROPOSAL)], { files: FILES });
    const [one, two] = [await once(), await once()];
    expect(one.sent[0]?.headers['idempotency-key']).not.toBe(two.sent[0]?.headers['idempotency-key']);
  });
});

test('a token of the Desk and one of Access are sent as headers, and nothing else of the environment', async () => {
  const env = { ...ENV, STANDFIRST_ACCESS_ID: 'id.access', STANDFIRST_ACCESS_SECRET: 'hush', HOME: 'at home' };
  const { sent } = await run(['history'], [answer(200, { live: HASH, editions: [] })], { env });
  expect(sent).toEqual([
    {
      method: 'GET',
      url: 'https://desk.example.org/-/desk/api/history',
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${TOKEN}`,
        'cf-access-client-id': 'id.access',
        'cf-access-client-secret': 'hush',
      },
    },
  ]);
});

test.each(['https://desk.example.org/', 'https://desk.example.org/-/desk', 'https://desk.example.org/-/desk/proposals?x#y'])(
  '%s is the Desk at its host',
  async desk => {
    const { sent } = await run(['history', '--desk', desk], [answer(200, { live: HASH, editions: [] })], {
      env: { STANDFIRST_TOKEN: TOKEN },
    });
    expect(sent[0]?.url).toBe('https://desk.example.org/-/desk/api/history');
  },
);

test.each([
  'desk.example.org',
  'ftp://desk.example.org',
  'https://me:pw@desk.example.org',
  'https://x.example/other',
  'http://10.0.0.1',
  '',
])('no token is sent to %j', async desk => {
  const { code, sent } = await run(['history', '--desk', desk], []);
  expect([code, sent]).toEqual([2, []]);
});

test.each<[string, Received, string]>([
  ['a sign-in page elsewhere', answer(302, '', 'text/html'), 'STANDFIRST_ACCESS_ID'],
  ['a page', answer(200, '<p>Hello', 'text/html'), 'answers otherwise than this standfirst expects'],
  ['JSON of something else', answer(200, { status: 'ok' }), 'answers otherwise than this standfirst expects'],
  ['an error page', answer(502, '<h1>Bad gateway', 'text/html'), 'answered 502, and not as a Desk does'],
  ['half of JSON', answer(200, '{"live":'), 'answers otherwise than this standfirst expects'],
])('%s is not taken for an answer', async (_, received, message) => {
  const { code, out, err } = await run(['history'], [received]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('whatever a Desk answers, no stack trace, and nothing that steers the terminal', async () => {
  const text = fc.string({ unit: 'binary' });
  const problem = fc.record({ kind: text, message: text, mend: text, textDiff: text, revision: fc.integer(), seen: fc.integer() });
  const lines = fc
    .constantFrom('history', 'pull', 'publish x', 'rollback --reason R', 'propose --title T --reason R')
    .map(line => line.split(' '));
  await fc.assert(
    fc.asyncProperty(
      lines,
      fc.oneof(problem, fc.jsonValue()),
      fc.constantFrom(200, 201, 403, 409, 412, 500),
      async (argv, body, status) => {
        const { code, out, err, written } = await run(argv, Array(4).fill(answer(status, body)), { files: FILES });
        expect([0, 1, 2]).toContain(code);
        expect([...written.keys()]).toEqual([]);
        expect(`${out}${err}`).not.toMatch(/something is wrong with standfirst|[^\P{Cc}\n\t]|[\u202A-\u202E\u2066-\u2069]/u);
      },
    ),
    { numRuns: 200 },
  );
});

describe('pull', () => {
  const live = (files: Readonly<Record<string, string>>) =>
    answer(200, { number: 3, hash: HASH, rulebook: { first: 'rulebook.yaml', files } });

  test.each([
    '../rulebook.yaml',
    '/etc/rulebook.yaml',
    'C:/rulebook.yaml',
    'a/../../b.yaml',
    '..\\b.yaml',
    '.git/hooks.yaml',
    '.github/workflows/a.yml',
    'a/.b/c.json',
    'node_modules/a/package.json',
    'Makefile',
    'post-checkout.sh',
    'a\u0000.yaml',
  ])('writes nothing at all where a file is named %j', async name => {
    const { code, written, err } = await run(['pull', 'here'], [live({ 'rulebook.yaml': RULEBOOK, [name]: 'x' })]);
    expect([code, [...written.keys()]]).toEqual([2, []]);
    expect(err).toContain('is not the name of a rulebook or a map');
    expect(err).not.toContain('\u0000');
  });

  test('no name that is written leads out of the folder', async () => {
    const part = fc.oneof(fc.constantFrom('..', '.', '', 'a', '.git', '\\', 'C:', 'b.yaml'), fc.string());
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 4 }), async parts => {
        const name = `${parts.join('/')}.yaml`;
        const { written } = await run(['pull', 'here'], [live({ 'rulebook.yaml': RULEBOOK, [name]: 'x' })]);
        for (const path of written.keys()) expect(path).toMatch(/^here\/([^./\\][^/\\]*\/)*(\.standfirst\.json|[^./\\][^/\\]*)$/);
      }),
    );
  });

  test.each([
    ['as it was pulled', 'old', 'old', 'new', 'written'],
    ['as it is live', 'new', 'old', 'new', 'unchanged'],
    ['changed here alone', 'mine', 'old', 'old', 'kept'],
    ['changed here and there', 'mine', 'old', 'new', 'clash'],
    ['there, and never pulled', 'mine', undefined, 'new', 'clash'],
    ['not there', undefined, 'old', 'old', 'written'],
  ])('a file that is %s', async (_, here, pulled, there, expected) => {
    const { createHash } = await import('node:crypto');
    const hash = (text: string) => createHash('sha256').update(text).digest('hex');
    const state = { number: 2, hash: HASH, first: 'rulebook.yaml', files: pulled === undefined ? {} : { 'rulebook.yaml': hash(pulled) } };
    const files = { 'here/.standfirst.json': JSON.stringify(state), ...(here === undefined ? {} : { 'here/rulebook.yaml': here }) };
    const { code, out, written } = await run(['pull', 'here', '--json'], [live({ 'rulebook.yaml': there })], { files });
    if (expected === 'clash') {
      expect([code, [...written.keys()]]).toEqual([2, []]);
      const forced = await run(['pull', 'here', '--force'], [live({ 'rulebook.yaml': there })], { files });
      expect([forced.code, forced.written.get('here/rulebook.yaml')]).toEqual([0, there]);
      return;
    }
    expect(code).toBe(0);
    expect(JSON.parse(out)[expected]).toEqual(['rulebook.yaml']);
    expect(written.get('here/rulebook.yaml')).toBe(expected === 'written' ? there : undefined);
    expect(JSON.parse(written.get('here/.standfirst.json') ?? '')).toMatchObject({ number: 3, files: { 'rulebook.yaml': hash(there) } });
  });
});

describe('propose', () => {
  test('sends every file of the rulebook under its name from the first one, and nothing else', async () => {
    const files = {
      'rules/main.yaml': `${RULEBOOK}include: [more/a.yaml]\nregions: { delta: { areas: [maps/delta.geojson] } }\n`,
      'rules/more/a.yaml': 'notices: {}\n',
      'rules/maps/delta.geojson': JSON.stringify({
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      }),
      'rules/unused.yaml': 'x',
    };
    const argv = ['propose', 'rules/main.yaml', '--base', HASH, '--title', 'T', '--reason', 'R'];
    const { sent, err, code } = await run(argv, [answer(201, PROPOSAL), answer(200, PROPOSAL)], { files });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const { content, base } = JSON.parse(sent[0]?.body ?? '');
    expect({ base, first: content.first, names: Object.keys(content.files) }).toEqual({
      base: HASH,
      first: 'main.yaml',
      names: ['main.yaml', 'more/a.yaml', 'maps/delta.geojson'],
    });
    expect(content.files['main.yaml']).toBe(files['rules/main.yaml']);
  });

  test.each([
    [['propose'], { 'rulebook.yaml': RULEBOOK }, 'pull first, or name the rulebook and its --base'],
    [['propose', 'rulebook.yaml'], { 'rulebook.yaml': RULEBOOK }, 'say with --base'],
    [['propose'], FILES, 'needs --title and --reason'],
    [['propose', '--proposal', 'another'], FILES, 'say with --revision'],
    [['propose', '-'], FILES, 'give the name of its file'],
    [['propose'], { ...FILES, 'rulebook.yaml': 'rules: 1' }, 'rulebook.yaml:1:'],
    [['propose'], { ...FILES, '.standfirst.json': '{"number":' }, 'take it away and pull again'],
  ])('%j: nothing is sent', async (argv, files, message) => {
    const { code, sent, err } = await run(argv, [], { files });
    expect([code, sent]).toEqual([2, []]);
    expect(err).toContain(message);
  });
});
