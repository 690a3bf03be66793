/** The world of a command, made up: files in memory before those on disk, a clock that stands, a network of a few pages. */

import { readFileSync } from 'node:fs';
import type { ExitCode, Io, Received, Sending } from '../../src/cli/io.ts';
import { run } from '../../src/cli/standfirst.ts';

export interface World {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly pages?: Readonly<Record<string, { readonly text: string; readonly type: string }>>;
  readonly now?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What answers requests; nothing does if left out. */
  readonly send?: (request: Sending) => Promise<Received>;
  readonly colour?: boolean;
  readonly columns?: number;
}

export interface Answer {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  readonly written: ReadonlyMap<string, string>;
}

/** Runs one command line in a made-up world. Nothing is written anywhere but into `written`. */
export async function standfirst(argv: readonly string[], world: World = {}): Promise<Answer> {
  const { files = {}, pages = {}, env = {}, now = '2026-03-01T12:00Z', colour = false, columns = 120 } = world;
  let out = '';
  let err = '';
  const written = new Map<string, string>();
  const read = new Set<string>();
  const io: Io = {
    out: text => {
      out += text;
    },
    err: text => {
      err += text;
    },
    colour,
    progress: false,
    columns,
    readFile(path) {
      const made = Object.hasOwn(files, path) ? files[path] : undefined;
      if (made !== undefined) read.add(path);
      if (made !== undefined) return typeof made === 'string' ? new TextEncoder().encode(made) : made;
      try {
        return new Uint8Array(readFileSync(path));
      } catch {
        return undefined;
      }
    },
    writeFile(path, content, { overRead = false } = {}) {
      if (read.has(path) && !overRead) throw new Error('it is one of the files that were read; give another name');
      written.set(path, typeof content === 'string' ? content : new TextDecoder().decode(content));
    },
    async fetch(url) {
      const page = pages[url];
      if (page === undefined) throw new Error('answered 404; give an address that answers with a page');
      return { bytes: new TextEncoder().encode(page.text), headers: new Headers({ 'content-type': page.type }) };
    },
    send: world.send ?? (async () => Promise.reject(new Error('cannot be reached (there is no network here)'))),
    env: name => env[name],
    now: () => Date.parse(now),
  };
  return { code: await run(argv, io), out, err, written };
}
