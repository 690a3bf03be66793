/** `.standfirst.json`: which edition the files of a folder were pulled from, so that nobody's newer one is pushed over. */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { BadInput, bytesOf, messageOf } from './inputs.ts';
import type { Io } from './io.ts';

export const STATE_FILE = '.standfirst.json';

const stateSchema = z.strictObject({
  /** Of the edition. */
  number: z.int(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** The name of the first file. */
  first: z.string(),
  /** What each file was when it was pulled: SHA-256 by its name. */
  files: z.record(z.string(), z.string()),
  /** Revisions of proposals as they were sent from here, by their ids. */
  proposals: z.record(z.string(), z.int()).optional(),
});

export type PulledState = z.infer<typeof stateSchema>;

/** What was pulled into a folder last; `undefined` where nothing was. Throws `BadInput` where the file cannot be read. */
export function stateIn(io: Io, folder: string): PulledState | undefined {
  const file = join(folder, STATE_FILE);
  const bytes = bytesOf(io, file);
  if (bytes === undefined) return undefined;
  try {
    return stateSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new BadInput(`${file}: is not what \`standfirst pull\` wrote there; take it away and pull again`);
  }
}

export function keepState(io: Io, folder: string, state: PulledState): void {
  overwrite(io, join(folder, STATE_FILE), `${JSON.stringify(state, null, 2)}\n`);
}

/** Writes a file even over what was read from it. Throws `BadInput`. */
export function overwrite(io: Io, file: string, content: string): void {
  try {
    io.writeFile(file, content, { overRead: true });
  } catch (error) {
    throw new BadInput(`${file}: cannot be written: ${messageOf(error)}`);
  }
}

export function hashOfText(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
