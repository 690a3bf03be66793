/** A signature holds for one edition, by one key, and for nothing else. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { readPointer } from '../../src/core/edition-store.ts';
import { fromBase64Url, isSigned, keyId, type SignedEdition, signedText, toBase64Url } from '../../src/core/signature.ts';

const HASH = '5a'.repeat(32);

async function newKeys() {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const key = toBase64Url(new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)));
  const sign = async (number: number, hash = HASH): Promise<SignedEdition> => {
    const signature = await crypto.subtle.sign('Ed25519', pair.privateKey, signedText({ number, hash }));
    return { number, hash, key: await keyId(key), signature: toBase64Url(new Uint8Array(signature)) };
  };
  return { key, sign };
}

let ours: Awaited<ReturnType<typeof newKeys>>;
let others: Awaited<ReturnType<typeof newKeys>>;
beforeAll(async () => {
  [ours, others] = [await newKeys(), await newKeys()];
});

describe('a signature', () => {
  test('holds by its key, whichever stands before it: keys are changed one after the other', async () => {
    const signed = await ours.sign(7);
    for (const keys of [[ours.key], [others.key, ours.key], [ours.key, others.key]]) expect(await isSigned(signed, keys)).toBe(true);
    for (const keys of [[], [others.key]]) expect(await isSigned(signed, keys)).toBe(false);
  });

  test('holds for no other number, hash or key', async () => {
    const signed = await ours.sign(7);
    const other = await others.sign(7);
    const both = [ours.key, others.key];
    expect(await isSigned({ ...signed, number: 8 }, both)).toBe(false);
    expect(await isSigned({ ...signed, hash: `00${HASH.slice(2)}` }, both)).toBe(false);
    expect(await isSigned({ ...signed, key: other.key }, both)).toBe(false);
    expect(await isSigned({ ...signed, signature: other.signature }, both)).toBe(false);
  });

  test('is not one once any bit of it is changed', async () => {
    const signed = await ours.sign(7);
    const bytes = fromBase64Url(signed.signature);
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length * 8 - 1), async bit => {
        const changed = bytes.slice();
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(await isSigned({ ...signed, signature: toBase64Url(changed) }, [ours.key])).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  test('of anything at all is asked without a rejection', async () => {
    const any = fc.record({ number: fc.integer(), hash: fc.string(), key: fc.string(), signature: fc.string() });
    await fc.assert(
      fc.asyncProperty(any, fc.array(fc.oneof(fc.string(), fc.constant('A'.repeat(43)))), async (signed, keys) => {
        expect(await isSigned(signed, keys)).toBe(false);
      }),
    );
  });
});

test('base64url is bytes again, without a character that addresses or settings take for something else', () => {
  fc.assert(
    fc.property(fc.uint8Array(), bytes => {
      const text = toBase64Url(bytes);
      expect(text).toMatch(/^[\w-]*$/);
      expect([...fromBase64Url(text)]).toEqual([...bytes]);
    }),
  );
  for (const wrong of ['a+b', 'a/b', 'ab==', 'ä', 'a']) expect(() => fromBase64Url(wrong)).toThrow();
});

describe('a pointer', () => {
  test('is what was signed, written as JSON', async () => {
    const signed = await ours.sign(7);
    expect(readPointer(JSON.stringify(signed))).toEqual(signed);
  });

  test('is none with a member that is missing or of another form', async () => {
    const signed = await ours.sign(7);
    const wrong = { number: [0, -1, 1.5, '7', 2 ** 53, null], hash: ['', HASH.toUpperCase(), `${HASH}0`, 7], key: ['', 'K'.repeat(16)] };
    for (const [name, values] of Object.entries({ ...wrong, signature: ['', `${signed.signature}A`, '='.repeat(86)] })) {
      for (const value of [...values, undefined]) expect(readPointer(JSON.stringify({ ...signed, [name]: value }))).toBeUndefined();
    }
  });

  test('is none in any other text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), text => readPointer(text) === undefined));
    fc.assert(fc.property(fc.nat(100), depth => readPointer('['.repeat(depth * 1000)) === undefined));
  });
});
