/** What is typed after `npm start --`: what is the local run's own, and what goes on to wrangler. */

import type { Vars } from './local-config.ts';
import { rulebookIn } from './rulebook-argument.ts';

export interface LocalArguments {
  readonly rulebook: string | undefined;
  /** Settings of the edge, `--var NAME:VALUE`. */
  readonly vars: Vars;
  /** Settings of the Desk over those that the local run gives it, `--desk-var NAME:VALUE`. */
  readonly deskVars: Vars;
  /** False with `--no-desk`: the edge alone. */
  readonly desk: boolean;
  /** False with `--no-demo`: a Desk in which nobody and nothing is yet. */
  readonly demo: boolean;
  /** The folder of `--persist-to`. */
  readonly store: string | undefined;
  /** Every address of `--ip` that is not of this machine alone. */
  readonly exposed: readonly string[];
  /** Where the edge is to be reached from this machine, without a slash at the end. */
  readonly address: string;
  readonly others: readonly string[];
}

const OWN = ['--var', '--desk-var', '--persist-to'] as const;
/** Addresses that no other machine reaches: RFC 1122, section 3.2.1.3, and RFC 4291, section 2.5.3. */
const LOOPBACK = /^(localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|::1|\[::1\])$/;
/** An address to listen on that is no address to ask. */
const ANY = /^(0\.0\.0\.0|::|\[::\]|\*)$/;

export function readArguments(typed: readonly string[]): LocalArguments {
  const { file: rulebook, others: rest } = rulebookIn(typed);
  const own: Record<string, string[]> = {};
  const others: string[] = [];
  for (let index = 0; index < rest.length; index++) {
    const argument = rest[index] ?? '';
    const name = OWN.find(option => argument === option || argument.startsWith(`${option}=`));
    if (name === undefined) others.push(argument);
    else own[name] = [...(own[name] ?? []), argument === name ? (rest[++index] ?? '') : argument.slice(name.length + 1)];
  }
  const hosts = valuesOf(others, '--ip');
  const host = hosts.at(-1) ?? '127.0.0.1';
  const settings = (name: string) => Object.fromEntries((own[name] ?? []).map(pair => splitAt(pair, ':')));
  return {
    rulebook,
    vars: settings('--var'),
    deskVars: settings('--desk-var'),
    desk: !others.includes('--no-desk'),
    demo: !others.includes('--no-demo'),
    store: own['--persist-to']?.at(-1),
    exposed: hosts.filter(address => !LOOPBACK.test(address)),
    address: `http://${ANY.test(host) ? '127.0.0.1' : host}:${valuesOf(others, '--port').at(-1) ?? '8787'}`,
    others: others.filter(argument => argument !== '--no-desk' && argument !== '--no-demo'),
  };
}

/**
 * Why this must not be started: the Desk of the local run lets anybody be anybody, so nobody else may reach it. `undefined` where nobody
 * else does, and where there is no Desk.
 */
export function exposure({ desk, exposed: [address] }: Pick<LocalArguments, 'desk' | 'exposed'>): string | undefined {
  if (!desk || address === undefined) return undefined;
  return [
    `With --ip ${address} other machines could reach the Desk, in which sign-in is only pretended here: anybody could publish.`,
    'Leave --ip out to keep both on this machine, or add --no-desk to show the readers’ pages alone on the network.',
  ].join('\n  ');
}

/** The values of an option in both spellings, `--name value` and `--name=value`. */
function valuesOf(list: readonly string[], name: string): string[] {
  return list.flatMap((argument, index) => {
    if (argument.startsWith(`${name}=`)) return [argument.slice(name.length + 1)];
    return argument === name ? (list[index + 1] ?? []) : [];
  });
}

function splitAt(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
