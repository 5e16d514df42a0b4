import { createHash, createPublicKey, X509Certificate } from "node:crypto";
import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader } from "jose";
import type { JSONWebKeySet, JWTPayload } from "jose";
import type { Application, FederatedCredential } from "./applications.ts";
import {
  malformedAssertion,
  noFederatedCredential,
  outOfTime,
  unknownKey,
  wrongAudience,
  wrongIssuer,
  wrongSignature,
} from "./refusals.ts";

const certificateAlgorithms = ["PS256", "RS256"];
const clockSkewMs = 300_000;

/**
 * Checks a client assertion: a JWT signed with the key of a registered certificate, or a token of a trusted
 * issuer. Its times are checked with the clock of this machine, not with that of the sandbox, since clients
 * take them from theirs.
 * @throws SignInError if it proves nothing
 */
export async function checkAssertion(
  application: Application,
  assertion: string,
  audiences: readonly string[],
): Promise<"certificate" | "federated"> {
  const { header, claims } = decode(assertion);
  const thumbprint = header["x5t#S256"] ?? header.x5t;
  if (thumbprint === undefined && claims.iss?.toLowerCase() !== application.clientId) {
    await checkFederated(application, assertion, claims);
    return "federated";
  }
  if (typeof thumbprint !== "string") throw unknownKey("");
  const certificate = application.certificates.find((pem) => hasThumbprint(pem, thumbprint));
  if (!certificate) throw unknownKey(asHex(thumbprint));
  if (!certificateAlgorithms.includes(header.alg)) throw malformedAssertion();
  await compactVerify(assertion, createPublicKey(certificate), { algorithms: [header.alg] }).catch(() => {
    throw wrongSignature(asHex(thumbprint));
  });
  checkTimes(claims);
  if (!audiencesOf(claims).some((audience) => audiences.includes(audience.toLowerCase())))
    throw wrongAudience();
  if (
    claims.iss?.toLowerCase() !== application.clientId ||
    claims.sub?.toLowerCase() !== application.clientId
  )
    throw wrongIssuer();
  return "certificate";
}

function decode(assertion: string): {
  header: Record<string, unknown> & { alg: string };
  claims: JWTPayload;
} {
  try {
    const header = decodeProtectedHeader(assertion);
    const claims = decodeJwt(assertion);
    if (typeof header.alg !== "string" || header.alg === "none") throw malformedAssertion();
    for (const name of ["iss", "sub"] as const)
      if (typeof claims[name] !== "string") throw malformedAssertion();
    return { header: { ...header, alg: header.alg }, claims };
  } catch {
    throw malformedAssertion();
  }
}

function audiencesOf({ aud }: JWTPayload): readonly string[] {
  return typeof aud === "string" ? [aud] : (aud ?? []);
}

/** Checks nbf and exp. Entra allows for some difference between clocks, and for any lifetime. */
function checkTimes({ nbf, exp }: JWTPayload): void {
  const now = new Date();
  const [from, until] = [nbf, exp].map((seconds) =>
    typeof seconds === "number" ? new Date(seconds * 1000) : undefined,
  );
  const isEarly = from !== undefined && from.getTime() - clockSkewMs > now.getTime();
  if (!until || isEarly || until.getTime() + clockSkewMs < now.getTime()) throw outOfTime(now, from, until);
}

async function checkFederated(
  application: Application,
  assertion: string,
  claims: JWTPayload,
): Promise<void> {
  const [audience = ""] = audiencesOf(claims);
  const shown = { issuer: claims.iss ?? "", subject: claims.sub ?? "", audience };
  const ofIssuer = application.federatedCredentials.filter((one) => one.issuer === shown.issuer);
  if (ofIssuer.length === 0) throw noFederatedCredential(700211, shown);
  const ofSubject = ofIssuer.filter((one) => one.subject === shown.subject);
  if (ofSubject.length === 0) throw noFederatedCredential(700213, shown);
  const trusted = ofSubject.find((one) => audiencesOf(claims).includes(one.audience));
  if (!trusted) throw noFederatedCredential(700212, shown);
  checkTimes(claims);
  await checkIssuerSignature(trusted, assertion);
}

async function checkIssuerSignature({ jwks }: FederatedCredential, assertion: string): Promise<void> {
  if (!jwks) return;
  try {
    await compactVerify(assertion, createLocalJWKSet(jwks as unknown as JSONWebKeySet));
  } catch {
    throw malformedAssertion();
  }
}

/**
 * Whether a certificate has this thumbprint: its SHA-1 (x5t) or SHA-256 (x5t#S256), with or without
 * padding.
 */
function hasThumbprint(pem: string, thumbprint: string): boolean {
  const { raw } = new X509Certificate(pem);
  const wanted = Buffer.from(thumbprint, "base64url");
  return ["sha1", "sha256"].some((hash) => createHash(hash).update(raw).digest().equals(wanted));
}

function asHex(thumbprint: string): string {
  return Buffer.from(thumbprint, "base64url").toString("hex").toUpperCase();
}
