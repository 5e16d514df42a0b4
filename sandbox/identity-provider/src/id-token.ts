import { createHash } from "node:crypto";
import { SignJWT, UnsecuredJWT } from "jose";
import type { Grant } from "./codes.ts";
import type { Provider } from "./provider.ts";
import { algorithm, keyId } from "./signing-keys.ts";

const lifetimeS = 3600;

/** Signs an ID token for the grant (OpenID Connect Core 1.0 section 2), good for an hour; switches may falsify it. */
export async function createIdToken(provider: Provider, grant: Grant): Promise<string> {
  const { user, nonce, signedInAtMs } = grant;
  const { switchboard, client, keys } = provider;
  const switches = switchboard.now;
  const nowS = Math.floor(provider.nowMs() / 1000);
  const issuedAt = switches.expired ? nowS - 2 * lifetimeS : nowS;
  const claims = {
    iss: switches.issuer ?? provider.issuer,
    aud: switches.audience ?? client.id,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetimeS,
    auth_time: Math.floor(signedInAtMs / 1000),
    nonce: switches.nonce === "wrong" ? "not-the-nonce-that-was-sent" : nonce,
    // Pairwise, so that an application cannot take it for the oid.
    sub: createHash("sha256").update(`${client.id} ${user.oid}`).digest("base64url"),
    oid: user.oid,
    email: user.email,
    preferred_username: user.email,
    name: user.name,
    ...switches.claims,
  };
  const told = Object.entries(claims).filter(([, value]) => value !== null && value !== undefined);
  const payload = Object.fromEntries(told);
  if (switches.algorithm === "none") return new UnsecuredJWT(payload).encode();
  if (switches.algorithm === "HS256") {
    const secret = new TextEncoder().encode(client.secret.padEnd(32, "\0"));
    return new SignJWT(payload).setProtectedHeader({ alg: "HS256", kid: keyId, typ: "JWT" }).sign(secret);
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: algorithm, kid: keyId, typ: "JWT" })
    .sign(switches.key === "wrong" ? await keys.stranger() : await keys.signer());
}
