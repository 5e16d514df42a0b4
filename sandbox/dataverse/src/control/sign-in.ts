// App registrations, tokens and claims challenges, as /sandbox/applications, /sandbox/tokens and
// /sandbox/claims-challenge change them.

import { X509Certificate } from "node:crypto";
import { type ApiReply } from "../transport/http.ts";
import { clientId as ofSync } from "../identity.ts";
import { isGuid } from "../ids.ts";
import type { Organization } from "../organization.ts";
import type { FederatedCredential } from "../sign-in/applications.ts";
import {
  ControlError,
  json,
  nothing,
  readFlag,
  readNumber,
  readText,
  readTexts,
  refuseOthers,
} from "./input.ts";
import { isJsonObject } from "../transport/json-text.ts";

type Input = Record<string, unknown>;

/** The longest lifetime of tokens, in seconds: a week. */
const longestLifetime = 7 * 86_400;

/**
 * Adds credentials to an app registration, without `clientId` to the one of the product. Answers with the
 * registration, but only the number of its secrets.
 */
export function registerApplication({ applications }: Organization, input: Input): ApiReply {
  refuseOthers(input, ["clientId", "secrets", "certificates", "federatedCredentials"]);
  const clientId = readText(input, "clientId") ?? ofSync;
  if (!isGuid(clientId)) throw new ControlError("clientId must be a GUID");
  const certificates = readTexts(input, "certificates");
  if (!certificates.every(isCertificate))
    throw new ControlError("certificates must be a list of certificates in PEM");
  const { secrets, ...registered } = applications.register({
    clientId,
    secrets: readTexts(input, "secrets"),
    certificates,
    federatedCredentials: readFederated(input),
  });
  return json(200, { ...registered, secrets: secrets.length });
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function readFederated({ federatedCredentials = [] }: Input): FederatedCredential[] {
  const isList = Array.isArray(federatedCredentials);
  if (!isList) throw new ControlError("federatedCredentials must be a list");
  return federatedCredentials.map((one: unknown) => {
    if (!isJsonObject(one)) throw new ControlError("a federated credential must be an object");
    refuseOthers(one, ["issuer", "subject", "audience", "jwks"]);
    const issuer = readText(one, "issuer");
    const subject = readText(one, "subject");
    if (issuer === undefined || subject === undefined)
      throw new ControlError("a federated credential needs issuer and subject");
    const audience = readText(one, "audience") ?? "api://AzureADTokenExchange";
    return { issuer, subject, audience, jwks: readKeys(one) };
  });
}

function readKeys({ jwks }: Input): FederatedCredential["jwks"] {
  if (jwks === undefined) return undefined;
  if (isJsonObject(jwks) && Array.isArray(jwks.keys) && jwks.keys.every(isJsonObject))
    return { keys: jwks.keys };
  throw new ControlError('jwks must be {"keys": […]}');
}

/** Sets the lifetime of tokens issued from now on, and answers with it. */
export function changeTokens({ tokens }: Organization, input: Input): ApiReply {
  refuseOthers(input, ["lifetimeSeconds"]);
  const seconds = readNumber(input, "lifetimeSeconds", 1, longestLifetime);
  if (seconds !== undefined) tokens.setLifetime(seconds);
  return json(200, { lifetimeSeconds: tokens.lifetimeSeconds() });
}

/** Expires all tokens issued until now. */
export function expireTokens({ tokens }: Organization): ApiReply {
  tokens.expireAll();
  return nothing();
}

/**
 * From now on, tokens issued before get a claims challenge: those of clients that declare the capability cp1,
 * or with `everybody` all.
 */
export function armChallenge({ challenges }: Organization, input: Input): ApiReply {
  refuseOthers(input, ["everybody"]);
  challenges.arm(readFlag(input, "everybody") ?? false);
  return nothing();
}
