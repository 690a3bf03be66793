/** Seals: the Desk's signature over what it hands out. Ed25519 (RFC 8032) over a text that names the purpose, so that no seal fits anything else. */

import { fromBase64Url, type PublicKey, toBase64Url } from '../core/signature.ts';

/** What a seal can be for. An edition's own signature has another text: see `signedText`. */
export type Purpose = 'evidence' | 'audit' | 'head';

export interface Seal {
  /** By whose key. */
  readonly publicKey: PublicKey;
  /** 64 bytes in base64url without padding. */
  readonly signature: string;
}

/** A private Ed25519 key as a JWK (RFC 8037, section 2): `x` is the public key in base64url. */
export interface PrivateKey {
  readonly d?: string;
  readonly x?: string;
}

/** Seals a SHA-256 in lower-case hex. Rejects where the key is none. */
export async function sealOver(key: PrivateKey, purpose: Purpose, hash: string): Promise<Seal> {
  const { d = '', x = '' } = key;
  const imported = await crypto.subtle.importKey('jwk', { kty: 'OKP', crv: 'Ed25519', d, x }, 'Ed25519', false, ['sign']);
  const signature = await crypto.subtle.sign('Ed25519', imported, textOf(purpose, hash));
  return { publicKey: x, signature: toBase64Url(new Uint8Array(signature)) };
}

/** Whether the seal is one over this hash. Never rejects: what cannot be read is no seal. */
export async function isSealOver(purpose: Purpose, hash: string, { publicKey, signature }: Seal): Promise<boolean> {
  try {
    const imported = await crypto.subtle.importKey('raw', exactBytes(publicKey), 'Ed25519', false, ['verify']);
    return await crypto.subtle.verify('Ed25519', imported, exactBytes(signature), textOf(purpose, hash));
  } catch {
    return false; // Not base64url, or of the wrong length.
  }
}

function textOf(purpose: Purpose, hash: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(`standfirst ${purpose}\n${hash}\n`));
}

/** The last character of base64url has bits to spare: only one of the spellings of the same bytes is taken, so that no character can change. */
function exactBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = fromBase64Url(text);
  if (toBase64Url(bytes) !== text) throw new RangeError('not the usual spelling');
  return bytes;
}
