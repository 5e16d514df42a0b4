import { createPrivateKey, createSign, randomBytes } from "node:crypto";
import { tenantId } from "../identity.ts";
import { guidOf } from "../ids.ts";
import { publicKey, signingKey } from "./signing-key.ts";

/** What a token stands for. The API looks it up and does not read the token. */
export interface Grant {
  readonly clientId: string;
  readonly expiresAt: number;
  /** The client said that it can answer claims challenges. */
  readonly isChallengeable: boolean;
  /** The moment, in seconds, that a claims challenge named and the request repeated; 0 without one. */
  readonly notBefore: number;
}

export interface Wish {
  readonly clientId: string;
  readonly resource: string;
  readonly proof: "secret" | "certificate" | "federated";
  readonly notBefore: number;
  readonly isChallengeable: boolean;
}

const usualLifetimeSeconds = 3599;
const mostTokens = 20_000;

export type Tokens = ReturnType<typeof createTokens>;

/** Access tokens handed out by the token endpoint, until they expire. */
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
    // Tokens are handed out oldest first, so the expired ones come first, more or less.
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
    /** What the token of an Authorization header stands for; undefined if it is none of ours, or too old. */
    find(authorization: string | undefined): Grant | undefined {
      const token = /^Bearer +(\S+) *$/i.exec(authorization ?? "")?.[1];
      const grant = token === undefined ? undefined : grants.get(token);
      return grant && grant.expiresAt > now().getTime() ? grant : undefined;
    },
    /** No token handed out so far is good any more. */
    expireAll: (): void => grants.clear(),
    reset(): void {
      lifetimeSeconds = usualLifetimeSeconds;
    },
  };
}

/** As Entra fills a version 1 token of an application. */
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

/** The directory object behind an application: what azureactivedirectoryobjectid of its user says. */
export function principalOf(clientId: string): string {
  return guidOf(`service principal:${clientId}`);
}
