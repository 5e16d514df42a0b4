import { randomBytes, randomUUID } from "node:crypto";
import type { ApiReply } from "./http.ts";
import { clientId, clientSecret, tenantId } from "./identity.ts";

const lifetimeSeconds = 3599;

export type Tokens = ReturnType<typeof createTokens>;

/** Bearer tokens handed out by the token endpoint, until they expire. */
export function createTokens(now: () => Date) {
  const expiries = new Map<string, number>();
  return {
    issue(): string {
      const token = randomBytes(48).toString("base64url");
      expiries.set(token, now().getTime() + lifetimeSeconds * 1000);
      return token;
    },
    isValid(authorization: string | undefined): boolean {
      const token = /^Bearer (\S+)$/i.exec(authorization ?? "")?.[1];
      return token !== undefined && (expiries.get(token) ?? 0) > now().getTime();
    },
  };
}

/** POST /{tenant}/oauth2/v2.0/token with a form of client credentials. */
export function handleToken(tokens: Tokens, tenant: string, method: string, body: string): ApiReply {
  if (method !== "POST")
    return refuse(405, "invalid_request", 900561, "The endpoint only accepts POST requests.");
  const form = new URLSearchParams(body);
  if (tenant.toLowerCase() !== tenantId) {
    return refuse(
      400,
      "invalid_request",
      90002,
      `Tenant '${tenant.slice(0, 100)}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`,
    );
  }
  const grant = form.get("grant_type");
  if (grant === null)
    return refuse(
      400,
      "invalid_request",
      900144,
      "The request body must contain the following parameter: 'grant_type'.",
    );
  if (grant !== "client_credentials")
    return refuse(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
  const app = form.get("client_id") ?? "";
  if (app.toLowerCase() !== clientId) {
    return refuse(
      400,
      "unauthorized_client",
      700016,
      `Application with identifier '${app.slice(0, 100)}' was not found in the directory.`,
    );
  }
  const refusal = checkCredential(form) ?? checkScope(form.get("scope") ?? "");
  if (refusal) return refusal;
  return json(200, {
    token_type: "Bearer",
    expires_in: lifetimeSeconds,
    ext_expires_in: lifetimeSeconds,
    access_token: tokens.issue(),
  });
}

function checkCredential(form: URLSearchParams): ApiReply | undefined {
  if (form.has("client_assertion")) {
    return refuse(
      401,
      "invalid_client",
      700027,
      "The certificate with identifier used to sign the client assertion is not registered on application.",
    );
  }
  const secret = form.get("client_secret");
  if (secret === null)
    return refuse(
      401,
      "invalid_client",
      7000218,
      "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    );
  if (secret === clientSecret) return undefined;
  return refuse(
    401,
    "invalid_client",
    7000215,
    `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
  );
}

function checkScope(scope: string): ApiReply | undefined {
  if (/^https?:\/\/[^/\s]+\/{1,2}\.default$/.test(scope.split(" ")[0] ?? "")) return undefined;
  return refuse(
    400,
    "invalid_scope",
    1002012,
    `The provided value for scope ${scope.slice(0, 200)} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
  );
}

function refuse(status: number, error: string, code: number, reason: string): ApiReply {
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = new Date()
    .toISOString()
    .replace("T", " ")
    .replace(/\.\d+Z$/, "Z");
  return json(status, {
    error,
    error_description: `AADSTS${code}: ${reason} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
  });
}

function json(status: number, body: unknown): ApiReply {
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store, no-cache",
  };
  return { status, headers, body: JSON.stringify(body) };
}
