import { importJWK, type CryptoKey, type JWK } from "jose";
import { ownKey, strangerKey } from "./fixed-keys.ts";

export interface SigningKeys {
  /** The keys as published. */
  published(): { readonly keys: readonly JWK[] };
  signer(): Promise<CryptoKey>;
  /** A key nobody published. */
  stranger(): Promise<CryptoKey>;
}

export const keyId = "stand-in";
export const algorithm = "RS256";

export function createSigningKeys(): SigningKeys {
  const { kty, n, e } = ownKey;
  return {
    published: () => ({ keys: [{ kty, n, e, kid: keyId, use: "sig", alg: algorithm }] }),
    signer: () => imported(ownKey),
    stranger: () => imported(strangerKey),
  };
}

async function imported(key: JWK): Promise<CryptoKey> {
  // Only secret keys that several parties share are bytes.
  return (await importJWK(key, algorithm)) as CryptoKey;
}
