import { exportJWK, generateKeyPair, type CryptoKey, type JWK } from "jose";

export interface SigningKeys {
  /** The keys as published. */
  published(): Promise<{ readonly keys: readonly JWK[] }>;
  signer(): Promise<CryptoKey>;
  /** A key nobody published. */
  stranger(): Promise<CryptoKey>;
}

export const keyId = "stand-in";
export const algorithm = "RS256";

/** Made when first asked for: most of those who start the stand-in never sign in. */
export function createSigningKeys(): SigningKeys {
  let own: ReturnType<typeof generateKeyPair> | undefined;
  let other: ReturnType<typeof generateKeyPair> | undefined;
  const pair = () => (own ??= generateKeyPair(algorithm, { extractable: true }));
  return {
    async published() {
      const key = await exportJWK((await pair()).publicKey);
      return { keys: [{ ...key, kid: keyId, use: "sig", alg: algorithm }] };
    },
    signer: async () => (await pair()).privateKey,
    stranger: async () => (await (other ??= generateKeyPair(algorithm))).privateKey,
  };
}
