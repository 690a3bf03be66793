/** The Desk's settings: checked once into a complete value, every problem reported at once. */

import * as v from 'valibot';
import { type Settings as EdgeSettings, settingsOf as edgeSettingsOf, type SettingProblem } from '../edge/config.ts';

export interface DeskSettings {
  readonly auth: AccessAuth | { readonly mode: 'development' };
  /** The public origin of the site that readers read. */
  readonly site: URL;
  readonly signingKey: JsonWebKey;
  readonly linkSecret: string;
  /** What previews run the edge's code with. */
  readonly edge: EdgeSettings;
}

export interface AccessAuth {
  readonly mode: 'access';
  /** The issuer of its tokens, without a slash at the end. */
  readonly team: string;
  readonly audience: string;
}

const schema = v.object({
  AUTH_MODE: v.picklist(['access', 'development'], 'must be access; it says who may come in, and without it nobody may'),
  ACCESS_TEAM: v.optional(
    v.pipe(v.string(), v.regex(/^https:\/\/[\w-]+\.cloudflareaccess\.com$/, 'must be like https://your-team.cloudflareaccess.com')),
  ),
  ACCESS_AUDIENCE: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  LOCAL_DESK: v.optional(v.picklist(['on', 'off'], 'must be on or off'), 'off'),
  SITE_URL: v.pipe(v.string(), v.check(isOrigin, 'must be where readers read, such as https://news.example')),
  SIGNING_KEY: v.pipe(v.string(), v.check(isPrivateKey, 'must be a private Ed25519 key as a JWK: `npx standfirst keys` makes one')),
  LINK_SECRET: v.pipe(v.string(), v.minLength(32, 'must have at least 32 characters')),
});

/** The settings in `vars`, or everything that is wrong with them. No value is repeated in a message: some are secrets. */
export function settingsOf(vars: Readonly<Record<string, unknown>>): { settings: DeskSettings } | { problems: SettingProblem[] } {
  const given = Object.fromEntries(Object.entries(vars).filter(([name, value]) => name in schema.entries && value !== ''));
  const checked = v.safeParse(schema, given);
  const problems: SettingProblem[] = (checked.issues ?? []).map(issue => ({
    setting: v.getDotPath(issue) ?? '',
    message: issue.received === 'undefined' ? 'is not set' : issue.message,
  }));
  const { ORIGIN_URL, ORIGIN_TIMEOUT } = vars;
  const edge = edgeSettingsOf({ ORIGIN_URL, ORIGIN_TIMEOUT });
  if ('problems' in edge) problems.push(...edge.problems);
  if (given.AUTH_MODE === 'access') {
    for (const setting of ['ACCESS_TEAM', 'ACCESS_AUDIENCE']) {
      if (given[setting] === undefined) problems.push({ setting, message: 'must be set with AUTH_MODE=access' });
    }
  }
  if (given.AUTH_MODE === 'development' && given.LOCAL_DESK !== 'on') {
    problems.push({ setting: 'AUTH_MODE', message: 'is development, which is for the local run only: set access' });
  }
  if (!checked.success || 'problems' in edge || problems.length > 0) return { problems };
  const { AUTH_MODE, ACCESS_TEAM = '', ACCESS_AUDIENCE = '', SITE_URL, SIGNING_KEY, LINK_SECRET } = checked.output;
  const auth = AUTH_MODE === 'access' ? { mode: AUTH_MODE, team: ACCESS_TEAM, audience: ACCESS_AUDIENCE } : { mode: AUTH_MODE };
  const settings = { auth, site: new URL(SITE_URL), signingKey: JSON.parse(SIGNING_KEY), linkSecret: LINK_SECRET, edge: edge.settings };
  return { settings };
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && `${new URL(text).origin}/` === new URL(text).href && /^https?:/.test(text);
}

function isPrivateKey(text: string): boolean {
  try {
    const { kty, crv, d, x } = JSON.parse(text) as JsonWebKey;
    return kty === 'OKP' && crv === 'Ed25519' && [d, x].every(part => typeof part === 'string' && /^[\w-]{43}$/.test(part));
  } catch {
    return false;
  }
}
