/** The sign-in of the local run: nobody proves who they are. It exists on the machine where it runs, and nowhere else. */

import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { BASE, type DeskEnv } from '../desk.ts';
import type { Env } from '../env.ts';

const COOKIE = 'desk-person';
const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Milliseconds that a clock may be ahead; what claims to be from later than that is not believed. */
const CLOCK_TOLERANCE = 60_000;

/** Who somebody says they are, and since when (epoch milliseconds). */
export interface PretendedSession {
  readonly person: string;
  readonly issuedAt: number;
}

/** Whether the local run's conveniences (sign-in, demo people) exist for this request: all four conditions, or they do not. */
export function isLocal(request: Request, { AUTH_MODE, LOCAL_DESK }: Pick<Env, 'AUTH_MODE' | 'LOCAL_DESK'>): boolean {
  const isSwitchedOn = AUTH_MODE === 'development' && LOCAL_DESK === 'on';
  // Cloudflare puts Cf-Ray on every request, so one that came through its network is never local.
  return isSwitchedOn && LOOPBACK.has(new URL(request.url).hostname) && !request.headers.has('cf-ray');
}

/** The value of the cookie that says who somebody is. Not signed: whoever reaches the local run may be anybody in it anyhow. */
export function pretendedCookie(person: string, now: number): { name: string; value: string } {
  return { name: COOKIE, value: `${person}.${now}` };
}

/** Signs in as somebody, or out with `undefined`. */
export function pretend(asked: Context<DeskEnv>, person: string | undefined): void {
  const { value } = pretendedCookie(person ?? '', asked.get('desk').store.now());
  const ending = person === undefined ? { maxAge: 0 } : {};
  setCookie(asked, COOKIE, person === undefined ? '' : value, { path: BASE, httpOnly: true, sameSite: 'Strict', ...ending });
}

/** Who the cookie says, if it says anybody. */
export function pretendedSession(asked: Context<DeskEnv>): PretendedSession | undefined {
  const [, person, issued] = /^([\w-]{1,64})\.(\d{1,15})$/.exec(getCookie(asked, COOKIE) ?? '') ?? [];
  const issuedAt = Number(issued);
  if (person === undefined || issuedAt > asked.get('desk').store.now() + CLOCK_TOLERANCE) return undefined;
  return { person, issuedAt };
}
