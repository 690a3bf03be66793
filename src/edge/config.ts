/** Settings: checked once into a complete value, every problem reported at once. */

import * as v from 'valibot';
import type { PublicKey } from '../core/signature.ts';

export interface Settings {
  /** The origin without path, or `undefined` for the library. */
  readonly origin: URL | undefined;
  /** Milliseconds. */
  readonly originTimeout: number;
  readonly geo: { readonly source: 'cloudflare' } | { readonly source: 'headers'; readonly secret: string };
  readonly localPreview: boolean;
  readonly editions: {
    /** Whose signatures count; with none, no edition is ever looked for. */
    readonly keys: readonly PublicKey[];
    /** Milliseconds between two looks. */
    readonly poll: number;
  };
}

/** What is wrong with a setting, and how to mend it. */
export interface SettingProblem {
  readonly setting: string;
  readonly message: string;
}

const schema = v.object({
  ORIGIN_URL: v.optional(
    v.pipe(
      v.string(),
      v.check(isOrigin, 'must be an http or https address without path, query or password, such as https://cms.example.org'),
    ),
  ),
  ORIGIN_TIMEOUT: v.optional(
    v.pipe(
      v.string(),
      v.check(text => /^\d+$/.test(text) && Number(text) >= 100 && Number(text) <= 60_000, 'must be milliseconds from 100 to 60000'),
    ),
    '10000',
  ),
  GEO_SOURCE: v.optional(v.picklist(['cloudflare', 'headers'], 'must be cloudflare (the default) or headers'), 'cloudflare'),
  GEO_SECRET: v.optional(v.pipe(v.string(), v.minLength(1, 'must not be empty'))),
  LOCAL_PREVIEW: v.optional(v.picklist(['on', 'off'], 'must be on or off'), 'off'),
  EDITION_KEYS: v.optional(
    v.pipe(
      v.string(),
      v.check(
        text => listed(text).every(key => /^[\w-]{43}$/.test(key)),
        'must be public keys as `standfirst keys` prints them, 43 characters each, with commas between them',
      ),
    ),
    '',
  ),
  EDITION_POLL: v.optional(
    v.pipe(
      v.string(),
      v.check(text => /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= 300, 'must be whole seconds from 1 to 300'),
    ),
    '20',
  ),
});

/**
 * The settings in `vars`, or everything that is wrong with them. Empty strings count as absent, as they do on a command line.
 * No value is repeated in a message: one of them is a secret.
 */
export function settingsOf(vars: Readonly<Record<string, unknown>>): { settings: Settings } | { problems: SettingProblem[] } {
  const given = Object.fromEntries(Object.entries(vars).filter(([name, value]) => name in schema.entries && value !== ''));
  const checked = v.safeParse(schema, given);
  const problems: SettingProblem[] = (checked.issues ?? []).map(issue => ({ setting: v.getDotPath(issue) ?? '', message: issue.message }));
  if (given.GEO_SOURCE === 'headers' && given.GEO_SECRET === undefined) {
    problems.push({ setting: 'GEO_SECRET', message: 'must be set with GEO_SOURCE=headers: without it no place could be believed' });
  }
  if (!checked.success || problems.length > 0) return { problems };
  const { ORIGIN_URL, ORIGIN_TIMEOUT, GEO_SOURCE, GEO_SECRET = '', LOCAL_PREVIEW, EDITION_KEYS, EDITION_POLL } = checked.output;
  return {
    settings: {
      origin: ORIGIN_URL === undefined ? undefined : new URL(ORIGIN_URL),
      originTimeout: Number(ORIGIN_TIMEOUT),
      geo: GEO_SOURCE === 'headers' ? { source: GEO_SOURCE, secret: GEO_SECRET } : { source: 'cloudflare' },
      localPreview: LOCAL_PREVIEW === 'on',
      editions: { keys: listed(EDITION_KEYS), poll: Number(EDITION_POLL) * 1000 },
    },
  };
}

/** What stands between commas, white space apart. An empty text lists nothing; two commas in a row list an empty name. */
function listed(text: string): string[] {
  return text.trim() === '' ? [] : text.split(',').map(name => name.trim());
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === '/' && `${search}${hash}${username}${password}` === '';
}
