/** Cloudflare Access in front of the Desk: each request carries a token (JWT, RFC 7519) of the identity provider. */

import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Wait, within } from '../../edge/time-limit.ts';
import type { AccessAuth } from '../config.ts';
import { Refused } from '../errors.ts';

/** The header that Access puts on each request. */
export const ASSERTION = 'cf-access-jwt-assertion';

/** All in milliseconds. */
const FETCH_LIMIT = 5000;
const FRESH_FOR = 10 * 60_000;
/** While the provider does not answer, keys that it once published go on being used for as long. */
const USABLE_FOR = 24 * 60 * 60_000;
/** No token makes the Desk ask for keys more often: anybody can make up the name of a key. */
const COOL_DOWN = 30_000;
const CLOCK_TOLERANCE = 10_000;

/** What a token says. */
export interface Assertion {
  /** Who; none for a service token of Access, which is a program and nobody. */
  readonly email: string | undefined;
  /** Epoch milliseconds, by whole seconds. */
  readonly issuedAt: number;
}

/** As the platform's. */
export type Fetch = (url: string, init: { readonly redirect: 'manual'; readonly signal: AbortSignal }) => Promise<Response>;

interface Known {
  readonly team: string;
  readonly find: JWTVerifyGetKey;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * The provider's public keys, kept for as long as the isolate lives. Only keys are shared between requests, never a fetch in flight,
 * which the platform would not let another request wait for. Keys that are known stay in use while the provider fails.
 */
export class AccessKeys {
  readonly #fetch: Fetch;
  readonly #wait: Wait;
  #known: Known | undefined;
  #askedAt = Number.NEGATIVE_INFINITY;

  constructor(fetch: Fetch, wait: Wait) {
    this.#fetch = fetch;
    this.#wait = wait;
  }

  /** For jose: the key that a token names. Throws `Refused` of kind `store` where it is not to be had. */
  finder(team: string, now: number): JWTVerifyGetKey {
    return async (header, token) => {
      const known = await this.#current(team, now);
      try {
        return await known.find(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      }
      const newer = await this.#renewed(team, now);
      if (newer === undefined) throw noAnswer(new Error('no key of this name is published'));
      try {
        return await newer.find(header, token);
      } catch (error) {
        throw error instanceof errors.JWKSNoMatchingKey ? noAnswer(error) : error;
      }
    };
  }

  async #current(team: string, now: number): Promise<Known> {
    const known = this.#known?.team === team && now - this.#known.at < USABLE_FOR ? this.#known : undefined;
    if (known === undefined) return await this.#ask(team, now);
    if (now - known.at < FRESH_FOR) return known;
    return (await this.#renewed(team, now)) ?? known;
  }

  /** Nothing where the provider was asked a moment ago, or does not answer. */
  async #renewed(team: string, now: number): Promise<Known | undefined> {
    if (now - this.#askedAt < COOL_DOWN) return undefined;
    return await this.#ask(team, now).catch(() => undefined);
  }

  async #ask(team: string, now: number): Promise<Known> {
    this.#askedAt = now;
    try {
      const keys = await within(this.#published(team), FETCH_LIMIT, this.#wait);
      const known = { team, find: createLocalJWKSet(keys), at: now };
      this.#known = known;
      return known;
    } catch (error) {
      throw noAnswer(error);
    }
  }

  async #published(team: string): Promise<JSONWebKeySet> {
    const response = await this.#fetch(`${team}/cdn-cgi/access/certs`, { redirect: 'manual', signal: AbortSignal.timeout(FETCH_LIMIT) });
    if (response.status !== 200) throw new TypeError(`the keys' address answers ${response.status}`);
    const { keys } = (await response.json()) as Partial<JSONWebKeySet>;
    // An answer without any key would lock everybody out: it is no answer.
    const signing = Array.isArray(keys) ? keys.filter(key => key?.kty === 'RSA' && typeof key.n === 'string') : [];
    if (signing.length === 0) throw new TypeError('the answer holds no key');
    return { keys: signing };
  }
}

/**
 * What the token says, if the provider has signed it for this Desk and it holds now; `undefined` if it has not.
 * Throws `Refused` of kind `store` where that cannot be known, since the provider's keys are not to be had. Fails towards nobody.
 * @param now epoch milliseconds
 */
export async function assertionOf(
  token: string,
  { team, audience }: Pick<AccessAuth, 'team' | 'audience'>,
  keys: AccessKeys,
  now: number,
): Promise<Assertion | undefined> {
  try {
    const { payload } = await jwtVerify(token, keys.finder(team, now), {
      ...{ issuer: team, audience, algorithms: ['RS256'], requiredClaims: ['iat', 'exp'] },
      ...{ clockTolerance: CLOCK_TOLERANCE / 1000, currentDate: new Date(now) },
    });
    return saying(payload, now);
  } catch (error) {
    if (error instanceof Refused) throw error;
    return undefined;
  }
}

function saying({ iat, email }: JWTPayload, now: number): Assertion | undefined {
  if (typeof iat !== 'number' || iat * 1000 > now + CLOCK_TOLERANCE) return undefined;
  return { email: typeof email === 'string' && email !== '' ? email : undefined, issuedAt: Math.floor(iat) * 1000 };
}

function noAnswer(cause: unknown): Refused {
  const refused = new Refused(
    'store',
    'The identity provider does not answer as it should, so nobody can be let in who is not known already.',
    'Try again in a minute. Readers notice nothing, and nothing that was saved is lost.',
    { retryAfter: COOL_DOWN / 1000 },
  );
  refused.cause = cause;
  return refused;
}
