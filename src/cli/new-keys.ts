/** New keys with which editions are signed and verified. */

import { generateKeyPairSync } from 'node:crypto';
import type { PublicKey } from '../core/signature.ts';

export interface KeyPair {
  /** Private Ed25519 key as a JWK, in JSON. Source: RFC 8037, section 2. */
  readonly signingKey: string;
  readonly publicKey: PublicKey;
}

export function newKeys(): KeyPair {
  const { kty, crv, x = '', d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return { signingKey: JSON.stringify({ kty, crv, x, d }), publicKey: x };
}
