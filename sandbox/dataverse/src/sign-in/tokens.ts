import { createPrivateKey, createSign, randomBytes } from "node:crypto";
import { tenantId } from "../identity.ts";
import { guidOf } from "../ids.ts";
import { publicKey, signingKey } from "./signing-key.ts";

/** What an access token stands for. The API looks the token up and does not decode it. */
export interface Grant {
  readonly clientId: string;
  readonly expiresAt: number;
  /** Whether the client declared that it can answer claims challenges. */
  readonly isChallengeable: boolean;
  /** The time in seconds since 1970 that a claims challenge named and the request repeated; 0 without one. */
  readonly notBefore: number;
}

/** What a token is issued for, once the client has proved who it is. */
export interface Wish {
  readonly clientId: string;
  readonly resource: string;
  readonly proof: "secret" | "certificate" | "federated";
  readonly notBefore: number;
  readonly isChallengeable: boolean;
}

const usualLifetimeSeconds = 3599;
const mostTokens = 20_000;

/** The access tokens; see createTokens. */
export type Tokens = ReturnType<typeof createTokens>;

/** Issues access tokens, and knows them until they expire. */
export function createTokens(now: () => Date) {
  const grants = new Map<string, Grant>();
  const key = createPrivateKey({ key: { ...signingKey }, format: "jwk" });
  let lifetimeSeconds = usualLifetimeSeconds;

  function sign(claims: Record<string, unknown>): string {
    const header = { typ: "JWT", alg: "RS256", x5t: publicKey.kid, kid: publicKey.kid };
    const content = [header, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    return `${content}.${createSign("sha256").update(content).sign(key).toString("base64url")}`;
  }

  function forgetExpired(): void {
    // The oldest come first, so the expired ones do, as long as lifetimes are alike.
    for (const [token, { expiresAt }] of grants) {
      if (expiresAt > now().getTime() && grants.size < mostTokens) break;
      grants.delete(token);
    }
  }

  return {
    lifetimeSeconds: (): number => lifetimeSeconds,
    setLifetime(seconds: number): void {
      lifetimeSeconds = seconds;
    },
    issue(wish: Wish): string {
      forgetExpired();
      const seconds = Math.floor(now().getTime() / 1000);
      const token = sign(claimsOf(wish, seconds, lifetimeSeconds));
      const expiresAt = now().getTime() + lifetimeSeconds * 1000;
      const { clientId, notBefore, isChallengeable } = wish;
      grants.set(token, { clientId, notBefore, isChallengeable, expiresAt });
      return token;
    },
    /**
     * What the token in an Authorization header stands for; undefined if it was not issued here or has
     * expired.
     */
    find(authorization: string | undefined): Grant | undefined {
      const token = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
      const grant = token === undefined ? undefined : grants.get(token);
      return grant && grant.expiresAt > now().getTime() ? grant : undefined;
    },
    /** Makes all tokens issued so far expire. */
    expireAll: (): void => grants.clear(),
    reset(): void {
      lifetimeSeconds = usualLifetimeSeconds;
    },
  };
}

/** The claims of a version 1 token of an application, as Entra fills them. */
function claimsOf(wish: Wish, issuedAt: number, lifetimeSeconds: number): Record<string, unknown> {
  const principal = principalOf(wish.clientId);
  return {
    aud: wish.resource,
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + lifetimeSeconds,
    aio: randomBytes(24).toString("base64"),
    appid: wish.clientId,
    appidacr: wish.proof === "secret" ? "1" : "2",
    idp: `https://sts.windows.net/${tenantId}/`,
    idtyp: "app",
    oid: principal,
    rh: `1.${randomBytes(40).toString("base64url")}.`,
    sub: principal,
    tenant_region_scope: "NA",
    tid: tenantId,
    uti: randomBytes(16).toString("base64url"),
    ver: "1.0",
    ...(wish.isChallengeable ? { xms_cc: ["cp1"] } : {}),
  };
}

/**
 * The object id of the service principal of an application, which its user has in
 * azureactivedirectoryobjectid.
 */
export function principalOf(clientId: string): string {
  return guidOf(`service principal:${clientId}`);
}
