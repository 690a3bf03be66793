/** What `npm run deploy` demands before anything leaves the machine. */

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unstable_readConfig } from 'wrangler';
import { DESK_FILE, EDGE_FILE, type Planned, stepsLeft } from '../../src/cli/deploy-checks.ts';
import { hostsOf, meet } from '../../src/cli/deploy-routes.ts';

const MIGRATIONS = 'src/desk/migrations';

const inCheckout = (): Planned => ({
  edge: unstable_readConfig({ config: EDGE_FILE }, { hideWarnings: true }),
  desk: unstable_readConfig({ config: DESK_FILE }, { hideWarnings: true }),
  migrations: readdirSync(MIGRATIONS),
});

/** What is put where: `desk.vars.SITE_URL`. `undefined` takes it out. */
type Changes = Readonly<Record<string, unknown>>;

function changed(planned: Planned, changes: Changes): Planned {
  const copy: unknown = structuredClone(planned);
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop() ?? '';
    const holder = names.reduce((inner, name) => (inner as Record<string, unknown>)[name], copy) as Record<string, unknown>;
    if (value === undefined) delete holder[last];
    else holder[last] = structuredClone(value);
  }
  return copy as Planned;
}

const NAMESPACES = [
  { binding: 'EDITIONS', id: 'id-of-EDITIONS' },
  { binding: 'LIBRARY', id: 'id-of-LIBRARY' },
];

/** The files of the checkout with everything filled in as the guide says. */
const filledIn = (): Planned =>
  changed(inCheckout(), {
    'edge.kv_namespaces': NAMESPACES,
    'edge.routes': [{ pattern: 'news.example.org', custom_domain: true }],
    'edge.vars.EDITION_KEYS': 'A'.repeat(43),
    'desk.kv_namespaces': NAMESPACES,
    'desk.routes': [{ pattern: 'desk.example.org', custom_domain: true }],
    'desk.d1_databases.0.database_id': 'id-of-DB',
    'desk.vars.AUTH_MODE': 'access',
    'desk.vars.ACCESS_TEAM': 'https://harbour-post.cloudflareaccess.com',
    'desk.vars.ACCESS_AUDIENCE': '0123456789abcdef'.repeat(4),
    'desk.vars.SITE_URL': 'https://news.example.org',
  });

