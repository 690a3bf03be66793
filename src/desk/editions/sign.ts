/** Signing editions. Only the Desk holds the key. */

import { keyId, type PublicKey, type SignedEdition, signedText, toBase64Url } from '../../core/signature.ts';

/** Signs an edition with a private Ed25519 key (JWK). */
export async function signEdition(key: JsonWebKey, { number, hash }: Pick<SignedEdition, 'number' | 'hash'>): Promise<SignedEdition> {
  const { kty, crv, d, x } = key as { kty: string; crv: string; d: string; x: string };
  const imported = await crypto.subtle.importKey('jwk', { kty, crv, d, x }, 'Ed25519', false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', imported, signedText({ number, hash })));
  return { number, hash, key: await keyId(publicKeyOf(key)), signature: toBase64Url(signature) };
}

/** The public half, as the edge's setting `EDITION_KEYS` has it. RFC 8037, section 2: `x` is the public key in base64url. */
export function publicKeyOf({ x }: JsonWebKey): PublicKey {
  if (x === undefined) throw new TypeError('A key without its public half.');
  return x;
}
