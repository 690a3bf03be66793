/** The Desk's API as commands use it: where the Desk is, who asks, and what its answers must look like. */

import type { Command } from 'commander';
import { z } from 'zod';
import { problemText, visible } from './desk-client-text.ts';
import { BadInput, messageOf } from './inputs.ts';
import type { ExitCode, Io, Received, Sending } from './io.ts';

/** Options of every command that asks the Desk. */
export interface DeskOptions {
  readonly desk?: string;
  readonly json?: true;
}

/** Added to a command; the token comes from the environment only, since what is typed is kept by shells and seen by others. */
export function withDeskOption(command: Command): Command {
  return command.option('--desk <address>', 'where the Desk is, https://desk.example.org (default: STANDFIRST_DESK)');
}

export const DESK_HELP = `
STANDFIRST_TOKEN must hold a token that you have made on your own page of the Desk. Where Cloudflare Access is in front of it,
STANDFIRST_ACCESS_ID and STANDFIRST_ACCESS_SECRET hold a service token that Access lets through.`;

export interface Asking {
  readonly method?: Sending['method'];
  readonly body?: unknown;
  /** The revision that the sender saw. */
  readonly revision?: number;
  /** Stays the same when the request is sent again. */
  readonly key?: string;
}

export interface DeskClient {
  /** The address of a page, for people. @param path behind `/-/desk` */
  page(path: string): string;
  /** Asks the API. Rejects with `DeskRefusal`, or with `BadInput` where nothing or something else answers. @param path behind `/-/desk/api` */
  ask<T>(path: string, schema: z.ZodType<T>, asking?: Asking): Promise<T>;
}

const problemSchema = z.looseObject({ kind: z.string(), message: z.string(), mend: z.string() });
export type DeskProblem = z.infer<typeof problemSchema>;

/** The Desk has understood and does not do it. Its details are in `problem`. */
export class DeskRefusal extends BadInput {
  readonly problem: DeskProblem;

  constructor(problem: DeskProblem) {
    super(`${visible(problem.message)} ${visible(problem.mend)}`);
    this.problem = problem;
  }
}

/** Runs what asks the Desk. What the Desk refuses is told with all that belongs to it, and the exit code is 2. */
export async function atDesk(io: Io, { desk, json }: DeskOptions, work: (client: DeskClient) => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work(clientFor(io, desk));
  } catch (error) {
    if (!(error instanceof DeskRefusal)) throw error;
    if (json) io.out(`${JSON.stringify({ problem: error.problem }, null, 2)}\n`);
    else io.err(problemText(error.problem, io.columns));
    return 2;
  }
}

function clientFor(io: Io, typed: string | undefined): DeskClient {
  const origin = originOf(typed ?? io.env('STANDFIRST_DESK'));
  const token = tokenFrom(io);
  const page = (path: string) => `${origin}/-/desk${path}`;
  const headers = { accept: 'application/json', authorization: `Bearer ${token}`, ...accessHeaders(io) };
  return {
    page,
    async ask(path, schema, { method = 'GET', body, revision, key } = {}) {
      const request: Sending = {
        ...{ method, url: page(`/api${path}`) },
        headers: {
          ...headers,
          ...(revision === undefined ? {} : { 'if-match': `"${revision}"` }),
          ...(key === undefined ? {} : { 'idempotency-key': `"${key}"` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      };
      return answerIn(origin, await sentTwiceAtMost(io, request), schema);
    },
  };
}

/** Where nobody knows what became of a request, it is sent once more: with its key or revision it is done only once. */
async function sentTwiceAtMost(io: Io, request: Sending): Promise<Received> {
  try {
    return await io.send(request);
  } catch (error) {
    io.err(`standfirst: ${new URL(request.url).origin}: ${messageOf(error)}; trying once more\n`);
  }
  try {
    return await io.send(request);
  } catch (error) {
    const done = request.method === 'GET' ? '' : ' Nobody knows whether it was done: look at the Desk before you repeat the command.';
    throw new BadInput(`${new URL(request.url).origin}: ${messageOf(error)}. Is this where the Desk is, and does it run?${done}`);
  }
}

function answerIn<T>(origin: string, { status, headers, text }: Received, schema: z.ZodType<T>): T {
  if (status >= 300 && status < 400) {
    throw new BadInput(
      `${origin} sends whoever asks to sign in elsewhere. Set STANDFIRST_ACCESS_ID and STANDFIRST_ACCESS_SECRET to a service token that Cloudflare Access lets through.`,
    );
  }
  const value = /\bjson\b/i.test(headers.get('content-type') ?? '') ? jsonIn(text) : undefined;
  if (status >= 400) {
    const problem = problemSchema.safeParse(value);
    if (problem.success) throw new DeskRefusal(problem.data);
    throw new BadInput(`${origin} answered ${status}, and not as a Desk does. See that it is the address of the Desk.`);
  }
  const answer = schema.safeParse(value);
  if (answer.success) return answer.data;
  throw new BadInput(
    `${origin} answers otherwise than this standfirst expects. See that it is the address of the Desk, and of the same version.`,
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only the host counts; whoever copies an address of the Desk from the browser is right too. */
function originOf(typed: string | undefined): string {
  if (typed === undefined)
    throw new BadInput('it is not said where the Desk is: give --desk https://desk.example.org, or set STANDFIRST_DESK');
  const url = URL.canParse(typed) ? new URL(typed) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.username !== '' || !/^\/(-\/desk(\/.*)?)?$/.test(url.pathname)) {
    throw new BadInput(`\`${visible(typed)}\` is not where a Desk is: write its host, such as https://desk.example.org`);
  }
  // A token that crosses a network in the clear is anybody's.
  if (url.protocol === 'http:' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)) {
    throw new BadInput(`${url.origin} is not encrypted: write https://${url.host}`);
  }
  return url.origin;
}

function tokenFrom(io: Io): string {
  const token = io.env('STANDFIRST_TOKEN');
  if (token === undefined) {
    throw new BadInput(
      'STANDFIRST_TOKEN is not set: make a token on your own page of the Desk, and put it into this variable of the environment',
    );
  }
  if (/^sfd_[0-9a-f]{16}_[\w-]{43}$/.test(token)) return token;
  throw new BadInput('STANDFIRST_TOKEN does not hold a token of the Desk: copy it whole, from `sfd_` on');
}

function accessHeaders(io: Io): Record<string, string> {
  const [id, secret] = [io.env('STANDFIRST_ACCESS_ID'), io.env('STANDFIRST_ACCESS_SECRET')];
  if (id === undefined && secret === undefined) return {};
  const isPlain = (value: string | undefined) => value !== undefined && /^[\x21-\x7e]+$/.test(value);
  if (isPlain(id) && isPlain(secret)) return { 'cf-access-client-id': id ?? '', 'cf-access-client-secret': secret ?? '' };
  throw new BadInput('STANDFIRST_ACCESS_ID and STANDFIRST_ACCESS_SECRET belong together: set both as Cloudflare Access shows them');
}
