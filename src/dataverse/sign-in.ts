/** Signs in to Entra ID with @azure/msal-node, over our own HTTP exchange and its limits. */
import { createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import {
  AuthError,
  ConfidentialClientApplication,
  type INetworkModule,
  type NodeAuthOptions,
  ServerError,
} from "@azure/msal-node";
import type { Dispatcher } from "undici";
import { exchange } from "../http/exchange.ts";
import { readRetryAfterMs } from "../http/retry-after.ts";
import { describeSource } from "./answer-source.ts";
import { DataverseSignInError } from "./errors.ts";

/** An access token and its times. */
export interface Token {
  readonly text: string;
  readonly expiresAt: Date;
  /** From when the provider wants it renewed, if it says so. */
  readonly refreshAt: Date | undefined;
}

/** The credential of the app registration. A certificate file holds the certificate and its private key, both PEM. */
export type Credential =
  | { readonly kind: "secret"; readonly secret: string }
  | { readonly kind: "certificate"; readonly path: string }
  | { readonly kind: "federated"; readonly tokenFile: string };

/** As whom, and where. */
export interface SignInOptions {
  readonly dataverseUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: Credential;
  /** `https://login.microsoftonline.com`, or a stand-in's plain-http origin on this machine. */
  readonly authorityHost: string;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs?: number;
}

/** A token with all its claims takes a few kB. */
const maxAnswerBytes = 256 * 1024;

/** Gets a new token each time; `claims` are those that Dataverse demands. @throws DataverseSignInError */
export type SignIn = (claims?: string) => Promise<Token>;

/** Reads the certificate, if that is the credential; signs in only when called. */
export function createSignIn(options: SignInOptions): SignIn {
  const network = createNetwork(options.dispatcher, options.timeoutMs ?? 10_000);
  const application = new ConfidentialClientApplication({
    auth: { clientId: options.clientId, ...authorityOf(options), ...credentialOf(options.credential) },
    system: { networkClient: network.client },
  });
  const scopes = [`${new URL(options.dataverseUrl).origin}/.default`];
  return async (claims) => {
    try {
      network.begin();
      const request = { scopes, skipCache: true, ...(claims !== undefined && { claims }) };
      const result = await application.acquireTokenByClientCredential(request);
      if (result === null) throw new DataverseSignInError("no_token", undefined);
      const { accessToken, expiresOn, refreshOn } = result;
      return { text: accessToken, expiresAt: expiresOn ?? new Date(), refreshAt: refreshOn };
    } catch (error) {
      if (error instanceof DataverseSignInError) throw error;
      const { retryAfterMs, problem, isOutage, asked } = network.lastAnswer();
      const code = problem ?? signInCodeOf(error, asked ? "no_answer" : "credential_not_readable");
      // Where nothing was asked, a ServerError is a pause that msal-node keeps by itself; all else is about the credential.
      const known = { isOutage: isOutage ?? error instanceof ServerError, cause: error };
      throw new DataverseSignInError(code, retryAfterMs, known);
    }
  };
}

/**
 * msal-node refuses plain http, and asks Microsoft about hosts that it does not know. It does neither when the endpoints are
 * given: needed for national clouds, and for a stand-in on this machine.
 */
function authorityOf({ authorityHost, tenantId }: SignInOptions): Omit<NodeAuthOptions, "clientId"> {
  const { origin, host } = new URL(authorityHost);
  const base = `${origin}/${tenantId}`;
  return {
    authority: `https://${host}/${tenantId}`,
    knownAuthorities: [host],
    authorityMetadata: JSON.stringify({
      issuer: `${base}/v2.0`,
      authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
      token_endpoint: `${base}/oauth2/v2.0/token`,
      jwks_uri: `${base}/discovery/v2.0/keys`,
    }),
  };
}

function credentialOf(credential: Credential): Partial<NodeAuthOptions> {
  switch (credential.kind) {
    case "secret":
      return { clientSecret: credential.secret };
    case "certificate": {
      const pem = readFileSync(credential.path, "utf8");
      const certificate = new X509Certificate(pem);
      const thumbprintSha256 = createHash("sha256").update(certificate.raw).digest("hex");
      const privateKey = createPrivateKey(pem).export({ type: "pkcs8", format: "pem" }).toString();
      return { clientCertificate: { thumbprintSha256, privateKey, x5c: certificate.toString() } };
    }
    case "federated":
      return { clientAssertion: () => readFile(credential.tokenFile, "utf8") };
  }
}

/**
 * msal-node's HTTP by our exchange. After a Retry-After msal-node sends nothing until the time is over, but its errors say
 * neither how long that is nor what was answered: so that of the last answer is kept here.
 */
function createNetwork(dispatcher: Dispatcher, timeoutMs: number) {
  let retryAt: number | undefined;
  let problem: string | undefined;
  let asked = false;
  let isOutage = false;
  async function send(method: "GET" | "POST", url: string, headers = {}, body?: string) {
    const request = { method, url, headers, ...(body !== undefined && { body }) };
    [asked, retryAt, isOutage] = [true, undefined, true];
    const answer = await exchange(dispatcher, request, { timeoutMs, maxAnswerBytes });
    const retryAfterMs = readRetryAfterMs(answer.headers["retry-after"], new Date());
    if (retryAfterMs !== undefined) retryAt = performance.now() + retryAfterMs;
    const read = parsed(answer.text);
    if (!isOAuth(read)) {
      problem = `${answer.status}, not the identity provider's own answer (${describeSource(answer.headers)})`;
      throw new Error(problem);
    }
    isOutage = answer.status === 429 || answer.status >= 500;
    return { status: answer.status, headers: { ...answer.headers }, body: read };
  }
  const client: INetworkModule = {
    sendGetRequestAsync: (url, options) => send("GET", url, options?.headers),
    sendPostRequestAsync: (url, options) => send("POST", url, options?.headers, options?.body),
  };
  return {
    client,
    begin() {
      [asked, problem] = [false, undefined];
    },
    /** What is known after a sign-in that failed; `isOutage` only where something was asked. */
    lastAnswer: () => ({
      retryAfterMs: remainingMs(retryAt),
      problem,
      isOutage: asked ? isOutage : undefined,
      asked,
    }),
  };
}

/** Whether the answer is one of OAuth (RFC 6749, 5): a token or an error. A page, or another service's JSON, is neither. */
function isOAuth(answer: unknown): boolean {
  const { access_token: token, error, ...more } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof token === "string") return true;
  return (
    typeof error === "string" && (oauthError.test(error) || typeof more["error_description"] === "string")
  );
}

/** RFC 6749, 4.1.2.1 and 5.2, and OpenID Connect Core, 3.1.2.6. Other services' JSON has an `error` as well: `Forbidden`. */
const oauthError =
  /^(?:invalid_\w+|unauthorized_client|unsupported_\w+|access_denied|\w+_required|temporarily_unavailable|server_error)$/;

/** What `JSON.parse` gives; undefined for what is no JSON. */
function parsed(text: string): ReturnType<typeof JSON.parse> {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function remainingMs(until: number | undefined): number | undefined {
  const ms = until === undefined ? 0 : until - performance.now();
  return ms > 0 ? ms : undefined;
}

/** Microsoft's error number where there is one: `errorNo`, or the digits that begin the code. */
function signInCodeOf(error: unknown, otherwise: string): string {
  if (!(error instanceof AuthError)) return otherwise;
  const { errorCode } = error;
  const number = error instanceof ServerError ? error.errorNo : undefined;
  const aadsts = number ?? /^\d+/.exec(errorCode)?.[0];
  if (aadsts !== undefined) return `AADSTS${aadsts}`;
  return errorCode || (error instanceof ServerError ? "temporarily_unavailable" : otherwise);
}
