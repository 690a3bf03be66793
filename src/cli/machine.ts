/** The world as a command sees it when it runs for real: this machine's files, terminal, clock and network. */

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Io } from './io.ts';

/** Milliseconds. */
const FETCH_TIMEOUT = 30_000;
/** Bytes. */
const LARGEST_BODY = 64 * 1024 * 1024;

/** What the process that this is called in has to offer. */
export function machine(): Io {
  const { stdout, stderr } = process;
  // Whoever reads our output may stop early, as `head` does.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
      throw error;
    });
  }
  return {
    out: text => void stdout.write(text),
    err: text => void stderr.write(text),
    colour: stdout.isTTY === true && stdout.hasColors(),
    progress: stderr.isTTY === true && process.env.TERM !== 'dumb',
    columns: stdout.columns ?? 80,
    readFile,
    writeFile,
    fetch: fetchBody,
    now: Date.now,
  };
}

function readFile(path: string): Uint8Array | undefined {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw new Error(REASONS[codeOf(error) ?? ''] ?? codeOf(error) ?? 'it is not known why');
  }
}

/** Beside its place first, then into it in one step. */
function writeFile(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw new Error(REASONS[codeOf(error) ?? ''] ?? codeOf(error) ?? 'it is not known why');
  }
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
  const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_TIMEOUT) }).catch(error => {
    if (error instanceof Error && error.name === 'TimeoutError') throw new Error(`no answer within ${FETCH_TIMEOUT / 1000} s`);
    const { cause } = error as Error;
    throw new Error(`cannot be reached (${codeOf(cause) ?? (cause instanceof Error ? cause.message : 'the address may be wrong')})`);
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`answered ${response.status}; give an address that answers with a page`);
  }
  return { bytes: await limited(response), headers: response.headers };
}

async function limited(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > LARGEST_BODY) throw new Error(`more than ${LARGEST_BODY / 1024 / 1024} MiB; give the address of a smaller page`);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
