// The refusals of the token endpoint, each with its AADSTS number, in the words of Entra.

import { randomUUID } from "node:crypto";
import type { ApiReply } from "../transport/http.ts";

/** A refusal of the token endpoint; `number` is its AADSTS number. */
export class SignInError extends Error {
  override readonly name = "SignInError";
  readonly status: number;
  readonly error: string;
  readonly number: number;

  constructor(status: number, error: string, number: number, reason: string) {
    super(reason);
    this.status = status;
    this.error = error;
    this.number = number;
  }
}

const badRequest = (number: number, reason: string) =>
  new SignInError(400, "invalid_request", number, reason);
const badClient = (number: number, reason: string) => new SignInError(401, "invalid_client", number, reason);

/** The request is no POST. */
export function notPosted(): SignInError {
  return new SignInError(
    405,
    "invalid_request",
    900561,
    "The endpoint only accepts POST requests. Received a GET request.",
  );
}

/** The form lacks a parameter. */
export function missingParameter(name: string): SignInError {
  return badRequest(900144, `The request body must contain the following parameter: '${name}'.`);
}

/** There is no such tenant. */
export function unknownTenant(tenant: string): SignInError {
  return badRequest(
    90002,
    `Tenant '${tenant.slice(0, 100)}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
  );
}

/** The grant type is not client_credentials. */
export function unsupportedGrant(grant: string): SignInError {
  return new SignInError(
    400,
    "unsupported_grant_type",
    70003,
    `The app requested an unsupported grant type '${grant.slice(0, 100)}'.`,
  );
}

/** There is no app registration with this client id. */
export function unknownApplication(clientId: string, tenant: string): SignInError {
  return new SignInError(
    400,
    "unauthorized_client",
    700016,
    `Application with identifier '${clientId.slice(0, 100)}' was not found in the directory '${tenant}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
  );
}

/** The form has neither a secret nor an assertion. */
export function noCredential(): SignInError {
  return badClient(
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  );
}

/** The secret is not one of the application. */
export function wrongSecret(clientId: string): SignInError {
  return badClient(
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  );
}

/** The assertion is no valid JWT. */
export function malformedAssertion(): SignInError {
  return badRequest(50027, "JWT token is invalid or malformed.");
}

/** The application has no certificate with this thumbprint. */
export function unknownKey(thumbprint: string): SignInError {
  return badClient(
    700027,
    `The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '${thumbprint}'. Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id.`,
  );
}

/** The assertion is not signed with the key of the certificate it names. */
export function wrongSignature(thumbprint: string): SignInError {
  return badClient(
    700027,
    `Client assertion failed signature validation. [Reason - The key was found, but use of the key to verify the signature failed., Thumbprint of key used by client: '${thumbprint}'. Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id.`,
  );
}

function shown(moment: Date | undefined): string {
  return moment?.toISOString() ?? "(none)";
}

/** The assertion is not valid yet, or not any more. */
export function outOfTime(now: Date, from: Date | undefined, until: Date | undefined): SignInError {
  return badClient(
    700024,
    `Client assertion is not within its valid time range. Current time: ${shown(now)}, assertion valid from ${shown(from)}, expiry time of assertion ${shown(until)}. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .`,
  );
}

/** The assertion is meant for another audience. */
export function wrongAudience(): SignInError {
  return badClient(
    700023,
    "Client assertion audience claim does not match Realm issuer. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .",
  );
}

/** The issuer or subject of the assertion is not the application. */
export function wrongIssuer(): SignInError {
  return badClient(
    700021,
    "Client assertion application identifier doesn't match 'client_id' parameter. Review the documentation at https://docs.microsoft.com/azure/active-directory/develop/active-directory-certificate-credentials .",
  );
}

/**
 * No federated credential fits the assertion: 700211 names its issuer, 700212 its audience, 700213 its
 * subject.
 */
export function noFederatedCredential(
  number: 700211 | 700212 | 700213,
  claims: { issuer: string; subject: string; audience: string },
): SignInError {
  const what = { 700211: "issuer", 700212: "audience", 700213: "subject" } as const;
  const name = what[number];
  return badClient(
    number,
    `No matching federated identity record found for presented assertion ${name} '${claims[name]}'. Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://docs.microsoft.com/azure/active-directory/develop/workload-identity-federation`,
  );
}

/** The scope does not end in /.default. */
export function badScope(scope: string): SignInError {
  return new SignInError(
    400,
    "invalid_scope",
    1002012,
    `The provided value for scope ${scope.slice(0, 200)} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  );
}

/** The scope or resource is not this organisation. */
export function unknownResource(resource: string, tenant: string): SignInError {
  return new SignInError(
    400,
    "invalid_resource",
    500011,
    `The resource principal named ${resource.slice(0, 200)} was not found in the tenant named ${tenant}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.`,
  );
}

/** The claims parameter is no JSON. */
export function badClaims(): SignInError {
  return badRequest(50126, "The claims parameter is not valid JSON.");
}

/** The error response of the token endpoint, in the form of Entra. */
export function refusalReply(
  refusal: SignInError,
  now: Date,
  headers: Record<string, string> = {},
): ApiReply {
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = now
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");
  const body = {
    error: refusal.error,
    error_description: `AADSTS${refusal.number}: ${refusal.message} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [refusal.number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.number}`,
  };
  return {
    status: refusal.status,
    headers: { ...headers, ...neverStored },
    body: JSON.stringify(body),
  };
}

/** The headers of every answer of the token endpoint. */
export const neverStored = {
  "Content-Type": "application/json; charset=utf-8",
  "Cache-Control": "no-store, no-cache",
  Pragma: "no-cache",
} as const;