describe('the checkout', () => {
  test('lacks what only an account can give, and nothing else', () => {
    const steps = stepsLeft(inCheckout()).map(({ file, text }) => `${file}: ${text.split(' ').slice(0, 3).join(' ')}`);
    expect(steps.sort()).toEqual(
      [
        `${EDGE_FILE}: The namespace EDITIONS`,
        `${EDGE_FILE}: The namespace LIBRARY`,
        `${EDGE_FILE}: No route is`,
        `${EDGE_FILE}: EDITION_KEYS is not`,
        `${DESK_FILE}: The database has`,
        `${DESK_FILE}: No route is`,
        `${DESK_FILE}: AUTH_MODE must be`,
        `${DESK_FILE}: ACCESS_TEAM must be`,
        `${DESK_FILE}: ACCESS_AUDIENCE must be`,
        `${DESK_FILE}: SITE_URL must be`,
      ].sort(),
    );
  });

  test('is explained by the guide in every step that it lacks', () => {
    const guide = readFileSync('templates/guide/deployment.md', 'utf8');
    for (const { file, text } of stepsLeft(inCheckout())) {
      const names = [...text.matchAll(/`([^`]+)`|\b[A-Z]+_[A-Z]+\b/g)].map(([whole, command]) => command ?? whole);
      for (const name of [file, ...names]) expect(guide).toContain(name);
    }
  });

  test('can be deployed once that is filled in', () => {
    expect(stepsLeft(filledIn())).toEqual([]);
  });
});

type Spoiling = [what: string, file: string, said: RegExp, changes: Changes];

/** Each about another thing than the others, so that any of them can come together. */
const APART: Spoiling[] = [
  ['two namespaces instead of one', EDGE_FILE, /EDITIONS must have the same id/, { 'desk.kv_namespaces.0.id': 'other' }],
  ['a gap in the migrations', MIGRATIONS, /0003_c\.sql is out of order/, { migrations: ['0001_a.sql', '0003_c.sql'] }],
  ['the Desk under a wildcard', DESK_FILE, /desk\.example\.org is on a route/, { 'edge.routes.1': '*.example.org/*' }],
  ['a way from the edge to the Desk', EDGE_FILE, /binding DESK must not be/, { 'edge.services': [{ binding: 'DESK', service: 'desk' }] }],
  ['a wrong setting of the edge', EDGE_FILE, /ORIGIN_TIMEOUT must be/, { 'edge.vars.ORIGIN_TIMEOUT': '1' }],
  ['logs of invocations', EDGE_FILE, /invocation_logs must be false/, { 'edge.observability.logs.invocation_logs': undefined }],
  ['the local mode of signing in', DESK_FILE, /AUTH_MODE must be "access"/, { 'desk.vars.AUTH_MODE': 'development' }],
  ['no schedule', DESK_FILE, /schedule is missing/, { 'desk.triggers.crons': ['0 * * * *'] }],
  ['another date of the platform', DESK_FILE, /compatibility_date must be the same/, { 'desk.compatibility_date': '2026-10-01' }],
];

const SPOILINGS: Spoiling[] = [
  ...APART,
  ['a namespace in one file only', EDGE_FILE, /LIBRARY must have the same id/, { 'edge.kv_namespaces.1.id': undefined }],
  ['no namespaces at all', EDGE_FILE, /EDITIONS has no id/, { 'edge.kv_namespaces': [], 'desk.kv_namespaces': [] }],
  ['no database', DESK_FILE, /database has no id/, { 'desk.d1_databases': [] }],
  ['a number twice', MIGRATIONS, /0001_b\.sql is out of order/, { migrations: ['0001_a.sql', '0001_b.sql'] }],
  ['no migration', MIGRATIONS, /no migration/, { migrations: ['README.md'] }],
  ['the Desk where readers are', DESK_FILE, /news\.example\.org is on a route/, { 'desk.routes': ['news.example.org/-/desk*'] }],
  [
    'the same as one route',
    DESK_FILE,
    /news\.example\.org is on/,
    { 'desk.routes': undefined, 'desk.route': 'https://News.example.org/x' },
  ],
  ['a site that no route takes', DESK_FILE, /SITE_URL must be where readers/, { 'desk.vars.SITE_URL': 'https://other.example.org' }],
  ['a site without https', DESK_FILE, /SITE_URL must be/, { 'desk.vars.SITE_URL': 'http://news.example.org' }],
  ['a site with a path', DESK_FILE, /SITE_URL must be/, { 'desk.vars.SITE_URL': 'https://news.example.org/today' }],
  ['the database at the edge', EDGE_FILE, /binding DB must not be/, { 'edge.d1_databases': [{ binding: 'DB' }] }],
  ['a bucket at the edge', EDGE_FILE, /binding FILES must not be/, { 'edge.r2_buckets': [{ binding: 'FILES' }] }],
  ['a queue at the edge', EDGE_FILE, /binding JOBS must not be/, { 'edge.queues.producers': [{ binding: 'JOBS', queue: 'jobs' }] }],
  ['an object at the edge', EDGE_FILE, /binding ROOM must not be/, { 'edge.durable_objects.bindings': [{ name: 'ROOM' }] }],
  ['a model at the edge', EDGE_FILE, /binding AI must not be/, { 'edge.ai': { binding: 'AI' } }],
  ['a third namespace at the edge', EDGE_FILE, /binding NOTES must not be/, { 'edge.kv_namespaces.2': { binding: 'NOTES', id: 'x' } }],
  ["the Desk's key at the edge", EDGE_FILE, /SIGNING_KEY belongs to the Desk/, { 'edge.vars.SIGNING_KEY': 'x' }],
  ["the Desk's key demanded at the edge", EDGE_FILE, /no secret but GEO_SECRET/, { 'edge.secrets': { required: ['SIGNING_KEY'] } }],
  ['a secret in the file of the edge', EDGE_FILE, /GEO_SECRET is a secret/, { 'edge.vars.GEO_SECRET': 'x' }],
  ['no public key', EDGE_FILE, /EDITION_KEYS is not set/, { 'edge.vars.EDITION_KEYS': '' }],
  ['a public key that is none', EDGE_FILE, /EDITION_KEYS must be/, { 'edge.vars.EDITION_KEYS': 'short' }],
  ['looking as from anywhere', EDGE_FILE, /LOCAL_PREVIEW is for the local run/, { 'edge.vars.LOCAL_PREVIEW': 'on' }],
  ['no mode of signing in', DESK_FILE, /AUTH_MODE must be "access"/, { 'desk.vars.AUTH_MODE': undefined }],
  ['the local Desk', DESK_FILE, /LOCAL_DESK is for the local run/, { 'desk.vars.LOCAL_DESK': 'off' }],
  ['a sign-in elsewhere', DESK_FILE, /ACCESS_TEAM must be/, { 'desk.vars.ACCESS_TEAM': 'https://evil.example/.cloudflareaccess.com' }],
  ['no audience', DESK_FILE, /ACCESS_AUDIENCE must be/, { 'desk.vars.ACCESS_AUDIENCE': '' }],
  ['the key in the file of the Desk', DESK_FILE, /SIGNING_KEY is a secret/, { 'desk.vars.SIGNING_KEY': 'x' }],
  ['the other secret in it', DESK_FILE, /LINK_SECRET is a secret/, { 'desk.vars.LINK_SECRET': 'x' }],
  ['a secret not demanded', DESK_FILE, /LINK_SECRET must stand under \[secrets\]/, { 'desk.secrets.required': ['SIGNING_KEY'] }],
  ['another origin for previews', DESK_FILE, /ORIGIN_URL must be the same/, { 'edge.vars.ORIGIN_URL': 'https://cms.example.org' }],
  ['no way to ask the edge', DESK_FILE, /binding EDGE must lead/, { 'desk.services.0.service': 'other' }],
  ['a door beside Access', DESK_FILE, /workers_dev and preview_urls/, { 'desk.workers_dev': true }],
  ['previews beside Access', DESK_FILE, /workers_dev and preview_urls/, { 'desk.preview_urls': undefined }],
];

describe('a plan in which something is wrong', () => {
  test.each(SPOILINGS)('is refused for %s', (_, file, said, changes) => {
    const steps = stepsLeft(changed(filledIn(), changes)).filter(step => said.test(step.text));
    expect(steps.map(step => step.file)).toEqual([file]);
  });

  test('is refused for all of it at once', () => {
    const plan = filledIn();
    fc.assert(
      fc.property(fc.subarray(APART), chosen => {
        const steps = stepsLeft(chosen.reduce((draft, [, , , changes]) => changed(draft, changes), plan));
        expect(APART.filter(([, , said]) => steps.some(({ text }) => said.test(text)))).toEqual(chosen);
        expect(steps).toHaveLength(chosen.length);
      }),
    );
  });

  test('is refused without repeating what may be a secret', () => {
    const names = ['edge.vars.LINK_SECRET', 'edge.vars.GEO_SECRET', 'edge.vars.EDITION_KEYS', 'desk.vars.SIGNING_KEY'];
    const steps = stepsLeft(changed(filledIn(), Object.fromEntries(names.map(name => [name, 'typed-by-mistake']))));
    expect(steps.length).toBeGreaterThanOrEqual(names.length);
    expect(JSON.stringify(steps)).not.toContain('typed-by-mistake');
  });
});

describe('hosts of routes', () => {
  const label = fc.constantFrom('a', 'b', 'news', 'desk');
  const host = fc.array(label, { minLength: 1, maxLength: 3 }).map(labels => `${labels.join('.')}.org`);
  const pattern = fc.tuple(fc.constantFrom('', '*', '*.'), host).map(([star, name]) => star + name);
  const fits = (one: string, name: string) => (one.startsWith('*') ? name.endsWith(one.slice(1)) : one === name);

  test('meet where some host fits both, whichever comes first', () => {
    fc.assert(
      fc.property(pattern, pattern, host, (one, other, name) => {
        expect(meet(one, other)).toBe(meet(other, one));
        if (fits(one, name) && fits(other, name)) expect(meet(one, other)).toBe(true);
      }),
    );
  });

  test('do not meet without a host that fits both', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const candidates = [one, other].map(each => each.replace('*', 'x'));
        if (meet(one, other)) expect(candidates.some(name => fits(one, name) && fits(other, name))).toBe(true);
      }),
    );
  });

  test('are read from every form of a route', () => {
    const routes = ['Example.org/*', 'https://a.example.org/x/*', { pattern: '*.b.example.org/*', zone_name: 'example.org' }];
    expect(hostsOf({ routes, route: 'c.example.org' })).toEqual(['example.org', 'a.example.org', '*.b.example.org', 'c.example.org']);
    expect(hostsOf({})).toEqual([]);
  });
});

describe('npm run deploy', () => {
  const deploy = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync('node', ['src/cli/deploy.ts', ...args], { encoding: 'utf8' });
    return { status, output: stdout + stderr };
  };

  test('with steps left sends nothing, and lists them', () => {
    const { status, output } = deploy();
    expect(status).toBe(1);
    for (const { text } of stepsLeft(inCheckout())) expect(output).toContain(text);
    expect(output).not.toMatch(/Total Upload|Uploaded|^\s+at /m);
  });

  test('as a dry run bundles both Workers, and then lists them', () => {
    const { status, output } = deploy('--dry-run');
    expect(output.match(/Total Upload/g)).toHaveLength(2);
    expect(status).toBe(1);
    for (const { text } of stepsLeft(inCheckout())) expect(output).toContain(text);
    expect(output).not.toMatch(/^\s+at /m);
  });

  test.each([
    [['--var', 'AUTH_MODE:development'], /Unknown option '--var'/],
    [['--env', 'staging'], /wrangler\.toml has no environment staging/],
  ])('with %j is refused', (args, said) => {
    const { status, output } = deploy(...args);
    expect(status).toBe(2);
    expect(output).toMatch(said);
    expect(output).not.toMatch(/^\s+at /m);
  });
});
