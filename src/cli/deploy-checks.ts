/** What must hold of the two configurations before anything is deployed: pure, and all that is wrong at once. */

import type { Unstable_Config } from 'wrangler';
import { settingsOf } from '../edge/config.ts';
import { hostsOf, meet } from './deploy-routes.ts';

export const EDGE_FILE = 'wrangler.toml';
export const DESK_FILE = 'src/desk/wrangler.toml';

/** What is looked at of a configuration, as wrangler reads it for one environment. */
export type WorkerConfig = Partial<Unstable_Config>;

export interface Planned {
  readonly edge: WorkerConfig;
  readonly desk: WorkerConfig;
  /** Names of the files in the folder of migrations. */
  readonly migrations: readonly string[];
}

/** One step that is left to do, as a sentence or two, and in which file. */
export interface Step {
  readonly file: string;
  readonly text: string;
}

/** Everything that is still to be done before both Workers can be deployed; nothing: they can. */
export function stepsLeft(planned: Planned): Step[] {
  return [...storeSteps(planned), ...hostSteps(planned), ...edgeSteps(planned.edge), ...deskSteps(planned)];
}

const NAMESPACES = ['EDITIONS', 'LIBRARY'] as const;

function storeSteps({ edge, desk, migrations }: Planned): Step[] {
  const steps: Step[] = [];
  for (const name of NAMESPACES) {
    const [ours, theirs] = [edge, desk].map(({ kv_namespaces = [] }) => kv_namespaces.find(({ binding }) => binding === name)?.id ?? '');
    if (ours !== '' && ours === theirs) continue;
    const text =
      ours === '' && theirs === ''
        ? `The namespace ${name} has no id. Create it with \`npx wrangler kv namespace create standfirst-${name.toLowerCase()}\`, and put the id here and into ${DESK_FILE}.`
        : `The namespace ${name} must have the same id here and in ${DESK_FILE}: what one Worker writes, the other one reads.`;
    steps.push({ file: EDGE_FILE, text });
  }
  const database = desk.d1_databases?.find(({ binding }) => binding === 'DB');
  if (!database?.database_id) {
    const name = database?.database_name ?? 'standfirst-desk';
    const text = `The database has no id. Create it with \`npx wrangler d1 create ${name}\`, and put the id here as database_id.`;
    steps.push({ file: DESK_FILE, text });
  }
  const gap = gapIn(migrations);
  return gap === undefined ? steps : [...steps, { file: 'src/desk/migrations', text: gap }];
}

/** Migrations run in the order of their numbers, each once: a number that is missing or there twice means that a file is lost or clashes. */
function gapIn(names: readonly string[]): string | undefined {
  const files = names.filter(name => name.endsWith('.sql')).sort();
  if (files.length === 0) return 'There is no migration here: the checkout is not whole.';
  const index = files.findIndex((name, at) => !new RegExp(`^${String(at + 1).padStart(4, '0')}_`).test(name));
  if (index < 0) return undefined;
  return `${files[index]} is out of order: the migrations must be numbered 0001, 0002 and so on, each once. Number ${index + 1} is missing or there twice.`;
}

function hostSteps({ edge, desk }: Planned): Step[] {
  const steps: Step[] = [];
  const [readers, team] = [hostsOf(edge), hostsOf(desk)];
  const site = desk.vars?.SITE_URL;
  if (readers.length === 0) {
    const text = 'No route is set. Say which host readers read: routes = [{ pattern = "news.example.org", custom_domain = true }].';
    steps.push({ file: EDGE_FILE, text });
  } else if (isHttps(site) && !readers.some(host => meet(host, new URL(site).host))) {
    steps.push({ file: DESK_FILE, text: `SITE_URL must be where readers read, and no route in ${EDGE_FILE} takes that host.` });
  }
  if (team.length === 0) {
    const text = 'No route is set. Give the Desk a host of its own: routes = [{ pattern = "desk.example.org", custom_domain = true }].';
    steps.push({ file: DESK_FILE, text });
  }
  const shared = team.find(host => readers.some(other => meet(host, other)));
  if (shared !== undefined) {
    const text = `The Desk's host ${shared} is on a route that ${EDGE_FILE} takes too. Give it a host that no reader's page can come from.`;
    steps.push({ file: DESK_FILE, text });
  }
  return steps;
}

