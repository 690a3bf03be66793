/** What a command needs of the world around it, so that tests can be that world. */

/** 0: nothing to report. 1: something was found: warnings, failed tests, differences. 2: errors, in what was given or how. */
export type ExitCode = 0 | 1 | 2;

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
  /** Writes a file whole or not at all, with the folders around it. Throws if it cannot be written, or was read before. */
  readonly writeFile: (path: string, content: string | Uint8Array) => void;
  /** The body and type of an address. Rejects with a message for people. */
  readonly fetch: (url: string) => Promise<{ readonly bytes: Uint8Array; readonly headers: Headers }>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
