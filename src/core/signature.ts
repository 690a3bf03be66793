/** Signatures of editions: Ed25519 (RFC 8032) over a text that names the edition, so that no other signature of the same key fits. */

/** A public key as settings and files hold it: its 32 bytes in base64url without padding. */
export type PublicKey = string;

/** What says that an edition was published by whoever holds the key. */
export interface SignedEdition {
  /** Of the edition: each published one has a greater number than the one before. */
  readonly number: number;
  /** SHA-256 of the edition, as `Edition.hash`. */
  readonly hash: string;
  /** Names the public key: see `keyId`. */
  readonly key: string;
  /** 64 bytes in base64url without padding. */
  readonly signature: string;
}

const ALGORITHM = 'Ed25519';

/** The name of a public key: the first 16 digits of the SHA-256 of its bytes, in lower-case hex. */
export async function keyId(key: PublicKey): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', fromBase64Url(key));
  return Array.from(new Uint8Array(digest), byte => byte.toString(16).padStart(2, '0'))
    .join('')
    .slice(0, 16);
}

/** What is signed, in UTF-8. The hash covers everything in the edition; the number is said again so that the pointer cannot lie about it. */
export function signedText({ number, hash }: Pick<SignedEdition, 'number' | 'hash'>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new TextEncoder().encode(`standfirst edition\n${number}\n${hash}\n`));
}

/** Whether one of `keys` has signed this edition. Never rejects: what cannot be read is not signed. */
export async function isSigned(signed: SignedEdition, keys: readonly PublicKey[]): Promise<boolean> {
  try {
    for (const key of keys) {
      if ((await keyId(key)) !== signed.key) continue;
      const imported = await crypto.subtle.importKey('raw', fromBase64Url(key), ALGORITHM, false, ['verify']);
      if (await crypto.subtle.verify(ALGORITHM, imported, fromBase64Url(signed.signature), signedText(signed))) return true;
    }
  } catch {
    // Not base64url, or of the wrong length.
  }
  return false;
}

/** Bytes of base64url without padding (RFC 4648, section 5). Throws on anything else. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new RangeError('not base64url');
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), character => character.charCodeAt(0));
}

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
