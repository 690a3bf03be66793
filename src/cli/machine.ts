/** The world as a command sees it when it runs for real: this machine's files, terminal, clock and network. */

import {
  type BigIntStats,
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Io, Received, Sending } from './io.ts';

/** Milliseconds. */
const FETCH_TIMEOUT = 30_000;
/** The Desk's publish gate takes seconds with a large rulebook. */
const SEND_TIMEOUT = 60_000;
/** Bytes of a file or of what an address answers. */
const LARGEST_BODY = 64 * 1024 * 1024;

/** What the process that this is called in has to offer. */
export function machine(): Io {
  const { stdout, stderr } = process;
  stdout.on('error', error => endOf(error, 'the results'));
  stderr.on('error', error => endOf(error, undefined));
  const files = new Files();
  return {
    out: text => void stdout.write(text),
    err: text => void stderr.write(text),
    colour: stdout.isTTY === true && stdout.hasColors(),
    progress: stderr.isTTY === true && process.env.TERM !== 'dumb',
    columns: stdout.columns ?? 80,
    readFile: path => files.read(path),
    writeFile: (path, content, options) => files.write(path, content, options),
    fetch: fetchBody,
    send,
    env: name => process.env[name]?.trim() || undefined,
    now: Date.now,
  };
}

/** Nothing more can be written. Whoever reads our output may stop early, as `head` does; anything else is told, if it can be. */
function endOf(error: Error, what: string | undefined): never {
  if (codeOf(error) === 'EPIPE') process.exit(process.exitCode ?? 0);
  try {
    if (what !== undefined) writeSync(2, `standfirst: ${what} cannot be written: ${reasonOf(error)}\n`);
  } catch {
    // There is nobody left to tell.
  }
  process.exit(2);
}

const STDIN = 0;

/** Files of this machine, of which none that has been read is written over. */
class Files {
  /** By what each is on its disk, whatever names and links lead to it. */
  readonly #read = new Set<string>();

  /** `-` is what comes in on stdin. */
  read(path: string): Uint8Array | undefined {
    try {
      if (path === '-' || path === '/dev/stdin') return this.#contentOf(STDIN);
      const found = statSync(path);
      // A device or socket may have no end, and is no place where anybody keeps a rulebook.
      if (!found.isFile() && !found.isFIFO() && !found.isDirectory()) throw new Reason('it is not a file');
      const file = openSync(path, 'r');
      try {
        return this.#contentOf(file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
      throw new Error(reasonOf(error));
    }
  }

  /** Beside its place first, then into it in one step. */
  write(path: string, content: string | Uint8Array, { overRead = false }: { readonly overRead?: boolean } = {}): void {
    const draft = `${path}.${process.pid}.tmp`;
    try {
      const there = statSync(path, { throwIfNoEntry: false, bigint: true });
      if (!overRead && there !== undefined && this.#read.has(identityOf(there))) {
        throw new Reason('it is one of the files that were read; give another name');
      }
      // A pipe or device takes what is written; nothing may stand in its place.
      if (there !== undefined && !there.isFile() && !there.isDirectory()) writeFileSync(path, content);
      else this.#replace(path, draft, content);
    } catch (error) {
      discard(draft);
      throw new Error(reasonOf(error));
    }
  }

  #replace(path: string, draft: string, content: string | Uint8Array): void {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, path);
  }

  /** All that an open file holds. */
  #contentOf(file: number): Uint8Array {
    const found = fstatSync(file, { bigint: true });
    if (found.size > LARGEST_BODY) throw TOO_LARGE;
    if (found.isFile()) this.#read.add(identityOf(found));
    return bytesOf(file);
  }
}

function identityOf({ dev, ino }: BigIntStats): string {
  return `${dev} ${ino}`;
}

/** What says that it is small, or does not say, may still have no end. */
function bytesOf(file: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const part = new Uint8Array(1 << 16);
    const size = readSync(file, part);
    length += size;
    if (length > LARGEST_BODY) throw TOO_LARGE;
    if (size === 0) return new Uint8Array(Buffer.concat(parts));
    parts.push(part.subarray(0, size));
  }
}

function discard(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch {
    // It was never there: what is told is why it could not be written.
  }
}

/** Why something cannot be done, in our own words. */
class Reason extends Error {}

const TOO_LARGE = new Reason(`it is larger than ${LARGEST_BODY / 1024 / 1024} MiB`);

function reasonOf(error: unknown): string {
  return error instanceof Reason ? error.message : (REASONS[codeOf(error) ?? ''] ?? codeOf(error) ?? 'it is not known why');
}

const REASONS: Readonly<Record<string, string>> = {
  EISDIR: 'it is a folder',
  EACCES: 'it is not allowed',
  EPERM: 'it is not allowed',
  EROFS: 'it is not allowed',
  ENOSPC: 'there is no space left',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  ERR_FS_FILE_TOO_LARGE: 'it is too large',
};

async function fetchBody(url: string): Promise<{ bytes: Uint8Array; headers: Headers }> {
  const response = await answerOf(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT) }, FETCH_TIMEOUT);
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`answered ${response.status}; give an address that answers with a page`);
  }
  return { bytes: await limited(response), headers: response.headers };
}

async function send({ method, url, headers, body }: Sending): Promise<Received> {
  const signal = AbortSignal.timeout(SEND_TIMEOUT);
  const response = await answerOf(
    url,
    { method, headers, redirect: 'manual', signal, ...(body === undefined ? {} : { body }) },
    SEND_TIMEOUT,
  );
  try {
    return { status: response.status, headers: response.headers, text: new TextDecoder().decode(await limited(response)) };
  } catch (error) {
    throw new Error(error instanceof Reason ? error.message : 'the answer broke off');
  }
}

/** @param limit milliseconds after which the signal ends it */
async function answerOf(url: string, init: RequestInit, limit: number): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') throw new Error(`no answer within ${limit / 1000} s`);
    const { cause } = error as Error;
    throw new Error(`cannot be reached (${codeOf(cause) ?? (cause instanceof Error ? cause.message : 'the address may be wrong')})`);
  }
}

async function limited(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > LARGEST_BODY) throw new Reason(`more than ${LARGEST_BODY / 1024 / 1024} MiB; give the address of a smaller page`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
