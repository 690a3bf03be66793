/** What a Desk does to the key-value store, and what may go wrong there. */

import { hashOf } from '../../src/core/canonical-json.ts';
import { type Edition, LARGEST_EDITION } from '../../src/core/edition.ts';
import { CURRENT_KEY, editionKey, PREVIOUS_KEY } from '../../src/core/edition-store.ts';
import { keyId, type SignedEdition, signedText, toBase64Url } from '../../src/core/signature.ts';
import type { EditionProblem } from '../../src/edge/edition-problems.ts';
import baseline from '../../src/edge/generated/edition.json' with { type: 'json' };

export const BASELINE = baseline as unknown as Edition;

/** The part of a store that publishing needs: a KV namespace has it. */
export interface WritableStore {
  put(key: string, value: string | Uint8Array): Promise<unknown>;
  delete(key: string): Promise<unknown>;
}

/** The edition compiled in, with another number and the same heading over all its notices. */
export async function editionSaying(
  heading: string,
  number: number,
  change: (content: Edition) => Edition = content => content,
): Promise<Edition> {
  const notices = Object.values(BASELINE.notices).map(notice => {
    const texts = Object.entries(notice.text).map(([language, text]) => [language, { ...text, heading }]);
    return [notice.id, { ...notice, text: Object.fromEntries(texts) }];
  });
  return await sealed(change({ ...BASELINE, number, notices: Object.fromEntries(notices) }));
}

/** With the hash of what is in it. */
export async function sealed({ hash: _, ...content }: Edition): Promise<Edition> {
  return { ...content, hash: await hashOf(content) };
}

export class Publisher {
  readonly key: string;
  readonly #private: CryptoKey;

  private constructor(key: string, privateKey: CryptoKey) {
    this.key = key;
    this.#private = privateKey;
  }

  /** With a new key. */
  static async create(): Promise<Publisher> {
    const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
    const bytes = (await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer;
    return new Publisher(toBase64Url(new Uint8Array(bytes)), pair.privateKey);
  }

  async signed({ number, hash }: Pick<Edition, 'number' | 'hash'>): Promise<SignedEdition> {
    const signature = await crypto.subtle.sign('Ed25519', this.#private, signedText({ number, hash }));
    return { number, hash, key: await keyId(this.key), signature: toBase64Url(new Uint8Array(signature)) };
  }

  async publish(store: WritableStore, edition: Edition, pointerKey: string = CURRENT_KEY): Promise<void> {
    await store.put(editionKey(edition.hash), JSON.stringify(edition));
    await store.put(pointerKey, JSON.stringify(await this.signed(edition)));
  }
}

/** A wrong thing that may stand in a store: `good` is what would have been right, `held` what is served. */
export interface Wrong {
  readonly problem: EditionProblem;
  write(store: WritableStore, publisher: Publisher, good: Edition, held: Edition): Promise<unknown>;
}

/** Publishes a pointer that is right, with other bytes where the edition should stand. */
const withBytes =
  (change: (text: string, good: Edition) => string | Uint8Array | Promise<string>): Wrong['write'] =>
  async (store, publisher, good) => {
    await publisher.publish(store, good);
    await store.put(editionKey(good.hash), await change(JSON.stringify(good), good));
  };

/** Publishes what is right but for its number, its names or its shape, sealed and signed as if it were good. */
const withEdition =
  (change: (good: Edition, held: Edition) => Edition): Wrong['write'] =>
  async (store, publisher, good, held) =>
    await publisher.publish(store, await sealed(change(good, held)));

const withPointer =
  (change: (pointer: SignedEdition, good: Edition) => string | Promise<string>): Wrong['write'] =>
  async (store, publisher, good) => {
    await publisher.publish(store, good);
    await store.put(CURRENT_KEY, await change(await publisher.signed(good), good));
  };

export const WRONG: Readonly<Record<string, Wrong>> = {
  'a signature over another number': {
    problem: 'signature-wrong',
    write: withPointer((pointer, { number }) => JSON.stringify({ ...pointer, number: number + 1 })),
  },
  'a signature that is damaged': {
    problem: 'signature-wrong',
    write: withPointer(pointer => JSON.stringify({ ...pointer, signature: `${pointer.signature.slice(1)}A` })),
  },
  'another key': {
    problem: 'signature-wrong',
    write: async (store, _, good) => (await Publisher.create()).publish(store, good),
  },
  'another key under the name of the right one': {
    problem: 'signature-wrong',
    write: async (store, { key }, good) => {
      const other = await Publisher.create();
      await other.publish(store, good);
      await store.put(CURRENT_KEY, JSON.stringify({ ...(await other.signed(good)), key: await keyId(key) }));
    },
  },
  'a pointer that is rubbish': { problem: 'pointer-unreadable', write: withPointer(() => 'rubbish') },
  'a pointer that is empty': { problem: 'pointer-unreadable', write: withPointer(() => '') },
  'a pointer with a member too few': { problem: 'pointer-unreadable', write: withPointer(({ key: _, ...rest }) => JSON.stringify(rest)) },
  'a pointer that is far too long': {
    problem: 'pointer-unreadable',
    write: withPointer(pointer => JSON.stringify({ ...pointer, more: 'x'.repeat(5000) })),
  },
  'no pointer any more': {
    problem: 'pointer-missing',
    write: async store => await Promise.all([store.delete(CURRENT_KEY), store.delete(PREVIOUS_KEY)]),
  },
  'a pointer to an edition that is not there': {
    problem: 'edition-missing',
    write: async (store, publisher, good) => {
      await publisher.publish(store, good);
      await store.delete(editionKey(good.hash));
    },
  },
  'changed content': { problem: 'edition-wrong', write: withBytes((text, { site }) => text.replace(site.name, `${site.name} `)) },
  'content cut off': { problem: 'edition-wrong', write: withBytes(text => text.slice(0, text.length >> 1)) },
  'what is no JSON': { problem: 'edition-wrong', write: withBytes(() => '<html>') },
  'what is no UTF-8': { problem: 'edition-wrong', write: withBytes(() => Uint8Array.of(0x7b, 0xff, 0x7d)) },
  'more than an edition may have': { problem: 'edition-wrong', write: withBytes(text => text.padEnd(LARGEST_EDITION + 1)) },
  'another edition in its place': {
    problem: 'edition-other',
    write: withBytes(async (_, good) => JSON.stringify(await sealed({ ...good, site: { ...good.site, name: 'Other' } }))),
  },
  'a format that this version does not know': {
    problem: 'edition-wrong',
    write: withEdition(good => ({ ...good, format: 2 as Edition['format'] })),
  },
  'a shape that is wrong': { problem: 'edition-wrong', write: withEdition(good => ({ ...good, rules: {} as Edition['rules'] })) },
  'a name that leads nowhere': { problem: 'edition-wrong', write: withEdition(good => ({ ...good, notices: {} })) },
  'a lower number': { problem: 'number-lower', write: withEdition((good, held) => ({ ...good, number: held.number - 1 })) },
  'the number of another edition': { problem: 'number-taken', write: withEdition((good, held) => ({ ...good, number: held.number })) },
};