/** The edge holds no secret but that of another CDN, and reaches nothing but its two namespaces. */
function edgeSteps(edge: WorkerConfig): Step[] {
  const vars: Readonly<Record<string, unknown>> = edge.vars ?? {};
  // A secret is not in the file; with GEO_SOURCE=headers the platform holds one.
  const secret = vars.GEO_SOURCE === 'headers' ? { GEO_SECRET: 'held by the platform' } : {};
  const checked = settingsOf({ ...vars, ...secret });
  const texts = ('problems' in checked ? checked.problems : []).map(({ setting, message }) => `${setting} ${message}.`);
  if (!vars.EDITION_KEYS) {
    texts.push('EDITION_KEYS is not set under [vars]. `npx standfirst keys` prints a new pair of keys: the public one belongs here.');
  }
  if (vars.LOCAL_PREVIEW !== undefined) texts.push('LOCAL_PREVIEW is for the local run and must not be deployed. Take it out.');
  if (vars.GEO_SECRET !== undefined)
    texts.push('GEO_SECRET is a secret. Take it out, and set it with `npx wrangler secret put GEO_SECRET`.');
  const ofDesk = Object.keys(vars).filter(name => /^(SIGNING_KEY|LINK_SECRET|AUTH_MODE|ACCESS_\w+|SITE_URL|LOCAL_DESK)$/.test(name));
  for (const name of ofDesk) texts.push(`${name} belongs to the Desk and must not be here. Take it out.`);
  for (const name of bindingsOf(edge)) {
    if (!NAMESPACES.some(known => known === name))
      texts.push(`The binding ${name} must not be here: readers' Worker reaches nothing of the team's. Take it out.`);
  }
  if (edge.observability?.logs?.invocation_logs !== false) {
    texts.push("invocation_logs must be false under [observability.logs]: they would hold readers' addresses and paths.");
  }
  const required = (edge.secrets?.required ?? []).filter(name => name !== 'GEO_SECRET');
  if (required.length > 0) texts.push(`The edge must hold no secret but GEO_SECRET. Take ${required.join(', ')} out of [secrets].`);
  return texts.map(text => ({ file: EDGE_FILE, text }));
}

/** Names of everything that a Worker is bound to, of whatever kind: what has a `binding`, or stands in a list and has a `name`. */
function bindingsOf(value: unknown, inList = false): string[] {
  if (Array.isArray(value)) return value.flatMap(item => bindingsOf(item, true));
  if (typeof value !== 'object' || value === null) return [];
  const { binding, name } = value as Record<string, unknown>;
  const own = typeof binding === 'string' ? [binding] : inList && typeof name === 'string' ? [name] : [];
  return [...own, ...Object.entries(value).flatMap(([member, inner]) => (member === 'vars' ? [] : bindingsOf(inner)))];
}

function deskSteps({ edge, desk }: Planned): Step[] {
  const vars: Readonly<Record<string, unknown>> = desk.vars ?? {};
  const texts: string[] = [];
  if (vars.AUTH_MODE !== 'access') texts.push('AUTH_MODE must be "access" under [vars]: who may come in is what Cloudflare Access says.');
  if (!/^https:\/\/[\w-]+\.cloudflareaccess\.com$/.test(String(vars.ACCESS_TEAM))) {
    texts.push('ACCESS_TEAM must be the address of your Zero Trust team, such as https://your-team.cloudflareaccess.com.');
  }
  if (!/^[0-9a-f]{64}$/.test(String(vars.ACCESS_AUDIENCE))) {
    texts.push(
      "ACCESS_AUDIENCE must be the audience tag of the Access application in front of the Desk's host: 64 digits, 0 to 9 and a to f.",
    );
  }
  if (!isHttps(vars.SITE_URL))
    texts.push('SITE_URL must be where readers read, with https and nothing behind the host: https://news.example.org.');
  for (const name of ['LOCAL_DESK', 'LOCAL_PREVIEW']) {
    if (vars[name] !== undefined) texts.push(`${name} is for the local run and must not be deployed. Take it out.`);
  }
  for (const name of ['SIGNING_KEY', 'LINK_SECRET']) {
    const put = `npx wrangler secret put ${name} -c ${DESK_FILE}`;
    if (vars[name] !== undefined) texts.push(`${name} is a secret. Take it out, make a new one, and set it with \`${put}\`.`);
    if (!desk.secrets?.required?.includes(name))
      texts.push(`${name} must stand under [secrets] required, so that nothing is deployed without it.`);
  }
  if (vars.ORIGIN_URL !== edge.vars?.ORIGIN_URL)
    texts.push(`ORIGIN_URL must be the same here and in ${EDGE_FILE}: previews read articles there.`);
  if (!desk.triggers?.crons?.includes('* * * * *')) {
    texts.push('The schedule is missing: crons = ["* * * * *"] under [triggers]. Without it nothing is published on time.');
  }
  if (!desk.services?.some(({ binding, service }) => binding === 'EDGE' && service === edge.name)) {
    texts.push(`The binding EDGE must lead to the edge Worker: service = "${edge.name}" under [[services]].`);
  }
  if (desk.compatibility_date !== edge.compatibility_date) {
    texts.push(`compatibility_date must be the same here and in ${EDGE_FILE}: previews run the edge's own code.`);
  }
  if (desk.workers_dev !== false || desk.preview_urls !== false) {
    texts.push('workers_dev and preview_urls must be false: they would be doors beside the one that Access guards.');
  }
  return texts.map(text => ({ file: DESK_FILE, text }));
}

function isHttps(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    URL.canParse(value) &&
    new URL(value).protocol === 'https:' &&
    `${new URL(value).origin}/` === new URL(value).href
  );
}
