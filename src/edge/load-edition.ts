/** From what the key-value store holds to an edition that may be served. Every step can refuse (law 9). */

import type { Edition } from '../core/edition.ts';
import { indexOf } from '../core/edition-index.ts';
import { editionKey, readPointer } from '../core/edition-store.ts';
import { readEdition } from '../core/read-edition.ts';
import { isSigned, type PublicKey, type SignedEdition } from '../core/signature.ts';
import type { EditionProblem } from './edition-problems.ts';

/** The part of a key-value store that is used; `null`: there is nothing at that key. */
export interface EditionStore {
  readonly get: (key: string) => Promise<Uint8Array | null>;
}

/** What an isolate serves, and where it has it from. */
export interface HeldEdition {
  readonly edition: Edition;
  readonly source: 'built-in' | 'store';
}

export type Loaded =
  /** Nothing stands where the pointer should. */
  | { readonly kind: 'nothing' }
  /** The pointer names the edition that is held. */
  | { readonly kind: 'same' }
  | { readonly kind: 'edition'; readonly edition: Edition }
  | { readonly kind: 'problem'; readonly problem: EditionProblem; readonly about?: { readonly number: number; readonly detail?: string } };

/** Bytes; a pointer has some two hundred. */
const LARGEST_POINTER = 4096;

export class EditionLoader {
  /** The bytes refused last: while they stand in the store, nobody need read them again. */
  #refused: { readonly digest: string; readonly detail: string } | undefined;

  /**
   * Loads the edition that the pointer at `pointerKey` names, unless it is the one held. Cheap checks come first: the edition itself is
   * read only where its signature and number allow it to be taken.
   * Rejects only where the store does.
   */
  async load(pointerKey: string, held: HeldEdition, store: EditionStore, keys: readonly PublicKey[]): Promise<Loaded> {
    const written = await store.get(pointerKey);
    if (written === null) return { kind: 'nothing' };
    const pointer = written.length > LARGEST_POINTER ? undefined : readPointer(new TextDecoder().decode(written));
    if (pointer === undefined) return { kind: 'problem', problem: 'pointer-unreadable' };
    if (pointer.hash === held.edition.hash) return { kind: 'same' };
    const refuse = (problem: EditionProblem, detail?: string): Loaded => {
      return { kind: 'problem', problem, about: { number: pointer.number, ...(detail === undefined ? {} : { detail }) } };
    };
    if (!(await isSigned(pointer, keys))) return refuse('signature-wrong');
    const problem = numberProblem(pointer, held);
    if (problem !== undefined) return refuse(problem);
    const bytes = await store.get(editionKey(pointer.hash));
    if (bytes === null) return refuse('edition-missing');
    const read = await this.#read(bytes);
    if ('problem' in read) return refuse('edition-wrong', read.problem);
    const { number, hash } = read.edition;
    if (number !== pointer.number || hash !== pointer.hash) return refuse('edition-other');
    return { kind: 'edition', edition: read.edition };
  }

  async #read(bytes: Uint8Array): Promise<{ edition: Edition } | { problem: string }> {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).join();
    if (this.#refused?.digest === digest) return { problem: this.#refused.detail };
    const read = await readEdition(bytes);
    const problem = 'problem' in read ? read.problem : indexProblem(read.edition);
    if (problem === undefined) return read;
    this.#refused = { digest, detail: problem };
    return { problem };
  }
}

/** Why an edition of that number must not follow the one held: numbers only rise. Any number may follow the edition compiled in. */
export function numberProblem({ number }: Pick<SignedEdition, 'number'>, { edition, source }: HeldEdition): EditionProblem | undefined {
  if (number < edition.number) return 'number-lower';
  return number === edition.number && source === 'store' ? 'number-taken' : undefined;
}

/** Builds what `decide` looks things up in, while no reader waits for it; what cannot be decided with must not be served with. */
function indexProblem(edition: Edition): string | undefined {
  try {
    indexOf(edition);
    return undefined;
  } catch (error) {
    return `nothing can be decided with it: ${error instanceof Error ? error.message : 'no index'}`;
  }
}
