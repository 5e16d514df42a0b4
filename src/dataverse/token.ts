/** Access tokens for Dataverse by @azure/msal-node: one sign-in at a time, its own network and time limit. */
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
import { DataverseSignInError, parseRetryAfter } from "./errors.ts";
import { exchange } from "./request.ts";

export interface TokenSource {
  /** A token that is good for a while yet. @throws DataverseSignInError */
  get(): Promise<string>;
  /** Another token than the one Dataverse did not take. @throws DataverseSignInError */
  renew(refused: string): Promise<string>;
}

/** How the app registration proves itself. The certificate file holds the certificate and its key, both PEM. */
export type Credential =
  | { readonly kind: "secret"; readonly secret: string }
  | { readonly kind: "certificate"; readonly path: string }
  | { readonly kind: "federated"; readonly tokenFile: string };

export interface TokenSourceOptions {
  readonly dataverseUrl: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly credential: Credential;
  /** `https://login.microsoftonline.com`, or a stand-in's plain-http origin on this machine. */
  readonly authorityHost: string;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs?: number;
}

export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { dispatcher, timeoutMs = 10_000 } = options;
  const network = createNetwork(dispatcher, timeoutMs);
  const application = new ConfidentialClientApplication({
    auth: { clientId: options.clientId, ...authorityOf(options), ...credentialOf(options.credential) },
    system: { networkClient: network.client },
  });
  const scopes = [`${new URL(options.dataverseUrl).origin}/.default`];
  let current: string | undefined;
  let signingIn: Promise<string> | undefined;

  async function signIn(skipCache: boolean): Promise<string> {
    try {
      const result = await application.acquireTokenByClientCredential({ scopes, skipCache });
      if (result === null) throw new DataverseSignInError("no_token", undefined);
      current = result.accessToken;
      return current;
    } catch (error) {
      throw toSignInError(error, network.lastRetryAfterMs());
    }
  }

  /** msal-node sends one request per call, so those who ask meanwhile share the one under way. */
  function once(skipCache: boolean): Promise<string> {
    signingIn ??= signIn(skipCache).finally(() => {
      signingIn = undefined;
    });
    return signingIn;
  }

  return {
    get: () => once(false),
    renew: async (refused) => (current !== undefined && current !== refused ? current : once(true)),
  };
}

/**
 * msal-node refuses plain http and asks Microsoft about hosts it does not know. Naming the endpoints ourselves
 * avoids both, for a national cloud as for a stand-in on this machine.
 */
function authorityOf({ authorityHost, tenantId }: TokenSourceOptions): Omit<NodeAuthOptions, "clientId"> {
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

/** msal-node's HTTP on our dispatcher. It hides Retry-After from its errors, so the last one is kept here. */
function createNetwork(dispatcher: Dispatcher, timeoutMs: number) {
  let retryAfterMs: number | undefined;
  async function send(method: "GET" | "POST", url: string, headers = {}, body?: string) {
    const request = { method, url, headers, ...(body !== undefined && { body }) };
    retryAfterMs = undefined;
    const answer = await exchange(dispatcher, request, timeoutMs);
    retryAfterMs = parseRetryAfter(answer.headers["retry-after"], new Date());
    return { status: answer.status, headers: { ...answer.headers }, body: JSON.parse(answer.text) };
  }
  const client: INetworkModule = {
    sendGetRequestAsync: (url, options) => send("GET", url, options?.headers),
    sendPostRequestAsync: (url, options) => send("POST", url, options?.headers, options?.body),
  };
  return { client, lastRetryAfterMs: () => retryAfterMs };
}

function toSignInError(error: unknown, retryAfterMs: number | undefined): DataverseSignInError {
  if (error instanceof DataverseSignInError) return error;
  const number = error instanceof ServerError ? error.errorNo : undefined;
  const named = error instanceof AuthError && error.errorCode !== "" ? error.errorCode : "no_answer";
  const code = number === undefined ? named : `AADSTS${number}`;
  return new DataverseSignInError(code, retryAfterMs, { cause: error });
}
