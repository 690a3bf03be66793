/** What a command needs of the world around it, so that tests can be that world. */

/** 0: nothing to report. 1: something was found: warnings, failed tests, differences. 2: errors, in what was given or how. */
export type ExitCode = 0 | 1 | 2;

export interface Sending {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Io {
  /** Results. Text is written as it is, line breaks included. */
  readonly out: (text: string) => void;
  /** Problems, progress and whatever else is not the result. */
  readonly err: (text: string) => void;
  /** Whether colours are wanted in the results: a terminal, and no `NO_COLOR`. */
  readonly colour: boolean;
  /** Whether a line on `err` may be written over. */
  readonly progress: boolean;
  /** Width of the terminal in cells; 80 where there is none. */
  readonly columns: number;
  /** The bytes of a file, of stdin for `-`; `undefined` where there is none. Throws only if it cannot be read. */
  readonly readFile: (path: string) => Uint8Array | undefined;
  /** Writes a file whole or not at all, with the folders around it. Throws if it cannot be written, or was read before and `overRead` is not set. */
  readonly writeFile: (path: string, content: string | Uint8Array, options?: { readonly overRead?: boolean }) => void;
  /** The body and type of an address. Rejects with a message for people. */
  readonly fetch: (url: string) => Promise<{ readonly bytes: Uint8Array; readonly headers: Headers }>;
  /** Sends a request and gives back whatever comes, of any status; no redirect is followed. Rejects with a message for people. */
  readonly send: (request: Sending) => Promise<Received>;
  /** A variable of the environment, without white space around it; `undefined` where it is not set or empty. */
  readonly env: (name: string) => string | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
