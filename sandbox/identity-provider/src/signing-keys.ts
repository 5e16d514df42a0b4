import { importJWK, type CryptoKey, type JWK } from "jose";
import { ownKey, strangerKey } from "./fixed-keys.ts";

/** The provider's keys: the one that is published, and another. */
export interface SigningKeys {
  /** The public key, as `GET /keys` answers it. */
  published(): { readonly keys: readonly JWK[] };
  /** The private key of the published one. */
  signer(): Promise<CryptoKey>;
  /** A private key that is not published. */
  stranger(): Promise<CryptoKey>;
}

/** The `kid` of the published key. */
export const keyId = "stand-in";
/** The JWS algorithm that ID tokens are signed by. */
export const algorithm = "RS256";

/** Creates the keys from fixed-keys.ts. */
export function createSigningKeys(): SigningKeys {
  const { kty, n, e } = ownKey;
  return {
    published: () => ({ keys: [{ kty, n, e, kid: keyId, use: "sig", alg: algorithm }] }),
    signer: () => imported(ownKey),
    stranger: () => imported(strangerKey),
  };
}

async function imported(key: JWK): Promise<CryptoKey> {
  // Of asymmetric keys importJWK makes a CryptoKey; bytes are for symmetric ones only.
  return (await importJWK(key, algorithm)) as CryptoKey;
}
